package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.control.ReplyQueue.Pending;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * One exclusive turn on a control connection: a command and its reply, or several that must not be interrupted, such
 * as RNFR and RNTO, or EPSV, RETR and everything up to the 226.
 *
 * <p>Confined to the event loop; only {@link #end()} may be called from elsewhere. A turn that ends while replies are
 * outstanding waits for them before the next one begins: pairing of commands and replies is by order only (RFC 959
 * section 4.2), so none may be left over.
 */
public final class Turn {

    private final ControlConnection control;
    private final Object purpose;
    private final ContextView context;
    private final EarlyStart early;
    private final TurnCommands commands;

    /** What the commands of this turn are observed within: the transfer, if it is one. */
    private ContextView observed;

    private @Nullable TurnHolder holder;
    private @Nullable Runnable whenOver;
    private @Nullable Abort abort;
    private boolean ending;
    private boolean ended;

    Turn(ControlConnection control, Object purpose, ContextView context, EarlyStart early) {
        this.control = control;
        this.purpose = purpose;
        this.context = context;
        this.early = early;
        this.observed = context;
        this.commands = new TurnCommands(this, Pipelined.of(context));
    }

    /**
     * Returns what this turn is for.
     *
     * @return a command as it may be shown
     */
    public String name() {
        return purpose.toString();
    }

    /**
     * Returns the connection that this turn is on.
     *
     * @return the control connection
     */
    public ControlConnection control() {
        return control;
    }

    /**
     * Returns the context of the subscriber that this turn is for.
     *
     * @return the context
     */
    public ContextView context() {
        return context;
    }

    /** The context that the commands of this turn are observed with. */
    ContextView observed() {
        return observed;
    }

    /**
     * Has the commands of this turn observed as parts of a transfer.
     *
     * @param within the context of the transfer
     */
    public void observeWithin(ContextView within) {
        observed = within;
    }

    /** Whether it has begun early, and what is put off since. */
    EarlyStart early() {
        return early;
    }

    /** What it has sent, and what of it is answered. */
    TurnCommands commands() {
        return commands;
    }

    /**
     * Sends a command, unless this turn is ending.
     *
     * @param command what to send
     * @param receiver hears the replies
     */
    public void send(FtpCommand command, ReplyReceiver receiver) {
        // A chain of operators that was cancelled on this very thread may run on for a step.
        if (!ending) {
            control.writer().checkEncodable(command);
            inTime(() -> sendNow(command, receiver));
        }
    }

    private void sendNow(FtpCommand command, ReplyReceiver receiver) {
        if (!isEarly() && control.turns().isNextTransferring()) {
            // The answer would come behind transfers that wait for this turn to be over.
            control.abandonPipeline();
            receiver.onLost(control.lost());
        } else {
            commands.send(command, receiver);
        }
    }

    /** Writes when this turn may: early, or when it is the one who talks. */
    private void inTime(Runnable writing) {
        if (early.isOpen()) {
            writing.run();
        } else {
            whenCurrent(writing);
        }
    }

    /**
     * Says that the next command is the only one, or the last: what waits for its turn behind this one may be sent along with
     * it.
     *
     * @return this turn
     */
    public Turn lastCommand() {
        commands.nextIsLast();
        return this;
    }

    /**
     * Sends a command and emits its final reply, whatever it is; preliminary ones are passed over.
     *
     * @param command what to send
     * @return the reply; fails with an {@link FtpException} when the connection is lost or the reply clock runs out
     */
    public Mono<FtpReply> exchange(FtpCommand command) {
        return ReplyReader.exchange(this, command);
    }

    /**
     * Sends a command that must be done.
     *
     * @param command what to send
     * @return the 2yz reply; fails with an {@link FtpReplyException} on 4yz and 5yz, and on a 202 that says that the
     *     server does not know the command
     */
    public Mono<FtpReply> require(FtpCommand command) {
        return require(command, reply -> ReplyChecks.isDone(command, reply));
    }

    /**
     * Sends a command that must be answered in a certain way.
     *
     * @param command what to send
     * @param expected which replies are right
     * @return the reply; fails with an {@link FtpReplyException} on 4yz and 5yz, with an {@link FtpProtocolException}
     *     on another reply that is not expected
     */
    public Mono<FtpReply> require(FtpCommand command, Predicate<FtpReply> expected) {
        return exchange(command)
                .flatMap(reply ->
                        expected.test(reply) ? Mono.just(reply) : Mono.error(ReplyChecks.error(command, reply)));
    }

    /**
     * Sends a transfer command. From here on the end of this turn, if it comes before the final reply, is an abort.
     *
     * @param command what to send
     * @param receiver hears the replies
     */
    public void startTransfer(FtpCommand command, ReplyReceiver receiver) {
        if (!ending) {
            control.writer().checkEncodable(command);
            inTime(() -> commands.sendTransfer(command, receiver));
        }
    }

    /**
     * Runs a task when this turn is the one who talks: at once, unless it has begun early.
     *
     * @param task what to run, on the event loop; not run if the turn ends before
     */
    public void whenCurrent(Runnable task) {
        if (!isEarly()) {
            task.run();
            return;
        }
        early.later(() -> {
            if (!ending) {
                task.run();
            }
        });
    }

    /**
     * Tells whether this turn has begun early, and is not yet the one who talks.
     *
     * @return true if it should send what it can along with the commands of the turn before
     */
    public boolean isEarly() {
        return early.isAhead();
    }

    /**
     * This turn is the one who talks now.
     *
     * @param clean whether the one before ended well, though commands were sent behind it
     */
    void becomeCurrent(boolean clean) {
        if (!ended) {
            early.end(clean, () -> startClock(control.settings().timeouts().reply()));
        }
    }

    /** The transfer has ended as it should, or was refused before it began. */
    public void conclude() {
        commands.conclude();
    }

    /**
     * Tells whether the server may have begun a transfer in this turn. On the event loop.
     *
     * @return true once a transfer command was sent
     */
    public boolean hasSentTransfer() {
        return commands.hasTransfer();
    }

    /** Starts the reply clock: when it runs out, pairing is lost and the connection is closed. */
    public void startReplyClock() {
        if (!ending) {
            startClock(control.settings().timeouts().reply());
        }
    }

    /** The clock is the connection's, and so of the one who talks. */
    void startClock(Duration timeout) {
        if (isEarly()) {
            early.clock(true);
        } else if (!ended) {
            control.replyDeadline().start(timeout);
        }
    }

    /** Stops the reply clock. */
    public void stopClock() {
        // It may be the next turn's by now, or still that of the one before.
        if (isEarly()) {
            early.clock(false);
        } else if (!ended) {
            control.replyDeadline().stop();
        }
    }

    /**
     * Hands this turn to a transfer that will end it: {@link #end()} does nothing from now on.
     *
     * @param holder the transfer
     */
    public void handOver(TurnHolder holder) {
        this.holder = holder;
    }

    /** Ends this turn, unless it was handed over. May be called from any thread, and again. */
    public void end() {
        control.run(() -> {
            if (holder == null) {
                finish();
            }
        });
    }

    /** Ends this turn by who holds it, or once its replies have come. */
    public void finish() {
        if (ending) {
            return;
        }
        commands.dropHeld();
        if (commands.isTransferUnanswered()) {
            abort(reply -> {});
            return;
        }
        ending = true;
        if (commands.areSettled()) {
            over();
        } else {
            commands.mute();
            startClock(control.settings().timeouts().reply());
        }
    }

    /**
     * Aborts the transfer under way (RFC 959 section 4.1.3) and ends this turn. The data connection has to be closed
     * or reset by the caller.
     *
     * @param then hears the server's word on the transfer when replies pair again or the session is lost; null if it
     *     said none
     */
    public void abort(Consumer<@Nullable FtpReply> then) {
        if (ending) {
            then.accept(null);
            return;
        }
        if (commands.isTransferAnswered()) {
            // Its last reply came early, and is about to be heard.
            finish();
            then.accept(null);
            return;
        }
        ending = true;
        Abort begun = new Abort(this, then);
        if (ended) {
            then.accept(null);
        } else if (isEarly() || control.turns().isNextTransferring()) {
            // An ABOR could end, or be answered within, a transfer that is not meant.
            control.abandonPipeline();
            then.accept(null);
        } else {
            commands.mute();
            abort = begun;
            begun.start();
        }
    }

    /**
     * Runs a task once this turn is over: its replies, also those to an abort, have come, or the connection is lost.
     *
     * @param task what to run, on the event loop; at once if the turn is over already
     */
    public void whenOver(Runnable task) {
        if (ended) {
            task.run();
        } else {
            whenOver = task;
        }
    }

    /**
     * Sends NOOP during a transfer, unless one is unanswered still. Its reply reaches no receiver,
     * whenever it comes: some servers answer at once, some after the transfer. This turn does not end without it. So none is
     * sent where other transfers were asked for already.
     */
    public void keepAlive() {
        if (!ending) {
            commands.keepAlive();
        }
    }

    /** Hears what answers a command, or belongs to an abort. */
    void onReply(@Nullable Pending asked, FtpReply reply) {
        ReplyReceiver receiver = asked == null ? null : asked.receiver();
        if (abort != null) {
            abort.onReply(reply);
        } else if (receiver == null) {
            overIfSettled();
        } else if (commands.isTransfer(asked)) {
            // Until the transfer before is over, it may be about that one.
            whenCurrent(() -> receiver.onReply(reply));
        } else {
            receiver.onReply(reply);
        }
    }

    void overIfSettled() {
        if (ending && abort == null && commands.areSettled()) {
            over();
        }
    }

    void onLost(Supplier<? extends FtpException> cause) {
        List<ReplyReceiver> receivers = commands.drop(cause);
        Abort aborting = abort;
        TurnHolder holding = ending ? null : holder;
        markEnded();
        if (aborting != null) {
            aborting.onLost();
        }
        receivers.forEach(receiver -> receiver.onLost(cause.get()));
        if (holding != null) {
            holding.onLost(cause.get());
        }
    }

    /** Replies pair again: the next may begin, where this one left the directory as it found it. */
    void over() {
        if (ended) {
            return;
        }
        if (commands.areAway()) {
            abort = null;
            commands.sendBack();
            startClock(control.settings().timeouts().reply());
        } else {
            markEnded();
            control.turns().next(this);
        }
    }

    private void markEnded() {
        stopClock();
        ended = true;
        Runnable task = whenOver;
        whenOver = null;
        if (task != null) {
            task.run();
        }
    }

    boolean isAborting() {
        return abort != null;
    }

    boolean isEnding() {
        return ending;
    }

    boolean isOver() {
        return ended;
    }

    @Nullable
    TurnHolder holder() {
        return holder;
    }
}
