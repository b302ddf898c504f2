package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.testkit.RealServers;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Transfers cut off at any point: the server does not take a fragment for the whole, and the next transfer is good. */
class CancelIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int SIZE = 3_000_000;

    /** Where every byte pattern of an abort shows up sooner or later; the other cells are tried more briefly. */
    private static int times(Cell cell) {
        boolean often = cell.mode == Cell.Mode.EPSV
                && (cell.server.name().equals("vsftpd") || cell.server.name().equals(RealServers.EMBEDDED));
        return Integer.getInteger("ftpreactive.cancels", often ? 500 : 50);
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.it.Cell#all")
    void shouldGoOnAfterADownloadWasCancelledAnywhere(Cell cell) {
        byte[] content = Bytes.random(SIZE);
        cell.server.write("cancel-download", content);
        cell.server.write("cancel-check", Bytes.random(10_000));
        FtpClient client = cell.client(1);
        Random random = new Random(42);
        for (int i = 0; i < times(cell); i++) {
            int after = random.nextInt(SIZE);
            Flux<byte[]> some = client.retrieve(cell.server.path("cancel-download"))
                    .asByteArray()
                    .scan(new byte[0], (seen, next) -> next)
                    .skip(1);
            if (i % 2 == 0) {
                long[] seen = {0};
                some.takeUntil(next -> (seen[0] += next.length) > after).blockLast(LONG);
            } else {
                Disposable running = some.subscribe();
                spin(random.nextInt(2_000_000));
                running.dispose();
            }
            verifyGood(cell, client);
        }
        cell.buffers.assertNoneLeft();
    }

    private static void spin(int nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void verifyGood(Cell cell, FtpClient client) {
        byte[] good = client.retrieve(cell.server.path("cancel-check"))
                .aggregate()
                .asByteArray()
                .block(LONG);
        assertThat(good).isEqualTo(Bytes.random(10_000));
    }
}
