package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.result.SessionPoolMetrics;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Servers say in many ways that they allow no more sessions. */
class LimitWordsTest extends ScriptedTest {

    private static final int REQUESTS = 500;

    private static final FtpScript.Author SERVING =
            script -> script.login().on("SIZE", "213 7").on("NOOP", "200 ok");

    private static Arguments way(String name, FtpScript.Author refusal, int limit) {
        return Arguments.of(name, refusal, limit);
    }

    private static FtpScript user(FtpScript script) {
        return script.reply("220 hi").expect("USER joe");
    }

    private static FtpScript pass(FtpScript script) {
        return user(script).reply("331 password").expect("PASS s3cret");
    }

    static Stream<Arguments> ways() {
        return Stream.of(
                way("421", script -> script.reply("421 Too many users").closeControl(), 1),
                way(
                        "530 at once",
                        script -> script.reply("530 Zu viele Verbindungen").closeControl(),
                        3),
                way("500 at once", script -> script.reply("500 \u6ee1\u4e86").closeControl(), 5),
                way("no greeting", FtpScript::closeControl, 1),
                way("reset", FtpScript::resetControl, 3),
                way("120 and an end", script -> script.reply("120 wait").closeControl(), 1),
                way(
                        "no reply",
                        script -> script.sendRaw("Too many connections\r\n".getBytes(StandardCharsets.US_ASCII))
                                .closeControl(),
                        5),
                way("530 to USER", script -> user(script).reply("530 Nope").closeControl(), 1),
                way("550 to USER", script -> user(script).reply("550 Limit").closeControl(), 3),
                way(
                        "421 to PASS",
                        script -> pass(script).reply("421 Out of seats").closeControl(),
                        5),
                way(
                        "530 to PASS",
                        script -> pass(script).reply("530 Login incorrect").expectClose(),
                        1),
                way("500 to PASS", script -> pass(script).reply("500 Complet").closeControl(), 3),
                way("end after PASS", script -> pass(script).closeControl(), 5));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldServeAllWithTheSessionsThatThereAre(String name, FtpScript.Author refusal, int limit) {
        List<FtpScript.Author> scripts = new ArrayList<>(Collections.nCopies(limit, SERVING));
        scripts.add(refusal);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(scripts.toArray(FtpScript.Author[]::new))) {
            FtpClient client = client(server, FtpSessionProvider.create(8));
            Long served = Flux.range(0, REQUESTS)
                    .flatMap(i -> client.size("a"), 20)
                    .count()
                    .block(LONG);
            assertThat(served).isEqualTo(REQUESTS);
        }
    }

    /** The server allows more again, when another of its users has gone. */
    @Test
    void shouldGrowBack() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                SERVING, script -> script.reply("421 full").closeControl(), SERVING)) {
            FtpSessionProvider pool = FtpSessionProvider.builder()
                    .maxSessions(3)
                    .maxIdleTime(Duration.ofMillis(300))
                    .build();
            FtpClient client = client(server, pool);
            Flux.range(0, 10).flatMap(i -> client.size("a"), 10).blockLast(LONG);
            Awaitility.await().atMost(LONG).untilAsserted(() -> {
                Flux.range(0, 10).flatMap(i -> client.size("a"), 10).blockLast(LONG);
                assertThat(server.connections()).isEqualTo(4);
                assertThat(pool.metrics()).extracting(SessionPoolMetrics::limit).containsExactly(3);
            });
        }
    }

    /** A server that lets nobody in, since it is starting, has told nothing of a limit. */
    @Test
    void shouldTakeItForNoLimitThatNobodyIsLetIn() {
        CountDownLatch all = new CountDownLatch(3);
        FtpScript.Author starting = script ->
                script.run(all::countDown).await(all).reply("421 not yet").closeControl();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(starting, starting, starting, SERVING)) {
            FtpSessionProvider pool =
                    FtpSessionProvider.builder().maxSessions(3).build();
            FtpClient client = client(server, pool);
            Flux.range(0, 3).flatMap(i -> client.size("a").onErrorComplete(), 3).blockLast(LONG);
            assertThat(server.connections()).isEqualTo(3);
            assertThat(pool.metrics()).extracting(SessionPoolMetrics::limit).containsExactly(3);
        }
    }

    /** Clients that log in otherwise hear why their own sessions are not opened. */
    @Test
    void shouldTellEachCallerOfASessionOfItsKind() {
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script ->
                        script.run(both::countDown).await(both).reply("421 one").closeControl(),
                script ->
                        script.run(both::countDown).await(go).reply("421 other").closeControl(),
                script -> script.reply("421 again").closeControl())) {
            FtpSessionProvider pool = FtpSessionProvider.create(4);
            client(server, pool).size("a").subscribe(size -> {}, error -> {});
            Awaitility.await().atMost(LONG).until(() -> server.connections() == 1);
            Mono<Long> other = client(server, pool).size("a").cache();
            other.subscribe(size -> {}, error -> {});
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(pool.metrics())
                            .extracting(SessionPoolMetrics::opening)
                            .containsExactly(1));
            go.countDown();
            assertThat(failure(FtpConnectionException.class, other)).hasMessageContaining("421 other");
        }
    }

    /** Some servers still count a session for a moment when its connection is closed. */
    @Test
    void shouldTryAgainWhereTheServerMayStillCountASessionThatIsClosed() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("SITE X")
                        .reply("200 ok")
                        .expect("QUIT")
                        .reply("221 bye")
                        .closeControl(),
                script -> script.reply("421 there is one already").closeControl(),
                SERVING)) {
            FtpClient client = client(server);
            client.withSession(session -> session.site("X")).blockLast(LONG);
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
        }
    }
}
