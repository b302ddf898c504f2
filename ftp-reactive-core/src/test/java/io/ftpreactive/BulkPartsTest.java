package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** Files that are called as the client calls what has come of a file so far. */
class BulkPartsTest extends ScriptedTest {

    private static final String[] ABSENT = {"550 no such file"};

    @TempDir
    Path folder = Path.of("");

    private static FtpScript login(FtpScript script) {
        return script.login("MLST type*;size*;").on("SIZE", "213 5").on("NOOP", "200 ok");
    }

    private static FtpScript absent(FtpScript script, String path) {
        return script.expect("MLST " + path).reply(ABSENT);
    }

    private static FtpScript present(FtpScript script, String path, String type) {
        return script.expect("MLST " + path).reply("250-" + path, " type=" + type + ";size=5; " + path, "250 End");
    }

    private List<BulkResult> download(ScriptedFtpServer server, String... paths) {
        return get(client(server)
                .bulk()
                .sessions(1)
                .download(Flux.just(paths), folder)
                .collectList());
    }

    private static void refused(BulkResult result, String why) {
        assertThat(result.failure())
                .isInstanceOf(FtpFileException.class)
                .rootCause()
                .hasMessageContaining(why);
    }

    @Test
    void shouldDownloadAFileThatIsCalledLikeAPart() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> retrieve(absent(login(script), "data"), "data.part", "bytes"))) {
            assertThat(download(server, "data.part"))
                    .extracting(BulkResult::failure)
                    .containsOnlyNulls();
        }
        assertThat(folder.resolve("data.part")).hasContent("bytes");
        assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("data.part"));
    }

    /** Whichever comes first. */
    @Test
    void shouldTakeTheWholeFileWhereBothAreThere() {
        for (String[] order : new String[][] {{"a", "a.part"}, {"a.part", "a"}}) {
            try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
                login(script);
                for (String path : order) {
                    if (path.equals("a")) {
                        retrieve(script, "a", "bytes");
                    } else {
                        present(present(script, "a", "file"), "a", "file");
                    }
                }
            })) {
                for (BulkResult result : download(server, order)) {
                    if (result.path().equals("a")) {
                        assertThat(result.failure()).isNull();
                    } else {
                        refused(result, "called like its part");
                    }
                }
            }
            assertThat(folder.resolve("a")).hasContent("bytes");
            assertThat(folder.resolve("a.part")).doesNotExist();
        }
    }

    /** It was downloaded when the server had no "a". */
    @Test
    void shouldNotOverwriteAFileOfItsOwn() throws IOException {
        Files.writeString(folder.resolve("a.part"), "mine");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> present(present(login(script), "a.part", "file"), "a.part", "file"))) {
            refused(download(server, "a").get(0), "where the part of a is to be");
        }
        assertThat(folder.resolve("a.part")).hasContent("mine");
    }

    @Test
    void shouldTakeWhatAnEarlierDownloadHasLeftForThat() throws IOException {
        Files.writeString(folder.resolve("a.part"), "by");
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> retrieve(absent(login(script), "a.part"), "a", "bytes"))) {
            assertThat(download(server, "a")).extracting(BulkResult::failure).containsOnlyNulls();
        }
        assertThat(folder.resolve("a")).hasContent("bytes");
        assertThat(folder.resolve("a.part")).doesNotExist();
    }

    /** A directory has no part. */
    @Test
    void shouldNotMindADirectory() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                retrieve(present(present(login(script), "data", "dir"), "data", "dir"), "data.part", "bytes"))) {
            assertThat(download(server, "data.part"))
                    .extracting(BulkResult::failure)
                    .containsOnlyNulls();
        }
    }

    /** Nobody knows whether the file would be overwritten. */
    @Test
    void shouldFailWhereTheServerDoesNotTell() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> login(script).on("MLST a", "450 busy"))) {
            assertThat(Objects.requireNonNull(download(server, "a.part").get(0).failure()))
                    .hasMessageContaining("450 busy");
        }
        assertThat(folder).isEmptyDirectory();
    }
}
