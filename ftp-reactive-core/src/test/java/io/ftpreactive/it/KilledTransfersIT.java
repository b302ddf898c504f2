package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.testkit.Killer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Transfers whose connections are killed again and again, by either kind of end, behind any byte: what comes of them is
 * always the same file.
 */
class KilledTransfersIT {

    private static final int SIZE = 600_000;

    /** More than 500 kills in all, with eight servers. */
    private static final int ROUNDS = Integer.getInteger("ftpreactive.kills", 7);

    private static final int KILLS = 4;

    @TempDir
    Path dir = Path.of("");

    static Stream<Cell> cells() {
        return Stream.concat(Cell.servers(), Cell.tlsServers())
                .filter(cell -> !cell.server.host().contains(":"));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldComeOutTheSame(Cell cell) throws IOException {
        long seed = Long.getLong("ftpreactive.seed", new Random().nextLong());
        byte[] content = Bytes.random(SIZE);
        Path source = Files.write(dir.resolve("source"), content);
        cell.server.write("killed", content);
        Killer killer = new Killer(cell.server.port(), SIZE, seed);
        FtpSessionProvider pool = FtpSessionProvider.create(4);
        FtpClient client = cell.client(FtpClient.create(pool, cell.transport().doOnChannelInit(killer)))
                // Pure-FTPd at times ends a download that was killed by a second 150, and says no more.
                .replyTimeout(Duration.ofSeconds(2))
                .transferOptions(options -> options.retry(Retry.max(KILLS + 5)).verified(true));
        FtpClient segmented =
                client.transferOptions(options -> options.segments(3).verified(false));
        try {
            for (int round = 0; round < ROUNDS; round++) {
                killer.kill(KILLS);
                Path target = dir.resolve("target" + round);
                run(client.download(cell.server.path("killed"), target));
                assertThat(target).hasBinaryContent(content);

                killer.kill(KILLS);
                byte[] streamed = client.retrieve(cell.server.path("killed"))
                        .aggregate()
                        .asByteArray()
                        .block(Cancels.LONG);
                assertThat(streamed).isEqualTo(content);

                killer.kill(KILLS);
                byte[] joined = segmented
                        .retrieve(cell.server.path("killed"))
                        .aggregate()
                        .asByteArray()
                        .block(Cancels.LONG);
                assertThat(joined).isEqualTo(content);

                killer.kill(KILLS);
                String stored = "killed-" + round;
                run(client.store(cell.server.path(stored), source));
                assertThat(cell.server.local(stored)).hasBinaryContent(content);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("with -Dftpreactive.seed=" + seed + " after " + killer.killed() + " kills", e);
        } finally {
            pool.disposeLater().block(Cancels.LONG);
        }
        System.out.println(cell + ": " + killer.killed() + " kills");
        assertThat(killer.killed()).isGreaterThan(2 * ROUNDS);
        cell.buffers.assertNoneLeft();
    }

    private static void run(Mono<?> transfer) {
        assertThat(transfer.block(Duration.ofSeconds(60))).isNotNull();
    }
}
