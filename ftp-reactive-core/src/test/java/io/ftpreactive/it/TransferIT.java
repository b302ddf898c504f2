package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.transfer.TransferResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Files there and back, in every cell. */
class TransferIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static Flux<ByteBuf> chunks(byte[] content, int size) {
        return Flux.range(0, (content.length + size - 1) / size)
                .map(i -> Unpooled.copiedBuffer(content, i * size, Math.min(size, content.length - i * size)));
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#all")
    void shouldBringBackWhatItStored(Cell cell, @TempDir Path folder) throws Exception {
        FtpClient client = cell.client(2);
        for (int size : new int[] {0, 1, 100_000, 5_000_000}) {
            byte[] content = random(size);
            String path = cell.server.path("there-and-back-" + size);

            TransferResult stored = client.store(path, chunks(content, 60_000)).block(LONG);
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
