package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.EmbeddedProxy;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ProxyProtocol;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What proxies are asked for, and what comes of a refusal. Both connections go through them. */
class ProxyOnTheWireTest extends WireTest {

    private static final String SERVER = "127.0.0.1";
    private static final String NAME = "ftp.invalid";

    @ParameterizedTest
    @CsvSource({
        "SOCKS4, -x socks4://PROXY, 127.0.0.1",
        "SOCKS4, --socks4 PROXY, 127.0.0.1",
        "SOCKS4, -x socks4a://PROXY, ftp.invalid",
        "SOCKS4, --socks4a PROXY, ftp.invalid",
        "SOCKS5, -x socks5://PROXY, 127.0.0.1",
        "SOCKS5, --socks5 PROXY, 127.0.0.1",
        "SOCKS5, -x socks5h://PROXY, ftp.invalid",
        "SOCKS5, --socks5-hostname PROXY, ftp.invalid",
        "HTTP, -p -x http://PROXY, 127.0.0.1",
        "HTTP, -p -x http://PROXY, ftp.invalid",
        "HTTP, -p -x PROXY, ftp.invalid",
    })
    void shouldTakeBothConnectionsThroughIt(ProxyProtocol protocol, String options, String host) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).knowing(NAME, SERVER);
                ScriptedFtpServer server = download()) {
            Outcome outcome = get(proxy, server, host, options);

            assertThat(outcome.err()).doesNotContain("ftp-reactive: ");
            assertThat(outcome.out()).isEqualTo("bytes");
            assertThat(proxy.asked())
                    .hasSize(2)
                    .allMatch(asked -> asked.startsWith(host + ":"))
                    .first()
                    .isEqualTo(host + ":" + server.port());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SOCKS5, --socks5 PROXY -U me:secret",
        "SOCKS5, -x socks5://me:secret@PROXY",
        "SOCKS5, -x socks5://you:wrong@PROXY -U me:secret",
        "HTTP, -p -x http://PROXY -U me:secret",
        "HTTP, -p -x http://me:secret@PROXY"
    })
    void shouldLogInToIt(ProxyProtocol protocol, String options) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).login("me", "secret");
                ScriptedFtpServer server = download()) {
            assertThat(get(proxy, server, SERVER, options).out()).isEqualTo("bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({"SOCKS5, --socks5 PROXY -U me:guess", "SOCKS5, --socks5 PROXY", "HTTP, -p -x PROXY -U me:guess"})
    void shouldEndWith97AndShowNoPasswordWhenTheLoginToItIsRefused(ProxyProtocol protocol, String options) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).login("me", "secret");
                ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::hang)) {
            Outcome outcome = get(proxy, server, SERVER, options);

            assertThat(outcome.code()).isEqualTo(97);
            assertThat(outcome.err()).contains(protocol + " proxy").doesNotContain("guess");
            assertThat(server.connections()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"SOCKS4, --socks4 PROXY", "SOCKS5, --socks5 PROXY", "HTTP, -p -x PROXY"})
    void shouldEndWith97WhenItDoesNotConnectToTheServer(ProxyProtocol protocol, String options) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).refusingAfter(0);
                ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::hang)) {
            assertThat(get(proxy, server, SERVER, options).code()).isEqualTo(97);
        }
    }

    @ParameterizedTest
    @CsvSource({"SOCKS4, --socks4 PROXY", "SOCKS5, --socks5 PROXY", "HTTP, -p -x PROXY"})
    void shouldTryThePortOfPasvAndEndWith97WhenItRefusesThatToo(ProxyProtocol protocol, String options) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).refusingAfter(1);
                ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                        login(script).expect("EPSV").passive().expect("PASV").passivePasv())) {
            Outcome outcome = get(proxy, server, SERVER, options);

            assertThat(outcome.code()).isEqualTo(97);
            assertThat(outcome.err()).contains("second connection", "may not allow that port");
        }
    }

    @Test
    void shouldEndWith7WhenNobodyListensThere() {
        EmbeddedProxy closed = EmbeddedProxy.start(ProxyProtocol.SOCKS5);
        closed.close();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::hang)) {
            assertThat(get(closed, server, SERVER, "--socks5 PROXY").code()).isEqualTo(7);
        }
    }

    @Test
    void shouldEndWith5WhenItsNameIsUnknown() {
        Outcome outcome = Outcome.of("get", "-p", "-x", "http://proxy.invalid:1", "ftp://127.0.0.1:1/a");

        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.err()).contains("proxy.invalid");
    }

    @Test
    void shouldEndWith6WhenNamesAreResolvedHereAndThereIsNone() {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(ProxyProtocol.SOCKS5);
                ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::hang)) {
            assertThat(get(proxy, server, NAME, "--socks5 PROXY").code()).isEqualTo(6);
            assertThat(proxy.asked()).isEmpty();
        }
    }

    @Test
    void shouldNotAskTheServerToConnectBackThroughIt() {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(ProxyProtocol.SOCKS5);
                ScriptedFtpServer server = ScriptedFtpServer.start(WireTest::login)) {
            Outcome outcome = get(proxy, server, SERVER, "--socks5 PROXY -P -");

            assertThat(outcome.code()).isEqualTo(30);
            assertThat(outcome.err()).contains("through a proxy; use passive mode");
        }
    }

    private static ScriptedFtpServer download() {
        return ScriptedFtpServer.start(script -> retrieve(login(script), "a"));
    }

    private static Outcome get(EmbeddedProxy proxy, ScriptedFtpServer server, String host, String options) {
        String address = "127.0.0.1:" + proxy.address().getPort();
        List<String> args = Arrays.asList(
                ("get " + options.replace("PROXY", address) + " ftp://" + host + ":" + server.port() + "/a")
                        .split(" ", -1));
        return Outcome.of(args.toArray(String[]::new));
    }
}
