package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ftpreactive.FtpSession;
import io.ftpreactive.error.FtpTransferException;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** A server that has enough of an upload says so while the client still sends. */
class EarlyRefusalIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int CHUNK = 10_000;
    private static final int CHUNKS = 1000;

    /** Only ProFTPD was told to take no more than 100 KiB in one directory. */
    static Stream<Cell> limited() {
        return Cell.all("proftpd");
    }

    @ParameterizedTest
    @MethodSource("limited")
    void shouldFailWithTheRefusalOfTooLongAFileAndGoOn(Cell cell) {
        cell.server.makeDirectory("limited");
        cell.server.write("small", Bytes.random(5000));
        AtomicBoolean cancelled = new AtomicBoolean();
        Flux<ByteBuf> source = Flux.range(0, CHUNKS)
                .map(i -> cell.buffers.buffer().writeZero(CHUNK))
                .doOnCancel(() -> cancelled.set(true))
                .doOnDiscard(ByteBuf.class, ByteBuf::release);
        FtpSession session = Objects.requireNonNull(cell.client(1).connect().block(LONG));

        FtpTransferException error = catchThrowableOfType(
                FtpTransferException.class,
                () -> session.store(cell.server.path("limited/big"), source).block(LONG));

        assertThat(Objects.requireNonNull(error.reply()).code()).isIn(550, 552);
        assertThat(error.bytes()).isGreaterThan(100_000).isLessThan((long) CHUNK * CHUNKS);
        assertThat(cancelled).isTrue();
        assertThat(session.retrieve(cell.server.path("small"))
                        .aggregate()
                        .asByteArray()
                        .block(LONG))
                .isEqualTo(Bytes.random(5000));
        session.close().block(LONG);
        cell.buffers.assertNoneLeft();
    }
}
