package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.RealServers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** One GiB there and back, in a JVM that could not hold it. */
class BigFileIT {

    private static final int CHUNK = 256 * 1024;
    private static final int CHUNKS = 4096;

    static Stream<Cell> servers() {
        return Cell.servers()
                .filter(cell -> cell.server.name().equals("vsftpd")
                        || cell.server.name().equals(RealServers.EMBEDDED));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void shouldMoveOneGibibyteBothWays(Cell cell) throws Exception {
        byte[] block = Bytes.random(CHUNK);
        CRC32 sent = new CRC32();
        Flux<ByteBuf> source = Flux.range(0, CHUNKS).map(i -> {
            block[i % CHUNK] ^= i.byteValue();
            sent.update(block);
            return Unpooled.copiedBuffer(block);
        });
        FtpClient client = cell.client(1);
        String path = cell.server.path("big");
        try {
            TransferResult stored =
                    Objects.requireNonNull(client.store(path, source).block(Duration.ofMinutes(3)));
            assertThat(stored.bytes()).isEqualTo((long) CHUNK * CHUNKS);

            CRC32 received = new CRC32();
            AtomicLong bytes = new AtomicLong();
            client.retrieve(path)
                    .doOnNext(buffer -> {
                        bytes.addAndGet(buffer.readableBytes());
                        for (ByteBuffer part : buffer.nioBuffers()) {
                            received.update(part);
                        }
                    })
                    .blockLast(Duration.ofMinutes(3));
            assertThat(bytes.get()).isEqualTo((long) CHUNK * CHUNKS);
            assertThat(received.getValue()).isEqualTo(sent.getValue());
        } finally {
            Files.deleteIfExists(cell.server.local("big"));
        }
        cell.buffers.assertNoneLeft();
    }
}
