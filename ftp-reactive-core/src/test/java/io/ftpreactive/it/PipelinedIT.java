package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpBulk;
import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpOperations;
import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.BulkAnswer;
import io.ftpreactive.result.BulkResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Commands that are sent before they are due, on every server. */
class PipelinedIT {

    private static final int FILES = 40;
    private static final Duration LONG = Duration.ofSeconds(30);

    private static List<BulkResult> all(Flux<BulkResult> results) {
        return Objects.requireNonNull(results.collectList().block(LONG));
    }

    private static List<Path> plant(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.createDirectories(folder);
        for (int i = 0; i < FILES; i++) {
            files.add(Files.write(folder.resolve("f" + i), Bytes.random(i * 977)));
        }
        return files;
    }

    /** How many of the commands that ask for a port went out along with the transfer command of the file before. */
    private static long early(Queue<String> dialogue) {
        List<String> lines = List.copyOf(dialogue);
        long early = 0;
        boolean behindTransfer = false;
        for (String line : lines) {
            if (line.startsWith("<")) {
                behindTransfer = false;
            } else if (line.startsWith("> RETR") || line.startsWith("> STOR")) {
                // An upload cannot be taken back.
                assertThat(behindTransfer && line.startsWith("> STOR")).isFalse();
                behindTransfer = true;
            } else if (behindTransfer && (line.startsWith("> EPSV") || line.startsWith("> EPRT"))) {
                early++;
            }
        }
        return early;
    }

    private static void assertEarly(Queue<String> dialogue) {
        // How many depends on how fast the next file is found: here the server is nearer than the disk.
        assertThat(early(dialogue)).as(() -> String.join("\n", dialogue)).isPositive();
        assertThat(dialogue).noneMatch(line -> line.matches("< (4..|500|503|530).*"));
        dialogue.clear();
    }

    private static void assertNoneFailed(List<BulkResult> results) {
        assertThat(results).hasSize(FILES).extracting(BulkResult::failure).containsOnlyNulls();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldSendEarlyInPassiveMode(Cell cell, @TempDir Path temporary) throws IOException {
        shouldSendEarly(cell, cell.client(1), temporary, "passive");
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldSendEarlyInActiveMode(Cell cell, @TempDir Path temporary) throws IOException {
        shouldSendEarly(cell, cell.client(1).active(), temporary, "active");
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#tlsServers")
    void shouldSendEarlyWithTls(Cell cell, @TempDir Path temporary) throws IOException {
        shouldSendEarly(cell, cell.client(1), temporary, "secure");
    }

    private static void shouldSendEarly(Cell cell, FtpClient plain, Path temporary, String name) throws IOException {
        Path source = temporary.resolve("source");
        Path copy = temporary.resolve("copy");
        List<Path> files = plant(source);
        cell.server.makeDirectory(name);
        String top = cell.server.path(name);
        Queue<String> dialogue = new ConcurrentLinkedQueue<>();
        FtpClient client = plain.doOnDialogue(dialogue::add);
        FtpBulk bulk = client.bulk().sessions(1).below(top);

        assertNoneFailed(all(bulk.upload(Flux.fromIterable(files), source, top)));
        assertEarly(dialogue);
        Flux<String> paths = Flux.fromIterable(files).map(file -> top + "/" + file.getFileName());
        assertNoneFailed(all(bulk.download(paths, copy)));
        assertEarly(dialogue);
        for (Path file : files) {
            assertThat(copy.resolve(source.relativize(file))).hasSameBinaryContentAs(file);
        }
        assertNoneFailed(all(bulk.delete(paths)));
        cell.buffers.assertNoneLeft();
    }

    /** Questions and changes of one command each are on their way together. */
    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldAskManyThingsAtOnce(Cell cell, @TempDir Path temporary) throws IOException {
        List<Path> files = plant(temporary.resolve("source"));
        cell.server.makeDirectory("asked");
        String top = cell.server.path("asked");
        Queue<String> dialogue = new ConcurrentLinkedQueue<>();
        FtpClient client = cell.client(1).doOnDialogue(dialogue::add);
        FtpBulk bulk = client.bulk().sessions(1).inOrder(true);
        assertNoneFailed(all(bulk.upload(Flux.fromIterable(files), temporary.resolve("source"), top)));
        Flux<String> paths = Flux.range(0, FILES).map(i -> top + "/f" + i);

        assertThat(values(bulk.each(paths, FtpOperations::size))).hasSize(FILES).startsWith(0L, 977L, 1954L);
        assertThat(values(bulk.each(paths, FtpOperations::modified))).hasSize(FILES);
        assertThat(values(bulk.each(paths, FtpOperations::entry)))
                .hasSize(FILES)
                .allMatch(FtpEntry::isFile);
        dialogue.clear();
        assertThat(get(bulk.each(paths, (session, path) -> session.rename(path, path + "x"))))
                .hasSize(FILES)
                .noneMatch(BulkAnswer::isFailed);
        assertThat(most(dialogue)).isGreaterThan(4);
        dialogue.clear();
        List<BulkAnswer<String, Void>> gone =
                get(bulk.each(paths, (session, path) -> session.rename(path, path + "y")));
        assertThat(gone)
                .hasSize(FILES)
                .allMatch(answer -> answer.failure() instanceof FtpReplyException refused
                        && refused.command().startsWith("RN"));
        assertNoneFailed(all(bulk.delete(paths.map(path -> path + "x"))));
        cell.buffers.assertNoneLeft();
    }

    /** SIZE is asked behind each transfer, NOOPs are wanted during each: nothing may wait for what waits for it. */
    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldNotWaitForItself(Cell cell, @TempDir Path temporary) throws IOException {
        Path source = temporary.resolve("source");
        List<Path> files = plant(source);
        cell.server.makeDirectory("careful");
        String top = cell.server.path("careful");
        FtpClient client = cell.client(1)
                .active()
                .transferOptions(
                        options -> options.sizeCheck(SizeCheck.REQUIRED).keepAlive(Duration.ofSeconds(1)));
        FtpBulk bulk = client.bulk().sessions(1).below(top);
        assertNoneFailed(all(bulk.upload(Flux.fromIterable(files), source, top)));
        Flux<String> paths = Flux.fromIterable(files).map(file -> top + "/" + file.getFileName());
        assertNoneFailed(all(bulk.download(paths, temporary.resolve("copy"))));
        cell.buffers.assertNoneLeft();
    }

    /** Some listings change the directory and come back: nobody else's commands come between. */
    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldLeaveTheSessionWhereItWas(Cell cell) {
        List<String> directories = List.of("away0", "away1", "away2", "away3");
        directories.forEach(cell.server::makeDirectory);
        FtpClient client = cell.client(1).listingOptions(options -> options.hidden(true));
        FtpBulk bulk = client.bulk().sessions(1).inOrder(true);
        List<String> before = get(client.withSession(FtpSession::printWorkingDirectory));
        assertThat(values(bulk.each(
                        Flux.fromIterable(directories).map(cell.server::path),
                        (session, path) -> session.list(path).collectList())))
                .hasSize(4);
        assertThat(get(client.withSession(FtpSession::printWorkingDirectory))).isEqualTo(before);
        cell.buffers.assertNoneLeft();
    }

    private static <T> List<T> get(Flux<T> all) {
        return Objects.requireNonNull(all.collectList().block(LONG));
    }

    private static <T, V> List<V> values(Flux<BulkAnswer<T, V>> answers) {
        return get(answers).stream()
                .map(answer -> Objects.requireNonNull(answer.value(), String.valueOf(answer.failure())))
                .toList();
    }

    /** How many commands were on their way at once. */
    private static int most(Queue<String> dialogue) {
        int most = 0;
        int now = 0;
        for (String line : dialogue) {
            now = line.startsWith(">") ? now + 1 : Math.max(0, now - 1);
            most = Math.max(most, now);
        }
        return most;
    }
}
