package io.ftpreactive.internal.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.internal.control.ReplyQueue.Pending;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.netty.tcp.TcpClient;
import reactor.util.context.Context;

/** Whose command a reply answers, also where two turns have written. */
class ReplyQueueTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    /** What one turn hears. */
    private static final class Heard implements ReplyReceiver {

        private final List<String> replies = new ArrayList<>();
        private final Consumer<FtpReply> then;

        Heard(Consumer<FtpReply> then) {
            this.then = then;
        }

        Heard() {
            this(reply -> {});
        }

        @Override
        public void onReply(FtpReply reply) {
            replies.add(reply.toString());
            then.accept(reply);
        }

        @Override
        public void onLost(FtpException cause) {
            replies.add("lost");
        }
    }

    private static ControlConnection connect(ScriptedFtpServer server) {
        ControlSettings settings = ControlSettings.DEFAULT.host(server.host()).port(server.port());
        return get(new ControlConnector(TcpClient.newConnection(), settings)
                .connect(new CapabilityStore(LONG, Clock.systemUTC()))
                .toFuture());
    }

    private static <T> T get(CompletableFuture<T> future) {
        return Objects.requireNonNull(
                future.orTimeout(LONG.toMillis(), TimeUnit.MILLISECONDS).join());
    }

    /** Makes something of a turn where turns are used. */
    private static <T> T inTurn(ControlConnection control, Function<Turn, T> use) {
        return get(control.open("first").map(use).toFuture());
    }

    private static void await(CountDownLatch latch) {
        assertThatNoException()
                .isThrownBy(() -> assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS))
                        .isTrue());
    }

    private static void onLoop(ControlConnection control, Runnable task) {
        CountDownLatch done = new CountDownLatch(1);
        control.eventLoop().execute(() -> {
            task.run();
            done.countDown();
        });
        await(done);
    }

    private static List<String> commands(ReplyQueue queue) {
        List<String> commands = new ArrayList<>();
        for (Pending next = queue.oldest(); next != null; next = queue.oldest()) {
            commands.add(next.command().toString());
            queue.answered(next);
        }
        return commands;
    }

    @Test
    void shouldKnowTheOldestCommandOfAllAndOfEach() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login())) {
            ControlConnection control = connect(server);
            ReplyQueue queue = new ReplyQueue();
            Turn first = new Turn(control, "first", Context.empty(), new EarlyStart(false));
            Turn second = new Turn(control, "second", Context.empty(), new EarlyStart(false));
            assertThat(queue.oldest()).isNull();
            Pending retr = queue.add(FtpCommand.retr("a"), first, null);
            Pending epsv = queue.add(FtpCommand.epsv(), second, null);
            Pending noop = queue.add(FtpCommand.noop(), first, null);
            assertThat(queue.oldest()).isSameAs(retr);
            assertThat(queue.oldest(first)).isSameAs(retr);
            assertThat(queue.oldest(second)).isSameAs(epsv);
            queue.answered(retr);
            assertThat(retr.isAnswered()).isTrue();
            assertThat(queue.oldest()).isSameAs(epsv);
            assertThat(queue.oldest(first)).isSameAs(noop);
            queue.withdraw(epsv);
            assertThat(epsv.isAnswered()).isFalse();
            assertThat(queue.oldest(second)).isNull();
            assertThat(queue.oldest()).isSameAs(noop);
        }
    }

    @Test
    void shouldDropAndMuteOneTurnAlone() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login())) {
            ControlConnection control = connect(server);
            ReplyQueue queue = new ReplyQueue();
            Turn first = new Turn(control, "first", Context.empty(), new EarlyStart(false));
            Turn second = new Turn(control, "second", Context.empty(), new EarlyStart(false));
            Heard ofFirst = new Heard();
            Heard ofSecond = new Heard();
            queue.add(FtpCommand.retr("a"), first, ofFirst);
            Pending epsv = queue.add(FtpCommand.epsv(), second, ofSecond);
            queue.add(FtpCommand.noop(), first, null);
            queue.add(FtpCommand.pwd(), second, ofSecond);
            assertThat(queue.drop(first, control::lost)).containsExactly(ofFirst);
            assertThat(queue.oldest()).isSameAs(epsv);
            queue.mute(second);
            assertThat(epsv.receiver()).isNull();
            assertThat(queue.drop(second, control::lost)).isEmpty();
            assertThat(commands(queue)).isEmpty();
        }
    }

    @Test
    void shouldGiveRepliesToTheTurnOfTheOldestCommand() {
        CountDownLatch named = new CountDownLatch(1);
        Heard transfer = new Heard();
        Heard behind = new Heard(reply -> named.countDown());
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("RETR a")
                .expect("EPSV")
                .reply("150 here", "226 done", "229 (|||7|)")
                .expect("SIZE next")
                .reply("213 7"))) {
            ControlConnection control = connect(server);
            Turn first = inTurn(control, turn -> {
                turn.startTransfer(FtpCommand.retr("a"), transfer);
                new Turn(control, "second", Context.empty(), new EarlyStart(false)).send(FtpCommand.epsv(), behind);
                return turn;
            });
            await(named);
            onLoop(control, () -> {
                assertThat(transfer.replies).containsExactly("150 here", "226 done");
                assertThat(behind.replies).containsExactly("229 (|||7|)");
                first.finish();
            });
            FtpCommand size = FtpCommand.size("next");
            assertThat(get(control.inTurn(size, turn -> turn.exchange(size)).toFuture()))
                    .hasToString("213 7");
        }
    }

    @Test
    void shouldDrainWhatWasSentBehindATransferThatIsAborted() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        List<String> verdicts = new ArrayList<>();
        Heard transfer = new Heard(reply -> begun.countDown());
        Heard behind = new Heard();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("RETR a")
                .reply("150 here")
                .expect("EPSV")
                .expect("ABOR")
                .reply("426 gone", "229 (|||7|)", "226 aborted")
                .expect("NOOP")
                .reply("200 ok")
                .expect("SIZE next")
                .reply("213 7"))) {
            ControlConnection control = connect(server);
            Turn first = inTurn(control, turn -> {
                turn.startTransfer(FtpCommand.retr("a"), transfer);
                return turn;
            });
            await(begun);
            onLoop(control, () -> {
                new Turn(control, "second", Context.empty(), new EarlyStart(false)).send(FtpCommand.epsv(), behind);
                first.whenOver(over::countDown);
                first.abort(verdict -> verdicts.add(String.valueOf(verdict)));
            });
            await(over);
            onLoop(control, () -> {
                assertThat(transfer.replies).containsExactly("150 here");
                assertThat(behind.replies).containsExactly("229 (|||7|)");
                assertThat(verdicts).containsExactly("426 gone");
            });
            FtpCommand size = FtpCommand.size("next");
            assertThat(get(control.inTurn(size, turn -> turn.exchange(size)).toFuture()))
                    .hasToString("213 7");
        }
    }
}
