package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.result.BulkTotals;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** Uploads of many files: what goes wrong with one of them costs that one. */
class BulkUploadsTest extends ScriptedTest {

    @TempDir
    Path folder = Path.of("");

    private static FtpScript store(FtpScript script, String path) {
        return script.expect("EPSV")
                .passive()
                .expect("STOR " + path)
                .reply("150 go on")
                .acceptData()
                .readDataToEnd()
                .reply("226 done");
    }

    private static FtpScript login(FtpScript script) {
        return script.login().on("NOOP", "200 ok").on("SIZE", "500 no");
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, "bytes");
    }

    private List<BulkResult> upload(ScriptedFtpServer server, String directory, Path... files) {
        return get(client(server)
                .bulk()
                .sessions(1)
                .pipelined(false)
                .upload(Flux.just(files), folder, directory)
                .collectList());
    }

    /** The failed one and, behind it, one that is all right. */
    private <E extends Throwable> E firstFails(Class<E> type, FtpScript.Author author, Path... files) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(author)) {
            List<BulkResult> results = upload(server, "", files);
            assertThat(results).hasSize(2);
            assertThat(results.get(0).failure()).isInstanceOf(type);
            assertThat(results.get(0).file()).isEqualTo(files[0]);
            assertThat(results.get(1).failure()).isNull();
            assertThat(results.get(1).totals()).isEqualTo(new BulkTotals(2, 1, 5));
            assertThat(server.connections()).isEqualTo(1);
            return Objects.requireNonNull(type.cast(results.get(0).failure()));
        }
    }

    @Test
    void shouldMakeEachDirectoryOnce() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            login(script).expect("MKD in/sub").reply("257 \"in/sub\"");
            store(store(script, "in/sub/a"), "in/sub/b").expect("MKD in").reply("257 \"in\"");
            store(script, "in/c");
        })) {
            List<BulkResult> results = upload(server, "in", file("sub/a"), file("sub/b"), file("c"));
            assertThat(results).extracting(BulkResult::failure).containsOnlyNulls();
            assertThat(results).extracting(BulkResult::path).containsExactly("in/sub/a", "in/sub/b", "in/c");
        }
    }

    @Test
    void shouldLoseTheFileWhoseConnectionBreaks() throws IOException {
        FtpTransferException error = firstFails(
                FtpTransferException.class,
                script -> store(
                        login(script)
                                .expect("EPSV")
                                .passive()
                                .expect("STOR a")
                                .reply("150 go on")
                                .acceptData()
                                .readData(1)
                                .resetData()
                                .reply("426 broken"),
                        "b"),
                file("a"),
                file("b"));
        assertThat(error.command()).isEqualTo("STOR a");
        assertThat(error.reply()).hasToString("426 broken");
    }

    @Test
    void shouldLoseTheFileThatHasVanished() throws IOException {
        FtpFileException error =
                firstFails(FtpFileException.class, script -> store(login(script), "b"), folder.resolve("a"), file("b"));
        assertThat(error).hasRootCauseInstanceOf(NoSuchFileException.class);
    }

    /** When its bytes are under way already. */
    @Test
    void shouldLoseTheFileThatShrinks() throws IOException {
        Path shrinking = file("a");
        long length = 256L << 20;
        resize(shrinking, length);
        FtpTransferException error = firstFails(
                FtpTransferException.class,
                script -> store(
                        login(script)
                                .expect("EPSV")
                                .passive()
                                .expect("STOR a")
                                .reply("150 go on")
                                .acceptData()
                                .readData(1)
                                .run(() -> resize(shrinking, 10))
                                .expectDataReset()
                                .reply("426 gone"),
                        "b"),
                shrinking,
                file("b"));
        assertThat(error).hasRootCauseInstanceOf(IOException.class);
        assertThat(error.reply()).hasToString("426 gone");
    }

    private static void resize(Path file, long size) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
            if (size > channel.size()) {
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldLoseWhatIsNoFile() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("a"));
        FtpFileException error =
                firstFails(FtpFileException.class, script -> store(login(script), "b"), directory, file("b"));
        assertThat(error).rootCause().hasMessageContaining("no regular file");
    }

    @Test
    void shouldLoseALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("a"), file("b"));
        firstFails(FtpFileException.class, script -> store(login(script), "b"), link, file("b"));
    }

    @Test
    void shouldLoseAFileThatMayNotBeRead() throws IOException {
        Path closed = file("a");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("-w-------"));
        assumeFalse(Files.isReadable(closed), "this user may read everything");
        FtpFileException error =
                firstFails(FtpFileException.class, script -> store(login(script), "b"), closed, file("b"));
        assertThat(error).hasRootCauseInstanceOf(AccessDeniedException.class);
    }

    /** Each of its files, and no other. */
    @Test
    void shouldLoseTheFilesOfADirectoryThatIsRefused() throws IOException {
        Path[] files = Stream.of(file("no/a"), file("no/b"), file("c")).toArray(Path[]::new);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                store(login(script).on("MKD", "550 no").on("CWD", "550 no").on("PWD", "257 \"/\""), "c"))) {
            List<BulkResult> results = upload(server, "", files);
            assertThat(results.subList(0, 2))
                    .allSatisfy(result -> assertThat(result.failure()).isInstanceOf(FtpReplyException.class));
            assertThat(results.get(2).failure()).isNull();
        }
    }

    /** Also where all sessions are busy: no file is sent twice, and none is left out. */
    @Test
    void shouldLoseEachRefusedFileOnce() throws IOException {
        Path[] files = new Path[20];
        for (int i = 0; i < files.length; i++) {
            files[i] = file("f" + i);
        }
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            login(script);
            for (int i = 0; i < files.length; i++) {
                if (i % 2 == 0) {
                    store(script, "f" + i);
                } else {
                    script.expect("EPSV").passive().expect("STOR f" + i).reply("553 no");
                }
            }
        })) {
            List<BulkResult> results = upload(server, "", files);
            assertThat(results).filteredOn(BulkResult::isFailed).hasSize(10);
            assertThat(results).hasSize(20);
            assertThat(server.uploads()).hasSize(10);
        }
    }
}
