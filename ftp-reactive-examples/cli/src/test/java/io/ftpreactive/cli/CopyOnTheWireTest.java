package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Copies from server to server. */
class CopyOnTheWireTest extends WireTest {

    private record Copy(Outcome outcome, List<String> source, List<String> target) {}

    /** Runs; FROM and TO are the URLs of the servers, with a slash behind them. */
    private static Copy copy(FtpScript.Author from, FtpScript.Author to, String... args) {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(from);
                ScriptedFtpServer target = ScriptedFtpServer.start(to)) {
            List<String> arguments = new ArrayList<>(List.of("copy"));
            for (String arg : args) {
                arguments.add(arg.replace("FROM", url(source)).replace("TO", url(target)));
            }
            Outcome outcome = Outcome.of(arguments.toArray(String[]::new));
            source.verify();
            target.verify();
            return new Copy(outcome, source.commands(), target.commands());
        }
    }

    private static String url(ScriptedFtpServer server) {
        return "ftp://" + server.host() + ":" + server.port() + "/";
    }

    /** A login on a server that has no file. */
    private static FtpScript empty(FtpScript script) {
        return script.login().on("SIZE", "550 no such file");
    }

    @Test
    void shouldStreamAndKeepTheNameInADirectory() {
        Copy copy = copy(
                script -> retrieve(login(script), "in/a"),
                script -> store(empty(script), "STOR out/a"),
                "FROMin/a",
                "TOout/");
        assertThat(copy.outcome().code()).as(copy.outcome().err()).isZero();
        assertThat(copy.source()).noneMatch(command -> command.startsWith("PORT"));
    }

    @Test
    void shouldHaveTheServersExchangeTheFile() {
        Copy copy = copy(
                script -> login(script)
                        .expect("SIZE a")
                        .reply("213 5")
                        .expectStarting("PORT ")
                        .reply("200 fine")
                        .expect("RETR a")
                        .connectBack()
                        .reply("150 here")
                        .sendData("bytes")
                        .closeData()
                        .reply("226 sent"),
                script -> empty(script)
                        .expect("PASV")
                        .passivePasv()
                        .expect("STOR b")
                        .reply("150 go on")
                        .acceptData()
                        .readDataToEnd()
                        .reply("226 stored"),
                "--fxp",
                "FROMa",
                "TOb");
        assertThat(copy.outcome().code()).as(copy.outcome().err()).isZero();
    }

    @Test
    void shouldStreamWhereTheyDoNotAndSaySo() {
        Copy copy = copy(
                script -> retrieve(login(script).expect("SIZE a").reply("502 no"), "a"),
                script -> store(empty(script), "STOR b"),
                "--fxp",
                "-v",
                "FROMa",
                "TOb");
        assertThat(copy.outcome().code()).as(copy.outcome().err()).isZero();
        assertThat(copy.outcome().err()).contains("* The servers do not exchange the file directly: ", "is streamed");
    }

    @Test
    void shouldEndAsOtherTransfersDo() {
        Copy missing = copy(
                script ->
                        login(script).expect("EPSV").passive().expect("RETR a").reply("550 no such file"),
                CopyOnTheWireTest::empty,
                "FROMa",
                "TOb");
        assertThat(missing.outcome().code()).isEqualTo(ExitCode.NOT_FOUND.code());
        Copy refused = copy(
                script -> login(script)
                        .expect("EPSV")
                        .passive()
                        .expect("RETR a")
                        .reply("150 here")
                        .acceptData()
                        .expect("ABOR")
                        .reply("426 gone", "226 aborted")
                        .on("NOOP", "200 ok"),
                script ->
                        empty(script).expect("EPSV").passive().expect("STOR b").reply("553 no"),
                "FROMa",
                "TOb");
        assertThat(refused.outcome().code()).isEqualTo(ExitCode.UPLOAD_REFUSED.code());
        assertThat(Outcome.of("copy", "ftp://127.0.0.1:1/in/", "ftp://127.0.0.1:1/b")
                        .code())
                .isEqualTo(ExitCode.BAD_URL.code());
    }

    /** It would be emptied before it is read; nobody is asked. */
    @Test
    void shouldNotCopyAFileOntoItself() {
        for (String target : List.of("a", "", "//a")) {
            Outcome outcome = Outcome.of(
                    "copy",
                    "ftp://me:secret@127.0.0.1:1/" + (target.isEmpty() ? "a" : target),
                    "FTP://me:other@127.0.0.1:1/" + target);
            assertThat(outcome.code()).isEqualTo(ExitCode.BAD_URL.code());
            assertThat(outcome.err()).contains("not copied onto itself").doesNotContain("secret", "other");
        }
    }

    @Test
    void shouldReplaceAFileByAWholeOneWithAndWithoutFxp() {
        for (String size : List.of("213 9", "500 what")) {
            for (String[] args : List.of(new String[] {"FROMa", "TOb"}, new String[] {"--fxp", "FROMa", "TOb"})) {
                Copy copy = copy(
                        script -> retrieve(login(script).on("PORT", "500 no"), "a"),
                        script -> script.login()
                                .on("SIZE", size)
                                .on("PASV", "500 no")
                                .on("DELE", "550 none")
                                .expect("EPSV")
                                .passive()
                                .expectStarting("STOR b.")
                                .reply("150 send")
                                .acceptData()
                                .readDataToEnd()
                                .reply("226 done")
                                .expectStarting("RNFR b.")
                                .reply("350 go on")
                                .expect("RNTO b")
                                .reply("250 done"),
                        args);
                assertThat(copy.outcome().code()).as(copy.outcome().err()).isZero();
            }
        }
    }

    @Test
    void shouldAskALoginThatIsRefusedOnce() {
        Copy copy = copy(
                script -> script.reply("220 hello"),
                script -> script.reply("220 hello")
                        .expectStarting("USER ")
                        .reply("331 password")
                        .expectStarting("PASS ")
                        .reply("530 no"),
                "FROMa",
                "TOb");
        assertThat(copy.outcome().code()).isEqualTo(ExitCode.LOGIN_DENIED.code());
    }

    @Test
    void shouldShowNoPasswordOfADirectory() {
        Outcome outcome = Outcome.of("copy", "ftp://me:secret@127.0.0.1:1/in/", "ftp://127.0.0.1:1/b");
        assertThat(outcome.code()).isEqualTo(ExitCode.BAD_URL.code());
        assertThat(outcome.err()).contains("directory").doesNotContain("secret");
    }

    /** "pub" is a directory there, which the URL does not tell. */
    @Test
    void shouldSayThatTheTargetIsRefused() {
        Copy copy = copy(
                script -> login(script)
                        .expect("SIZE a")
                        .reply("213 5")
                        .expectStarting("PORT ")
                        .reply("200 fine")
                        .expect("RETR a")
                        .connectBack()
                        .reply("150 here")
                        .expect("ABOR")
                        .reply("426 gone", "226 aborted")
                        .on("NOOP", "200 ok"),
                script -> empty(script)
                        .expect("PASV")
                        .passivePasv()
                        .expect("STOR pub")
                        .reply("553 Could not create file."),
                "--fxp",
                "FROMa",
                "TOpub");
        assertThat(copy.outcome().code()).isEqualTo(ExitCode.UPLOAD_REFUSED.code());
        assertThat(copy.outcome().err()).contains("STOR pub was refused: 553 Could not create file.");
    }
}
