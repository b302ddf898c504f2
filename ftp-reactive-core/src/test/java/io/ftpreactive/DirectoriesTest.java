package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoriesTest extends ScriptedTest {

    @Test
    void shouldMakeADirectoryWithOneCommandWhereThatIsEnough() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login("MLST").expect("MKD a/b").reply("257 \"a/b\" made"))) {
            client(server).makeDirectories("a/b/").block(LONG);
        }
    }

    @Test
    void shouldMakeTheDirectoriesAboveFirstWhereTheyAreMissing() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("MLST")
                .expect("MKD /a/b/c")
                .reply("550 no")
                .expect("MLST /a/b/c")
                .reply("550 no")
                .expect("MKD /a/b")
                .reply("550 no")
                .expect("MLST /a/b")
                .reply("550 no")
                .expect("MKD /a")
                .reply("257 made")
                .expect("MKD /a/b")
                .reply("257 made")
                .expect("MKD /a/b/c")
                .reply("257 made"))) {
            client(server).makeDirectories("/a/b/c").block(LONG);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 exists", "521 exists", "553 no", "450 busy"})
    void shouldTakeADirectoryThatIsThereForMade(String answer) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("SIZE")
                .expect("MKD a")
                .reply(answer)
                .expect("PWD")
                .reply("257 \"/\"")
                .expect("CWD a")
                .reply("250 ok")
                .expect("CWD /")
                .reply("250 ok"))) {
            client(server).makeDirectories("a").block(LONG);
        }
    }

    @Test
    void shouldNotMindThatSomebodyElseMakesItMeanwhile() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("MLST")
                .expect("MKD a/b")
                .reply("550 no such directory")
                .expect("MLST a/b")
                .reply("550 no")
                .expect("MKD a")
                .reply("257 made")
                .expect("MKD a/b")
                .reply("550 exists")
                .expect("MLST a/b")
                .reply("250-here", " type=dir; a/b", "250 end"))) {
            client(server).makeDirectories("a/b").block(LONG);
        }
    }

    @Test
    void shouldFailWithTheLastRefusalWhereAFileIsInTheWay() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("MLST")
                .expect("MKD a")
                .reply("550 exists")
                .expect("MLST a")
                .reply("250-here", " type=file; a", "250 end"))) {
            FtpReplyException error =
                    failure(FtpReplyException.class, client(server).makeDirectories("a"));
            assertThat(error.command()).isEqualTo("MKD a");
            assertThat(error).hasMessageContaining("exists");
        }
    }

    @Test
    void shouldDeleteAFileOrLinkWithOneCommand() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login("MLST").expect("DELE a").reply("250 gone"))) {
            client(server).deleteTree("a").block(LONG);
        }
    }

    @Test
    void shouldDeleteWhatADirectoryHoldsAndEnterNoneThatIsRemovedAsItIs() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST")
                    .expect("DELE top")
                    .reply("550 a directory")
                    .expect("RMD top")
                    .reply("550 not empty");
            listing(
                    script,
                    "MLSD top",
                    "type=file; f\r\ntype=OS.unix=slink:/etc; link\r\ntype=dir; sub\r\ntype=dir; linked\r\n");
            script.expect("DELE top/f").reply("250 gone");
            script.expect("DELE top/link").reply("250 gone");
            script.expect("DELE top/linked").reply("550 no file");
            script.expect("RMD top/linked").reply("250 gone");
            script.expect("DELE top/sub").reply("550 a directory");
            script.expect("RMD top/sub").reply("550 not empty");
            listing(script, "MLSD top/sub", "type=file; g\r\n");
            script.expect("DELE top/sub/g").reply("250 gone");
            script.expect("RMD top/sub").reply("250 gone");
            script.expect("RMD top").reply("250 gone");
        })) {
            client(server).deleteTree("top/").block(LONG);
        }
    }

    @Test
    void shouldStopAtTheFirstThingThatCannotBeDeleted() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST")
                    .expect("DELE top")
                    .reply("550 a directory")
                    .expect("RMD top")
                    .reply("550 not empty");
            listing(script, "MLSD top", "type=file; f\r\ntype=file; g\r\n");
            script.expect("DELE top/f").reply("550 denied");
        })) {
            FtpReplyException error =
                    failure(FtpReplyException.class, client(server).deleteTree("top"));
            assertThat(error.command()).isEqualTo("DELE top/f");
        }
    }

    @Test
    void shouldFailWithTheAnswerToDeleWhereThereIsNoDirectoryEither() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("MLST")
                .expect("DELE none")
                .reply("550 no such file")
                .expect("RMD none")
                .reply("550 no such directory")
                .expect("EPSV")
                .passive()
                .expect("MLSD none")
                .reply("501 not a directory"))) {
            FtpReplyException error =
                    failure(FtpReplyException.class, client(server).deleteTree("none"));
            assertThat(error).hasMessageContaining("no such file");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"type=file; ../other\r\n", "type=dir; /etc\r\n", "what is this\r\n"})
    void shouldDeleteNothingWhereAListingHoldsWhatIsNoName(String line) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST")
                    .expect("DELE top")
                    .reply("550 a directory")
                    .expect("RMD top")
                    .reply("550 not empty");
            listing(script, "MLSD top", "type=file; f\r\n" + line);
            // The listing is broken off, if it is not over by then.
            script.on("ABOR", "226 ok").on("NOOP", "200 ok");
        })) {
            failure(FtpProtocolException.class, connect(server).deleteTree("top"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "//", ".", "..", "a/..", "a/.", "./", "./.", "~", "~/", "~//", " ", " . ", "a/ ..", "~ ", "\\",
                ".\\", "a\\..", "..\\", "a/..\\", "~\\"
            })
    void shouldDeleteNothingThatHasNoNameOfItsOwn(String path) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("MLST"))) {
            FtpSession session = connect(server);
            failure(IllegalArgumentException.class, session.deleteTree(path));
            assertThat(afterLogin(server)).isEmpty();
        }
    }

    private static FtpScript entered(FtpScript script, String path) {
        return script.expect("PWD").reply("257 \"/\"").expect("CWD " + path).reply("250 ok");
    }

    private static FtpScript isFull(FtpScript script, String path) {
        return script.expect("DELE " + path)
                .reply("550 a directory")
                .expect("RMD " + path)
                .reply("550 not empty");
    }

    @Test
    void shouldEnterDirectoriesWhoseNamesCouldBePatternsAndListNoOtherInTheirPlace() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            isFull(script.login("SIZE"), "[ab]");
            listing(entered(script, "[ab]"), "LIST", "drwxr-xr-x 2 ftp ftp 0 Jan 02 2024 *\r\n");
            script.expect("CWD /").reply("250 ok");
            isFull(script, "[ab]/*");
            script.expect("PWD").reply("257 \"/\"").expect("CWD [ab]/*").reply("550 denied");
        })) {
            assertThat(failure(FtpReplyException.class, client(server).deleteTree("[ab]"))
                            .command())
                    .isEqualTo("CWD [ab]/*");
        }
    }

    @Test
    void shouldDeleteADirectoryThatIsCalledAsHomeOnceItIsSureThatItIsMeant() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST").expect("DELE ./~").reply("550 a directory");
            entered(script, "./~")
                    .expect("PWD")
                    .reply("257 \"/~\"")
                    .expect("CWD /")
                    .reply("250 ok");
            script.expect("RMD ./~").reply("550 not empty");
            listing(entered(script, "./~").expect("PWD").reply("257 \"/~\""), "MLSD", "type=file; f\r\n");
            script.expect("CWD /").reply("250 ok");
            script.expect("DELE ./~/f").reply("250 gone");
            script.expect("RMD ./~").reply("250 gone");
        })) {
            client(server).deleteTree("./~").block(LONG);
        }
    }

    @ParameterizedTest
    @CsvSource({"/x/~,/home/joe", "~/x,/x", "'x ',/home/joe/x", "/x/ y,/x/y"})
    void shouldDeleteNothingThatTheServerTakesForAnother(String path, String taken) {
        String sent = path.startsWith("~") ? "./" + path : path;
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST").expect("DELE " + sent).reply("550 a directory");
            entered(script, sent).expect("PWD").reply("257 \"" + taken + "\"");
            script.expect("CWD /").reply("250 ok").expect("NOOP").reply("200 ok");
        })) {
            FtpSession session = connect(server);
            assertThat(failure(FtpProtocolException.class, session.deleteTree(path)))
                    .hasMessageContaining(path)
                    .hasMessageContaining(taken);
            session.noop().block(LONG);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "/d/f"})
    void shouldSayWhyAFileCannotBeDeletedWhereListOfAFileListsTheFile(String path) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("SIZE").expect("DELE " + path).reply("550 denied");
            script.expect("RMD " + path).reply("550 not a directory");
            listing(script, "LIST " + path, "-rw-r--r-- 1 ftp ftp 5 Jan 02 2024 " + path + "\r\n");
            script.expect("PWD").reply("257 \"/\"").expect("CWD " + path).reply("550 no");
        })) {
            FtpReplyException error =
                    failure(FtpReplyException.class, client(server).deleteTree(path));
            assertThat(error.command()).isEqualTo("DELE " + path);
        }
    }

    @Test
    void shouldDeleteWhatIsHiddenWhereADirectoryIsNotEmpty() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            isFull(script.login("SIZE"), "top");
            listing(script, "LIST top", "-rw-r--r-- 1 ftp ftp 5 Jan 02 2024 f\r\n");
            script.expect("DELE top/f").reply("250 gone");
            script.expect("RMD top").reply("550 not empty");
            listing(
                    entered(script, "top"),
                    "LIST -a",
                    String.join(
                            "\r\n",
                            "drwxr-xr-x 2 ftp ftp 0 Jan 02 2024 .",
                            "drwxr-xr-x 2 ftp ftp 0 Jan 02 2024 ..",
                            "-rw-r--r-- 1 ftp ftp 5 Jan 02 2024 .f",
                            "drwxr-xr-x 2 ftp ftp 0 Jan 02 2024 .d"));
            script.expect("CWD /").reply("250 ok");
            script.expect("DELE top/.f").reply("250 gone");
            script.expect("DELE top/.d").reply("550 a directory");
            script.expect("RMD top/.d").reply("250 gone");
            script.expect("RMD top").reply("250 gone");
        })) {
            client(server).deleteTree("top").block(LONG);
        }
    }

    @Test
    void shouldSayThatADirectoryIsNotEmptyWhereNothingIsHidden() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            isFull(script.login("MLST"), "top");
            listing(script, "MLSD top", "type=cdir; .\r\n");
            script.expect("RMD top").reply("550 still not empty");
            listing(entered(script, "top"), "LIST -a", "drwxr-xr-x 2 ftp ftp 0 Jan 02 2024 .\r\n");
            script.expect("CWD /").reply("250 ok");
        })) {
            FtpReplyException error =
                    failure(FtpReplyException.class, client(server).deleteTree("top"));
            assertThat(error).hasMessageContaining("RMD top").hasMessageContaining("still not empty");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OS.unix=slink:/x", "OS.unix=symlink"})
    void shouldTakeALinkToADirectoryForOne(String type) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST").expect("MKD a").reply("550 exists");
            script.expect("MLST a").reply("250-here", " type=" + type + "; a", "250 end");
            entered(script, "a").expect("CWD /").reply("250 ok");
        })) {
            client(server).makeDirectories("a").block(LONG);
        }
    }

    @Test
    void shouldTellByMlstWhetherSomethingIsThere() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("MLST")
                .expect("MLST a")
                .reply("250-here", " type=file; a", "250 end")
                .expect("MLST b")
                .reply("550 no"))) {
            FtpSession session = connect(server);
            assertThat(session.exists("a").block(LONG)).isTrue();
            assertThat(session.exists("b").block(LONG)).isFalse();
        }
    }

    @Test
    void shouldTellByTheNamesInTheDirectoryAboveWhatSizeAndCwdDoNot() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            for (String path : new String[] {"d/locked", "d/none"}) {
                script = path.equals("d/locked") ? script.login("SIZE") : script;
                script.expect("SIZE " + path)
                        .reply("550 no")
                        .expect("PWD")
                        .reply("257 \"/\"")
                        .expect("CWD " + path)
                        .reply("550 no");
                listing(script, "NLST d", "d/a\r\nd/locked\r\n");
            }
        })) {
            FtpSession session = connect(server);
            assertThat(session.exists("d/locked").block(LONG)).isTrue();
            assertThat(session.exists("d/none").block(LONG)).isFalse();
        }
    }

    @Test
    void shouldNotCallMissingWhatTheServerCannotTellNow() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login("MLST").expect("MLST a").reply("450 busy"))) {
            failure(FtpReplyException.class, client(server).exists("a"));
        }
    }
}
