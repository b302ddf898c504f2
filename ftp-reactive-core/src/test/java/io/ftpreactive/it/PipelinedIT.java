package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
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

    private static final Duration LONG = Duration.ofSeconds(30);

    private static List<BulkResult> all(Flux<BulkResult> results) {
        return Objects.requireNonNull(results.collectList().block(LONG));
    }

    private static List<Path> plant(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.createDirectories(folder);
        for (int i = 0; i < 40; i++) {
            files.add(Files.write(folder.resolve("f" + i), Bytes.random(i * 977)));
        }
        return files;
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldSend(Cell cell, @TempDir Path temporary) throws IOException {
        for (boolean active : new boolean[] {false, true}) {
            Path source = temporary.resolve("source" + active);
            Path copy = temporary.resolve("copy" + active);
            List<Path> files = plant(source);
            cell.server.makeDirectory("piped" + active);
            String top = cell.server.path("piped" + active);
            Queue<String> dialogue = new ConcurrentLinkedQueue<>();
            FtpClient client = (active ? cell.client(6).active() : cell.client(6)).doOnDialogue(dialogue::add);
            System.out.println("===== " + cell + " active=" + active);
            assertThat(all(client.bulk().sessions(1).upload(Flux.fromIterable(files), source, top)))
                    .allSatisfy(result -> assertThat(result.failure()).isNull());
            show("UP", dialogue);
            List<BulkResult> loaded = all(client.bulk()
                    .sessions(1)
                    .below(top)
                    .download(Flux.fromIterable(files).map(file -> top + "/" + file.getFileName()), copy));
            assertThat(loaded).hasSize(40).allSatisfy(result -> assertThat(result.failure()).isNull());
            show("DOWN", dialogue);
            for (Path file : files) {
                assertThat(copy.resolve(source.relativize(file))).hasSameBinaryContentAs(file);
            }
            assertThat(all(client.bulk().sessions(1).delete(Flux.fromIterable(loaded).map(BulkResult::path))))
                    .allSatisfy(result -> assertThat(result.failure()).isNull());
            show("DELE", dialogue);
            cell.buffers.assertNoneLeft();
        }
    }

    private static void show(String what, Queue<String> dialogue) {
        System.out.println("--- " + what + " " + dialogue.size());
        dialogue.stream().skip(what.equals("UP") ? 20 : 0).limit(45).forEach(System.out::println);
        dialogue.clear();
    }
}
