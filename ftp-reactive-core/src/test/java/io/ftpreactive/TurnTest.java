package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** One session serves one operation at a time, in order; none waits for ever, and none can wedge the others. */
class TurnTest extends ScriptedTest {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    /** A session at an operation that ends when the test says so. */
    private FtpScript busy(FtpScript script) {
        return script.login()
                .expect("SIZE busy")
                .run(asked::countDown)
                .await(go)
                .reply("213 1");
    }

    private static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR").reply("426 gone").expect("NOOP").reply("226 aborted", "200 ok");
    }

    private static FtpScript begin(FtpScript script, String command) {
        return script.expect("EPSV").passive().expect(command).reply("150 here").acceptData();
    }

    @Test
    void shouldServeConcurrentOperationsInOrder() {
        int count = 100;
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            busy(script);
            for (int i = 0; i < count; i++) {
                script.expect("SIZE " + i).reply("213 " + i);
            }
        })) {
            FtpSession session = connect(server);
            session.size("busy").subscribe();
            await(asked);
            Flux<Long> sizes = Flux.range(0, count).flatMapSequential(i -> session.size("" + i), count);
            StepVerifier.create(sizes.doOnSubscribe(subscription -> go.countDown()))
                    .expectNextSequence(LongStream.range(0, count).boxed().toList())
                    .expectComplete()
                    .verify(LONG);
        }
    }

    @Test
    void shouldServeOperationsStartedOnManyThreads() {
        int count = 200;
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().on("SIZE", "213 7"))) {
            FtpSession session = connect(server);
            Long sum = Flux.range(0, count)
                    .flatMap(i -> session.size("" + i).subscribeOn(Schedulers.parallel()), count)
                    .reduce(0L, Long::sum)
                    .block(LONG);
            assertThat(sum).isEqualTo(7L * count);
        }
    }

    @Test
    void shouldNotInterruptRnfrAndRnto() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("RNFR a")
                .reply("350 to?")
                .expect("RNTO b")
                .reply("250 done")
                .expect("NOOP")
                .reply("200 ok"))) {
            FtpSession session = connect(server);
            Mono.when(session.rename("a", "b"), session.noop()).block(LONG);
        }
    }

    @Test
    void shouldFailWithQueueFullWhenTooManyWait() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                busy(script).expect("SIZE 1").reply("213 1").expect("SIZE 2").reply("213 2"))) {
            FtpSession session = connect(client(server).maxQueued(2));
            session.size("busy").subscribe();
            await(asked);
            CountDownLatch queued = new CountDownLatch(2);
            session.size("1").doFinally(signal -> queued.countDown()).subscribe();
            session.size("2").doFinally(signal -> queued.countDown()).subscribe();
            FtpConnectionException error = failure(FtpConnectionException.class, session.size("3"));
            assertThat(error.reason()).isEqualTo(Reason.QUEUE_FULL);
            assertThat(error).hasMessageContaining("SIZE 3").hasMessageContaining("SIZE busy");
            go.countDown();
            await(queued);
        }
    }

    @Test
    void shouldNeverSendWhatIsCancelledWhileItWaits() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> busy(script).expect("SIZE after").reply("213 2"))) {
            FtpSession session = connect(client(server).maxQueued(1));
            session.size("busy").subscribe();
            await(asked);
            for (int i = 0; i < 20; i++) {
                session.delete("never").subscribe().dispose();
                session.retrieve("never").subscribe().dispose();
            }
            Mono<Long> after = session.size("after").cache();
            after.subscribe();
            go.countDown();
            assertThat(after.block(LONG)).isEqualTo(2);
        }
    }

    @Test
    void shouldNameTheHolderWhenNestedOperationsWaitForThemselves() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                aborted(begin(script.login("MLST").on("SIZE", "213 1"), "MLSD")
                        .sendData("type=file;size=1; a\r\ntype=file;size=2; b\r\n")))) {
            FtpSession session = connect(client(server).turnTimeout(Duration.ofMillis(300)));
            Flux<Long> nested = session.list("").concatMap(entry -> session.size(entry.name()), 0);
            FtpTransferException error = failure(FtpTransferException.class, nested);
            assertThat(error.command()).isEqualTo("MLSD");
            assertThat(reason(error)).isEqualTo(Reason.TURN_TIMEOUT);
            assertThat(error).hasMessageContaining("turn timeout").hasMessageContaining("1 other");
        }
    }

    @Test
    void shouldLeaveATransferWithoutDemandAloneWhileNobodyWaits() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                begin(script.login(), "RETR a").sendData("bytes").closeData().reply("226 done"))) {
            FtpSession session = connect(client(server).turnTimeout(SHORT).idleTimeout(SHORT));
            StepVerifier.create(session.retrieve("a"), 0)
                    .expectSubscription()
                    .expectNoEvent(SHORT.multipliedBy(4))
                    .thenRequest(2)
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(LONG);
        }
    }

    @Test
    void shouldNotEvictATransferWithDemand() {
        CountDownLatch late = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(script.login(), "RETR a")
                .run(asked::countDown)
                .await(late)
                .sendData("bytes")
                .closeData()
                .reply("226 done")
                .expect("SIZE b")
                .reply("213 1"))) {
            FtpSession session = connect(client(server).turnTimeout(SHORT));
            Mono<String> content = session.retrieve("a").aggregate().asString().cache();
            content.subscribe();
            await(asked);
            Mono<Long> waiting = session.size("b").cache();
            waiting.subscribe();
            Schedulers.parallel().schedule(late::countDown, 4 * SHORT.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(content.block(LONG)).isEqualTo("bytes");
            assertThat(waiting.block(LONG)).isEqualTo(1);
        }
    }

    @Test
    void shouldAbortADataChannelThatNobodyClaims() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(begin(script.login(), "RETR a").sendData("bytes"));
            script.expect("SIZE b").reply("213 1");
        })) {
            FtpSession session = connect(client(server).idleTimeout(SHORT));
            session.dataChannel(FtpCommand.retr("a")).block(LONG);
            assertThat(session.size("b").block(LONG)).isEqualTo(1);
        }
    }

    @Test
    void shouldFailWhoClaimsADataChannelTooLate() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(begin(script.login(), "RETR a"));
            script.expect("SIZE b").reply("213 1");
        })) {
            FtpSession session = connect(server);
            failure(
                    IllegalStateException.class,
                    session.dataChannel(FtpCommand.retr("a")).flatMapMany(channel -> {
                        channel.dispose();
                        channel.dispose();
                        return channel.receive();
                    }));
            assertThat(session.size("b").block(LONG)).isEqualTo(1);
        }
    }

    @Test
    void shouldFailAfterTheIdleTimeoutWhenTheServerSendsNothing() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(begin(script.login(), "RETR a").sendData("bytes"));
            script.expect("SIZE b").reply("213 1");
        })) {
            FtpSession session = connect(client(server).idleTimeout(Duration.ofMillis(300)));
            FtpTransferException error = failure(FtpTransferException.class, session.retrieve("a"));
            assertThat(reason(error)).isEqualTo(Reason.IDLE_TIMEOUT);
            assertThat(error.bytes()).isEqualTo(5);
            assertThat(session.size("b").block(LONG)).isEqualTo(1);
        }
    }

    @Test
    void shouldCloseTheSessionOnAReplyThatNothingAskedFor() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().await(go).reply("226 surprise").expectClose())) {
            FtpSession session = connect(server);
            go.countDown();
            session.onClose().block(LONG);
            FtpProtocolException error = failure(FtpProtocolException.class, session.noop());
            assertThat(error).hasMessageContaining("226 surprise");
            assertThat(session.isOpen()).isFalse();
        }
    }

    @Test
    void shouldFailEachWaiterWhen421ComesAtAnyTime() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE busy")
                .run(asked::countDown)
                .await(go)
                .reply("421 maintenance")
                .expectClose())) {
            FtpSession session = connect(server);
            AtomicReference<Throwable> first = new AtomicReference<>();
            session.size("busy").subscribe(size -> {}, first::set);
            await(asked);
            AtomicReference<Throwable> second = new AtomicReference<>();
            session.noop().subscribe(nothing -> {}, second::set);
            go.countDown();
            session.onClose().block(LONG);
            assertThat(first.get()).isInstanceOf(FtpException.class).hasMessageContaining("421 maintenance");
            assertThat(second.get())
                    .isInstanceOfSatisfying(
                            FtpConnectionException.class,
                            error -> assertThat(error.reason()).isEqualTo(Reason.SERVICE_UNAVAILABLE))
                    .isNotSameAs(first.get());
            FtpConnectionException later = failure(FtpConnectionException.class, session.noop());
            assertThat(later.reason()).isEqualTo(Reason.SERVICE_UNAVAILABLE);
        }
    }

    @Test
    void shouldCloseTheSessionOn421BetweenOperations() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().await(go).reply("421 idle").expectClose())) {
            FtpSession session = connect(server);
            go.countDown();
            session.onClose().block(LONG);
            FtpConnectionException error = failure(FtpConnectionException.class, session.noop());
            assertThat(error.reason()).isEqualTo(Reason.SERVICE_UNAVAILABLE);
            assertThat(error.reply()).hasToString("421 idle");
        }
    }

    @Test
    void shouldCloseTheSessionWhenACommandIsNotAnsweredInTime() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("SIZE a").hang())) {
            FtpSession session = connect(client(server).replyTimeout(Duration.ofMillis(400)));
            FtpConnectionException error = failure(FtpConnectionException.class, session.size("a"));
            assertThat(error.reason()).isEqualTo(Reason.REPLY_TIMEOUT);
            assertThat(error).hasMessageContaining("SIZE a");
            session.onClose().block(LONG);
            assertThat(failure(FtpConnectionException.class, session.noop()).reason())
                    .isEqualTo(Reason.REPLY_TIMEOUT);
        }
    }

    @Test
    void shouldCloseTheSessionWhenTheReplyToACancelledCommandNeverComes() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("SIZE a").run(asked::countDown).hang())) {
            FtpSession session = connect(client(server).replyTimeout(Duration.ofMillis(400)));
            Disposable command = session.size("a").subscribe();
            await(asked);
            command.dispose();
            session.onClose().block(LONG);
        }
    }

    @Test
    void shouldSayQuitAndWaitForItsAnswer() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("QUIT").reply("221 bye").expectClose())) {
            FtpSession session = connect(server);
            session.close().block(LONG);
            assertThat(session.isOpen()).isFalse();
            session.close().block(LONG);
            FtpConnectionException error = failure(FtpConnectionException.class, session.noop());
            assertThat(error.reason()).isEqualTo(Reason.CLOSED);
        }
    }

    @Test
    void shouldCloseInBoundedTimeWhenQuitIsNotAnswered() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().expect("QUIT").hang())) {
            connect(server).close().block(Duration.ofSeconds(8));
        }
    }

    @Test
    void shouldCloseInBoundedTimeWhenATransferGoesOn() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login(), "RETR a").hang())) {
            FtpSession session = connect(server);
            AtomicReference<Throwable> failed = new AtomicReference<>();
            session.retrieve("a").subscribe(bytes -> {}, failed::set);
            session.close().block(Duration.ofSeconds(8));
            Awaitility.await().untilAsserted(() -> assertThat(failed.get()).isInstanceOf(FtpException.class));
        }
    }

    @Test
    void shouldWakeEveryWaiterWithAFreshExceptionWhenTheConnectionIsLost() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE busy")
                .run(asked::countDown)
                .await(go)
                .resetControl())) {
            FtpSession session = connect(server);
            session.size("busy").onErrorComplete().subscribe();
            await(asked);
            Mono<List<Throwable>> failures = Flux.range(0, 10)
                    .flatMap(i -> session.noop().<Throwable>then(Mono.empty()).onErrorResume(Mono::just), 10)
                    .collectList()
                    .cache();
            failures.subscribe();
            go.countDown();
            assertThat(failures.block(LONG)).hasSize(10).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldReturnAnyFinalReplyOfARawCommand() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SITE X")
                .reply("550-no", "550 way")
                .expect("STAT")
                .reply("211-Status", " 250 inner", "211 End"))) {
            FtpSession session = connect(server);
            FtpReply refused = session.send(FtpCommand.site("X")).block(LONG);
            FtpReply status = session.send(FtpCommand.of("STAT")).block(LONG);
            assertThat(refused).isNotNull().extracting(FtpReply::code).isEqualTo(550);
            assertThat(status)
                    .isNotNull()
                    .extracting(reply -> reply.lines().size())
                    .isEqualTo(3);
        }
    }

    @Test
    void shouldListWithSizesOnTwoSessionsOfOnePool() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login("MLST"), "MLSD")
                        .sendData("type=file;size=1; a\r\ntype=file;size=2; b\r\n")
                        .closeData()
                        .reply("226 done")
                        .on("SIZE", "213 7"),
                script -> script.login().on("SIZE", "213 7"))) {
            FtpClient client = client(server, FtpSessionProvider.create(2));
            StepVerifier.create(client.list("").map(FtpEntry::name).concatMap(client::size, 1))
                    .expectNext(7L, 7L)
                    .expectComplete()
                    .verify(LONG);
        }
    }
}
