package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.transfer.TransferResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files there and back, in every cell. */
class TransferIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#all")
    void shouldBringBackWhatItStored(Cell cell, @TempDir Path folder) throws Exception {
        FtpClient client = cell.client(2);
        for (int size : new int[] {0, 1, 100_000, 5_000_000}) {
            byte[] content = Bytes.random(size);
            String path = cell.server.path("there-and-back-" + size);

            TransferResult stored =
                    client.store(path, Bytes.chunks(content, 60_000)).block(LONG);
            assertThat(stored).isNotNull();
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
}
