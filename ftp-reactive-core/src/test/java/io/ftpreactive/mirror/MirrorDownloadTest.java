package io.ftpreactive.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.FtpFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** A folder becomes like a remote directory. */
class MirrorDownloadTest extends MirrorBench {

    @Test
    void shouldMakeTheSameTreeAndTouchItNoMore() throws IOException {
        file(there, "a", "a");
        file(there, "d/e/f", "f");
        Files.createDirectories(there.resolve("empty"));
        FtpMirror mirror = mirror().deleteExtra(true);

        assertThat(done(mirror.download("", here)))
                .containsExactly(
                        "DOWNLOAD a",
                        "DOWNLOAD d/e/f",
                        "MAKE_DIRECTORY d",
                        "MAKE_DIRECTORY d/e",
                        "MAKE_DIRECTORY empty");
        assertAlike();
        assertThat(Files.getLastModifiedTime(here.resolve("a")).toInstant()).isEqualTo(TIME);
        assertThat(done(mirror.download("", here))).isEmpty();
    }

    @Test
    void shouldSum() throws IOException {
        file(there, "d/a", "12345");
        file(there, "same", "1");
        file(here, "same", "1");
        file(here, "gone", "1");
        file(here, "left/behind", "1");

        MirrorTotals totals = all(mirror().deleteExtra(true).download("", here)).stream()
                .reduce((first, last) -> last)
                .orElseThrow()
                .totals();

        assertThat(totals).isEqualTo(new MirrorTotals(2, 2, 0, 1, 5, 1, 5, 2, 0, 0));
        assertAlike();
    }

    @Test
    void shouldTransferWhatDiffersInSizeOrTime() throws IOException {
        for (String name : new String[] {"same", "longer", "older", "newer"}) {
            file(there, name, "1");
        }
        file(here, "same", "2");
        file(here, "longer", "22");
        file(here, "older", "2", TIME.minusSeconds(1));
        file(here, "newer", "2", TIME.plusSeconds(1));

        assertThat(done(mirror().download("", here)))
                .containsExactly("DOWNLOAD longer", "DOWNLOAD newer", "DOWNLOAD older");
        assertThat(here.resolve("same")).hasContent("2");
    }

    @Test
    void shouldTransferOnlyWhatIsNewer() throws IOException {
        for (String name : new String[] {"missing", "longer", "older", "newer"}) {
            file(there, name, "1");
        }
        file(here, "longer", "22");
        file(here, "older", "2", TIME.minusSeconds(1));
        file(here, "newer", "2", TIME.plusSeconds(1));

        assertThat(done(mirror().onlyNewer(true).download("", here)))
                .containsExactly("DOWNLOAD missing", "DOWNLOAD older");
    }

    @Test
    void shouldSayWhatItWouldDo() throws IOException {
        file(there, "a", "a");
        file(there, "d/f", "f");
        file(here, "extra", "x");

        assertThat(done(mirror().deleteExtra(true).dryRun(true).download("", here.resolve("."))))
                .containsExactly("DELETE extra", "DOWNLOAD a", "DOWNLOAD d/f", "MAKE_DIRECTORY d");
        assertThat(tree(here)).containsOnlyKeys("/", "extra");
    }

    /** What is old goes when what is new is here. */
    @Test
    void shouldDeleteBehindTheTransfersOfAFolder() throws IOException {
        for (int i = 0; i < 20; i++) {
            file(there, "f" + i, "content");
        }
        file(here, "extra", "x");

        List<MirrorAction> actions = all(mirror().deleteExtra(true).download("", here)).stream()
                .map(MirrorResult::action)
                .toList();
        assertThat(actions.indexOf(MirrorAction.DELETE)).isGreaterThan(actions.lastIndexOf(MirrorAction.DOWNLOAD));
    }

    @Test
    void shouldLeaveAloneWhatIsExcluded() throws IOException {
        file(there, "a.txt", "a");
        file(there, "a.log", "a");
        file(there, "tmp/b.txt", "b");
        file(there, "d/c.txt", "c");
        file(here, "old.txt", "x");
        file(here, "old.log", "x");
        file(here, "tmp/x.txt", "x");
        file(here, "gone/y.log", "x");
        file(here, "gone/y.txt", "x");

        assertThat(done(mirror().deleteExtra(true)
                        .include("*.txt")
                        .exclude("tmp")
                        .download("", here)))
                .containsExactly(
                        "DELETE gone/y.txt",
                        "DELETE old.txt",
                        "DOWNLOAD a.txt",
                        "DOWNLOAD d/c.txt",
                        "MAKE_DIRECTORY d");
        assertThat(tree(here))
                .containsKeys("old.log", "tmp/x.txt", "gone/y.log", "d/c.txt")
                .doesNotContainKey("gone/y.txt");
    }

    @Test
    void shouldGoNoDeeperThanAsked() throws IOException {
        file(there, "a/b", "b");
        file(there, "a/deep/c", "c");
        file(here, "a/deep/kept", "x");

        assertThat(done(mirror().deleteExtra(true).depth(2).download("", here))).containsExactly("DOWNLOAD a/b");
        assertThat(here.resolve("a/deep/kept")).exists();
    }

    @Test
    void shouldDeleteNothingDeeperThanAsked() throws IOException {
        file(there, "a/b", "b");
        file(there, "c", "c");
        file(here, "a/deep/kept", "x");
        file(here, "extra/x", "x");
        file(here, "extra/deep/kept", "x");
        file(here, "c/deep/kept", "x");
        all(mirror().deleteExtra(true).depth(2).download("", here));
        assertThat(tree(here))
                .containsKeys("a/b", "a/deep/kept", "extra/deep/kept", "c/deep/kept")
                .doesNotContainKey("extra/x");
        assertThat(done(mirror().deleteExtra(true).depth(1).download("", here))).containsExactly("FAILED DOWNLOAD c");
        assertThat(here.resolve("extra/deep/kept")).exists();
    }

    @Test
    void shouldMoveAndLeaveNothingBehind() throws IOException {
        file(there, "a/b/c", "c");
        file(there, "a/kept.log", "k");
        file(there, "d/e", "e");
        file(there, "there", "1");
        file(here, "there", "1");

        assertThat(done(mirror().move(true).exclude("*.log").download("", here)))
                .containsExactly(
                        "DOWNLOAD a/b/c",
                        "DOWNLOAD d/e",
                        "MAKE_DIRECTORY a",
                        "MAKE_DIRECTORY a/b",
                        "MAKE_DIRECTORY d",
                        "REMOVE_SOURCE a/b",
                        "REMOVE_SOURCE a/b/c",
                        "REMOVE_SOURCE d",
                        "REMOVE_SOURCE d/e",
                        "REMOVE_SOURCE there");
        assertThat(tree(there)).containsOnlyKeys("/", "a/", "a/kept.log");
        assertThat(tree(here)).containsKeys("a/b/c", "d/e", "there");
    }

    @Test
    void shouldKeepTheSourceThatChangesMeanwhile() throws IOException {
        file(there, "a", "old");
        file(there, "b", "old");
        assertThat(done(mirror().move(true).download("", here).doOnNext(result -> {
                    if (result.action() == MirrorAction.LIST) {
                        rewrite("a", "new");
                    }
                })))
                .containsExactly("DOWNLOAD a", "DOWNLOAD b", "FAILED REMOVE_SOURCE a", "REMOVE_SOURCE b");
        assertThat(there.resolve("a")).hasContent("new");
    }

    private void rewrite(String path, String content) {
        try {
            file(there, path, content, TIME.plusSeconds(10));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldSayWhatItWouldMove() throws IOException {
        file(there, "d/a", "a");
        file(there, "same", "1");
        file(here, "same", "1");
        assertThat(done(mirror().move(true).dryRun(true).download("", here)))
                .containsExactly(
                        "DOWNLOAD d/a",
                        "MAKE_DIRECTORY d",
                        "REMOVE_SOURCE d",
                        "REMOVE_SOURCE d/a",
                        "REMOVE_SOURCE same");
        assertThat(tree(there)).containsKeys("d/a", "same");
    }

    /** Names that no file of a download may have. */
    @Test
    void shouldMakeNoDirectoriesOfUnsafeNames() throws IOException {
        for (String name : List.of("CON", "a.", "c:d")) {
            file(there, name + "/empty/x", "x");
        }
        file(there, "fine/x", "x");
        assertThat(done(mirror().download("", here)))
                .containsExactly(
                        "DOWNLOAD fine/x",
                        "FAILED LIST CON",
                        "FAILED LIST a.",
                        "FAILED LIST c:d",
                        "MAKE_DIRECTORY fine");
        assertThat(tree(here)).containsOnlyKeys("/", "fine/", "fine/x");
    }

    @Test
    void shouldKeepTheSourceOfWhatFails() throws IOException {
        file(there, "d/a", "a");
        server().inject(FtpFault.reset("RETR", 0));

        assertThat(done(mirror().move(true).download("", here)))
                .containsExactly("FAILED DOWNLOAD d/a", "MAKE_DIRECTORY d");
        assertThat(there.resolve("d/a")).exists();
    }

    /** The directories beside it are made alike all the same. */
    @Test
    void shouldDeleteNothingWhereAListingFails() throws IOException {
        file(there, "good/a", "a");
        file(there, "bad/a", "a");
        file(here, "good/x", "x");
        file(here, "bad/x/y", "x");
        FtpMirror mirror = mirror().deleteExtra(true).sessions(1);
        for (FtpFault fault : new FtpFault[] {
            FtpFault.refuse("MLSD", "550 No such directory").times(1),
            FtpFault.refuse("MLSD", "450 No files found").times(1),
            FtpFault.refuse("MLSD", "421 Going down").times(1),
            FtpFault.reset("MLSD", 20).times(1),
            FtpFault.reset("MLSD", 0).times(1),
            FtpFault.hangUp("MLSD").times(1)
        }) {
            file(here, "good/x", "x");
            file(here, "bad/x/y", "x");
            mirror.download("", here)
                    .doOnNext(result -> {
                        if (result.action() == MirrorAction.LIST
                                && result.remote().isEmpty()) {
                            server().inject(fault);
                        }
                    })
                    .blockLast(LONG);
            server().heal();
            boolean both = Files.exists(here.resolve("good/x")) && Files.exists(here.resolve("bad/x/y"));
            boolean one = Files.exists(here.resolve("good/x")) || Files.exists(here.resolve("bad/x/y"));
            assertThat(one).as("one of two listings failed by %s", fault).isTrue();
            assertThat(both).as("only one failed by %s", fault).isFalse();
        }
        all(mirror.download("", here));
        assertAlike();
    }

    @Test
    void shouldFailAndDeleteNothingIfTheStartCannotBeListed() throws IOException {
        file(here, "x", "x");
        assertThatExceptionOfType(FtpReplyException.class)
                .isThrownBy(() -> all(mirror().deleteExtra(true).download("missing", here)));
        file(there, "file", "x");
        assertThatExceptionOfType(FtpReplyException.class)
                .isThrownBy(() -> all(mirror().deleteExtra(true).download("file", here)));
        assertThat(here.resolve("x")).exists();
        assertThatExceptionOfType(FtpFileException.class)
                .isThrownBy(() -> all(mirror().download("", here.resolve("x"))));
    }

    @Test
    void shouldFollowNoLinkOutOfTheFolder() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        file(outside, "kept", "kept");
        file(there, "dir/a", "a");
        file(there, "file", "f");
        Files.createSymbolicLink(here.resolve("dir"), outside);
        Files.createSymbolicLink(here.resolve("file"), outside.resolve("kept"));
        Files.createSymbolicLink(here.resolve("extra"), outside);

        assertThat(done(mirror().download("", here))).containsExactly("FAILED DOWNLOAD file", "FAILED LIST dir");
        assertThat(tree(outside)).containsOnlyKeys("/", "kept");

        all(mirror().deleteExtra(true).download("", here));
        assertAlike();
        assertThat(outside.resolve("kept")).hasContent("kept");
    }

    @Test
    void shouldReplaceWhatIsOfAnotherKindIfItMayDelete() throws IOException {
        file(there, "was-file/a", "a");
        file(there, "was-dir", "f");
        file(here, "was-file", "x");
        file(here, "was-dir/x/y", "x");

        assertThat(done(mirror().download("", here)))
                .containsExactly("FAILED DOWNLOAD was-dir", "FAILED LIST was-file");
        all(mirror().deleteExtra(true).download("", here));
        assertAlike();
    }

    /** What has come of a file that is still to come stays, and nothing else of that kind. */
    @Test
    void shouldLeaveNoPartBehind() throws IOException {
        file(there, "same", "1");
        file(there, "fails", "1234567890");
        file(here, "same", "1");
        file(here, "same.part", "x");
        file(here, "gone.part", "x");
        file(here, "fails.part", "x");
        server().inject(FtpFault.reset("RETR", 5));
        all(mirror().deleteExtra(true).download("", here));
        assertThat(tree(here)).containsOnlyKeys("/", "same", "fails.part");
        server().heal();
        all(mirror().deleteExtra(true).download("", here));
        assertAlike();
    }

    @Test
    void shouldContinueTheSameVersionAlone() throws IOException {
        String content = "0123456789abcdef".repeat(200_000);
        file(there, "big", content);
        server().inject(FtpFault.reset("RETR", 2_000_000));
        assertThat(done(mirror().download("", here))).containsExactly("FAILED DOWNLOAD big");
        assertThat(Files.size(here.resolve("big.part"))).isPositive();
        server().heal();

        assertThat(done(mirror().download("", here))).containsExactly("DOWNLOAD big");
        assertThat(here.resolve("big")).hasContent(content);
        assertThat(server().commands()).anyMatch(command -> command.startsWith("REST "));

        Files.delete(here.resolve("big"));
        server().inject(FtpFault.reset("RETR", 2_000_000));
        all(mirror().download("", here));
        server().heal();
        String other = "fedcba9876543210".repeat(200_000);
        file(there, "big", other, TIME.plusSeconds(1));
        all(mirror().download("", here));
        assertThat(here.resolve("big")).hasContent(other);
        assertThat(here.resolve("big.part")).doesNotExist();
    }

    /** A file that is called like the part of another is a file. */
    @Test
    void shouldNotTakeAFileForAPart() throws IOException {
        file(there, "big.part", "x");
        file(there, "alone.part", "x");
        file(there, "big", "0123456789abcdef".repeat(100_000));
        assertThat(done(mirror().download("", here)))
                .containsExactly("DOWNLOAD alone.part", "DOWNLOAD big", "FAILED DOWNLOAD big.part");
        assertThat(done(mirror().deleteExtra(true).download("", here))).containsExactly("FAILED DOWNLOAD big.part");
    }

    @Test
    void shouldKeepPermissions() throws IOException {
        Path source = file(there, "a", "a");
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rw-r-----"));
        FtpMirror mirror = FtpMirror.of(client().listingOptions(options -> options.machine(false)))
                .keepModes(true);
        all(mirror.download("", here));
        assertThat(Files.getPosixFilePermissions(here.resolve("a")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void shouldDoNothingWithoutDemandAndGiveSessionsBack() throws IOException {
        for (int i = 0; i < 50; i++) {
            file(there, "d" + i % 5 + "/f" + i, "content");
        }
        StepVerifier.create(mirror().download("", here), 0)
                .thenRequest(1)
                .expectNextCount(1)
                .thenRequest(5)
                .expectNextCount(5)
                .thenCancel()
                .verify(LONG);
        all(mirror().download("", here));
        assertAlike();
    }

    /** It has told the size in the listing. */
    @Test
    void shouldNotTakeAFragmentForTheFileWhereThereIsNoSize() throws IOException {
        file(there, "a", "content");
        server().inject(FtpFault.refuse("SIZE", "502 No").times(99));
        server().inject(FtpFault.truncate("RETR", 3).times(99));
        assertThat(done(mirror().download("", here))).containsExactly("FAILED DOWNLOAD a");
        assertThat(tree(here)).containsOnlyKeys("/", "a.part");
        server().heal();
        assertThat(done(mirror().download("", here))).containsExactly("DOWNLOAD a");
        assertAlike();
    }

    /** What grew since is as long as it is. */
    @Test
    void shouldCountWhatHasCome() throws IOException {
        Path grown = file(there, "a", "content");
        List<MirrorResult> results = all(mirror().download("", here).doOnNext(result -> {
            if (result.action() == MirrorAction.LIST) {
                write(grown, "more content");
            }
        }));
        assertThat(results).last().satisfies(result -> {
            assertThat(result.bytes()).isEqualTo(Files.size(here.resolve("a")));
            assertThat(result.totals().bytesDone()).isEqualTo(result.bytes());
        });
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldTellWhatItDeletesBesideWhatIsExcluded() throws IOException {
        file(there, "same", "1");
        file(here, "same", "1");
        file(here, "d/x.log", "x");
        file(here, "d/y.txt", "x");
        file(here, "d/e/z.txt", "x");
        FtpMirror filtered = mirror().deleteExtra(true).exclude("*.log");
        for (FtpMirror mirror : List.of(filtered.dryRun(true), filtered)) {
            assertThat(done(mirror.download("", here))).containsExactly("DELETE d/e", "DELETE d/y.txt");
        }
        assertThat(tree(here)).containsOnlyKeys("/", "same", "d/", "d/x.log");
    }
}
