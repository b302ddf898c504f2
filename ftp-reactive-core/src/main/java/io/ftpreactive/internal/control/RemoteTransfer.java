package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A transfer command and its replies, where the data connection is the server's with somebody else. What it emits may be
 * asked for on any thread. A turn that ends before the final reply aborts it.
 *
 * <p>The reply clock runs until the server has agreed, and again when the other side has come to its end: between these
 * only the servers see whether bytes move.
 */
public final class RemoteTransfer implements ReplyReceiver {

    private final Turn turn;
    private final FtpCommand command;
    private final @Nullable Duration keepAlive;
    private final Sinks.One<FtpReply> first = Sinks.one();
    private final Sinks.One<FtpReply> last = Sinks.one();
    /** Confined to the event loop. */
    private boolean answered;

    private volatile @Nullable FtpException given;

    /**
     * Makes a transfer, which has not begun.
     *
     * @param turn the turn it belongs to
     * @param command RETR or STOR
     * @param keepAlive in which intervals NOOP is sent until the final reply; null for never
     */
    public RemoteTransfer(Turn turn, FtpCommand command, @Nullable Duration keepAlive) {
        this.turn = turn;
        this.command = command;
        this.keepAlive = keepAlive;
    }

    /**
     * Sends a command in a turn of any event loop.
     *
     * @param turn the turn
     * @param command what to send
     * @return the final reply, whatever it is
     */
    public static Mono<FtpReply> exchange(Turn turn, FtpCommand command) {
        return on(turn, Mono.defer(() -> turn.exchange(command)));
    }

    /**
     * Subscribes on the event loop of a turn.
     *
     * @param turn the turn
     * @param talk what to subscribe to
     * @param <T> what it emits
     * @return the same
     */
    public static <T> Mono<T> on(Turn turn, Mono<T> talk) {
        return talk.subscribeOn(loop(turn));
    }

    private static Scheduler loop(Turn turn) {
        return Schedulers.fromExecutorService(turn.control().eventLoop());
    }

    /**
     * Sends the command.
     *
     * @return the first reply, which is the only one if it is not preliminary
     */
    public Mono<FtpReply> begin() {
        return on(turn, Mono.<FtpReply>fromRunnable(this::start)).then(agreement());
    }

    /**
     * Waits for the first reply.
     *
     * @return the reply, whatever it is
     */
    public Mono<FtpReply> agreement() {
        return first.asMono();
    }

    private void start() {
        if (turn.isOver()) {
            onLost(turn.control().lost());
        } else {
            turn.startReplyClock();
            turn.startTransfer(command, this);
        }
    }

    /**
     * Waits for the final reply.
     *
     * @return the reply, whatever it is
     */
    public Mono<FtpReply> end() {
        Mono<FtpReply> end = last.asMono();
        return keepAlive == null
                ? end
                : Mono.firstWithSignal(
                        end,
                        Flux.interval(keepAlive, loop(turn))
                                .onBackpressureDrop()
                                .doOnNext(tick -> turn.keepAlive())
                                .then(Mono.never()));
    }

    /** The other side has ended: from here on the final reply is due. */
    public void due() {
        turn.control().run(() -> {
            if (!answered) {
                turn.startReplyClock();
            }
        });
    }

    /**
     * Closes the connection: a server that waits for a data connection hears no ABOR.
     *
     * @param why what all who wait for replies get
     */
    public void giveUp(FtpException why) {
        given = why;
        turn.control()
                .run(() -> turn.control()
                        .close(() -> new FtpConnectionException(
                                Reason.CLOSED, "The session is closed, since " + command + " got no answer", why)));
    }

    /**
     * Returns the command.
     *
     * @return RETR or STOR
     */
    public FtpCommand command() {
        return command;
    }

    @Override
    public void onReply(FtpReply reply) {
        turn.stopClock();
        answered = !reply.isPreliminary();
        first.tryEmitValue(reply);
        if (answered) {
            last.tryEmitValue(reply);
        }
    }

    @Override
    public void onLost(FtpException cause) {
        FtpException why = given == null ? cause : given;
        answered = true;
        first.tryEmitError(why);
        last.tryEmitError(why);
    }
}
