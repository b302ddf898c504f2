package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.ftpreactive.transfer.ByteRange;
import io.ftpreactive.transfer.SizeCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that agree to begin within a file and do not, and files that change while they are read. */
class IgnoredRestTest extends ScriptedTest {

    private static final String WHOLE = "0123456789";

    @TempDir
    Path dir = Path.of("");

    private static FtpScript sized(FtpScript script, int size) {
        return script.expect("SIZE a").reply("213 " + size);
    }

    private static FtpScript rest(FtpScript script, long offset, String opening, String data) {
        return script.expect("EPSV")
                .passive()
                .expect("REST " + offset)
                .reply("350 ok")
                .expect("RETR a")
                .reply(opening)
                .acceptData()
                .sendData(data);
    }

    private static FtpScript rest(FtpScript script, long offset, String data) {
        return rest(script, offset, "150 here", data);
    }

    private static FtpScript ended(FtpScript script) {
        return script.closeData().reply("226 done");
    }

    private static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR")
                .reply("426 aborted", "226 ok")
                .expect("NOOP")
                .reply("200 ok");
    }

    private static FtpScript next(FtpScript script) {
        return retrieve(script, "next", "next");
    }

    private static void isGood(FtpSession session) {
        assertThat(text(session.retrieve("next"))).isEqualTo("next");
    }

    private static void shouldBeIgnored(FtpTransferException error) {
        assertThat(error.reason()).isEqualTo(Reason.REST_IGNORED);
        assertThat(error).hasMessageContaining("begin at byte 4").hasMessageContaining("ignored REST");
        assertThat(error.isTransient()).isFalse();
    }

    private static List<ByteRange> tails() {
        return List.of(ByteRange.from(4), ByteRange.last(6), ByteRange.between(4, 9), ByteRange.between(4, 99));
    }

    @Test
    void shouldFailWhenTheWholeFileComesInsteadOfItsEnd() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login();
            ended(rest(sized(script, 10), 4, WHOLE));
            ended(rest(sized(script, 10), 4, WHOLE));
            ended(rest(sized(script, 10), 4, WHOLE));
            next(script);
        })) {
            FtpSession session = connect(server);
            for (ByteRange tail : List.of(ByteRange.from(4), ByteRange.last(6), ByteRange.between(4, 99))) {
                shouldBeIgnored(failure(FtpTransferException.class, session.retrieve("a", tail)));
            }
            isGood(session);
        }
    }

    @Test
    void shouldTakeTheEndForRight() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login();
            tails().forEach(tail -> ended(rest(sized(script, 10), 4, "456789")));
            next(script);
        })) {
            FtpSession session = connect(server);
            for (ByteRange tail : tails()) {
                assertThat(text(session.retrieve("a", tail))).isEqualTo("456789");
            }
            isGood(session);
        }
    }

    @Test
    void shouldTakeWhatAFileHasGrownByForRight() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login();
            tails().stream()
                    .filter(tail -> tail.last() != 9)
                    .forEach(tail -> ended(rest(sized(script, 10), 4, "456789AB")));
            ended(retrieveBegun(sized(script, 10)).sendData(WHOLE + "AB"));
        })) {
            FtpSession session = connect(server);
            for (ByteRange tail : tails()) {
                if (tail.last() != 9) {
                    assertThat(text(session.retrieve("a", tail))).isEqualTo("456789AB");
                }
            }
            FtpSession checking = session.transfers(options -> options.sizeChecked(SizeCheck.REQUIRED));
            assertThat(text(checking.retrieve("a"))).isEqualTo(WHOLE + "AB");
        }
    }

    private static FtpScript retrieveBegun(FtpScript script) {
        return script.expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData();
    }

    /** Before, all of what came was given out. */
    @Test
    void shouldNotGiveOutMoreThanIsWantedOfAFileThatHasGrown() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            ended(rest(sized(script.login(), 10), 4, "456789"));
            aborted(rest(sized(script, 10), 4, "456789ABCD"));
        })) {
            FtpSession session = connect(server);
            assertThat(text(session.retrieve("a", ByteRange.from(4)))).isEqualTo("456789");
            assertThat(text(session.retrieve("a", ByteRange.between(4, 11)))).isEqualTo("456789AB");
        }
    }

    @Test
    void shouldFailWhenTheFileHasBecomeShorter() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login();
            tails().forEach(tail -> ended(rest(sized(script, 10), 4, "45678")));
            next(script);
        })) {
            FtpSession session = connect(server);
            for (ByteRange tail : tails()) {
                assertThat(failure(FtpTransferException.class, session.retrieve("a", tail))
                                .reason())
                        .isEqualTo(Reason.WRONG_SIZE);
            }
            isGood(session);
        }
    }

    @ParameterizedTest
    @CsvSource({"213 12, true", "213 15, true", "213 16, false", "213 30, false", "500 what, false"})
    void shouldAskAgainWhenMoreThanTheWholeFileComes(String later, boolean ignored) {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> next(ended(rest(sized(script.login(), 10), 4, "0123456789AB"))
                        .expect("SIZE a")
                        .reply(later)))) {
            FtpSession session = connect(server);
            if (ignored) {
                shouldBeIgnored(failure(FtpTransferException.class, session.retrieve("a", 4)));
            } else {
                assertThat(text(session.retrieve("a", 4))).hasSize(12);
            }
            isGood(session);
        }
    }

    @Test
    void shouldFindOutWithTheLastByteWhereTheEndIsNotWanted() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(rest(sized(script.login(), 10), 4, WHOLE));
            ended(rest(script, 9, WHOLE));
            next(script);
        })) {
            FtpSession session = connect(server);
            shouldBeIgnored(failure(FtpTransferException.class, session.retrieve("a", ByteRange.between(4, 5))));
            isGood(session);
        }
    }

    @Test
    void shouldFindOutOnce() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(rest(sized(script.login(), 10), 4, "456789"));
            ended(rest(script, 9, "9AB"));
            aborted(rest(sized(script, 10), 5, "56789"));
            next(script);
        })) {
            FtpSession session = connect(server);
            assertThat(text(session.retrieve("a", ByteRange.between(4, 5)))).isEqualTo("45");
            assertThat(text(session.retrieve("a", ByteRange.between(5, 6)))).isEqualTo("56");
            isGood(session);
        }
    }

    @Test
    void shouldBelieveTheNumberOfWhatIsLeft() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                next(aborted(rest(sized(script.login(), 10), 4, "150 a (6 bytes)", "456789"))))) {
            FtpSession session = connect(server);
            assertThat(text(session.retrieve("a", ByteRange.between(4, 5)))).isEqualTo("45");
            isGood(session);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "150 a (10 bytes), 456789, ",
        "150 a (6 bytes), 456789, ",
        "150 a (10 bytes), 0123456789A, ",
        "150 a (10 bytes), 45678, WRONG_SIZE",
        "150 a (2 bytes), '', BEYOND_END",
        "150 here, 01234, "
    })
    void shouldGoByTheOpeningReplyWhereTheSizeIsNotTold(String opening, String data, Reason reason) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> next(ended(rest(script.login().expect("SIZE a").reply("550 no"), 4, opening, data))))) {
            FtpSession session = connect(server);
            if (reason == null) {
                assertThat(text(session.retrieve("a", 4))).isEqualTo(data);
            } else {
                assertThat(failure(FtpTransferException.class, session.retrieve("a", 4))
                                .reason())
                        .isEqualTo(reason);
            }
            isGood(session);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "f.part"})
    void shouldCutTheLocalFileBackToWhatItHad(String name) throws IOException {
        Path local = Files.writeString(dir.resolve(name), "0123");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            ended(rest(sized(script.login(), 10), 4, WHOLE));
            ended(rest(sized(script, 10), 4, "456789"));
        })) {
            FtpSession session = connect(server).transfers(options -> options.resumed(true));
            shouldBeIgnored(failure(FtpTransferException.class, session.download("a", dir.resolve("f"))));
            assertThat(local).hasContent("0123");
            assertThat(dir).isDirectoryNotContaining(path -> !path.equals(local));
            assertThat(get(session.download("a", dir.resolve("f"))).bytes()).isEqualTo(6);
        }
        assertThat(dir.resolve("f")).hasContent(WHOLE);
    }

    @Test
    void shouldTransferNothingAtTheEnd() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> next(sized(script.login(), 10)))) {
            FtpSession session = connect(server);
            assertThat(text(session.retrieve("a", 10))).isEmpty();
            isGood(session);
        }
    }

    @Test
    void shouldNotAskWhereSizesCountForNothing() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            ended(rest(script.login(), 4, "150 a (10 bytes)", "4"));
            ended(retrieveBegunAnnouncing(script, 10).sendData("0"));
        })) {
            FtpSession session = connect(server).transfers(options -> options.sizeChecked(SizeCheck.NEVER));
            assertThat(text(session.retrieve("a", 4))).isEqualTo("4");
            assertThat(text(session.retrieve("a"))).isEqualTo("0");
            assertThat(server.commands()).doesNotContain("SIZE a");
        }
    }

    private static FtpScript retrieveBegunAnnouncing(FtpScript script, int size) {
        return script.expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 a (" + size + " bytes)")
                .acceptData();
    }

    @ParameterizedTest
    @CsvSource({"213 3, true", "213 4, false", "500 what, false"})
    void shouldAskWhetherNothingCameFromBehindTheEnd(String size, boolean beyond) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                next(ended(rest(script.login(), 4, "")).expect("SIZE a").reply(size)))) {
            FtpSession session = connect(server);
            FtpSession trusting = session.transfers(options -> options.sizeChecked(SizeCheck.NEVER));
            if (beyond) {
                assertThat(failure(FtpTransferException.class, trusting.retrieve("a", 4))
                                .reason())
                        .isEqualTo(Reason.BEYOND_END);
            } else {
                assertThat(text(trusting.retrieve("a", 4))).isEmpty();
            }
            isGood(session);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "554 Invalid REST parameter",
        "501 Restart offset 4 is too large for file size 2",
        "551 Requested offset beyond end of file",
        "451 Restart position exceeds the size"
    })
    void shouldKnowARefusalToBeginBeyondTheEnd(String refusal) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login().expect("SIZE a").reply("550 no").expect("EPSV").passive();
            script.expect("REST 4").reply(refusal);
            script.expect("SIZE a").reply("550 no").expect("EPSV").passive();
            script.expect("REST 4").reply("350 ok").expect("RETR a").reply(refusal);
            next(script);
        })) {
            FtpSession session = connect(server);
            for (int i = 0; i < 2; i++) {
                FtpTransferException error = failure(FtpTransferException.class, session.retrieve("a", 4));
                assertThat(error.reason()).isEqualTo(Reason.BEYOND_END);
                assertThat(error.reply()).hasToString(refusal);
            }
            isGood(session);
        }
    }

    @ParameterizedTest
    @CsvSource({"213 3, true", "213 5, false", "550 none, false"})
    void shouldAskForTheSizeWhenARestartIsRefusedForWhateverReason(String size, boolean beyond) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login().expect("EPSV").passive();
            script.expect("REST 4").reply("350 ok").expect("RETR a").reply("550 no");
            next(script.expect("SIZE a").reply(size));
        })) {
            FtpSession session = connect(server);
            FtpException error = failure(
                    FtpException.class,
                    session.transfers(options -> options.sizeChecked(SizeCheck.NEVER))
                            .retrieve("a", 4));
            if (beyond) {
                assertThat(((FtpTransferException) error).reason()).isEqualTo(Reason.BEYOND_END);
            } else {
                assertThat(((FtpReplyException) error).command()).isEqualTo("RETR a");
            }
            isGood(session);
        }
    }
}
