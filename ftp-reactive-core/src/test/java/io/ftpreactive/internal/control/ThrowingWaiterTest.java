package io.ftpreactive.internal.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** One who waits for a turn, and throws when he gets it or hears that there is none, does not keep it from the others. */
class ThrowingWaiterTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static final TurnWaiter THROWING = new TurnWaiter() {

        @Override
        public Object purpose() {
            return "a waiter that throws";
        }

        @Override
        public ContextView context() {
            return Context.empty();
        }

        @Override
        public boolean onTurn(Turn turn) {
            throw new NoClassDefFoundError("a class that is missing");
        }

        @Override
        public void onRefused(FtpException cause) {
            throw new IllegalStateException("does not want to hear it");
        }
    };

    private static ControlConnection connect(ScriptedFtpServer server) {
        ControlSettings settings = ControlSettings.DEFAULT.host(server.host()).port(server.port());
        CapabilityStore nothing = new CapabilityStore(LONG, Clock.systemUTC());
        return get(new ControlConnector(TcpClient.newConnection(), settings).connect(nothing));
    }

    private static <T> T get(Mono<T> mono) {
        CompletableFuture<T> future = mono.toFuture().orTimeout(LONG.toMillis(), TimeUnit.MILLISECONDS);
        return Objects.requireNonNull(future.join());
    }

    @Test
    void shouldGiveTheNextItsTurn() {
        FtpCommand noop = FtpCommand.noop();
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().expect("NOOP").reply("200 ok"))) {
            ControlConnection control = connect(server);
            control.run(() -> control.enqueue(THROWING));
            FtpReply reply = get(control.inTurn(noop, turn -> turn.exchange(noop)));
            assertThat(reply).hasToString("200 ok");
        }
    }

    @Test
    void shouldTellTheNextThatTheSessionIsLost() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().expectClose())) {
            ControlConnection control = connect(server);
            get(control.open("one that never ends"));
            control.run(() -> control.enqueue(THROWING));
            CompletableFuture<Turn> next = control.open("next").toFuture();
            control.run(() -> control.close(control::shutDown));
            assertThatThrownBy(() -> next.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .hasCauseInstanceOf(FtpException.class);
        }
    }
}
