package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.ScriptedFtpServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --connect-to} and {@code --charset}. */
class DetoursOnTheWireTest extends WireTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp.invalid:2121:HOST:PORT",
                "FTP.INVALID:2121:HOST:PORT",
                "ftp.invalid::HOST:PORT",
                ":2121:HOST:PORT",
                "::HOST:PORT",
                "other:2121:1.1.1.1:1 ftp.invalid:22:1.1.1.1:1 ::HOST:PORT",
                "ftp.invalid::HOST:PORT ::1.1.1.1:1"
            })
    void shouldConnectToTheOtherHost(String detours) {
        Outcome outcome = detour(detours, "ftp://ftp.invalid:2121/a");

        assertThat(outcome.out()).isEqualTo("bytes");
    }

    @Test
    void shouldConnectToTheOtherPortOfTheSameHost() {
        assertThat(detour("127.0.0.1:9::PORT", "ftp://127.0.0.1:9/a").out()).isEqualTo("bytes");
        assertThat(detour(":::PORT", "ftp://127.0.0.1:9/a").out()).isEqualTo("bytes");
    }

    @Test
    void shouldKnowAddressesOfIpv6() {
        assertThat(detour("[2001:db8::1]:9:HOST:PORT", "ftp://[2001:db8::1]:9/a")
                        .out())
                .isEqualTo("bytes");
        assertThat(Outcome.of("get", "--connect-to", "::[::1]:1", "ftp://127.0.0.1:2121/a")
                        .code())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", ":::", "other:21:1.1.1.1:1", "127.0.0.1:1:1.1.1.1:1"})
    void shouldConnectToTheHostOfTheUrlWhereNoneFits(String detour) {
        assertThat(run(script -> retrieve(login(script), "a"), "get", "--connect-to", detour, "URLa")
                        .out())
                .isEqualTo("bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:21", "a:b:c:d", "a:21:b:65536", "a:0:b:21", "::1:21:h:21", "a:1:b:2:c"})
    void shouldEndWith49AndConnectToNobodyWhenItIsMiswritten(String detour) {
        Outcome outcome = Outcome.of("get", "--connect-to", detour, "ftp://127.0.0.1:1/a");

        assertThat(outcome.code()).isEqualTo(49);
        assertThat(outcome.err()).contains("--connect-to");
    }

    @Test
    void shouldEndWith6WhenTheOtherHostIsUnknown() {
        assertThat(Outcome.of("get", "--connect-to", "::nohost.invalid:21", "ftp://127.0.0.1:1/a")
                        .code())
                .isEqualTo(6);
    }

    @Test
    void shouldSendAndReadNamesInTheCharset() {
        byte[] delete = "DELE gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1);
        Outcome outcome = run(
                script -> login(script).expectRaw(delete).reply("250 gone"),
                "rm",
                "--charset",
                "iso-8859-1",
                "URLgr%C3%BCn");

        assertThat(outcome.code()).isZero();

        Outcome names = run(
                script -> login(script)
                        .expect("EPSV")
                        .passive()
                        .expect("NLST")
                        .reply("150 coming")
                        .acceptData()
                        .sendData("gr\u00fcn\r\n".getBytes(StandardCharsets.ISO_8859_1))
                        .closeData()
                        .reply("226 done"),
                "ls",
                "--names",
                "--charset",
                "ISO-8859-1",
                "URL");

        assertThat(names.out()).isEqualTo("gr\u00fcn\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "UTF-16", "a b"})
    void shouldEndWith2WhenThereIsNoSuchCharset(String charset) {
        assertThat(Outcome.of("get", "--charset", charset, "ftp://127.0.0.1:1/a")
                        .code())
                .isEqualTo(2);
    }

    private static Outcome detour(String detours, String url) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retrieve(login(script), "a"))) {
            List<String> args = new ArrayList<>(List.of("get"));
            for (String detour : detours.split(" ", -1)) {
                args.add("--connect-to");
                args.add(detour.replace("HOST", server.host()).replace("PORT", String.valueOf(server.port())));
            }
            args.add(url);
            return Outcome.of(args.toArray(String[]::new));
        }
    }
}
