package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.WalkOptions;
import io.ftpreactive.result.TreeEntry;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class WalkTest extends ScriptedTest {

    private static final String TOP =
            "type=cdir; .\r\ntype=pdir; ..\r\ntype=dir; b\r\ntype=file;size=1; f\r\ntype=dir; a\r\n";

    private static List<String> walk(FtpOperations ftp, UnaryOperator<WalkOptions> options) {
        return get(ftp.walk("top", options).map(TreeEntry::toString).collectList());
    }

    private static FtpScript lists(FtpScript script, String path, String listing) {
        return listing(script, "MLSD " + path, listing);
    }

    @Test
    void shouldListEachDirectoryBeforeWhatItHoldsOneListingAtATime() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            lists(script.login("MLST"), "top", TOP);
            lists(script, "top/b", "type=dir; deep\r\n");
            lists(script, "top/b/deep", "type=file; g\r\n");
            lists(script, "top/a", "type=cdir; .\r\n");
        })) {
            assertThat(walk(client(server), options -> options))
                    .containsExactly(
                            "DIRECTORY top/b",
                            "FILE top/f",
                            "DIRECTORY top/a",
                            "DIRECTORY top/b/deep",
                            "FILE top/b/deep/g");
        }
    }

    @Test
    void shouldTellHowDeepAnEntryStands() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("MLST"), "MLSD", "type=dir; a\r\n");
            lists(script, "a", "type=file; f\r\n");
        })) {
            List<TreeEntry> entries = get(client(server).walk("").collectList());
            assertThat(entries).extracting(TreeEntry::path).containsExactly("a", "a/f");
            assertThat(entries).extracting(TreeEntry::depth).containsExactly(1, 2);
        }
    }

    @Test
    void shouldEnterOnlyWhatIsChosen() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            lists(script.login("MLST"), "top", TOP);
            lists(script, "top/a", "type=dir; deep\r\n");
        })) {
            assertThat(walk(
                            client(server),
                            options -> options.into(
                                    entry -> entry.depth() < 2 && !entry.path().endsWith("/b"))))
                    .containsExactly("DIRECTORY top/b", "FILE top/f", "DIRECTORY top/a", "DIRECTORY top/a/deep");
        }
    }

    @Test
    void shouldEnterNoLinksNorNamesThatLeadElsewhere() {
        String listing = "type=OS.unix=slink:/; link\r\ntype=dir; ../up\r\ntype=dir; /etc\r\ntype=dir; a\\b\r\n";
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> lists(script.login("MLST"), "top", listing))) {
            List<TreeEntry> entries = get(client(server).walk("top").collectList());
            assertThat(entries).hasSize(4);
            assertThat(entries.subList(1, 4)).noneMatch(entry -> entry.entry().isSafeName());
        }
    }

    @Test
    void shouldEnterADirectoryOnceThatStandsInTwoPlaces() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            lists(script.login("MLST"), "top", "type=dir;unique=1; a\r\ntype=dir;unique=2; b\r\n");
            lists(script, "top/a", "type=dir;unique=1; itself\r\n");
            lists(script, "top/b", "type=cdir; .\r\n");
        })) {
            assertThat(walk(client(server), options -> options))
                    .containsExactly("DIRECTORY top/a", "DIRECTORY top/b", "DIRECTORY top/a/itself");
        }
    }

    @Test
    void shouldFailOnADirectoryThatHoldsItselfWithoutEnd() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            lists(script.login("MLST"), "top", "type=dir; a\r\n");
            lists(script, "top/a", "type=dir; a\r\n");
            sendsUntilAborted(script, "top/a/a", "type=dir; a\r\n");
        })) {
            FtpSession session = connect(server);
            assertThat(failure(FtpProtocolException.class, session.walk("top", options -> options.maxDepth(3))))
                    .hasMessageContaining("top/a/a/a")
                    .hasMessageContaining("maxDepth");
            session.noop().block(LONG);
        }
    }

    private static FtpScript sendsUntilAborted(FtpScript script, String path, String listing) {
        return script.expect("EPSV")
                .passive()
                .expect("MLSD " + path)
                .reply("150 here")
                .acceptData()
                .sendData(listing)
                .expect("ABOR")
                .reply("426 gone", "226 aborted")
                .on("NOOP", "200 ok");
    }

    @Test
    void shouldFailOnMoreEntriesThanAllowed() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                sendsUntilAborted(script.login("MLST"), "top", "type=file; a\r\ntype=file; b\r\ntype=file; c\r\n"))) {
            Flux<TreeEntry> walk = connect(server).walk("top", options -> options.maxEntries(2));
            StepVerifier.create(walk)
                    .expectNextCount(2)
                    .expectError(FtpProtocolException.class)
                    .verify(LONG);
        }
    }

    @Test
    void shouldFailWhereADirectoryIsRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            lists(script.login("MLST"), "top", "type=dir; a\r\n");
            script.expect("EPSV").passive().expect("MLSD top/a").reply("550 denied");
        })) {
            FtpReplyException error =
                    failure(FtpReplyException.class, client(server).walk("top"));
            assertThat(error.command()).isEqualTo("MLSD top/a");
        }
    }

    @Test
    void shouldGoOnWhereADirectoryIsRefusedIfSomebodyHearsOfIt() {
        List<String> refused = new ArrayList<>();
        UnaryOperator<WalkOptions> listening = options -> options.onRefused(
                (path, error) -> refused.add(path + " " + error.reply().code()));
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            lists(script.login("MLST"), "top", "type=dir; a\r\ntype=dir; b\r\n");
            script.expect("EPSV").passive().expect("MLSD top/a").reply("550 denied");
            lists(script, "top/b", "type=file; f\r\n");
            script.expect("EPSV").passive().expect("MLSD none").reply("550 no such directory");
        })) {
            FtpSession session = connect(server);
            assertThat(walk(session, listening)).endsWith("FILE top/b/f");
            assertThat(refused).containsExactly("top/a 550");
            failure(FtpReplyException.class, session.walk("none", listening));
        }
    }

    @Test
    void shouldHearARefusalThatComesAfterTheListingBegan() {
        List<String> refused = new ArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            lists(script.login("MLST"), "top", "type=dir; a\r\ntype=dir; b\r\ntype=dir; c\r\n");
            refusesLate(script, "top/a", "550 denied");
            refusesLate(script, "top/b", "426 broken off");
        })) {
            Flux<TreeEntry> walk = connect(server)
                    .walk(
                            "top",
                            options -> options.onRefused((path, error) -> refused.add(path + " " + error.reply())));
            failure(FtpTransferException.class, walk);
            assertThat(refused).containsExactly("top/a 550 denied");
        }
    }

    private static FtpScript refusesLate(FtpScript script, String path, String refusal) {
        return script.expect("EPSV")
                .passive()
                .expect("MLSD " + path)
                .reply("150 here")
                .acceptData()
                .closeData()
                .reply(refusal);
    }

    @Test
    void shouldNotEnterTheStartAgain() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            lists(script.login("MLST"), "top", "type=cdir;unique=1; .\r\ntype=dir;unique=2; a\r\n");
            lists(script, "top/a", "unique=2;Type=cdir; .\r\ntype=dir;unique=1; top\r\ntype=dir;unique=2; a\r\n");
        })) {
            assertThat(walk(client(server), options -> options))
                    .containsExactly("DIRECTORY top/a", "DIRECTORY top/a/top", "DIRECTORY top/a/a");
        }
    }

    private static final String ROOT =
            "drwxr-xr-x 2 ftp ftp 0 Jan 02 2024 pub\r\n-rw-r--r-- 1 ftp ftp 5 Jan 02 2024 readme\r\n";

    private static FtpScript within(FtpScript script, String path, String listing) {
        script.expect("PWD").reply("257 \"/\"").expect("CWD " + path).reply("250 ok");
        return listing(script, "LIST", listing).expect("CWD /").reply("250 ok");
    }

    @Test
    void shouldEnterEachDirectoryOnceAServerIsSeenToIgnoreWhatListNames() {
        String pub = "drwxr-xr-x 2 ftp ftp 0 Jan 02 2024 sub\r\n-rw-r--r-- 1 ftp ftp 5 Jan 02 2024 f\r\n";
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("SIZE"), "LIST", ROOT);
            listing(script, "LIST pub", ROOT);
            within(script, "pub", pub);
            within(script, "pub/sub", "");
            within(script, "pub", pub);
        })) {
            FtpSession session = connect(server);
            assertThat(get(session.walk("").map(TreeEntry::path).collectList()))
                    .containsExactly("pub", "readme", "pub/sub", "pub/f");
            assertThat(get(session.list("pub").count())).isEqualTo(2);
        }
    }

    @Test
    void shouldSayThatTheStartWasListedWrongTooAndListItRightFromThenOn() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("SIZE"), "LIST pub", ROOT);
            listing(script, "LIST pub/pub", ROOT);
            within(script, "pub/pub", "");
            within(script, "pub", "-rw-r--r-- 1 ftp ftp 5 Jan 02 2024 f\r\n");
        })) {
            FtpSession session = connect(server);
            assertThat(failure(FtpProtocolException.class, session.walk("pub")))
                    .hasMessageContaining("'pub'")
                    .hasMessageContaining("try again");
            assertThat(get(session.walk("pub").map(TreeEntry::path).collectList()))
                    .containsExactly("pub/f");
        }
    }

    @Test
    void shouldFailWhereADirectoryHoldsWhatTheOneAboveItHolds() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("SIZE"), "LIST", ROOT);
            listing(script, "LIST pub", ROOT);
            within(script, "pub", ROOT);
            script.expect("NOOP").reply("200 ok");
        })) {
            FtpSession session = connect(server);
            StepVerifier.create(session.walk("").map(TreeEntry::path))
                    .expectNext("pub", "readme")
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(FtpProtocolException.class)
                            .hasMessageContaining("'pub'"))
                    .verify(LONG);
            session.noop().block(LONG);
        }
    }

    @Test
    void shouldFailSoWithMlsdAndWithAListingWithoutEnd() {
        String many = "type=dir; d\r\n"
                + IntStream.range(0, 200)
                        .mapToObj(i -> "type=file;size=" + i + "; f" + i + "\r\n")
                        .collect(Collectors.joining());
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            lists(script.login("MLST"), "top", many);
            sendsUntilAborted(script, "top/d", many);
            script.expect("PWD").reply("257 \"/\"").expect("CWD top/d").reply("250 ok");
            script.expect("EPSV")
                    .passive()
                    .expect("MLSD")
                    .reply("150 here")
                    .acceptData()
                    .sendData(many)
                    .expect("ABOR")
                    .reply("426 gone", "226 aborted")
                    .expect("CWD /")
                    .reply("250 ok");
        })) {
            assertThat(failure(FtpProtocolException.class, connect(server).walk("top")))
                    .hasMessageContaining("'top/d'");
        }
    }

    @Test
    void shouldWalkWhereOnlyNamesAreAsAbove() {
        String other = ROOT.replace(" 5 ", " 6 ");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("SIZE"), "LIST", ROOT);
            listing(script, "LIST pub", other);
            within(script, "pub", other);
            listing(script, "LIST pub/pub", "");
            script.expect("PWD").reply("257 \"/\"").expect("CWD pub/pub").reply("250 ok");
            script.expect("CWD /").reply("250 ok");
        })) {
            assertThat(get(connect(server).walk("").map(TreeEntry::path).collectList()))
                    .containsExactly("pub", "readme", "pub/pub", "pub/readme");
        }
    }

    @Test
    void shouldTakeADirectoryInOneOfTheSameNameForWhatItIs() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            lists(script.login("MLST"), "top", "type=dir; a\r\n");
            lists(script, "top/a", "type=dir; a\r\n");
            lists(script, "top/a/a", "type=dir; a\r\n");
            lists(script, "top/a/a/a", "type=file; f\r\n");
        })) {
            assertThat(walk(client(server), options -> options)).hasSize(4).endsWith("FILE top/a/a/a/f");
        }
    }

    @Test
    void shouldListNothingMoreThanIsAskedFor() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> lists(script.login("MLST"), "top", "type=dir; a\r\ntype=dir; b\r\n")
                        // The listing is broken off, if it is not over by then.
                        .on("ABOR", "226 ok")
                        .on("NOOP", "200 ok"))) {
            StepVerifier.create(connect(server).walk("top"), 2)
                    .expectNextCount(2)
                    .thenCancel()
                    .verify(LONG);
        }
    }

    @Test
    void shouldBeginAnewWithEachSubscription() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            lists(script.login("MLST"), "top", "type=file; a\r\n");
            lists(script, "top", "type=file; a\r\n");
        })) {
            Flux<TreeEntry> walk = connect(server).walk("top");
            assertThat(get(walk.count())).isEqualTo(1);
            assertThat(get(walk.count())).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseLimitsThatLeaveNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> WalkOptions.DEFAULT.maxDepth(0));
        assertThatIllegalArgumentException().isThrownBy(() -> WalkOptions.DEFAULT.maxEntries(0));
    }
}
