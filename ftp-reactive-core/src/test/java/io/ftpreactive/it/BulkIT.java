package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpBulk;
import io.ftpreactive.FtpClient;
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.result.TreeEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Trees there and back again, and gone, on every server. */
class BulkIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static List<BulkResult> all(Flux<BulkResult> results) {
        return Objects.requireNonNull(results.collectList().block(LONG));
    }

    private static Flux<String> files(FtpClient client, String start) {
        return client.walk(start).filter(entry -> entry.entry().isFile()).map(TreeEntry::path);
    }

    private static List<Path> plant(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Path directory = Files.createDirectories(folder.resolve("d" + i % 4 + (i % 3 == 0 ? "/deep" : "")));
            files.add(Files.writeString(directory.resolve("f " + i), "content of " + i));
        }
        return files;
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldStoreRetrieveAndDeleteATree(Cell cell, @TempDir Path temporary) throws IOException {
        Path source = temporary.resolve("source");
        Path copy = temporary.resolve("copy");
        List<Path> files = plant(source);
        cell.server.makeDirectory("bulk");
        String top = cell.server.path("bulk");
        FtpClient client = cell.client(6);
        FtpBulk bulk = client.bulk().below(top);

        assertThat(all(bulk.upload(Flux.fromIterable(files), source, top)))
                .hasSize(60)
                .allSatisfy(result -> assertThat(result.failure()).isNull());
        List<BulkResult> loaded = all(bulk.inOrder(true).download(files(client, top), copy));

        assertThat(loaded)
                .hasSize(60)
                .allSatisfy(result -> assertThat(result.failure()).isNull());
        for (Path file : files) {
            assertThat(copy.resolve(source.relativize(file))).hasSameBinaryContentAs(file);
        }
        assertThat(all(bulk.delete(
                        Flux.fromIterable(loaded).map(BulkResult::path).concatWithValues(top + "/none"))))
                .hasSize(61)
                .filteredOn(BulkResult::isFailed)
                .extracting(BulkResult::path)
                .containsExactly(top + "/none");
        assertThat(files(client, top).collectList().block(LONG)).isEmpty();
        cell.buffers.assertNoneLeft();
    }
}
