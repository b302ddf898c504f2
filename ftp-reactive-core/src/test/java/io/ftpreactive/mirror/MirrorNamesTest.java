package io.ftpreactive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.ftpreactive.mirror.Step.Transfer;
import io.ftpreactive.mirror.Step.Way;
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.result.BulkTotals;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Names that are two there and one here. */
class MirrorNamesTest extends MirrorBench {

    @Test
    void shouldNotDeleteWhatTheFileSystemTakesForTheSame() throws IOException {
        file(there, "README", "1");
        file(there, "docs/a", "1");
        try (FileSystem files = Jimfs.newFileSystem(Configuration.osX())) {
            Path folder = Files.createDirectory(files.getPath("/folder"));
            file(folder, "readme", "1");
            file(folder, "Docs/a", "1");
            file(folder, "extra", "1");
            assertThat(done(mirror().deleteExtra(true).download("", folder)))
                    .containsExactly("DELETE extra", "FAILED LIST docs");
            assertThat(folder.resolve("readme")).exists();
            assertThat(folder.resolve("Docs/a")).exists();
        }
    }

    /** There they are two; what the one does not have is the other's. */
    @Test
    void shouldNotMakeOneDirectoryOfTwo() throws IOException {
        Files.createDirectories(there.resolve("docs/x"));
        Files.createDirectories(there.resolve("Docs/y"));
        try (FileSystem files = Jimfs.newFileSystem(Configuration.osX())) {
            Path folder = Files.createDirectory(files.getPath("/folder"));
            for (int round = 0; round < 2; round++) {
                assertThat(done(mirror().deleteExtra(true).download("", folder)))
                        .hasSize(round == 0 ? 3 : 1)
                        .filteredOn(line -> line.startsWith("FAILED LIST "))
                        .hasSize(1);
            }
        }
    }

    /** One of them is here, the other is not. */
    @Test
    void shouldNotMoveTwoFilesIntoOne() throws IOException {
        file(there, "README", "1");
        file(there, "readme", "2");
        try (FileSystem files = Jimfs.newFileSystem(Configuration.osX())) {
            Path folder = Files.createDirectory(files.getPath("/folder"));
            file(folder, "readme", "2");
            assertThat(done(mirror().move(true).download("", folder)))
                    .containsExactly("FAILED REMOVE_SOURCE README", "REMOVE_SOURCE readme");
        }
        assertThat(tree(there)).containsOnlyKeys("/", "README");
    }

    @Test
    void shouldNotMoveTwoFilesThatTheServerMayTakeForOne() throws IOException {
        file(here, "README", "1");
        file(here, "readme", "2");
        file(here, "other", "3");
        assertThat(done(mirror().move(true).upload(here, "")))
                .contains("FAILED REMOVE_SOURCE README", "FAILED REMOVE_SOURCE readme", "REMOVE_SOURCE other");
        assertThat(tree(here)).containsOnlyKeys("/", "README", "readme");
        // Now it lists both.
        assertThat(done(mirror().move(true).upload(here, "")))
                .containsExactly("REMOVE_SOURCE README", "REMOVE_SOURCE readme");
    }

    /** Although the other one stays where it is. */
    @Test
    void shouldNotMoveWhatIsCalledLikeSomethingThatIsExcluded() throws IOException {
        file(here, "readme", "1");
        file(there, "readme", "1");
        file(here, "README", "2");
        assertThat(done(mirror().move(true).exclude("readme").upload(here, "")))
                .containsExactly("FAILED REMOVE_SOURCE README", "UPLOAD README");
    }

    @Test
    void shouldTellTransfersApartWhosePathsAreEqual() throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(Configuration.windows())) {
            AtWork atWork = new AtWork();
            Transfer upper = transfer("README", files.getPath("C:\\README"));
            Transfer lower = transfer("readme", files.getPath("C:\\readme"));
            assertThat(upper.local()).isEqualTo(lower.local());
            atWork.add(upper);
            atWork.add(lower);
            assertThat(atWork.remove(result(upper))).isSameAs(upper);
            assertThat(atWork.remove(result(lower))).isSameAs(lower);
        }
    }

    private static Transfer transfer(String remote, Path local) {
        return new Transfer(Folder.root(), remote, local, 1, TIME, true, -1, false, Way.ANEW);
    }

    private static BulkResult result(Transfer transfer) {
        return new BulkResult(transfer.remote(), transfer.local(), null, null, BulkTotals.NONE);
    }
}
