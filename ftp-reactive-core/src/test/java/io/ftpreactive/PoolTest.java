package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;
import reactor.test.StepVerifier;

/** Sessions are lent one after the other, as good as new or not at all. */
class PoolTest extends ScriptedTest {

    private static final FtpScript.Author SIZES = script -> script.login().on("SIZE", "213 7");

    private static FtpSessionProvider.Builder one() {
        return FtpSessionProvider.builder().maxSessions(1);
    }

    @Test
    void shouldReuseASession() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(SIZES)) {
            FtpClient client = client(server);
            for (int i = 0; i < 5; i++) {
                assertThat(client.size("a").block(LONG)).isEqualTo(7);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldReuseASessionWhoseCommandWasRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().expect("DELE a").reply("550 no").expect("SIZE b").reply("213 7"))) {
            FtpClient client = client(server);
            failure(FtpReplyException.class, client.delete("a"));
            assertThat(client.size("b").block(LONG)).isEqualTo(7);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldShareSessionsBetweenCopiesOfAClientThatDoNotDifferInThem() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(SIZES)) {
            FtpClient client = client(server);
            client.size("a").block(LONG);
            client.doOnTransfer(result -> {}).size("a").block(LONG);
            client.credentials("joe", "s3cret").size("a").block(LONG);
            assertThat(server.connections()).isEqualTo(1);
            client.credentials("ann", "secret").size("a").block(LONG);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldLendASessionAgainWhoseLastReplyCameInPieces() {
        CountDownLatch seen = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retrieve(
                script.login()
                        .expect("EPSV")
                        .passive()
                        .expect("STOR a")
                        .reply("150 go on")
                        .acceptData()
                        .readDataToEnd()
                        .sendRaw("226 d".getBytes(StandardCharsets.US_ASCII))
                        .await(seen)
                        .sendRaw("one\r\n".getBytes(StandardCharsets.US_ASCII)),
                "b",
                "bytes"))) {
            TcpClient watched = transport
                    .tcpClient(buffers)
                    .doOnChannelInit(
                            (observer, channel, remote) -> channel.pipeline().addFirst(new Watch("226 d", seen)));
            FtpClient client = FtpClient.create(FtpSessionProvider.create(1), watched)
                    .host(server.host())
                    .port(server.port())
                    .credentials("joe", "s3cret");
            client.store("a", Flux.just(buffer("some"))).block(LONG);
            assertThat(text(client.retrieve("b"))).isEqualTo("bytes");
        }
    }

    /** Tells when all is handled of a read that brought a certain text. */
    private static final class Watch extends ChannelInboundHandlerAdapter {

        private final String text;
        private final CountDownLatch seen;
        private boolean read;

        Watch(String text, CountDownLatch seen) {
            this.text = text;
            this.seen = seen;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            read |= ((ByteBuf) message).toString(StandardCharsets.US_ASCII).endsWith(text);
            ctx.fireChannelRead(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.fireChannelReadComplete();
            if (read) {
                seen.countDown();
            }
        }
    }

    @Test
    void shouldOpenNoMoreThanTheMaximum() {
        CountDownLatch all = new CountDownLatch(3);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE a")
                .run(all::countDown)
                .await(all)
                .reply("213 7")
                .on("SIZE", "213 7"))) {
            FtpClient client = client(server, FtpSessionProvider.create(3));
            Long count =
                    Flux.range(0, 30).flatMap(i -> client.size("a"), 30).count().block(LONG);
            assertThat(count).isEqualTo(30);
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void shouldFailWithPoolExhaustedWhenNestedUseNeedsASecondSession() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("MLST")
                .expect("EPSV")
                .passive()
                .expect("MLSD")
                .reply("150 here")
                .acceptData()
                .sendData("type=file;size=1; a\r\ntype=file;size=2; b\r\n")
                .expect("ABOR")
                .reply("426 gone")
                .expect("NOOP")
                .reply("226 aborted", "200 ok")
                .expect("SIZE c")
                .reply("213 7"))) {
            FtpClient client = client(
                    server, one().pendingAcquireTimeout(Duration.ofSeconds(2)).build());
            FtpConnectionException error = failure(
                    FtpConnectionException.class, client.list("").concatMap(entry -> client.size(entry.name()), 1));
            assertThat(error.reason()).isEqualTo(Reason.POOL_EXHAUSTED);
            assertThat(error).hasMessageContaining("maxSessions");
            assertThat(client.size("c").block(LONG)).isEqualTo(7);
        }
    }

    @Test
    void shouldFailWithPoolExhaustedWhenTooManyWait() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE a")
                .run(asked::countDown)
                .await(go)
                .reply("213 7")
                .on("SIZE", "213 7"))) {
            FtpClient client = client(server, one().pendingAcquireMaxCount(1).build());
            client.size("a").subscribe();
            await(asked);
            Mono<Long> waiting = client.size("b").cache();
            waiting.subscribe();
            FtpConnectionException error = failure(FtpConnectionException.class, client.size("c"));
            assertThat(error.reason()).isEqualTo(Reason.POOL_EXHAUSTED);
            go.countDown();
            assertThat(waiting.block(LONG)).isEqualTo(7);
        }
    }

    @Test
    void shouldCloseASessionThatStaysUnused() {
        CountDownLatch quit = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE a")
                .reply("213 7")
                .expect("QUIT")
                .run(quit::countDown)
                .reply("221 bye")
                .closeControl())) {
            client(server, one().maxIdleTime(SHORT).build()).size("a").block(LONG);
            await(quit);
        }
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("CWD dir", session -> session.changeDirectory("dir")),
                change("CWD dir", session -> session.send(FtpCommand.cwd("dir"))),
                change("SITE UMASK 077", session -> session.site("UMASK 077")),
                change("TYPE A", session -> session.send(FtpCommand.type("A"))));
    }

    private static Arguments change(String command, Function<FtpSession, Publisher<?>> use) {
        return Arguments.of(command, use);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldCloseASessionThatWasChanged(String command, Function<FtpSession, Publisher<?>> use) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect(command)
                        .reply("250 ok")
                        .expect("QUIT")
                        .reply("221 bye"),
                SIZES)) {
            FtpClient client = client(server);
            client.withSession(session -> Flux.from(use.apply(session))).blockLast(LONG);
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldCloseASessionEvenIfTheChangeWasRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("CWD dir")
                        .reply("550 no")
                        .expect("QUIT")
                        .reply("221 bye"),
                SIZES)) {
            FtpClient client = client(server);
            failure(FtpReplyException.class, client.withSession(session -> session.changeDirectory("dir")));
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
        }
    }

    @Test
    void shouldReuseASessionThatOnlyLookedAround() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().on("NOOP", "200 ok").on("PWD", "257 \"/\"").on("SIZE", "213 7"))) {
            FtpClient client = client(server);
            Flux<String> looks = client.withSession(session ->
                    session.noop().then(session.printWorkingDirectory()).flux());
            assertThat(looks.blockLast(LONG)).isEqualTo("/");
            client.size("a").block(LONG);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotReuseASessionThatBrokeWhileUnused() {
        CountDownLatch used = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("SIZE a")
                        .reply("213 7")
                        .await(used)
                        .closeControl()
                        .run(closed::countDown),
                SIZES)) {
            FtpClient client = client(server);
            CountDownLatch lost = new CountDownLatch(1);
            client.withSession(session -> {
                        session.onClose().subscribe(nothing -> {}, error -> {}, lost::countDown);
                        return session.size("a");
                    })
                    .blockLast(LONG);
            used.countDown();
            await(lost);
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldNotReuseASessionThatBrokeInUse() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("SIZE a").resetControl(), SIZES)) {
            FtpClient client = client(server);
            failure(FtpException.class, client.size("a"));
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
        }
    }

    @Test
    void shouldLendASessionOnlyWhenItsAbortIsOver() {
        CountDownLatch again = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData("bytes")
                .expect("ABOR")
                .await(again)
                .reply("426 gone")
                .expect("NOOP")
                .reply("226 aborted", "200 ok")
                .expect("SIZE b")
                .reply("213 7"))) {
            FtpClient client = client(server);
            StepVerifier.create(client.retrieve("a"))
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(LONG);
            Mono<Long> next = client.size("b").cache();
            next.subscribe();
            again.countDown();
            assertThat(next.block(LONG)).isEqualTo(7);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldGiveTheSessionBackWhenTheBorrowerFailsOrIsCancelled() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(SIZES)) {
            FtpClient client = client(server);
            failure(IllegalStateException.class, client.withSession(session -> {
                throw new IllegalStateException("borrower");
            }));
            failure(
                    IllegalStateException.class,
                    client.withSession(session -> Mono.error(new IllegalStateException("borrower"))));
            CountDownLatch lent = new CountDownLatch(1);
            Disposable use = client.withSession(session -> {
                        lent.countDown();
                        return Mono.never();
                    })
                    .subscribe();
            await(lent);
            use.dispose();
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldTryAgainAfterAFailedLogin() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.reply("421 too many").closeControl(), SIZES)) {
            FtpClient client = client(server);
            failure(FtpConnectionException.class, client.size("a"));
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
        }
    }

    @Test
    void shouldQuitIdleSessionsWhenDisposedAndTheLentOnesWhenTheyComeBack() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE a")
                .run(asked::countDown)
                .await(go)
                .reply("213 7")
                .expect("QUIT")
                .reply("221 bye")
                .closeControl())) {
            FtpSessionProvider pool = one().build();
            Mono<Long> lent = client(server, pool).size("a").cache();
            lent.subscribe();
            await(asked);
            pool.disposeLater().block(LONG);
            go.countDown();
            assertThat(lent.block(LONG)).isEqualTo(7);
        }
    }

    @Test
    void shouldRefuseLimitsThatCannotBeMeant() {
        FtpSessionProvider.Builder builder = FtpSessionProvider.builder();
        assertThatThrownBy(() -> builder.maxSessions(0)).hasMessageContaining("maxSessions");
        assertThatThrownBy(() -> builder.pendingAcquireMaxCount(0)).hasMessageContaining("pendingAcquireMaxCount");
        assertThatThrownBy(() -> builder.pendingAcquireTimeout(Duration.ZERO)).hasMessageContaining("positive");
        assertThatThrownBy(() -> builder.maxIdleTime(Duration.ofSeconds(-1))).hasMessageContaining("positive");
    }

    @Test
    void shouldBeDisposedOfWithoutWaiting() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(SIZES)) {
            FtpSessionProvider pool = FtpSessionProvider.create(1);
            FtpClient client = client(server, pool);
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
            assertThat(pool.isDisposed()).isFalse();
            pool.dispose();
            assertThat(pool.isDisposed()).isTrue();
            assertThat(failure(FtpConnectionException.class, client.size("a")).reason())
                    .isEqualTo(Reason.DISPOSED);
        }
    }

    @Test
    void shouldGiveTheOneResultOfASession() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(SIZES)) {
            FtpClient client = client(server);
            assertThat(client.withSessionSingle(session -> session.size("a")).block(LONG))
                    .isEqualTo(7);
            assertThat(client.withSessionSingle(session -> Mono.empty())
                            .hasElement()
                            .block(LONG))
                    .isFalse();
            failure(IndexOutOfBoundsException.class, client.withSessionSingle(session -> Flux.just(1, 2)));
            assertThat(client.size("b").block(LONG)).isEqualTo(7);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** A function may be of a kind of session, and make a publisher of a kind of result. */
    @Test
    void shouldTakeFunctionsOfOtherTypes() {
        Function<FtpOperations, Mono<Long>> size = ftp -> ftp.size("a");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(SIZES)) {
            Flux<Number> one = client(server).withSession(size);
            Mono<Number> other = client(server).withSessionSingle(size);
            assertThat(one.blockLast(LONG)).isEqualTo(7L);
            assertThat(other.block(LONG)).isEqualTo(7L);
        }
    }
}
