package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.mirror.FtpMirror;
import io.ftpreactive.mirror.MirrorAction;
import io.ftpreactive.mirror.MirrorResult;
import io.ftpreactive.result.DialogueEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Trees are made alike, on every server, whatever interrupts that. */
class MirrorIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Set<String> LISTINGS = Set.of("LIST", "MLSD", "NLST");
    private static final int FOLDERS = 10;
    private static final int FILES = 60;
    private static final int INTERRUPTIONS = 15;

    private static MirrorResult last(Flux<MirrorResult> mirror) {
        return Objects.requireNonNull(mirror.doOnNext(result ->
                        assertThat(result.failure()).as(result.toString()).isNull())
                .blockLast(LONG));
    }

    /** Sub-directories in one another and side by side, an empty one, and files of all kinds of sizes. */
    private static Path plant(Path top) throws IOException {
        Instant time = Instant.now().minus(3, ChronoUnit.HOURS);
        for (int i = 0; i < FILES; i++) {
            int number = i % (FOLDERS - 2);
            Path folder =
                    Files.createDirectories(number < 4 ? top.resolve("d " + number) : top.resolve("d 0/e" + number));
            Path file = Files.write(folder.resolve("f" + i + ".txt"), new byte[i == 7 ? 0 : i * 331]);
            Files.setLastModifiedTime(file, FileTime.from(time.plusSeconds(i * 97L)));
        }
        Files.createDirectories(top.resolve("empty"));
        return top;
    }

    /** What is in a folder: sizes of files, and -1 for directories. */
    private static Map<String, Long> tree(Path top) {
        Map<String, Long> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.toList()) {
                found.put(top.relativize(path).toString(), Files.isDirectory(path) ? -1 : Files.size(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static FtpClient counting(FtpClient client, AtomicInteger listings) {
        return client.doOnDialogueEvent(event -> {
            if (event.kind() == DialogueEvent.Kind.COMMAND
                    && event.command() != null
                    && LISTINGS.contains(event.command().verb())) {
                listings.incrementAndGet();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldMoveNothingTheSecondTime(Cell cell, @TempDir Path temporary) throws IOException {
        Path source = plant(temporary.resolve("source"));
        Path copy = temporary.resolve("copy");
        cell.server.makeDirectory("mirrored");
        String top = cell.server.path("mirrored");
        AtomicInteger listings = new AtomicInteger();
        FtpMirror mirror = FtpMirror.of(counting(cell.client(8), listings)).deleteExtra(true);

        assertThat(last(mirror.upload(source, top)).totals().filesDone()).isEqualTo(FILES);
        assertThat(tree(cell.server.local("mirrored"))).isEqualTo(tree(source));
        assertThat(last(mirror.download(top, copy)).totals().filesDone()).isEqualTo(FILES);
        assertThat(tree(copy)).isEqualTo(tree(source));

        for (Flux<MirrorResult> again : List.of(mirror.upload(source, top), mirror.download(top, copy))) {
            listings.set(0);
            assertThat(again.collectList().block(LONG))
                    .hasSize(FOLDERS)
                    .extracting(MirrorResult::action)
                    .containsOnly(MirrorAction.LIST);
            assertThat(listings).hasValue(FOLDERS);
        }
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldDownloadTheSameHoweverOftenItIsInterrupted(Cell cell, @TempDir Path temporary) throws IOException {
        Path source = plant(temporary.resolve("source"));
        Path copy = temporary.resolve("copy");
        cell.server.makeDirectory("down");
        String top = cell.server.path("down");
        FtpMirror mirror = FtpMirror.of(cell.client(4)).deleteExtra(true).sessions(2);
        last(mirror.upload(source, top));
        Files.createDirectories(copy.resolve("strange/deep"));
        Files.writeString(copy.resolve("strange/deep/file.part"), "strange");

        interrupted(mirror.download(top, copy));

        assertThat(tree(copy)).isEqualTo(tree(source));
        assertThat(last(mirror.download(top, copy)).totals().filesDone()).isZero();
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldUploadTheSameHoweverOftenItIsInterrupted(Cell cell, @TempDir Path temporary) throws IOException {
        Path source = plant(temporary.resolve("source"));
        cell.server.makeDirectory("up/strange/deep");
        cell.server.write("up/strange/deep/file", new byte[1]);
        String top = cell.server.path("up");
        FtpMirror mirror = FtpMirror.of(cell.client(4)).deleteExtra(true).sessions(2);

        interrupted(mirror.upload(source, top));

        assertThat(tree(cell.server.local("up"))).isEqualTo(tree(source));
        cell.buffers.assertNoneLeft();
    }

    /** Cancels at moments that a printed seed tells, and lets the last run end. */
    private static void interrupted(Flux<MirrorResult> mirror) {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("MirrorIT: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < INTERRUPTIONS; i++) {
            Duration moment = Duration.ofMillis(random.nextInt(60));
            // By an element or by a clock: in the middle of a transfer, or between two.
            Flux<MirrorResult> broken = random.nextBoolean() ? mirror.take(random.nextInt(20)) : mirror.take(moment);
            broken.blockLast(LONG);
        }
        last(mirror);
    }
}
