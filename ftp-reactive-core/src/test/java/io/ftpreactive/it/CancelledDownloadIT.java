package io.ftpreactive.it;

import io.ftpreactive.FtpClient;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Downloads cut off at any point: the next transfer is good. */
class CancelledDownloadIT {

    private static final int SIZE = 3_000_000;

    @ParameterizedTest
    @MethodSource({"io.ftpreactive.it.Cell#all", "io.ftpreactive.it.Cell#allTls"})
    void shouldGoOnAfterADownloadWasCancelledAnywhere(Cell cell) {
        byte[] content = Bytes.random(SIZE);
        cell.server.write("cancel-download", content);
        Cancels.prepare(cell);
        // Pure-FTPd at times answers a download and its ABOR by one 226, which proves nothing: then the session is
        // given up.
        FtpClient client = cell.client(1).abortTimeout(Duration.ofSeconds(1));
        Random random = new Random(42);
        for (int i = 0; i < Cancels.times(cell); i++) {
            int after = random.nextInt(SIZE);
            Flux<byte[]> some = client.retrieve(cell.server.path("cancel-download"))
                    .asByteArray()
                    .scan(new byte[0], (seen, next) -> next)
                    .skip(1);
            if (i % 2 == 0) {
                long[] seen = {0};
                some.takeUntil(next -> (seen[0] += next.length) > after).blockLast(Cancels.LONG);
            } else {
                Disposable running = some.subscribe();
                Cancels.spin(random.nextInt(2_000_000));
                running.dispose();
            }
            Cancels.verifyGood(cell, client);
        }
        cell.buffers.assertNoneLeft();
    }
}
