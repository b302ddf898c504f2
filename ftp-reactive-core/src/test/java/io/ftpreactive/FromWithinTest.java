package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Directories whose names servers read as something else are listed from within, and nobody stays there. */
class FromWithinTest extends ScriptedTest {

    private static final String MLSD = "type=cdir; .\r\ntype=file;size=5; f\r\n";
    private static final String LIST = "-rw-r--r-- 1 ftp ftp 5 Jan 02 2024 f\r\n";

    private static FtpScript entered(FtpScript script, String path) {
        return script.expect("PWD")
                .reply("257 \"/home/joe\"")
                .expect("CWD " + path)
                .reply("250 there");
    }

    private static FtpScript back(FtpScript script) {
        return script.expect("CWD /home/joe").reply("250 back");
    }

    private static FtpScript within(FtpScript script, String path, String command, String listing) {
        return back(listing(entered(script, path), command, listing));
    }

    private static FtpScript refuses(FtpScript script, String command, String refusal) {
        return script.expect("EPSV").passive().expect(command).reply(refusal);
    }

    private static List<String> names(FtpOperations ftp, String path) {
        return get(ftp.list(path).map(FtpEntry::name).collectList());
    }

    private static List<String> nlst(FtpOperations ftp, String path) {
        return get(ftp.names(path).collectList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[ab]", "*", "?", "{x,y}", "a\\b", "a b", "/x/[1]/y", "a b/c", "/a b", "a\tb"})
    void shouldListByCwdWhatListCouldReadAsAPatternOrAsTwoNames(String path) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            within(script.login("SIZE"), path, "LIST", LIST);
            within(script, path, "NLST", "f\r\n");
            within(script, path, "LIST", "");
        })) {
            FtpSession session = connect(server);
            assertThat(names(session, path)).containsExactly("f");
            assertThat(nlst(session, path)).containsExactly("f");
            assertThat(names(session, path)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[ab]", "*", "?", "{x,y}", "a\\b", "/x/[1]/y"})
    void shouldListByCwdWhatMlsdCouldReadAsAPattern(String path) {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> within(script.login("MLST"), path, "MLSD", MLSD))) {
            assertThat(names(client(server), path)).containsExactly("f");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a.b", "-la", "~joe", "/~joe", "#", "%41", "\"q\"", "it's", "$HOME", "a;b", "\u65e5\u672c"})
    void shouldNameWhatNobodyMisreads(String path) {
        String argument = path.startsWith("-") || path.startsWith("~") ? "./" + path : path;
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("SIZE"), "LIST " + argument, LIST);
            listing(script, "NLST " + argument, "f\r\n");
        })) {
            FtpSession session = connect(server);
            assertThat(names(session, path)).containsExactly("f");
            assertThat(nlst(session, path)).containsExactly("f");
        }
    }

    @Test
    void shouldAskAgainFromWithinWhereMlsdSaysNothingOfANameWithABlank() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("MLST"), "MLSD a b", MLSD);
            within(listing(script, "MLSD a b", ""), "a b", "MLSD", MLSD);
            within(refuses(script, "MLSD a b", "501 too many"), "a b", "MLSD", MLSD);
            refuses(script, "MLSD a b", "550 denied");
            script.expect("PWD").reply("257 \"/\"").expect("CWD a b").reply("550 no");
            refuses(script, "MLSD a b", "550 denied");
        })) {
            FtpSession session = connect(server);
            for (int i = 0; i < 3; i++) {
                assertThat(names(session, "a b")).containsExactly("f");
            }
            assertThat(failure(FtpReplyException.class, session.list("a b"))).hasMessageContaining("denied");
        }
    }

    @Test
    void shouldEnterEachDirectoryWhereThatIsWanted() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            within(script.login("MLST"), "a", "MLSD", MLSD);
            within(script, "a", "NLST", "f\r\n");
            listing(script, "MLSD", MLSD);
            script.expect("PWD").reply("257 \"/\"").expect("CWD none").reply("550 no such directory");
        })) {
            FtpSession session = connect(server).listingOptions(options -> options.byDirectory(true));
            assertThat(names(session, "a")).containsExactly("f");
            assertThat(nlst(session, "a")).containsExactly("f");
            assertThat(names(session, "")).containsExactly("f");
            assertThat(failure(FtpReplyException.class, session.list("none")).command())
                    .isEqualTo("CWD none");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {501, 504})
    void shouldEnterEachDirectoryFromThenOnWhereListTakesNoArgument(int code) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            within(refuses(script.login("SIZE"), "LIST a", code + " no argument"), "a", "LIST", LIST);
            within(script, "a", "NLST", "f\r\n");
        })) {
            FtpSession session = connect(server);
            assertThat(names(session, "a")).containsExactly("f");
            assertThat(nlst(session, "a")).containsExactly("f");
        }
    }

    @Test
    void shouldGoBackAfterARefusalAndSayWhatWasRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> back(refuses(entered(script.login("SIZE"), "a b"), "LIST", "553 denied"))
                        .expect("DELE f")
                        .reply("250 gone"))) {
            FtpSession session = connect(server);
            assertThat(failure(FtpReplyException.class, session.list("a b")).command())
                    .isEqualTo("LIST a b");
            session.delete("f").block(LONG);
        }
    }

    @Test
    void shouldLetNobodyInBeforeTheWayBack() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> within(script.login("SIZE"), "[ab]", "LIST", LIST)
                        .expect("DELE f")
                        .reply("250 gone"))) {
            FtpSession session = connect(server);
            Mono.when(session.list("[ab]"), session.delete("f")).block(LONG);
        }
    }

    @Test
    void shouldCloseTheSessionWhereTheWayBackFails() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> listing(entered(script.login("SIZE"), "[ab]"), "LIST", LIST)
                        .expect("CWD /home/joe")
                        .reply("550 no")
                        .expectClose())) {
            FtpSession session = connect(server);
            assertThat(names(session, "[ab]")).containsExactly("f");
            assertThat(failure(FtpException.class, session.delete("f")))
                    .hasMessageContaining("CWD /home/joe")
                    .hasMessageContaining("directory");
            assertThat(session.isOpen()).isFalse();
        }
    }

    @Test
    void shouldGoBackAfterAListingThatIsCancelled() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> back(entered(script.login("SIZE"), "[ab]")
                        .expect("EPSV")
                        .passive()
                        .expect("LIST")
                        .reply("150 here")
                        .acceptData()
                        .sendData(LIST)
                        .expect("ABOR")
                        .reply("426 gone", "226 aborted")
                        .expect("NOOP")
                        .reply("200 ok"))
                .expect("DELE f")
                .reply("250 gone"))) {
            FtpSession session = connect(server);
            assertThat(get(session.list("[ab]").next()).name()).isEqualTo("f");
            session.delete("f").block(LONG);
        }
    }

    @Test
    void shouldTakeAPatternForOneWhereThereIsNoDirectoryOfThatName() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            notEntered(script.login("SIZE"), "*.txt");
            listing(script, "NLST *.txt", "a.txt\r\nb.txt\r\n");
            notEntered(script, "*.txt");
            listing(script, "LIST *.txt", LIST);
            notEntered(script, "*.txt");
            listing(script, "NLST *.txt", "");
            notEntered(script, "*.txt");
            refuses(script, "NLST *.txt", "450 No files found");
            notEntered(script, "*.txt");
            refuses(script, "NLST *.txt", "550 denied");
            notEntered(script, "[x]");
            listing(script, "NLST [x]", "");
            script.expect("PWD").reply("257 \"/\"").expect("CWD a\\b").reply("553 Prohibited");
            listing(script, "LIST a\\b", "");
        })) {
            FtpSession session = connect(server);
            assertThat(nlst(session, "*.txt")).containsExactly("a.txt", "b.txt");
            assertThat(names(session, "*.txt")).containsExactly("f");
            assertThat(nlst(session, "*.txt")).isEmpty();
            assertThat(nlst(session, "*.txt")).isEmpty();
            assertThat(failure(FtpReplyException.class, session.names("*.txt"))).hasMessageContaining("denied");
            assertThat(failure(FtpReplyException.class, session.names("[x]")).command())
                    .isEqualTo("CWD [x]");
            assertThat(failure(FtpReplyException.class, session.list("a\\b"))).hasMessageContaining("Prohibited");
        }
    }

    private static FtpScript notEntered(FtpScript script, String path) {
        return script.expect("PWD").reply("257 \"/\"").expect("CWD " + path).reply("550 no such directory");
    }

    @Test
    void shouldListAFileWithABlankInItsName() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> listing(notEntered(script.login("SIZE"), "a b"), "LIST a b", LIST))) {
            assertThat(names(client(server), "a b")).containsExactly("f");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"502 what?", "257 no quotes", "257 \"\""})
    void shouldNotLeaveWhereItIsUnknownWhatTheWayBackIs(String pwd) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("SIZE").expect("PWD").reply(pwd), "LIST a b", LIST);
            script.expect("PWD").reply(pwd);
            script.expect("PWD").reply(pwd);
            script.expect("NOOP").reply("200 ok");
        })) {
            FtpSession session = connect(server);
            assertThat(names(session, "a b")).containsExactly("f");
            failure(FtpException.class, session.list("[ab]"));
            failure(
                    FtpException.class,
                    session.listingOptions(options -> options.byDirectory(true)).list("a"));
            session.noop().block(LONG);
        }
    }

    @Test
    void shouldNotListTheHomeDirectoryOfAServerThatTakesATildeForItAnywhere() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            entered(script.login("MLST"), "/x/~");
            back(script.expect("PWD").reply("257 \"/home/joe\""));
            entered(script, "/x/~/y");
            listing(script.expect("PWD").reply("257 \"/x/~/y\""), "MLSD", MLSD);
            back(script);
        })) {
            FtpSession session = connect(server);
            assertThat(failure(FtpProtocolException.class, session.list("/x/~")))
                    .hasMessageContaining("/home/joe");
            assertThat(names(session, "/x/~/y")).containsExactly("f");
        }
    }

    @Test
    void shouldGiveNamesWhereTheServerRepeatsTheDirectoryInEachLine() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login(), "NLST pub", "pub/a\r\npub/.\r\npub/..\r\npub/sub/\r\n");
            listing(script, "NLST pub/", "pub/a\r\nb\r\n");
            listing(script, "NLST ./-la", "./-la/a\r\n");
            listing(script, "NLST /pub", "/pub/a\r\n");
            listing(script, "NLST pub", "/home/joe/pub/a\r\n./b\r\n");
            listing(script, "NLST", "./a\r\nb\r\n");
            within(script, "a b", "NLST", "./a\r\n");
            listing(script, "NLST JOE", "JOE.A(B)\r\n");
        })) {
            FtpSession session = connect(server);
            assertThat(nlst(session, "pub")).containsExactly("a", "sub");
            assertThat(nlst(session, "pub/")).containsExactly("a", "b");
            assertThat(nlst(session, "-la")).containsExactly("a");
            assertThat(nlst(session, "/pub")).containsExactly("a");
            assertThat(nlst(session, "pub")).containsExactly("a", "b");
            assertThat(nlst(session, "")).containsExactly("a", "b");
            assertThat(nlst(session, "a b")).containsExactly("a");
            assertThat(nlst(session, "JOE")).containsExactly("JOE.A(B)");
        }
    }

    @Test
    void shouldLeaveDirectoriesThatAPatternHasFoundToTheirNames() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            notEntered(script.login(), "pub/*.txt");
            listing(script, "NLST pub/*.txt", "pub/a.txt\r\nb.txt\r\n");
            notEntered(script, "*/a");
            listing(script, "NLST */a", "x/a\r\ny/a\r\n");
        })) {
            FtpSession session = connect(server);
            assertThat(nlst(session, "pub/*.txt")).containsExactly("a.txt", "b.txt");
            assertThat(nlst(session, "*/a")).containsExactly("x/a", "y/a");
        }
    }

    @Test
    void shouldAskForHiddenFiles() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("MLST"), "LIST -a", LIST);
            within(script, "d", "LIST -a", LIST);
            within(script, "d", "NLST -a", ".\r\n..\r\n.f\r\n");
        })) {
            FtpSession session = connect(server).listingOptions(options -> options.hidden(true));
            assertThat(names(session, "")).containsExactly("f");
            assertThat(names(session, "d")).containsExactly("f");
            assertThat(nlst(session, "d")).containsExactly(".f");
        }
    }

    @Test
    void shouldListWithoutHiddenFilesWhereTheServerKnowsNoSuchOption() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(refuses(script.login("SIZE"), "LIST -a", "550 no such directory"), "LIST", LIST);
            listing(listing(script, "LIST -a", ""), "LIST", LIST);
            back(refuses(entered(script, "d"), "LIST -a", "550 no such directory"));
            within(script, "d", "LIST", LIST);
        })) {
            FtpSession session = connect(server).listingOptions(options -> options.hidden(true));
            assertThat(names(session, "")).containsExactly("f");
            assertThat(names(session, "")).containsExactly("f");
            assertThat(names(session, "d")).containsExactly("f");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"257 no quotes", "257 \"\"", "502 what?", "450 busy"})
    void shouldBelieveThatAListingIsEmptyWherePwdTellsNothing(String pwd) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("SIZE"), "LIST d", "");
            script.expect("PWD").reply(pwd).expect("NOOP").reply("200 ok");
        })) {
            FtpSession session = connect(server);
            assertThat(names(session, "d")).isEmpty();
            session.noop().block(LONG);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 no facts", "451 not now", "450 busy", "250-x"})
    void shouldBelieveThatAListingIsEmptyUnlessMlstSaysThatThereIsNothing(String mlst) {
        String[] lines = mlst.equals("250-x") ? new String[] {"250-x", "none", "250 end"} : new String[] {mlst};
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("MLST"), "MLSD d", "");
            script.expect("MLST d").reply(lines);
        })) {
            assertThat(names(client(server), "d")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 553})
    void shouldAskByCwdWhereMlstDoesNotSayWhatIsWrong(int code) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("MLST"), "MLSD d", "");
            script.expect("MLST d").reply(code + " what?");
            script.expect("PWD").reply("257 \"/\"").expect("CWD d").reply("250 ok");
            script.expect("CWD /").reply("250 ok");
            listing(script, "MLSD none", "");
            script.expect("MLST none").reply(code + " what?");
            script.expect("PWD").reply("257 \"/\"").expect("CWD none").reply("550 no");
        })) {
            FtpSession session = connect(server);
            assertThat(names(session, "d")).isEmpty();
            assertThat(failure(FtpReplyException.class, session.list("none")).command())
                    .isEqualTo("CWD none");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {450, 501, 553, 500})
    void shouldBelieveThatAListingIsEmptyUnlessCwdSaysThatThereIsNothing(int code) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("SIZE"), "LIST d", "");
            script.expect("PWD").reply("257 \"/\"").expect("CWD d").reply(code + " no");
            listing(script, "NLST d", "");
            script.expect("PWD").reply("257 \"/\"").expect("CWD d").reply(code + " no");
        })) {
            FtpSession session = connect(server);
            assertThat(names(session, "d")).isEmpty();
            assertThat(nlst(session, "d")).isEmpty();
        }
    }
}
