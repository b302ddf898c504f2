package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/** Sessions spread over all event loops, although reactor-netty prefers the one that it is called on. */
class LoopsTest {

    private static final int LOOPS = 4;
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void shouldUseAllLoopsWhereSessionsAreOpenedByCallbacksOfOne() {
        LoopResources loops = LoopResources.create("spread", LOOPS, true);
        FtpSessionProvider pool = FtpSessionProvider.create(2 * LOOPS);
        Set<String> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(2 * LOOPS);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .on("NOOP", "200 ok")
                .expect("SIZE a")
                .run(all::countDown)
                .await(all)
                .reply("213 7")
                .on("SIZE", "213 7"))) {
            FtpClient client = FtpClient.create(pool, TcpClient.newConnection().runOn(loops))
                    .host(server.host())
                    .port(server.port())
                    .credentials("joe", "s3cret");
            // The first session's loop begins all others.
            client.withSession(session -> session.noop()
                            .thenMany(Flux.range(0, 2 * LOOPS)
                                    .flatMap(
                                            i -> (i == 0 ? session.size("a") : client.size("a"))
                                                    .doOnNext(size -> threads.add(Thread.currentThread()
                                                            .getName())),
                                            2 * LOOPS)))
                    .blockLast(LONG);
            assertThat(threads).hasSize(LOOPS);
        } finally {
            pool.disposeLater().block(LONG);
            loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(LONG);
        }
    }
}
