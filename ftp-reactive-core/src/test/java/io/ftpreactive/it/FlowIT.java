package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.options.RateLimit;
import io.ftpreactive.result.TransferProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Rate limits, progress and NOOPs during transfers, on each server. */
class FlowIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int SIZE = 300_000;
    /** More than sockets hold: a server that has written all says 226, and no NOOP is sent any more. */
    private static final int BIG = 8_000_000;

    private static final RateLimit BIG_LIMIT = RateLimit.bytesPerSecond(10_000_000);

    private static Mono<byte[]> read(FtpClient client, String path) {
        return client.retrieve(path).aggregate().asByteArray();
    }

    private static Mono<?> write(FtpClient client, String path, byte[] content) {
        return client.store(path, Bytes.chunks(content, 7_000));
    }

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(LONG));
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldShareALimitBetweenTransfersOfEveryKind(Cell cell, @TempDir Path folder) throws Exception {
        byte[] content = Bytes.random(SIZE);
        cell.server.write("rate-limited", content);
        String path = cell.server.path("rate-limited");
        Path source = Files.write(folder.resolve("source"), content);
        Path target = folder.resolve("target");
        RateLimit limit = RateLimit.bytesPerSecond(1_000_000);
        FtpClient client = cell.client(2).transferOptions(options -> options.rateLimits(limit));

        Mono.when(
                        read(client, path).doOnNext(read -> assertThat(read).isEqualTo(content)),
                        client.download(path, target))
                .block(LONG);
        Mono.when(write(client, path + "-stream", content), client.store(path + "-file", source))
                .block(LONG);
        // 1.2 MB; what the limit allows at the end, and the slices that are not waited for, go faster.
        assertThat(target).hasBinaryContent(content);
        assertThat(cell.server.local("rate-limited-stream")).hasBinaryContent(content);
        assertThat(cell.server.local("rate-limited-file")).hasBinaryContent(content);
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldKeepTheControlConnectionBusyAndTheSessionInStep(Cell cell) {
        byte[] content = Bytes.random(BIG);
        cell.server.write("busy", content);
        String path = cell.server.path("busy");
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpClient plain = cell.client(1).doOnDialogue(dialogue::add);
        FtpClient client = plain.transferOptions(
                options -> options.keepAlive(Duration.ofMillis(50)).rateLimits(BIG_LIMIT));

        assertThat(get(read(client, path))).isEqualTo(content);
        assertThat(get(plain.size(path))).isEqualTo(BIG);
        verifyBusyInOneSession(dialogue);
        client.store(path + "-back", Bytes.chunks(content, 50_000)).block(LONG);
        assertThat(get(plain.size(path + "-back"))).isEqualTo(BIG);
        verifyBusyInOneSession(dialogue);
        assertThat(cell.server.local("busy-back")).hasBinaryContent(content);
        cell.buffers.assertNoneLeft();
    }

    /**
     * Each NOOP was answered: Pure-FTPd refuses it during a download. How many there are is the server's matter: one that
     * has everything in its socket buffer says 226 before any is sent.
     */
    private static void verifyBusyInOneSession(List<String> dialogue) {
        assertThat(dialogue.stream().filter(line -> line.startsWith("> USER"))).hasSize(1);
        assertThat(dialogue.stream().filter(line -> line.matches("< (200|500) .*")))
                .hasSizeGreaterThanOrEqualTo((int)
                        dialogue.stream().filter(line -> line.equals("> NOOP")).count());
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldGoOnAfterATransferWithNoopsWasCancelled(Cell cell) {
        byte[] content = Bytes.random(BIG);
        cell.server.write("busy", content);
        String path = cell.server.path("busy");
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpClient plain = cell.client(1).abortTimeout(Duration.ofSeconds(2)).doOnDialogue(dialogue::add);
        FtpClient client = plain.transferOptions(
                options -> options.keepAlive(Duration.ofMillis(20)).rateLimits(BIG_LIMIT));
        long[] seen = {0};
        client.retrieve(path)
                .asByteArray()
                .takeUntil(bytes -> (seen[0] += bytes.length) > BIG / 4)
                .blockLast(LONG);
        assertThat(get(read(plain, path))).isEqualTo(content);
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldTellHowFarATransferHasCome(Cell cell, @TempDir Path folder) throws Exception {
        byte[] content = Bytes.random(SIZE);
        cell.server.write("told", content);
        String path = cell.server.path("told");
        Path local = folder.resolve("f");
        List<TransferProgress> told = new CopyOnWriteArrayList<>();
        FtpClient client = cell.client(1).transferOptions(options -> options.progress(Duration.ofMillis(1), told::add));

        client.download(path, local).block(LONG);
        verifyProgress(told, -1L, (long) SIZE);
        told.clear();
        client.store(path + "-file", local).block(LONG);
        verifyProgress(told, (long) SIZE);
        told.clear();
        write(client, path + "-stream", content).block(LONG);
        verifyProgress(told, -1L);
        cell.buffers.assertNoneLeft();
    }

    private static void verifyProgress(List<TransferProgress> told, Long... totals) {
        assertThat(told)
                .extracting(TransferProgress::bytes)
                .isSorted()
                .startsWith(0L)
                .endsWith((long) SIZE);
        assertThat(told)
                .extracting(TransferProgress::total)
                .containsOnly(told.get(0).total())
                .isSubsetOf(totals);
    }
}
