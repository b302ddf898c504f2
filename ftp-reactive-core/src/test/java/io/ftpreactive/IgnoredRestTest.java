package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

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
            sized(script, 10);
            ended(rest(sized(script, 10), 4, WHOLE)).expect("SIZE a").reply("500 what");
            sized(ended(rest(sized(script, 10), 4, WHOLE)), 10);
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
                    .forEach(tail -> sized(ended(rest(sized(script, 10), 4, "456789AB")), 12));
            ended(retrieveBegun(sized(script, 10)).sendData(WHOLE + "AB"));
        })) {
            FtpSession session = connect(server);
            for (ByteRange tail : tails()) {
                if (tail.last() != 9) {
                    assertThat(text(session.retrieve("a", tail))).isEqualTo("456789AB");
                }
            }
            FtpSession checking = session.transferOptions(options -> options.sizeCheck(SizeCheck.REQUIRED));
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
    @CsvSource({"213 12, true", "213 15, true", "213 16, false", "213 30, false", "500 what, true"})
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

    /** Less than the whole file, but more than it has from there: REST was cut or rounded, or the file has grown. */
    @ParameterizedTest
    @CsvSource({
        "213 100, 50, false",
        "213 139, 50, false",
        "213 140, 50, true",
        "500 what, 50, true",
        "213 190, 100, true",
        "213 100, 100, false",
        "500 what, 100, false"
    })
    void shouldAskAgainWhenMoreComesThanIsLeft(String later, int count, boolean grown) {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> next(ended(rest(sized(script.login(), 100), 90, "x".repeat(count)))
                        .expect("SIZE a")
                        .reply(later)))) {
            FtpSession session = connect(server);
            if (grown) {
                assertThat(text(session.retrieve("a", 90))).hasSize(count);
            } else {
                assertThat(failure(FtpTransferException.class, session.retrieve("a", 90))
                                .reason())
                        .isEqualTo(Reason.REST_IGNORED);
            }
            isGood(session);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "150 a (10 bytes), 456789, ",
        "150 a (3 bytes), 456, ",
        "150 a (10 bytes), 45678, WRONG_SIZE",
        "150 a (2 bytes), '', BEYOND_END",
        "150 here, '', "
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

    /** The number is that of the whole file, or of what is left. */
    @ParameterizedTest
    @CsvSource({
        "150 a (6 bytes), 456789, 9, 9, ",
        "150 a (10 bytes), 456789ABCDE, 14, E, ",
        "150 here, 45678, 8, 8, ",
        "150 here, 012345, 9, 012345, REST_IGNORED",
        "150 a (6 bytes), 012345, 9, 012345, REST_IGNORED",
        "150 here, 45678, 8, '', UNCONFIRMED",
        "150 here, 0, 4, 0, UNCONFIRMED"
    })
    void shouldFindOutWithTheLastByteWhereTheSizeIsNotTold(
            String opening, String data, int last, String proof, Reason reason) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            ended(rest(script.login().expect("SIZE a").reply("550 no"), 4, opening, data));
            ended(rest(script, last, proof));
            if (reason == null) {
                ended(rest(script.expect("SIZE a").reply("550 no"), 5, "anything"));
            }
            next(script);
        })) {
            FtpSession session = connect(server);
            if (reason == null) {
                assertThat(text(session.retrieve("a", 4))).isEqualTo(data);
                assertThat(text(session.retrieve("a", 5))).isEqualTo("anything");
            } else {
                FtpTransferException error = failure(FtpTransferException.class, session.retrieve("a", 4));
                assertThat(error.reason()).isEqualTo(reason);
                assertThat(error.bytes()).isEqualTo(data.length());
                assertThat(error).hasMessageContaining("begin at byte 4");
            }
            isGood(session);
        }
    }

    @Test
    void shouldNotBelieveARestartThatIsRefusedTheSecondTimeWhereTheSizeIsNotTold() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            ended(rest(script.login().expect("SIZE a").reply("550 no"), 4, "456789"));
            next(script.expect("EPSV").passive().expect("REST 9").reply("554 no"));
        })) {
            FtpSession session = connect(server);
            assertThat(failure(FtpTransferException.class, session.retrieve("a", 4))
                            .reason())
                    .isEqualTo(Reason.UNCONFIRMED);
            isGood(session);
        }
    }

    @ParameterizedTest
    @CsvSource({"426 broken, false", "550 broken, false", "226 done, true"})
    void shouldTakeARangeThoughTheProofBreaksButNotWhenItShowsNothing(String end, boolean fails) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(rest(sized(script.login(), 10), 4, "456789"));
            next(rest(script, 9, "").closeData().reply(end));
        })) {
            FtpSession session = connect(server);
            if (fails) {
                FtpTransferException error =
                        failure(FtpTransferException.class, session.retrieve("a", ByteRange.between(4, 5)));
                assertThat(error.reason()).isEqualTo(Reason.UNCONFIRMED);
                assertThat(error.bytes()).isEqualTo(6);
            } else {
                assertThat(text(session.retrieve("a", ByteRange.between(4, 5)))).isEqualTo("45");
            }
            isGood(session);
        }
    }

    @Test
    void shouldTakeARangeThoughTheSessionIsLostBehindIt() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> aborted(rest(sized(script.login(), 10), 4, "456789"))
                        .expect("EPSV")
                        .closeControl())) {
            assertThat(text(connect(server).retrieve("a", ByteRange.between(4, 5))))
                    .isEqualTo("45");
        }
    }

    @Test
    void shouldTakeARangeWhoseRestartIsRefusedTheSecondTime() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(rest(sized(script.login(), 10), 4, "456789"));
            next(script.expect("EPSV").passive().expect("REST 9").reply("450 not now"));
        })) {
            FtpSession session = connect(server);
            assertThat(text(session.retrieve("a", ByteRange.between(4, 5)))).isEqualTo("45");
            isGood(session);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "f.part"})
    void shouldCutTheLocalFileBackToWhatItHad(String name) throws IOException {
        Path local = Files.writeString(dir.resolve(name), "0123");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            sized(ended(rest(sized(script.login(), 10), 4, WHOLE)), 10);
            ended(rest(sized(script, 10), 4, "456789"));
        })) {
            FtpSession session = connect(server).transferOptions(options -> options.resumed(true));
            shouldBeIgnored(failure(FtpTransferException.class, session.download("a", dir.resolve("f"))));
            assertThat(local).hasContent("0123");
            assertThat(dir).isDirectoryNotContaining(path -> !path.equals(local));
            assertThat(get(session.download("a", dir.resolve("f"))).bytes()).isEqualTo(6);
        }
        assertThat(dir.resolve("f")).hasContent(WHOLE);
    }

    /** Nobody tells the size: what is sent shows it, as it begins like the local file or not. */
    @ParameterizedTest
    @CsvSource({
        "f, 150 here, 0123456789abcdefghij, REST_IGNORED",
        "f.part, 150 here, 0123456789abcdefghij, REST_IGNORED",
        "f, 150 a (20 bytes), 0123456789abcdefghij, REST_IGNORED",
        "f, 150 here, abcdefghij, ",
        "f.part, 150 here, abcdefghij, ",
        "f, 150 a (10 bytes), abcdefghij, "
    })
    void shouldNotAppendTheWholeFileToItsBeginning(String name, String opening, String data, Reason reason)
            throws IOException {
        Path local = Files.writeString(dir.resolve(name), WHOLE);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            ended(rest(script.login().expect("SIZE a").reply("500 what"), 10, opening, data));
            if (reason != null) {
                ended(rest(script, 29, data));
            }
            next(script);
        })) {
            FtpSession session = connect(server);
            FtpSession resuming = session.transferOptions(options -> options.resumed(true));
            if (reason == null) {
                resuming.download("a", dir.resolve("f")).block(LONG);
                assertThat(dir.resolve("f")).hasContent("0123456789abcdefghij");
            } else {
                assertThat(failure(FtpTransferException.class, resuming.download("a", dir.resolve("f")))
                                .reason())
                        .isEqualTo(reason);
                assertThat(local).hasContent(WHOLE);
            }
            isGood(session);
        }
    }

    /** What cannot be told from the file's beginning must not pass for its continuation the next time. */
    @ParameterizedTest
    @CsvSource({
        "213 100, 150 here, 0123456789abc, 0123456789",
        "213 100, 150 here, 01234, 0123456789",
        "500 what, 150 here, 0123456789abc, 0123456789",
        "213 100, 150 a (100 bytes), 0123456789abc, 0123456789",
        "213 100, 150 here, abc, 0123456789abc",
        "500 what, 150 here, abc, 0123456789abc",
        "213 100, 150 a (90 bytes), 0123456789, 01234567890123456789",
        "500 what, 150 a (9 bytes), 01234, 012345678901234"
    })
    void shouldKeepOfABrokenDownloadWhatBelongsThere(String size, String opening, String data, String kept)
            throws IOException {
        Files.writeString(dir.resolve("f.part"), WHOLE);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> next(rest(script.login().expect("SIZE a").reply(size), 10, opening, data)
                        .closeData()
                        .reply("426 broken")))) {
            FtpSession session = connect(server);
            failure(
                    FtpTransferException.class,
                    session.transferOptions(options -> options.resumed(true)).download("a", dir.resolve("f")));
            assertThat(dir.resolve("f.part")).hasContent(kept);
            isGood(session);
        }
    }

    @ParameterizedTest
    @CsvSource({"0123456789abc, 10", "abc, 13"})
    void shouldKeepOfACancelledDownloadWhatBelongsThere(String data, int kept) throws IOException {
        Path local = Files.writeString(dir.resolve("f"), WHOLE);
        Path part = dir.resolve("f.part");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> next(aborted(rest(script.login().expect("SIZE a").reply("213 100"), 10, data))))) {
            FtpSession session = connect(server);
            Disposable download = session.transferOptions(options -> options.resumed(true))
                    .download("a", local)
                    .subscribe();
            Awaitility.await().until(() -> Files.exists(part) && Files.size(part) == WHOLE.length() + data.length());
            download.dispose();
            Path left = kept == 10 ? local : part;
            Awaitility.await().until(() -> Files.exists(left) && Files.size(left) == kept);
            isGood(session);
        }
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
            FtpSession session = connect(server).transferOptions(options -> options.sizeCheck(SizeCheck.NEVER));
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
            FtpSession trusting = session.transferOptions(options -> options.sizeCheck(SizeCheck.NEVER));
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
                    session.transferOptions(options -> options.sizeCheck(SizeCheck.NEVER))
                            .retrieve("a", 4));
            if (beyond) {
                assertThat(((FtpTransferException) error).reason()).isEqualTo(Reason.BEYOND_END);
            } else {
                assertThat(((FtpReplyException) error).command()).isEqualTo("RETR a");
            }
            isGood(session);
        }
    }

    /** Whatever the text says of restarts, the offset is not behind the end of a file whose size was told. */
    @Test
    void shouldNotCallARefusalAnEndThatIsFurtherOn() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            sized(script.login(), 100).expect("EPSV").passive();
            next(script.expect("REST 50").reply("501 Restart offset not supported here"));
        })) {
            FtpSession session = connect(server);
            assertThat(failure(FtpReplyException.class, session.retrieve("a", 50))
                            .command())
                    .isEqualTo("REST 50");
            isGood(session);
        }
    }
}
