package io.ftpreactive.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.FtpFault;
import io.ftpreactive.testkit.FtpTestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A remote directory becomes like a folder. */
class MirrorUploadTest extends MirrorBench {

    @Test
    void shouldMakeTheSameTreeAndTouchItNoMore() throws IOException {
        file(here, "a", "a");
        file(here, "d/e/f", "f");
        Files.createDirectories(here.resolve("empty"));
        FtpMirror mirror = mirror().deleteExtra(true);

        assertThat(done(mirror.upload(here, "")))
                .containsExactly(
                        "MAKE_DIRECTORY d", "MAKE_DIRECTORY d/e", "MAKE_DIRECTORY empty", "UPLOAD a", "UPLOAD d/e/f");
        assertAlike();
        assertThat(Files.getLastModifiedTime(there.resolve("a")).toInstant()).isEqualTo(TIME);
        assertThat(done(mirror.upload(here, ""))).isEmpty();
    }

    @Test
    void shouldMakeTheStart() throws IOException {
        file(here, "a", "a");
        assertThat(done(mirror().upload(here, "new/deep")))
                .containsExactly("MAKE_DIRECTORY new/deep", "UPLOAD new/deep/a");
        assertThat(there.resolve("new/deep/a")).hasContent("a");
        assertThat(done(mirror().dryRun(true).upload(here, "other")))
                .containsExactly("MAKE_DIRECTORY other", "UPLOAD other/a");
        assertThat(there.resolve("other")).doesNotExist();
    }

    @Test
    void shouldDeleteWhatIsNotHere() throws IOException {
        file(here, "same", "1");
        file(there, "same", "1");
        file(there, "x/y/z", "x");
        file(there, "x.log", "x");
        file(there, "d/y.log", "x");
        file(there, "d/y.txt", "x");
        assertThat(done(mirror().deleteExtra(true).dryRun(true).upload(here, "")))
                .containsExactly("DELETE d", "DELETE x", "DELETE x.log");
        FtpMirror filtered = mirror().deleteExtra(true).exclude("*.log");
        for (FtpMirror mirror : List.of(filtered.dryRun(true), filtered)) {
            assertThat(done(mirror.upload(here, ""))).containsExactly("DELETE d/y.txt", "DELETE x");
        }
        assertThat(tree(there)).containsOnlyKeys("/", "same", "x.log", "d/", "d/y.log");
        assertThat(done(mirror().deleteExtra(true).upload(here, ""))).containsExactly("DELETE d", "DELETE x.log");
        assertAlike();
    }

    /** On a server that takes them for one, what it lists is what was just uploaded. */
    @Test
    void shouldNotDeleteWhatMayBeCalledAlike() throws IOException {
        file(here, "README", "new", TIME.plusSeconds(1));
        file(here, "\u00e4", "1");
        file(here, "Docs/a", "1");
        file(there, "readme", "old");
        file(there, "a\u0308", "1");
        file(there, "docs/a", "1");
        file(there, "other", "1");
        assertThat(done(mirror().deleteExtra(true).upload(here, "")))
                .contains("DELETE other", "UPLOAD README")
                .filteredOn(line -> line.startsWith("DELETE"))
                .hasSize(1);
        assertThat(tree(there)).containsKeys("readme", "README", "docs/a", "a\u0308");
    }

    /** A server that lists both has them apart, so that the one is not the other. */
    @Test
    void shouldDeleteTheOldNameAfterARenameThatChangesCase() throws IOException {
        file(here, "Readme", "1");
        file(here, "Docs/a", "1");
        file(there, "README", "1");
        file(there, "docs/a", "1");
        FtpMirror mirror = mirror().deleteExtra(true);
        assertThat(done(mirror.upload(here, ""))).doesNotContain("DELETE README", "DELETE docs");
        assertThat(done(mirror.upload(here, ""))).containsExactly("DELETE README", "DELETE docs");
        assertAlike();
    }

    @Test
    void shouldDeleteTheOldNameAlsoWhereTheFileHasChanged() throws IOException {
        file(here, "Readme", "new", TIME.plusSeconds(1));
        file(there, "Readme", "old");
        file(there, "README", "old");
        assertThat(done(mirror().deleteExtra(true).upload(here, ""))).containsExactly("DELETE README", "UPLOAD Readme");
        assertAlike();
    }

    @Test
    void shouldGoNoDeeperThanAsked() throws IOException {
        file(here, "a/b", "b");
        file(here, "c", "c");
        file(there, "a/deep/kept", "x");
        file(there, "extra/x", "x");
        file(there, "extra/deep/kept", "x");
        file(there, "c/deep/kept", "x");
        assertThat(done(mirror().deleteExtra(true).depth(2).upload(here, ""))).contains("UPLOAD a/b");
        assertThat(tree(there))
                .containsKeys("a/b", "a/deep/kept", "extra/deep/kept", "c/deep/kept")
                .doesNotContainKey("extra/x");
        assertThat(done(mirror().deleteExtra(true).depth(1).upload(here, ""))).containsExactly("FAILED UPLOAD c");
        assertThat(there.resolve("extra/deep/kept")).exists();
    }

    /** The server lists a link as what it leads to. */
    @Test
    void shouldDeleteALinkAndNotWhatItLeadsTo() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        file(outside, "kept", "x");
        Files.createSymbolicLink(there.resolve("link"), outside);
        all(mirror().deleteExtra(true).exclude("*.log").upload(here, ""));
        assertThat(outside.resolve("kept")).exists();
        assertThat(there.resolve("link")).doesNotExist();
    }

    /** What lists and sets times shares it with the transfers. */
    @Test
    void shouldDoWithOneSession() throws IOException {
        for (int i = 0; i < 6; i++) {
            file(here, "d" + i % 3 + "/f" + i, "content");
        }
        FtpSessionProvider single = FtpSessionProvider.create(1);
        FtpMirror mirror = FtpMirror.of(FtpClient.create(single)
                .host(server().host())
                .port(server().port())
                .credentials(FtpTestServer.USER, FtpTestServer.PASSWORD));
        assertThat(done(mirror.upload(here, ""))).hasSize(9).noneMatch(line -> line.startsWith("FAILED"));
        assertAlike();
        assertThat(done(mirror.download("", temporary.resolve("copy")))).hasSize(10);
        single.disposeLater().block(LONG);
    }

    @Test
    void shouldTransferWhatDiffersInSizeOrTime() throws IOException {
        for (String name : new String[] {"same", "longer", "older", "newer"}) {
            file(here, name, "1");
        }
        file(there, "same", "2");
        file(there, "longer", "22");
        file(there, "older", "2", TIME.minusSeconds(1));
        file(there, "newer", "2", TIME.plusSeconds(1));
        assertThat(done(mirror().onlyNewer(true).dryRun(true).upload(here, ""))).containsExactly("UPLOAD older");
        assertThat(done(mirror().upload(here, ""))).containsExactly("UPLOAD longer", "UPLOAD newer", "UPLOAD older");
    }

    /** What does not get the time of its source is newer than it. */
    @Test
    void shouldTouchItNoMoreWithoutTimes() throws IOException {
        file(here, "a", "a");
        FtpMirror mirror = mirror().keepTimes(false);
        assertThat(done(mirror.upload(here, ""))).containsExactly("UPLOAD a");
        assertThat(Files.getLastModifiedTime(there.resolve("a")).toInstant()).isAfter(TIME);
        assertThat(done(mirror.upload(here, ""))).isEmpty();
    }

    /** A part is what a mirror has left; what is only called so is a file as any. */
    @Test
    void shouldSendNoPartsNorLinks() throws IOException {
        file(here, "report.part", "r");
        file(here, "big.part", "b");
        Files.setAttribute(here.resolve("big.part"), "user:ftp-reactive.mirror", ByteBuffer.wrap(new byte[] {'1'}));
        Files.createSymbolicLink(here.resolve("link"), temporary);
        List<MirrorResult> results = all(mirror().upload(here, ""));
        assertThat(results).hasSize(2);
        assertThat(results.get(1).totals().skipped()).isEqualTo(2);
        assertThat(tree(there)).containsOnlyKeys("/", "report.part");
    }

    /** A download may be at work on it, and could not finish. */
    @Test
    void shouldMoveNothingThatIsCalledLikeAPart() throws IOException {
        file(here, "report.part", "r");
        assertThat(done(mirror().move(true).upload(here, ""))).isEmpty();
        assertThat(here.resolve("report.part")).exists();
    }

    /** Else its fragment would be newer than the file, and never be touched again. */
    @Test
    void shouldSendWhatIsNewerUnderAnotherNameFirst() throws IOException {
        file(here, "a", "content");
        FtpMirror mirror = mirror().onlyNewer(true);
        server().inject(FtpFault.reset("STOR", 3));
        assertThat(done(mirror.upload(here, ""))).containsExactly("FAILED UPLOAD a");
        assertThat(there.resolve("a")).doesNotExist();
        server().heal();
        assertThat(done(mirror.upload(here, ""))).containsExactly("UPLOAD a");
        assertAlike();
    }

    @Test
    void shouldTellOfNamesThatNoCommandCanCarry() throws IOException {
        file(here, "a", "1");
        file(here, "b\nc", "1");
        file(here, "d\re/f", "1");
        assertThat(all(mirror().upload(here, "")).stream().filter(MirrorResult::isFailed))
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.failure())
                        .isInstanceOf(FtpFileException.class)
                        .hasMessageContaining("line break"));
        assertThat(tree(there)).containsOnlyKeys("/", "a");
    }

    /** The listing tells as well. */
    @Test
    void shouldNotMoveWhatCameShorterToAServerWithoutSize() throws IOException {
        file(here, "a", "content");
        server().inject(FtpFault.refuse("FEAT", "502 No").times(99));
        server().inject(FtpFault.refuse("SIZE", "502 No").times(99));
        server().inject(FtpFault.truncate("STOR", 3));
        assertThat(done(mirror().move(true).upload(here, ""))).containsExactly("FAILED REMOVE_SOURCE a", "UPLOAD a");
        assertThat(here.resolve("a")).exists();
    }

    @Test
    void shouldMoveAndLeaveNothingBehind() throws IOException {
        file(here, "a/b/c", "c");
        file(here, "kept/x.log", "k");
        file(here, "there", "1");
        file(there, "there", "1");
        assertThat(done(mirror().move(true).exclude("*.log").upload(here, "")))
                .containsExactly(
                        "MAKE_DIRECTORY a",
                        "MAKE_DIRECTORY a/b",
                        "MAKE_DIRECTORY kept",
                        "REMOVE_SOURCE a",
                        "REMOVE_SOURCE a/b",
                        "REMOVE_SOURCE a/b/c",
                        "REMOVE_SOURCE there",
                        "UPLOAD a/b/c");
        assertThat(tree(here)).containsOnlyKeys("/", "kept/", "kept/x.log");
        assertThat(tree(there)).containsKeys("a/b/c", "there");
    }

    @Test
    void shouldTellOfEachFileWhosePermissionsCannotBeSet() throws IOException {
        FtpSessionProvider careful = FtpSessionProvider.builder()
                .validateAfterIdle(Duration.ofNanos(1))
                .build();
        FtpMirror mirror = FtpMirror.of(FtpClient.create(careful)
                        .host(server().host())
                        .port(server().port())
                        .credentials(FtpTestServer.USER, FtpTestServer.PASSWORD))
                .keepModes(true);
        for (String path : List.of("a", "d/b")) {
            Path file = file(here, path, "content");
            assertThat(done(mirror.upload(here, "").doOnNext(result -> {
                        if (result.action() == MirrorAction.UPLOAD) {
                            server().inject(FtpFault.refuseSessions("421 Too many"));
                            server().inject(FtpFault.hangUp("NOOP"));
                        }
                    })))
                    .contains("UPLOAD " + path, "FAILED SET_MODE " + path)
                    .noneMatch(line -> line.startsWith("FAILED LIST"));
            server().heal();
            Files.delete(file);
        }
        careful.disposeLater().block(LONG);
    }

    @Test
    void shouldKeepTheSourceOfWhatFails() throws IOException {
        file(here, "a", "a");
        server().inject(FtpFault.refuse("STOR", "552 Quota exceeded"));
        assertThat(done(mirror().move(true).upload(here, ""))).containsExactly("FAILED UPLOAD a");
        assertThat(here.resolve("a")).exists();
    }

    @Test
    void shouldTellWhatFailsAndGoOn() throws IOException {
        file(here, "d/a", "a");
        file(here, "e/b", "b");
        server().inject(FtpFault.refuse("MKD", "550 No").times(1));
        assertThat(done(mirror().sessions(1).upload(here, "")))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("FAILED LIST "))
                .anyMatch(line -> line.startsWith("UPLOAD "));
    }

    @Test
    void shouldReplaceWhatIsOfAnotherKindIfItMayDelete() throws IOException {
        file(here, "was-file/a", "a");
        file(here, "was-dir", "f");
        file(there, "was-file", "x");
        file(there, "was-dir/x/y", "x");
        assertThat(done(mirror().upload(here, ""))).containsExactly("FAILED LIST was-file", "FAILED UPLOAD was-dir");
        all(mirror().deleteExtra(true).upload(here, ""));
        assertAlike();
    }

    /** A temporary name that an upload has left is renamed by the next one, and not deleted before. */
    @Test
    void shouldLeaveNoTemporaryNames() throws IOException {
        file(here, "a", "a");
        file(there, "a.tmp", "x");
        file(there, "b.tmp", "x");
        FtpMirror mirror = FtpMirror.of(
                        client().transferOptions(options -> options.temporaryName(path -> path + ".tmp")))
                .deleteExtra(true);
        assertThat(done(mirror.upload(here, ""))).containsExactly("DELETE b.tmp", "UPLOAD a");
        assertAlike();
    }

    @Test
    void shouldFailIfThereIsNoSourceOrNoDestination() throws IOException {
        assertThatExceptionOfType(FtpFileException.class)
                .isThrownBy(() -> all(mirror().upload(temporary.resolve("missing"), "")));
        Path file = file(here, "file", "x");
        assertThatExceptionOfType(FtpFileException.class).isThrownBy(() -> all(mirror().upload(file, "")));
        file(there, "file", "x");
        assertThatExceptionOfType(FtpReplyException.class).isThrownBy(() -> all(mirror().upload(here, "file")));
        assertThat(there.resolve("file")).hasContent("x");
    }
}
