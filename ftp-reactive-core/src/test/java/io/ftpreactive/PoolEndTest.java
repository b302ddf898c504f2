package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.result.SessionPoolEvent;
import io.ftpreactive.result.SessionPoolMetrics;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a pool shows of itself, how it begins, and how it ends. */
class PoolEndTest extends ScriptedTest {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    private void slow(FtpScript script) {
        script.login()
                .expect("SIZE a")
                .run(asked::countDown)
                .await(go)
                .reply("213 7")
                .on("SIZE", "213 8");
    }

    @Test
    void shouldLetRunningOperationsEnd() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(this::slow)) {
            FtpSessionProvider pool = FtpSessionProvider.create(1);
            FtpClient client = client(server, pool);
            Mono<Long> running = client.size("a").cache();
            running.subscribe();
            await(asked);
            Mono<Void> end = pool.disposeLater(Duration.ZERO, LONG).cache();
            end.subscribe();
            assertThat(failure(FtpConnectionException.class, client.size("b")).reason())
                    .isEqualTo(Reason.DISPOSED);
            go.countDown();
            assertThat(running.block(LONG)).isEqualTo(7);
            end.block(LONG);
            assertThat(pool.isDisposed()).isTrue();
        }
    }

    @Test
    void shouldLetOperationsFollowEachOtherInTheQuietTime() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(this::slow)) {
            FtpSessionProvider pool = FtpSessionProvider.create(1);
            FtpClient client = client(server, pool);
            Mono<Long> running = client.size("a").then(client.size("b")).cache();
            running.subscribe();
            await(asked);
            Mono<Void> end = pool.disposeLater(Duration.ofMillis(200), LONG).cache();
            end.subscribe();
            go.countDown();
            assertThat(running.block(LONG)).isEqualTo(8);
            end.block(LONG);
            failure(FtpConnectionException.class, client.size("c"));
        }
    }

    @Test
    void shouldEndWhatHasNotEndedInTime() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("SIZE a").hang())) {
            FtpSessionProvider pool = FtpSessionProvider.create(1);
            FtpClient client = client(server, pool);
            Mono<Long> running = client.size("a").cache();
            Mono<Long> waiting = client.size("b").cache();
            running.subscribe(null, error -> {});
            waiting.subscribe(null, error -> {});
            pool.disposeLater(Duration.ofSeconds(1), Duration.ofMillis(300)).block(LONG);
            assertThat(failure(FtpConnectionException.class, running).reason()).isEqualTo(Reason.DISPOSED);
            assertThat(failure(FtpConnectionException.class, waiting).reason()).isEqualTo(Reason.DISPOSED);
        }
    }

    @Test
    void shouldOpenSessionsAheadOfTheFirstOperation() {
        CountDownLatch in = new CountDownLatch(3);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().run(in::countDown).on("SIZE", "213 7").on("NOOP", "200 ok"))) {
            FtpClient client = client(server, FtpSessionProvider.create(3));
            assertThat(client.warmup(5).block(LONG)).isEqualTo(3);
            await(in);
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
            assertThat(client.warmup(3).block(LONG)).isZero();
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void shouldCountItsSessionsAndTellWhatHappensToThem() {
        List<SessionPoolEvent> events = new CopyOnWriteArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(this::slow)) {
            FtpSessionProvider pool = FtpSessionProvider.builder()
                    .name("files")
                    .maxSessions(1)
                    .listener(event -> {
                        events.add(event);
                        throw new IllegalStateException("a listener that fails");
                    })
                    .build();
            FtpClient client = client(server, pool);
            Mono<Long> running = client.size("a").cache();
            running.subscribe();
            await(asked);
            Mono<Long> waiting = client.size("b").cache();
            waiting.subscribe();
            String name = server.host() + ":" + server.port();
            assertThat(pool.metrics()).containsExactly(new SessionPoolMetrics("files", name, "joe", 1, 0, 0, 1, 1));
            go.countDown();
            waiting.block(LONG);
            assertThat(pool.metrics()).containsExactly(new SessionPoolMetrics("files", name, "joe", 0, 1, 0, 0, 1));
            assertThat(pool).asString().contains("files", name, "joe").doesNotContain("s3cret");
        }
        assertThat(events.stream().map(SessionPoolEvent::type))
                .startsWith(
                        SessionPoolEvent.Type.OPENED,
                        SessionPoolEvent.Type.LENT,
                        SessionPoolEvent.Type.RETURNED,
                        SessionPoolEvent.Type.LENT,
                        SessionPoolEvent.Type.RETURNED);
    }

    @Test
    void shouldNotCountCallersForWhomSessionsAreOpenedAmongThoseThatWait() {
        CountDownLatch both = new CountDownLatch(2);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().expect("SIZE a").run(both::countDown).await(both).reply("213 7"))) {
            FtpClient client = client(
                    server,
                    FtpSessionProvider.builder()
                            .maxSessions(3)
                            .pendingAcquireMaxCount(1)
                            .build());
            Mono.when(client.size("a"), client.size("a")).block(LONG);
        }
    }

    @Test
    void shouldLetAnyNumberWaitWhereThatIsWanted() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(this::slow)) {
            FtpClient client = client(
                    server,
                    FtpSessionProvider.builder()
                            .maxSessions(1)
                            .pendingAcquireMaxCount(-1)
                            .build());
            client.size("a").subscribe();
            await(asked);
            Mono<List<Long>> all = Flux.range(0, 2000)
                    .flatMap(i -> client.size("b"), 2000)
                    .collectList()
                    .cache();
            all.subscribe();
            go.countDown();
            assertThat(all.block(LONG)).hasSize(2000);
        }
    }

    /** Not on an event loop, of course. */
    @Test
    void shouldLendASessionToOneWhoWaitsForItWhileAnotherIsBeingLent() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().on("SIZE", "213 7").on("NOOP", "200 ok"))) {
            FtpClient client = client(server, FtpSessionProvider.create(2));
            Flux.range(0, 2).flatMap(i -> client.size("a"), 2).blockLast(LONG);
            Flux<Long> nested = client.withSession(session -> Mono.just(get(client.size("a"))));
            assertThat(nested.blockLast(LONG)).isEqualTo(7);
        }
    }

    @Test
    void shouldFailEachWhoWaitsWhereNoLoginWorks() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.reply("220 hi").expect("USER joe").reply("530 no").expectClose())) {
            FtpClient client = client(server, FtpSessionProvider.create(3));
            Long failures = Flux.range(0, 10)
                    .flatMap(i -> client.size("a").map(size -> false).onErrorReturn(FtpException.class, true), 10)
                    .filter(failed -> failed)
                    .count()
                    .block(LONG);
            assertThat(failures).isEqualTo(10);
        }
    }
}
