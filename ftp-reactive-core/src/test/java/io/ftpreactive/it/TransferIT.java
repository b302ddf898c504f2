package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.result.TransferResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Files there and back, in every cell. */
class TransferIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#all", "io.ftpreactive.it.Cell#tlsServers"})
    void shouldBringBackWhatItStored(Cell cell, @TempDir Path folder) throws Exception {
        FtpClient client = cell.client(2);
        for (int size : new int[] {0, 1, 100_000, 5_000_000}) {
            byte[] content = Bytes.random(size);
            String path = cell.server.path("there-and-back-" + size);

            TransferResult stored = Objects.requireNonNull(
                    client.store(path, Bytes.chunks(content, 60_000)).block(LONG));
            assertThat(stored.bytes()).isEqualTo(size);

            assertThat(client.retrieve(path)
                            .aggregate()
                            .asByteArray()
                            .defaultIfEmpty(new byte[0])
                            .block(LONG))
                    .isEqualTo(content);
            client.download(path, folder.resolve("f")).block(LONG);
            assertThat(folder.resolve("f")).hasBinaryContent(content);
            assertThat(folder.resolve("f.part")).doesNotExist();

            client.store(path, folder.resolve("f")).block(LONG);
            assertThat(Files.readAllBytes(cell.server.local("there-and-back-" + size)))
                    .isEqualTo(content);
        }
        cell.buffers.assertNoneLeft();
    }

    /** Such a file has often been sent and its connection closed before the 150 is read. */
    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#all")
    void shouldReceiveSmallFilesThatEndBeforeTheyHaveBegun(Cell cell) {
        cell.server.write("small", Bytes.random(64));
        FtpClient client = cell.client(1);
        int times = cell.mode == Cell.Mode.EPSV ? 1000 : 50;
        for (int i = 0; i < times; i++) {
            assertThat(client.retrieve(cell.server.path("small"))
                            .aggregate()
                            .asByteArray()
                            .block(LONG))
                    .isEqualTo(Bytes.random(64));
        }
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#servers")
    void shouldRunManyTransfersOnFewSessions(Cell cell) {
        FtpClient client = cell.client(8);
        List<String> names = IntStream.range(0, 200)
                .mapToObj(i -> cell.server.path("many-" + i))
                .toList();
        Long stored = Flux.fromIterable(names)
                .flatMap(name -> client.store(name, Bytes.chunks(Bytes.random(20_000), 7_000)), 200)
                .count()
                .block(LONG);
        assertThat(stored).isEqualTo(200);
        Flux.fromIterable(names)
                .flatMap(
                        name -> client.retrieve(name)
                                .aggregate()
                                .asByteArray()
                                .doOnNext(bytes -> assertThat(bytes).isEqualTo(Bytes.random(20_000)))
                                .then(client.delete(name)),
                        200)
                .blockLast(LONG);
        cell.buffers.assertNoneLeft();
    }
}
