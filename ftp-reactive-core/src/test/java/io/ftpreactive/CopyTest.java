package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.RateLimit;
import io.ftpreactive.result.SessionPoolMetrics;
import io.ftpreactive.result.TransferProgress;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.ApacheFtp;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Copies from server to server, which get both sessions or wait for both. */
class CopyTest extends ScriptedTest {

    private static FtpScript storing(FtpScript script) {
        return script.expect("EPSV")
                .passive()
                .expect("STOR b")
                .reply("150 go on")
                .acceptData();
    }

    @Test
    void shouldCopyFromOneServerToAnother() {
        List<TransferProgress> progress = new CopyOnWriteArrayList<>();
        List<String> transfers = new CopyOnWriteArrayList<>();
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> retrieve(script.login(), "a", "bytes"));
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> storing(script.login()).readDataToEnd().reply("226 done"))) {
            FtpClient from = client(source).doOnTransfer(result -> transfers.add("from " + result.bytes()));
            FtpClient to = client(target)
                    .doOnTransfer(result -> transfers.add("to " + result.bytes()))
                    .transferOptions(options -> options.progress(Duration.ZERO, progress::add));
            assertThat(get(from.copyTo("a", to, "b")).bytes()).isEqualTo(5);
            assertThat(transfers).containsExactly("from 5", "to 5");
            assertThat(progress.get(progress.size() - 1).bytes()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 no such file", "450 busy"})
    void shouldNotTouchTheTargetWhereTheSourceIsNotToBeHad(String refusal) {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script ->
                        script.login().expect("EPSV").passive().expect("RETR a").reply(refusal));
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> script.login())) {
            failure(FtpReplyException.class, client(source).copyTo("a", client(target), "b"));
            assertThat(target.commands()).doesNotContain("STOR b");
        }
    }

    @Test
    void shouldAbortBothWhereTheTargetRefuses() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> script.login()
                        .expect("EPSV")
                        .passive()
                        .expect("RETR a")
                        .reply("150 here")
                        .acceptData()
                        .expect("ABOR")
                        .reply("426 gone", "226 aborted")
                        .on("NOOP", "200 ok")
                        .on("SIZE", "213 7"));
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> script.login()
                        .expect("EPSV")
                        .passive()
                        .expect("STOR b")
                        .reply("553 no")
                        .on("SIZE", "213 8"))) {
            FtpClient from = client(source);
            FtpClient to = client(target);
            failure(FtpReplyException.class, from.copyTo("a", to, "b"));
            assertThat(from.size("a").block(LONG)).isEqualTo(7);
            assertThat(to.size("a").block(LONG)).isEqualTo(8);
        }
    }

    @Test
    void shouldNotTakeAFragmentForTheWholeWhereTheSourceBreaksOff() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> script.login()
                        .expect("EPSV")
                        .passive()
                        .expect("RETR a")
                        .reply("150 here")
                        .acceptData()
                        .sendData("half")
                        .closeData()
                        .reply("451 disk error"));
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> storing(script.login())
                        .expect("ABOR")
                        .expectDataReset()
                        .reply("426 gone", "226 aborted")
                        .on("NOOP", "200 ok"))) {
            failure(FtpTransferException.class, client(source).copyTo("a", client(target), "b"));
        }
    }

    @Test
    void shouldBeginAgainWhereASessionHadEndedUnseen() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(
                        script -> script.login()
                                .expect("SIZE x")
                                .reply("213 1")
                                .expect("EPSV")
                                .closeControl(),
                        script -> retrieve(script.login(), "a", "bytes"));
                ScriptedFtpServer target =
                        ScriptedFtpServer.start(script -> storing(script.login().on("NOOP", "200 ok"))
                                .readDataToEnd()
                                .reply("226 done"))) {
            FtpClient from = client(source);
            from.size("x").block(LONG);
            assertThat(get(from.copyTo("a", client(target), "b")).bytes()).isEqualTo(5);
        }
    }

    @Test
    void shouldSayAtOnceThatOneSessionIsNotEnough() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login())) {
            FtpClient client = client(server);
            FtpConnectionException error = failure(FtpConnectionException.class, client.copyTo("a", client, "b"));
            assertThat(error.reason()).isEqualTo(Reason.POOL_EXHAUSTED);
            assertThat(error).hasMessageContaining("two sessions");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void shouldNotKeepOthersFromTheOneSessionThatTheServerAllows() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().on("SIZE", "213 7").on("NOOP", "200 ok"),
                script -> script.reply("421 one is enough").closeControl())) {
            FtpClient client = client(server, FtpSessionProvider.create(4));
            FtpConnectionException error = failure(FtpConnectionException.class, client.copyTo("a", client, "b"));
            assertThat(error.reason()).isEqualTo(Reason.POOL_EXHAUSTED);
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
        }
    }

    @Test
    void shouldWaitForNothingOnceCancelled() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedFtpServer source =
                        ScriptedFtpServer.start(script -> script.login().on("SIZE", "213 7"));
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> script.login()
                        .expect("SIZE x")
                        .run(asked::countDown)
                        .await(go)
                        .reply("213 1")
                        .on("SIZE", "213 2"))) {
            FtpClient from = client(source);
            FtpClient to = client(target);
            Mono<Long> held = to.size("x").cache();
            held.subscribe();
            await(asked);
            from.copyTo("a", to, "b").subscribe().dispose();
            assertThat(from.size("a").block(LONG)).isEqualTo(7);
            go.countDown();
            assertThat(held.then(to.size("y")).block(LONG)).isEqualTo(2);
        }
    }

    @Test
    void shouldGiveBothSessionsBackWhenItIsCancelled() throws IOException {
        ApacheFtp server = ApacheFtp.start();
        try {
            server.write("a", new byte[3_000_000]);
            FtpSessionProvider pool = FtpSessionProvider.create(2);
            FtpClient client = of(server, pool);
            CountDownLatch begun = new CountDownLatch(1);
            FtpClient target = client.transferOptions(options -> options.rateLimits(RateLimit.bytesPerSecond(100_000))
                    .progress(Duration.ZERO, progress -> {
                        if (progress.bytes() > 0) {
                            begun.countDown();
                        }
                    }));
            Disposable copy =
                    client.copyTo(server.path("a"), target, server.path("b")).subscribe();
            await(begun);
            copy.dispose();
            Flux.range(0, 4).flatMap(i -> client.size(server.path("a")), 4).blockLast(LONG);
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(pool.metrics())
                            .extracting(SessionPoolMetrics::active)
                            .containsExactly(0));
        } finally {
            server.stop();
        }
    }

    /** Neither copies that wait for each other, nor others that pass them by, keep a copy from its sessions for ever. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 16})
    void shouldCompleteAnyNumberOfCopiesInOnePool(int sessions) throws IOException {
        ApacheFtp server = ApacheFtp.start();
        try {
            byte[] content = new byte[100_000];
            new Random(sessions).nextBytes(content);
            server.write("a", content);
            FtpClient client = client(FtpSessionProvider.create(sessions))
                    .host(server.host())
                    .port(server.port())
                    .credentials(server.user(), server.password());
            Flux<?> copies = Flux.range(0, 32)
                    .flatMap(i -> client.copyTo(server.path("a"), client, server.path("copy" + i)), 32);
            Flux<?> others = Flux.range(0, 100).flatMap(i -> client.size(server.path("a")), 8);
            Flux.merge(copies, others).blockLast(LONG);
            for (int i = 0; i < 32; i++) {
                assertThat(Files.readAllBytes(server.local("copy" + i))).isEqualTo(content);
            }
        } finally {
            server.stop();
        }
    }

    @Test
    void shouldCompleteCopiesInBothDirectionsBetweenTwoPools() throws IOException {
        ApacheFtp one = ApacheFtp.start();
        ApacheFtp other = ApacheFtp.start();
        try {
            one.write("a", new byte[50_000]);
            other.write("a", new byte[50_000]);
            FtpClient here = of(one, FtpSessionProvider.create(3));
            FtpClient there = of(other, FtpSessionProvider.create(2));
            Flux<?> copies = Flux.range(0, 40)
                    .flatMap(
                            i -> i % 2 == 0
                                    ? here.copyTo(one.path("a"), there, other.path("b" + i))
                                    : there.copyTo(other.path("a"), here, one.path("b" + i)),
                            40);
            Flux<?> others = Flux.range(0, 200)
                    .flatMap(i -> Flux.concat(here.size(one.path("a")), there.size(other.path("a"))), 10);
            Flux.merge(copies, others).blockLast(LONG);
        } finally {
            one.stop();
            other.stop();
        }
    }

    /** It stands before one for whom there is a session, of a kind that is of no use to the copy. */
    @Test
    void shouldGetThePlaceOfASessionThatOnlyThoseBehindItCanUse() throws IOException {
        ApacheFtp server = ApacheFtp.start();
        try {
            server.write("a", new byte[10]);
            FtpSessionProvider pool = FtpSessionProvider.create(2);
            FtpClient client = of(server, pool);
            FtpClient other = of(server, pool);
            Sinks.Empty<Long> first = Sinks.empty();
            Sinks.Empty<Long> second = Sinks.empty();
            client.withSession(session -> first.asMono()).subscribe();
            other.withSession(session -> second.asMono()).subscribe();
            awaitMetrics(pool, SessionPoolMetrics::active, 2);
            Mono<TransferResult> copy =
                    client.copyTo(server.path("a"), client, server.path("b")).cache();
            Mono<Long> size = other.size(server.path("a")).cache();
            copy.subscribe();
            size.subscribe();
            first.tryEmitEmpty();
            awaitMetrics(pool, SessionPoolMetrics::idle, 1);
            second.tryEmitEmpty();
            assertThat(get(copy).bytes()).isEqualTo(10);
            assertThat(get(size)).isEqualTo(10);
        } finally {
            server.stop();
        }
    }

    private static void awaitMetrics(FtpSessionProvider pool, Function<SessionPoolMetrics, Integer> count, int value) {
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() ->
                        assertThat(pool.metrics()).extracting(count::apply).containsExactly(value));
    }

    @Test
    void shouldTryAgainAfterAWhileWhetherTheServerAllowsTwoSessions() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> storing(script.login().on("SIZE", "213 7").on("NOOP", "200 ok"))
                        .readDataToEnd()
                        .reply("226 done"),
                script -> script.reply("421 one is enough").closeControl(),
                script -> retrieve(script.login(), "a", "bytes"))) {
            FtpClient client = client(
                    server,
                    FtpSessionProvider.builder()
                            .maxSessions(4)
                            .maxIdleTime(SHORT)
                            .evictInBackground(LONG)
                            .build());
            assertThat(client.size("x").block(LONG)).isEqualTo(7);
            failure(FtpConnectionException.class, client.copyTo("a", client, "b"));
            assertThat(get(Mono.delay(SHORT.multipliedBy(2)).then(client.copyTo("a", client, "b")))
                            .bytes())
                    .isEqualTo(5);
        }
    }

    @Test
    void shouldSayAtOnceThatOneSessionOfAllLoginsIsNotEnough() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().on("SIZE", "213 7"))) {
            FtpClient client = client(
                    server, FtpSessionProvider.builder().maxSessionsTotal(1).build());
            FtpClient other = client.credentials("ann", "x");
            for (FtpClient target : List.of(client, other)) {
                FtpConnectionException error = failure(FtpConnectionException.class, client.copyTo("a", target, "b"));
                assertThat(error.reason()).isEqualTo(Reason.POOL_EXHAUSTED);
                assertThat(error).hasMessageContaining("two sessions");
            }
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
        }
    }

    private FtpClient of(ApacheFtp server, FtpSessionProvider pool) {
        return client(pool).host(server.host()).port(server.port()).credentials(server.user(), server.password());
    }
}
