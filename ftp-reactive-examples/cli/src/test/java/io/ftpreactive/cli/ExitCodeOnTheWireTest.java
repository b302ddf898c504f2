package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each exit code as a server brings it about. */
class ExitCodeOnTheWireTest {

    private static final byte[] INPUT = "some bytes".getBytes(StandardCharsets.UTF_8);

    @Test
    void shouldEndWith0AfterAFile() {
        Outcome outcome = get(script -> retrieve(script).reply("226 done"));

        assertThat(outcome.out()).isEqualTo("bytes");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void shouldEndWith1OnAnotherProtocol() {
        assertThat(Outcome.of("get", "sftp://h/a").code()).isEqualTo(1);
    }

    @Test
    void shouldEndWith2OnBadUsage() {
        assertThat(Outcome.of("get").code()).isEqualTo(2);
        assertThat(Outcome.of().code()).isEqualTo(2);
        assertThat(Outcome.of("get", "--no-such-option", "ftp://h/a").code()).isEqualTo(2);
        assertThat(Outcome.of("get", "-C", "x", "ftp://h/a").code()).isEqualTo(2);
        assertThat(Outcome.of("put", "-", "ftp://h/").code()).isEqualTo(2);
        assertThat(Outcome.of("quote", "ftp://h/", "NOOP\r\nDELE x").code()).isEqualTo(2);
        assertThat(Outcome.of("mv", "ftp://h/a", "b\nDELE x").code()).isEqualTo(2);
    }

    @Test
    void shouldEndWith3AndSendNothingWhenTheUrlHidesACommand() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::hang)) {
            Outcome outcome = Outcome.of("get", url(server) + "a%0d%0aDELE%20b");

            assertThat(outcome.code()).isEqualTo(3);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void shouldEndWith4AndSendNothingThroughAnHttpProxyWithoutATunnel() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::hang)) {
            String proxy = "http://" + server.host() + ":" + server.port();
            Outcome outcome = Outcome.of("get", "-x", proxy, "ftp://h/a");

            assertThat(outcome.code()).isEqualTo(4);
            assertThat(outcome.err()).contains("-p");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void shouldEndWith6WhenTheHostIsUnknown() {
        assertThat(Outcome.of("get", "-m", "20", "ftp://nohost.invalid/a").code())
                .isEqualTo(6);
    }

    @Test
    void shouldEndWith7WhenNobodyListens() {
        ScriptedFtpServer closed = ScriptedFtpServer.start(FtpScript::hang);
        closed.close();

        assertThat(Outcome.of("get", url(closed) + "a").code()).isEqualTo(7);
    }

    @Test
    void shouldEndWith7WhenThePassivePortIsClosed() {
        Outcome outcome = get(script ->
                login(script).expect("EPSV").refusePassive().expect("PASV").refusePassivePasv());

        assertThat(outcome.code()).isEqualTo(7);
    }

    @Test
    void shouldEndWith8OnAWeirdGreeting() {
        assertThat(get(script -> script.reply("500 go away").expectClose()).code())
                .isEqualTo(8);
        assertThat(get(script -> script.reply("SSH-2.0-OpenSSH").expectClose()).code())
                .isEqualTo(8);
    }

    @Test
    void shouldEndWith10WhenTheServerCannotConnectBack() {
        Outcome outcome = get(
                script -> login(script)
                        .expectStarting("EPRT ")
                        .reply("200 ok")
                        .expect("RETR a")
                        .reply("150 coming")
                        .reply("425 cannot"),
                "-P",
                "-");

        assertThat(outcome.code()).isEqualTo(10);
    }

    @Test
    void shouldEndWith12WhenTheServerNeverConnects() {
        Outcome outcome = get(
                script -> login(script)
                        .expectStarting("EPRT ")
                        .reply("200 ok")
                        .expect("RETR a")
                        .reply("150 coming")
                        .reply("226 done, or so I think"),
                "-P",
                "-");

        assertThat(outcome.code()).isEqualTo(12);
    }

    @Test
    void shouldEndWith13WhenThereIsNoPassiveMode() {
        Outcome outcome = get(script ->
                login(script).expect("EPSV").reply("500 what").expect("PASV").reply("500 what"));

        assertThat(outcome.code()).isEqualTo(13);
        assertThat(outcome.err()).startsWith("ftp-reactive: (13) ").contains("500 what");
    }

    @Test
    void shouldEndWith14OnA227WithoutAnAddress() {
        Outcome outcome = get(script -> login(script).expect("PASV").reply("227 somewhere"), "--disable-epsv");

        assertThat(outcome.code()).isEqualTo(14);
    }

    @Test
    void shouldEndWith17WhenBinaryIsRefused() {
        Outcome outcome = get(script -> script.reply("220 ready")
                .expectStarting("USER ")
                .reply("230 in")
                .expect("FEAT")
                .reply("500 what")
                .expect("TYPE I")
                .reply("504 no")
                .expectClose());

        assertThat(outcome.code()).isEqualTo(17);
    }

    @Test
    void shouldEndWith18WhenTheServerTakesItBack() {
        Outcome outcome = get(script -> retrieve(script).reply("451 disk error"));

        assertThat(outcome.code()).isEqualTo(18);
        assertThat(outcome.err()).contains("451 disk error").doesNotContain("\tat ");
    }

    @Test
    void shouldEndWith19WhenAListingIsRefused() {
        Outcome outcome = run(
                script ->
                        login(script).expect("EPSV").passive().expect("LIST a").reply("550 no such directory"),
                url -> List.of("get", url + "a/"));

        assertThat(outcome.code()).isEqualTo(19);
    }

    @Test
    void shouldEndWith0WhenAnEmptyListingIsAnsweredBy450() {
        Outcome outcome = run(
                script -> login(script).expect("EPSV").passive().expect("LIST").reply("450 no files"),
                url -> List.of("get", url));

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void shouldEndWith21WhenACommandIsRefused() {
        assertThat(run(script -> login(script).expect("MKD a").reply("550 no"), url -> List.of("mkdir", url + "a"))
                        .code())
                .isEqualTo(21);
        assertThat(run(
                                script -> login(script).expect("SITE X").reply("500 no"),
                                url -> List.of("quote", url, "SITE X", "NOOP"))
                        .code())
                .isEqualTo(21);
    }

    @Test
    void shouldEndWith25WhenAnUploadIsRefused() {
        Outcome outcome = put(script ->
                login(script).expect("EPSV").passive().expect("STOR a").reply("553 no"));

        assertThat(outcome.code()).isEqualTo(25);
    }

    @Test
    void shouldEndWith26AndSendNothingWhenThereIsNoFile() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::hang)) {
            assertThat(Outcome.of("put", "/no/such/file", url(server)).code()).isEqualTo(26);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void shouldEndWith28WhenTheTimeIsOver() {
        Outcome outcome = get(script -> login(script).expect("EPSV").hang(), "-m", "0.5");

        assertThat(outcome.code()).isEqualTo(28);
        assertThat(outcome.err()).contains("500 ms");
    }

    @Test
    void shouldEndWith28On421() {
        assertThat(get(script -> script.reply("421 too many").closeControl()).code())
                .isEqualTo(28);
        assertThat(get(script -> login(script)
                                .expect("EPSV")
                                .passive()
                                .expect("RETR a")
                                .reply("421 closing"))
                        .code())
                .isEqualTo(28);
    }

    @Test
    void shouldEndWith30WhenNoPortIsAccepted() {
        Outcome outcome = get(
                script -> login(script)
                        .expectStarting("EPRT ")
                        .reply("522 no")
                        .expectStarting("PORT ")
                        .reply("500 no"),
                "-P",
                "-");

        assertThat(outcome.code()).isEqualTo(30);
    }

    @Test
    void shouldEndWith30WhenThereIsNothingToListenOn() {
        assertThat(get(ExitCodeOnTheWireTest::login, "-P", "no-such-interface0").code())
                .isEqualTo(30);
    }

    @Test
    void shouldEndWith31WhenAnOffsetIsRefused() {
        Outcome outcome = get(
                script -> login(script)
                        .expect("SIZE a")
                        .reply("500 what")
                        .expect("EPSV")
                        .passive()
                        .expect("REST 5")
                        .reply("502 no"),
                "-C",
                "5");

        assertThat(outcome.code()).isEqualTo(31);
    }

    @Test
    void shouldEndWith36BeyondTheEnd() {
        Outcome outcome = get(script -> login(script).expect("SIZE a").reply("213 4"), "-C", "5");

        assertThat(outcome.code()).isEqualTo(36);
    }

    @Test
    void shouldEndWith55WhenTheServerIsGoneInAnUpload() {
        Outcome outcome = put(script -> login(script)
                .expect("EPSV")
                .passive()
                .expect("STOR a")
                .reply("150 send")
                .acceptData()
                .closeControl());

        assertThat(outcome.code()).isEqualTo(55);
    }

    @Test
    void shouldEndWith56WhenTheServerIsGoneInADownload() {
        Outcome outcome = get(script -> login(script)
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 coming")
                .acceptData()
                .sendData("byt")
                .closeControl());

        assertThat(outcome.code()).isEqualTo(56);
    }

    @Test
    void shouldEndWith67AndHideThePasswordWhenTheLoginIsDenied() {
        Outcome outcome = get(
                script -> script.reply("220 ready")
                        .expect("USER me")
                        .reply("331 password")
                        .expect("PASS hunter2")
                        .reply("530 no")
                        .expectClose(),
                "-v",
                "-u",
                "me:hunter2");

        assertThat(outcome.code()).isEqualTo(67);
        assertThat(outcome.err())
                .contains("> PASS ****", "< 530 no", "ftp-reactive: (67) ")
                .doesNotContain("hunter2");
    }

    @Test
    void shouldEndWith70WhenTheServersDiskIsFull() {
        Outcome outcome = put(script -> login(script)
                .expect("EPSV")
                .passive()
                .expect("STOR a")
                .reply("150 send")
                .acceptData()
                .readDataToEnd()
                .reply("552 full"));

        assertThat(outcome.code()).isEqualTo(70);
    }

    @Test
    void shouldEndWith78WhenThereIsNoSuchFile() {
        Outcome outcome = get(script ->
                login(script).expect("EPSV").passive().expect("RETR a").reply("550 none"));

        assertThat(outcome.code()).isEqualTo(78);
        assertThat(outcome.err()).isEqualTo("ftp-reactive: (78) RETR a was refused: 550 none\n");
    }

    @Test
    void shouldSayNothingWhenSilent() {
        Outcome outcome = get(
                script ->
                        login(script).expect("EPSV").passive().expect("RETR a").reply("550 none"),
                "-s");

        assertThat(outcome.err()).isEmpty();
    }

    /** A server that knows no SIZE, which a download asks for. */
    private static FtpScript login(FtpScript script) {
        return script.login().on("SIZE", "500 what");
    }

    private static FtpScript retrieve(FtpScript script) {
        return login(script)
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 coming")
                .acceptData()
                .sendData("bytes")
                .closeData();
    }

    private static Outcome get(FtpScript.Author author, String... options) {
        return run(author, url -> {
            List<String> args = new ArrayList<>(List.of("get"));
            args.addAll(List.of(options));
            args.add(url + "a");
            return args;
        });
    }

    private static Outcome put(FtpScript.Author author) {
        return run(author, url -> List.of("put", "-", url + "a"));
    }

    /** Makes the arguments for a server. */
    private interface Arguments {
        List<String> of(String url);
    }

    private static Outcome run(FtpScript.Author author, Arguments arguments) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(author)) {
            return Outcome.withInput(INPUT, arguments.of(url(server)).toArray(String[]::new));
        }
    }

    private static String url(ScriptedFtpServer server) {
        return "ftp://" + server.host() + ":" + server.port() + "/";
    }
}
