package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpReplyException.Kind;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.TreeEntry;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** A directory that must not be read is an error, and not an empty one. */
class DeniedListingTest extends ScriptedTest {

    private static final String VSFTPD = "226 Transfer done (but failed to open directory).";
    private static final String DIRECTORY = "drwx------ 2 ftp ftp 0 Jan 02 2024 ";

    private static FtpScript entered(FtpScript script, String path, String reply) {
        return script.expect("PWD").reply("257 \"/\"").expect("CWD " + path).reply(reply);
    }

    private static FtpScript back(FtpScript script) {
        return script.expect("CWD /").reply("250 ok");
    }

    private static FtpScript refuses(FtpScript script, String command, String refusal) {
        return script.expect("EPSV").passive().expect(command).reply(refusal);
    }

    private static FtpScript listsNothing(FtpScript script, String command, String... verdict) {
        return script.expect("EPSV")
                .passive()
                .expect(command)
                .reply("150 here")
                .acceptData()
                .closeData()
                .reply(verdict);
    }

    private static Flux<?> listed(FtpOperations ftp, String verb, String path) {
        return verb.equals("NLST") ? ftp.names(path) : ftp.list(path);
    }

    private static void assertDenied(String command, Flux<?> listing) {
        FtpReplyException error = failure(FtpReplyException.class, listing);
        assertThat(error.command()).isEqualTo(command);
        assertThat(error.kind()).isEqualTo(Kind.DENIED);
        assertThat(error.isTransient()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIST", "NLST", "MLSD"})
    void shouldBelieveAServerThatCallsItCompleteAndSaysThatItCouldNotReadIt(String verb) {
        boolean machine = verb.equals("MLSD");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listsNothing(script.login(machine ? "MLST" : "SIZE"), verb + " d", VSFTPD);
            if (machine) {
                script.expect("MLST d").reply("250-here", " type=dir; d", "250 end");
            } else {
                back(entered(script, "d", "250 ok"));
            }
            listsNothing(script, verb, VSFTPD);
            back(listsNothing(
                    entered(script, "[d]", "250 ok"), verb, "226-Sorry, we were unable to read [.]", "226 0"));
        })) {
            FtpSession session = connect(server);
            assertDenied(verb + " d", listed(session, verb, "d"));
            assertDenied(verb, listed(session, verb, ""));
            assertDenied(verb + " [d]", listed(session, verb, "[d]"));
        }
    }

    @Test
    void shouldSayThatADirectoryIsMissingWhereThatIsWhy() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> entered(
                listsNothing(script.login("SIZE"), "LIST d", VSFTPD), "d", "550 Failed to change directory."))) {
            assertThat(failure(FtpReplyException.class, client(server).list("d"))
                            .command())
                    .isEqualTo("CWD d");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 Permission denied", "450 d: Permission denied", "550 Access is denied."})
    void shouldNotTakeARefusalThatNamesTheReasonForAnEmptyDirectory(String refusal) {
        for (String verb : List.of("LIST", "NLST")) {
            try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
                refuses(script.login("SIZE"), verb, refusal);
                refuses(script, verb + " d", refusal);
                back(refuses(entered(script, "[d]", "250 ok"), verb, refusal));
                listsNothing(script, verb, refusal);
            })) {
                FtpSession session = connect(server);
                assertThat(failure(FtpReplyException.class, listed(session, verb, ""))
                                .kind())
                        .isEqualTo(Kind.DENIED);
                assertThat(failure(FtpReplyException.class, listed(session, verb, "d"))
                                .kind())
                        .isEqualTo(Kind.DENIED);
                assertThat(failure(FtpReplyException.class, listed(session, verb, "[d]"))
                                .kind())
                        .isEqualTo(Kind.DENIED);
                failure(FtpTransferException.class, listed(session, verb, ""));
            }
        }
    }

    @Test
    void shouldNotTakePureFtpdsWordsForAnEmptyDirectory() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> refuses(script.login("SIZE"), "NLST", "550 Can't check for file existence"))) {
            failure(FtpReplyException.class, client(server).names(""));
        }
    }

    @Test
    void shouldTellAWalkOfADirectoryThatMustNotBeRead() {
        List<String> refused = new ArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("SIZE"), "LIST", DIRECTORY + "a\r\n" + DIRECTORY + "b\r\n" + DIRECTORY + "c\r\n");
            back(entered(listsNothing(script, "LIST a", VSFTPD), "a", "250 ok"));
            refuses(script, "LIST b", "550 Permission denied");
            listing(script, "LIST c", "-rw-r--r-- 1 ftp ftp 5 Jan 02 2024 f\r\n");
        })) {
            Flux<TreeEntry> walk = client(server)
                    .walk("", options -> options.onRefused((path, error) -> refused.add(path + " " + error.kind())));
            assertThat(get(walk.map(TreeEntry::path).collectList())).containsExactly("a", "b", "c", "c/f");
            assertThat(refused).containsExactly("a DENIED", "b DENIED");
        }
    }

    @Test
    void shouldDeleteNothingAboveADirectoryThatMustNotBeRead() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            for (String path : List.of("top", "top/d")) {
                script = path.equals("top") ? script.login("SIZE") : script;
                script.expect("DELE " + path).reply("550 no file");
                script.expect("RMD " + path).reply("550 not empty");
                if (path.equals("top")) {
                    listing(script, "LIST top", DIRECTORY + "d\r\n");
                }
            }
            back(entered(listsNothing(script, "LIST top/d", VSFTPD), "top/d", "250 ok"));
        })) {
            assertThat(failure(FtpReplyException.class, client(server).deleteTree("top"))
                            .kind())
                    .isEqualTo(Kind.DENIED);
        }
    }

    @Test
    void shouldSayThatTheDirectoryToBeDeletedMustNotBeRead() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST").expect("DELE d").reply("550 Delete operation failed.");
            script.expect("RMD d").reply("550 d: Directory not empty");
            refuses(script, "MLSD d", "550 d: Permission denied");
        })) {
            assertDenied("MLSD d", client(server).deleteTree("d").flux());
        }
    }

    /** So vsftpd lists one that it cannot open: by its name, as a pattern, in the directory above. */
    @Test
    void shouldLookIntoADirectoryThatIsListedAsItself() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("SIZE"), "LIST x/d", DIRECTORY + "d\r\n");
            back(listsNothing(entered(script, "x/d", "250 ok"), "LIST", VSFTPD));
            listing(script, "LIST x/d", DIRECTORY + "d\r\n");
            listing(entered(script, "x/d", "550 Failed to change directory."), "LIST x/d", DIRECTORY + "d\r\n");
            listing(script, "NLST x/d", "d\r\n");
            back(listsNothing(entered(script, "x/d", "250 ok"), "NLST", VSFTPD));
        })) {
            FtpSession session = connect(server);
            assertDenied("LIST x/d", session.list("x/d"));
            assertThat(failure(FtpReplyException.class, session.list("x/d")).command())
                    .isEqualTo("CWD x/d");
            assertDenied("NLST x/d", session.names("x/d"));
        }
    }

    @Test
    void shouldListADirectoryThatHoldsOneOfItsNameAndTheNameOfAFile() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("SIZE"), "LIST d", DIRECTORY + "d\r\n");
            back(listing(entered(script, "d", "250 ok"), "LIST", DIRECTORY + "d\r\n"));
            listing(script, "NLST d/f", "d/f\r\n");
            listing(entered(script, "d/f", "550 Not a directory"), "NLST d/f", "d/f\r\n");
            listing(script, "LIST d", DIRECTORY + "d\r\n" + DIRECTORY + "e\r\n");
            listing(script, "LIST f", "-rw-r--r-- 1 ftp ftp 5 Jan 02 2024 f\r\n");
        })) {
            FtpSession session = connect(server);
            assertThat(get(session.list("d").map(FtpEntry::name).collectList())).containsExactly("d");
            assertThat(get(session.names("d/f").collectList())).containsExactly("f");
            assertThat(get(session.list("d").map(FtpEntry::name).collectList())).containsExactly("d", "e");
            assertThat(get(session.list("f").map(FtpEntry::name).collectList())).containsExactly("f");
        }
    }

    /** So ProFTPD lists one that may be read and not entered. */
    @Test
    void shouldEnterADirectoryThatIsEmptyAndWithoutThePermissionToEnter() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("MLST"), "MLSD d", "type=cdir;perm=fl; d\r\ntype=pdir;perm=fle; /\r\n");
            script.expect("MLST d").reply("250-here", " perm=fl;type=dir; d", "250 end");
            entered(script, "d", "550 d: Permission denied");
            listing(script, "MLSD e", "type=cdir;perm=fle; e\r\ntype=pdir;perm=fl; /\r\n");
        })) {
            FtpSession session = connect(server);
            assertDenied("CWD d", session.list("d"));
            assertThat(get(session.list("e").count())).isZero();
        }
    }

    @Test
    void shouldNotCallMissingWhatStandsWhereNobodyMayLook() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("SIZE").expect("SIZE d/a").reply("550 no");
            entered(script, "d/a", "550 no");
            refuses(script, "NLST d", "550 Permission denied");
        })) {
            FtpReplyException error =
                    failure(FtpReplyException.class, client(server).exists("d/a"));
            assertThat(error.kind()).isEqualTo(Kind.DENIED);
            assertThat(error.command()).isEqualTo("NLST d");
        }
    }

    @Test
    void shouldLookAboveWhereMlstIsDenied() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST").expect("MLST d/a").reply("550 d/a: Permission denied");
            listing(script, "NLST d", "a\r\nb\r\n");
            script.expect("MLST e/a").reply("550 e/a: Permission denied");
            refuses(script, "NLST e", "550 e: Permission denied");
        })) {
            FtpSession session = connect(server);
            assertThat(get(session.exists("d/a"))).isTrue();
            assertThat(failure(FtpException.class, session.exists("e/a"))).hasMessageContaining("denied");
        }
    }

    @Test
    void shouldAskOtherwiseWhereMlstDoesNotTakeItsArgument() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST").expect("MLST a").reply("501 Invalid number of arguments");
            script.expect("SIZE a").reply("213 5").expect("MDTM a").reply("213 20240102030405");
            script.expect("MLST none").reply("501 Invalid number of arguments");
            script.expect("SIZE none").reply("550 no");
            entered(script, "none", "550 no");
            listing(script, "NLST", "a\r\n");
            listing(script, "MLSD d", "type=file; f\r\n");
        })) {
            FtpSession session = connect(server);
            assertThat(get(session.exists("a"))).isTrue();
            assertThat(get(session.exists("none"))).isFalse();
            assertThat(get(session.list("d").count())).as("with MLSD still").isEqualTo(1);
        }
    }
}
