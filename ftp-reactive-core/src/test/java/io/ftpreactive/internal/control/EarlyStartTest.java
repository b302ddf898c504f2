package io.ftpreactive.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;

/** What a turn that has begun early puts off until it is the one who talks. */
class EarlyStartTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static ControlConnection connect(ScriptedFtpServer server, Duration replyTimeout) {
        ControlSettings settings = ControlSettings.DEFAULT
                .host(server.host())
                .port(server.port())
                .timeouts(Timeouts.DEFAULT.reply(replyTimeout));
        return get(new ControlConnector(TcpClient.newConnection(), settings)
                .connect(new CapabilityStore(LONG, Clock.systemUTC()))
                .toFuture());
    }

    private static <T> T get(CompletableFuture<T> future) {
        return Objects.requireNonNull(
                future.orTimeout(LONG.toMillis(), TimeUnit.MILLISECONDS).join());
    }

    /** Sends two commands, and ends at once. */
    private static Mono<FtpReply> givenUp(Turn turn) {
        return Mono.firstWithSignal(
                turn.exchange(FtpCommand.size("b")),
                turn.exchange(FtpCommand.size("c")),
                Mono.error(new IllegalStateException("given up")));
    }

    @Test
    void shouldDoWhatWasPutOffInOrder() {
        List<String> done = new ArrayList<>();
        EarlyStart start = new EarlyStart(true);
        start.later(() -> done.add("one"));
        start.later(() -> done.add("two " + start.isAhead()));
        start.clock(true);
        start.shut();
        assertThat(start.isOpen()).isFalse();
        start.end(true, () -> done.add("clock"));
        assertThat(done).containsExactly("clock", "one", "two false");
        assertThat(start.isOpen()).isTrue();
    }

    @Test
    void shouldNotStartAClockThatWasStoppedAgain() {
        List<String> done = new ArrayList<>();
        EarlyStart start = new EarlyStart(true);
        start.clock(true);
        start.clock(false);
        start.end(true, () -> done.add("clock"));
        assertThat(done).isEmpty();
    }

    /** Nobody hears the replies that are still to come, but the next turn waits for them. */
    @Test
    void shouldNotWaitForEverForATurnThatEndedBeforeItTalked() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE a")
                .expect("SIZE b")
                .expect("SIZE c")
                .reply("213 1", "213 2")
                .hang())) {
            ControlConnection control = connect(server, Duration.ofMillis(500));
            control.run(() -> {
                FtpCommand size = FtpCommand.size("a");
                control.inTurn(size, turn -> turn.lastCommand().exchange(size)).subscribe();
                control.inTurn("b and c", EarlyStartTest::givenUp)
                        .contextWrite(new Pipelined(() -> {})::mark)
                        .subscribe(reply -> {}, error -> {});
            });
            get(control.onClose().thenReturn(true).toFuture());
            assertThat(control.lost())
                    .isInstanceOfSatisfying(
                            FtpConnectionException.class,
                            lost -> assertThat(lost.reason()).isEqualTo(Reason.REPLY_TIMEOUT));
            assertThat(server.commands()).endsWith("SIZE a", "SIZE b", "SIZE c");
        }
    }
}
