package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.ReplyLimits;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sessions are counted by server and login; clients whose logins are alike share them, whatever else they are set to. */
class SharedSessionsTest extends ScriptedTest {

    private static final FtpScript.Author SIZES =
            script -> script.login().on("SIZE", "213 7").on("QUIT", "221 bye");

    private interface Change {
        FtpClient of(FtpClient client);
    }

    private static Arguments change(String name, Change change) {
        return Arguments.of(name, change);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("reply timeout", client -> client.replyTimeout(Duration.ofSeconds(19))),
                change("connect timeout", client -> client.connectTimeout(Duration.ofSeconds(19))),
                change("idle timeout", client -> client.idleTimeout(Duration.ofSeconds(19))),
                change("turn timeout", client -> client.turnTimeout(Duration.ofSeconds(19))),
                change("charset", client -> client.charset(StandardCharsets.ISO_8859_1)),
                change("limits", client -> client.replyLimits(new ReplyLimits(9000, 70_000, 77))),
                change("queue", client -> client.maxQueued(7)),
                change("listener", client -> client.doOnDialogue(line -> {})),
                change("transfers", client -> client.doOnTransfer(result -> {})),
                change("active", FtpClient::active),
                change("transfer options", client -> client.transferOptions(options -> options.ascii(true))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldShareSessions(String name, Change change) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(SIZES)) {
            FtpClient client = client(server, FtpSessionProvider.create(4));
            client.size("a").block(LONG);
            change.of(client).size("a").block(LONG);
            client.size("a").block(LONG);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotOpenMoreForManyClientsThanForOne() {
        CountDownLatch all = new CountDownLatch(4);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE a")
                .run(all::countDown)
                .await(all)
                .reply("213 7")
                .on("SIZE", "213 7"))) {
            FtpClient client = client(server, FtpSessionProvider.create(4));
            List<AtomicInteger> heard =
                    IntStream.range(0, 20).mapToObj(i -> new AtomicInteger()).toList();
            Flux.fromIterable(heard)
                    .flatMap(
                            own -> client.doOnDialogue(line -> {
                                        if (line.equals("> SIZE a")) {
                                            own.incrementAndGet();
                                        }
                                    })
                                    .size("a"),
                            20)
                    .blockLast(LONG);
            assertThat(server.connections()).isEqualTo(4);
            assertThat(heard).allSatisfy(own -> assertThat(own).hasValue(1));
        }
    }

    @Test
    void shouldEncodeNamesAsTheClientDoesThatHasTheSessionNow() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expectRaw("DELE \u00e4".getBytes(StandardCharsets.UTF_8))
                .reply("250 ok")
                .expectRaw("DELE \u00e4".getBytes(StandardCharsets.ISO_8859_1))
                .reply("250 ok")
                .expectRaw("DELE \u00e4".getBytes(StandardCharsets.UTF_8))
                .reply("250 ok"))) {
            FtpClient client = client(server);
            client.delete("\u00e4").block(LONG);
            client.charset(StandardCharsets.ISO_8859_1).delete("\u00e4").block(LONG);
            client.delete("\u00e4").block(LONG);
        }
    }

    @Test
    void shouldHoldToTheTimeoutsOfTheClientThatHasTheSessionNow() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().on("SIZE", "213 7").expect("DELE a").hang())) {
            FtpClient client = client(server);
            client.size("a").block(LONG);
            failure(FtpConnectionException.class, client.replyTimeout(SHORT).delete("a"));
        }
    }

    /** Whoever connects otherwise needs another session, for which one that is idle has to make room. */
    @Test
    void shouldGiveUpAnIdleSessionOfAnotherKindForThePlace() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .on("SIZE", "213 1")
                        .expect("QUIT")
                        .reply("221 bye")
                        .closeControl(),
                script -> script.login().on("SIZE", "213 2"))) {
            FtpSessionProvider pool = FtpSessionProvider.create(1);
            FtpClient client = client(server, pool);
            FtpClient other = FtpClient.create(pool, transport.tcpClient(buffers))
                    .host(server.host())
                    .port(server.port())
                    .credentials("joe", "s3cret");
            assertThat(client.size("a").block(LONG)).isEqualTo(1);
            assertThatKindsDiffer(client, other);
            assertThat(other.size("a").block(LONG)).isEqualTo(2);
        }
    }

    private static void assertThatKindsDiffer(FtpClient client, FtpClient other) {
        assertThat(client.configuration().key())
                .isNotEqualTo(other.configuration().key());
        assertThat(client.configuration().key().account())
                .isEqualTo(other.configuration().key().account());
    }

    @Test
    void shouldKeepToTheLimitOfAllLogins() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("SIZE a")
                        .run(asked::countDown)
                        .await(go)
                        .reply("213 1")
                        .expect("QUIT")
                        .reply("221 bye")
                        .closeControl(),
                script -> script.reply("220 hi")
                        .expect("USER ann")
                        .reply("230 in")
                        .on("FEAT", "500 no")
                        .on("TYPE", "200 ok")
                        .on("SIZE", "213 2"))) {
            FtpClient client = client(
                    server, FtpSessionProvider.builder().maxSessionsTotal(1).build());
            Mono<Long> first = client.size("a").cache();
            first.subscribe();
            await(asked);
            Mono<Long> second = client.credentials("ann", "x").size("a").cache();
            second.subscribe();
            assertThat(server.connections()).isEqualTo(1);
            go.countDown();
            assertThat(first.block(LONG)).isEqualTo(1);
            assertThat(second.block(LONG)).isEqualTo(2);
        }
    }

    /** A copy that is given up leaves a session for which nobody waits any more, but for whose place somebody does. */
    @Test
    void shouldGetThePlaceThatOneOfAnotherLoginWaitsForNoMore() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FtpScript.Author held = script -> script.login()
                .expect("SIZE held")
                .run(asked::countDown)
                .await(go)
                .reply("213 1");
        try (ScriptedFtpServer one = ScriptedFtpServer.start(SIZES);
                ScriptedFtpServer two = ScriptedFtpServer.start(held);
                ScriptedFtpServer three = ScriptedFtpServer.start(SIZES)) {
            FtpSessionProvider pool =
                    FtpSessionProvider.builder().maxSessionsTotal(2).build();
            FtpClient first = client(one, pool);
            first.size("a").block(LONG);
            Mono<Long> keeping = client(two, pool).size("held").cache();
            keeping.subscribe();
            await(asked);
            Disposable copy = first.copyTo("a", first, "b").subscribe();
            Mono<Long> waiting = client(three, pool).size("a").cache();
            waiting.subscribe();
            copy.dispose();
            assertThat(waiting.block(LONG)).isEqualTo(7);
            go.countDown();
            assertThat(keeping.block(LONG)).isEqualTo(1);
        }
    }

    @Test
    void shouldServeCallersInTheirOrder() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login().expect("SIZE first").run(asked::countDown).await(go).reply("213 7");
            for (int i = 0; i < 20; i++) {
                script.expect("SIZE " + i).reply("213 " + i);
            }
        })) {
            FtpClient client = client(server);
            client.size("first").subscribe();
            await(asked);
            List<Mono<Long>> waiting = IntStream.range(0, 20)
                    .mapToObj(i -> client.replyTimeout(Duration.ofSeconds(10 + i))
                            .size("" + i)
                            .cache())
                    .toList();
            waiting.forEach(Mono::subscribe);
            go.countDown();
            assertThat(Flux.concat(waiting).collectList().block(LONG))
                    .isEqualTo(LongStream.range(0, 20).boxed().toList());
        }
    }
}
