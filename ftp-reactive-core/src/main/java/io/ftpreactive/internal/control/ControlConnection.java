package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpClientCodec;
import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.FtpReplyCode;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.internal.tls.MeasuredAddress;
import io.ftpreactive.internal.tls.TlsSession;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FutureListener;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.context.ContextView;

/**
 * A control connection, on which one {@linkplain Turn turn} talks at a time.
 *
 * <p>Nothing but their order pairs replies with commands (RFC 959 section 4.2). So a reply that was there before a command
 * was written, or that cannot be its answer ({@link AnswerTable}), closes the connection: a false success is worse than a
 * lost session.
 *
 * <p>All state is confined to the channel's event loop. The first closing cause wins; whoever waits then or comes later
 * gets a fresh exception made from it.
 */
public final class ControlConnection {

    static final FtpCommand GREETING = FtpCommand.of("GREETING");

    private static final Logger log = Loggers.getLogger("io.ftpreactive.connections");

    private final Channel channel;
    private final String id;
    /** Changes with who the connection is lent to, while nothing is under way. */
    private volatile ControlSettings settings;

    private final Route route;
    private final SessionCapabilities traits;
    private final ControlErrors errors;
    private final TransferParameters parameters = new TransferParameters();
    private final ControlTls tls;
    private final FtpClientCodec codec;
    private final Dialogue dialogue;
    private final CommandWriter writer;
    private final TurnQueue turns;
    private final ReplyRouter router;
    private final Sinks.Empty<Void> closed = Sinks.unsafe().empty();
    private final ReplyQueue replies = new ReplyQueue();
    private final SessionTimer timer;
    private final SessionTimer.Deadline replyDeadline;
    private final FutureListener<Object> loopEnd = future -> loopEnded();
    /** Written on the loop only; volatile because a pool asks from anywhere whether something is left over. */
    private volatile boolean quiet = true;
    /** What became of the connection since it was lent; volatile since it is lent from anywhere. */
    private volatile boolean answered;

    private volatile boolean changing;
    /** Written on the loop only; volatile because a pool asks from anywhere whether the session is usable. */
    private volatile @Nullable Supplier<? extends FtpException> closingCause;

    ControlConnection(
            Channel channel,
            FtpClientCodec codec,
            ControlSettings settings,
            Route route,
            @Nullable TlsSession session,
            CapabilityStore memory,
            ContextView context) {
        this.channel = channel;
        this.id = channel.id().asShortText();
        this.codec = codec;
        this.settings = settings;
        this.errors = new ControlErrors(settings);
        this.route = route;
        this.traits = new SessionCapabilities(memory, settings.server());
        this.tls = new ControlTls(this, channel, session);
        this.timer = new SessionTimer(channel.eventLoop());
        this.replyDeadline = timer.deadline(this::replyMissed);
        this.dialogue = new Dialogue(this, id);
        Lull lull = new Lull(channel.eventLoop());
        this.writer = new CommandWriter(this, channel, dialogue, lull);
        this.turns = new TurnQueue(this, lull, context);
        this.router = new ReplyRouter(this, errors, turns, replies);
        channel.eventLoop().terminationFuture().addListener(loopEnd);
    }

    /**
     * Returns what this session is called in logs.
     *
     * @return an id that no other session of this process is likely to have
     */
    public String id() {
        return id;
    }

    /**
     * Returns who is told what is said, and what becomes of data connections.
     *
     * @return the dialogue
     */
    public Dialogue dialogue() {
        return dialogue;
    }

    /**
     * Returns how this connection was configured.
     *
     * @return the settings
     */
    public ControlSettings settings() {
        return settings;
    }

    /**
     * Serves another user from now on: his timeouts, limits, charset and listeners. Nothing may be under way.
     *
     * @param changed settings that lead to the same login
     */
    public void adopt(ControlSettings changed) {
        answered = false;
        changing = false;
        settings = changed;
        codec.configure(changed.charset(), changed.limits());
    }

    /**
     * Tells whether the server has done nothing for the present user: it has answered no command of his, and got none
     * that it must not be sent twice. A farewell (421) is no answer.
     *
     * @return true if what he began may be begun again on another connection
     */
    public boolean isUntouched() {
        return !answered && !changing;
    }

    /**
     * Tells whether the server got a command from the present user that it must not be sent twice.
     *
     * @return true if what he began must not be begun again
     */
    public boolean isChanging() {
        return changing;
    }

    /** Hears of each command that is written. */
    void onWritten(FtpCommand command) {
        if (!changing && !Repeatable.isRepeatable(command)) {
            changing = true;
        }
    }

    /**
     * Returns what is known of the server.
     *
     * @return the traits, to be read and changed on the event loop
     */
    public SessionCapabilities traits() {
        return traits;
    }

    /**
     * Returns what the server was last told of transfers.
     *
     * @return TYPE and MODE, to be read and changed on the event loop
     */
    public TransferParameters parameters() {
        return parameters;
    }

    /**
     * Returns the encryption of this connection and its data connections.
     *
     * @return what is on
     */
    public ControlTls tls() {
        return tls;
    }

    /**
     * Returns the loop that this connection, and its data connections, live on.
     *
     * @return the event loop
     */
    public EventLoop eventLoop() {
        return channel.eventLoop();
    }

    /**
     * Returns the server's end, never a proxy's.
     *
     * @return the address that the name resolved to and that answered; behind a proxy that resolves names, the name
     */
    public InetSocketAddress remoteAddress() {
        return Route.server(channel);
    }

    /**
     * Returns what the metrics of the transport tell of this connection, and are to tell of its data connections.
     *
     * @return the address
     */
    public SocketAddress measuredAddress() {
        return MeasuredAddress.of(channel);
    }

    /**
     * Returns the way that this connection took, and that its data connections are to take.
     *
     * @return the way to the server
     */
    public Route route() {
        return route;
    }

    /**
     * Returns this end.
     *
     * @return the local address of the control connection
     */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    /**
     * Tells whether commands can still be sent.
     *
     * @return false once the connection is closed or about to be
     */
    public boolean isOpen() {
        return closingCause == null && channel.isActive();
    }

    /**
     * Tells whether nothing has begun to come that nothing asked for. From any thread.
     *
     * @return false on an idle connection that must not be lent
     */
    public boolean isQuiet() {
        return quiet;
    }

    boolean isClosing() {
        return closingCause != null;
    }

    /**
     * Completes when the connection is closed.
     *
     * @return completes, never fails
     */
    public Mono<Void> onClose() {
        return closed.asMono();
    }

    /**
     * Waits for a turn and emits it, on the event loop. Who gets it must end it.
     *
     * @param purpose what the turn is for, shown by its {@code toString()}
     * @return the turn; fails when the queue is full or the connection lost
     */
    public Mono<Turn> open(Object purpose) {
        return new TurnMono(this, purpose);
    }

    /**
     * Waits for a turn, talks, and ends the turn when the talk ends or is cancelled.
     *
     * @param purpose what the turn is for, shown by its {@code toString()}
     * @param talk what to do; called on the event loop
     * @param <T> what comes of it
     * @return what the talk emits
     */
    public <T> Mono<T> inTurn(Object purpose, Function<Turn, Mono<T>> talk) {
        return open(purpose).flatMap(turn -> Mono.defer(() -> talk.apply(turn)).doFinally(signal -> turn.end()));
    }

    /**
     * Has somebody wait for a turn. On the event loop.
     *
     * @param waiter who gets the turn, or hears why there is none
     */
    public void enqueue(TurnWaiter waiter) {
        turns.enqueue(waiter);
    }

    /**
     * Has somebody wait no more, if there was no turn yet. On the event loop.
     *
     * @param waiter who waited
     */
    public void withdraw(TurnWaiter waiter) {
        turns.withdraw(waiter);
    }

    /**
     * Tells whether all turns have ended, and nothing is left of them. A reply that nothing has asked for closes the
     * connection.
     *
     * @return true if so; false if not, and on any other thread than the event loop's
     */
    public boolean isSettled() {
        boolean settled = eventLoop().inEventLoop() && turns.isIdle() && isInStep();
        // It is the reply just read that settled it, of which a part may have come in the read before.
        quiet |= settled;
        return settled;
    }

    /**
     * Ends a transfer whose subscriber or source has kept the session waiting for too long, while somebody waits for a
     * session. On the event loop.
     *
     * @param waiting how many wait
     * @param nanos how long is too long
     * @return whether there was such a transfer
     */
    public boolean evictStalled(int waiting, long nanos) {
        return turns.evictStalled(waiting, nanos);
    }

    /**
     * Tells for how long a transfer has waited for its subscriber or source. On the event loop.
     *
     * @return nanoseconds, 0 if none does
     */
    public long nanosStalled() {
        return turns.nanosStalled();
    }

    /** Takes the turn that is there from the start: the one that logs in. */
    Turn login() {
        Turn login = turns.current();
        if (login == null) {
            throw new IllegalStateException("The login is over");
        }
        return login;
    }

    /** Who talks, who has begun early, and who waits. */
    TurnQueue turns() {
        return turns;
    }

    /**
     * Tells whether the server has said the last of the transfer of the turn that talks. On the event loop.
     *
     * @return false as long as it must not begin another
     */
    public boolean isTransferAnswered() {
        return turns.isTransferAnswered();
    }

    /** Gives up all that has begun, with the connection: nothing tells the server which of it is not wanted any more. */
    void abandonPipeline() {
        close(errors::abandoned);
    }

    /** The commands of all turns that have no final reply yet. */
    ReplyQueue replies() {
        return replies;
    }

    /** Writes commands. */
    CommandWriter writer() {
        return writer;
    }

    /** Closes the connection, and says so, if something is left that nothing has asked for. */
    boolean isInStep() {
        if (closingCause == null) {
            try {
                codec.requireNoPendingInput();
            } catch (FtpCodecException e) {
                close(() -> errors.outOfStep(e));
            }
        }
        return closingCause == null;
    }

    void notSent(FtpCommand command, Throwable cause) {
        close(() -> errors.notSent(command, cause));
    }

    /** Tells whoever listens to the dialogue how this connection is encrypted. */
    void note(String what) {
        dialogue.tls(what, turns.current());
    }

    void onReadComplete() {
        boolean now = !codec.hasPendingInput();
        if (now != quiet) {
            quiet = now;
        }
    }

    void onReply(FtpReply reply) {
        if (!answered && reply.code() != FtpReplyCode.SERVICE_CLOSING) {
            answered = true;
        }
        if (dialogue.isHeard()) {
            Turn meant = router.meant(reply);
            dialogue.received(reply, meant == null ? null : meant.commands().asked(reply), meant);
        }
        router.onReply(reply);
    }

    /** A reply is one too many, or one was lost: whatever comes next would answer something else. */
    void outOfStep(@Nullable FtpCommand asked, String what, FtpReply reply) {
        turns.pipelineFailed();
        close(() -> errors.outOfStep(asked, what, reply));
    }

    /**
     * Closes the connection, since something that was sent ahead has failed and what stands behind it must not be done.
     *
     * @param cause makes a fresh exception for each who waits
     */
    public void stumbled(Supplier<? extends FtpException> cause) {
        traits.pipelined(false);
        close(cause);
    }

    SessionTimer.Deadline replyDeadline() {
        return replyDeadline;
    }

    /**
     * Returns what the deadlines of this session are made with.
     *
     * @return the timer, to be used on the event loop
     */
    public SessionTimer timer() {
        return timer;
    }

    private void replyMissed() {
        // A server that is slow is not one that had ended the session: it may be busy with the command.
        changing = true;
        turns.pipelineFailed();
        Turn talking = turns.current();
        FtpCommand unanswered = router.unanswered();
        String turn = talking == null ? "" : talking.name();
        close(() -> errors.missed(unanswered, turn));
    }

    /**
     * Closes the connection at once, without QUIT. The first cause wins.
     *
     * @param cause makes a fresh exception for each who waits
     */
    public void close(Supplier<? extends FtpException> cause) {
        if (closingCause != null) {
            return;
        }
        closingCause = cause;
        replyDeadline.stop();
        timer.close();
        channel.close();
        turns.fail(cause);
        // Last: now no data connection adds to what is forgotten.
        tls.close();
    }

    /** Closes what nobody has asked for a turn on since the login. */
    void closeUnused() {
        if (!turns.isUsed()) {
            close(errors::givenUp);
        }
    }

    void onInactive(@Nullable Throwable cause) {
        FtpCommand unanswered = router.unanswered();
        turns.pipelineLost();
        close(() -> errors.closed(unanswered, cause));
        closed.tryEmitEmpty();
        eventLoop().terminationFuture().removeListener(loopEnd);
    }

    /** A loop that is shut down closes its channels, but was seen to forget one; now no other thread touches it. */
    private void loopEnded() {
        close(this::shutDown);
        TerminatedLoop.close(channel);
        closed.tryEmitEmpty();
    }

    /** Makes a fresh exception for one who comes too late. */
    FtpException lost() {
        Supplier<? extends FtpException> cause = closingCause;
        return cause != null ? cause.get() : errors.turnOver();
    }

    /**
     * Says QUIT when the turns before have ended, and closes: in any case when the time for QUIT is over, also over a
     * transfer that still runs.
     *
     * @return completes when the connection is closed; never fails
     */
    public Mono<Void> quit() {
        return Mono.defer(() -> isOpen()
                        ? TimeLimit.of(
                                        settings.timeouts().quit(),
                                        inTurn("QUIT", turn -> turn.exchange(FtpCommand.quit())))
                                .then()
                                .onErrorComplete()
                        : Mono.empty())
                .then(Mono.defer(() -> {
                    run(() -> close(errors::closedByUser), closed::tryEmitEmpty);
                    return onClose();
                }));
    }

    /**
     * Makes the error of what cannot be done any more, since the event loop was shut down.
     *
     * @return a fresh one
     */
    public FtpException shutDown() {
        return errors.shutDown();
    }

    /**
     * Runs a task on the event loop, at once if that is where the caller is. On a loop that has been shut down it is
     * dropped: nothing is alive there that it could touch.
     *
     * @param task what to run
     */
    public void run(Runnable task) {
        run(task, () -> log.debug("The event loop is shut down"));
    }

    /**
     * Runs a task on the event loop, at once if that is where the caller is.
     *
     * @param task what to run
     * @param dropped what to run here instead if the loop has been shut down
     */
    public void run(Runnable task, Runnable dropped) {
        if (eventLoop().inEventLoop()) {
            task.run();
        } else {
            post(task, dropped);
        }
    }

    /** Runs a task on the event loop, later even if that is where the caller is. */
    void post(Runnable task, Runnable dropped) {
        try {
            eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            dropped.run();
        }
    }
}
