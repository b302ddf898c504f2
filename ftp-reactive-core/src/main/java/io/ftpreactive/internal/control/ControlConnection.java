package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpClientCodec;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
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
    private final Dialogue dialogue;
    private final CommandWriter writer;
    private final TurnQueue turns;
    private final Incoming incoming;
    private final Traces traces = new Traces();
    private final Sinks.Empty<Void> closed = Sinks.unsafe().empty();
    private final ReplyQueue replies = new ReplyQueue();
    private final SessionTimer timer;
    private final SessionTimer.Deadline replyDeadline;
    private final FutureListener<Object> loopEnd = future -> loopEnded();
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
        this.incoming = new Incoming(this, codec, errors, turns);
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
        traces.clear();
        settings = changed;
        incoming.configure(changed);
    }

    /**
     * Returns what the present user has left on the server.
     *
     * @return the traces
     */
    public Traces traces() {
        return traces;
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
     * Returns what the server says.
     *
     * @return what comes
     */
    public Incoming incoming() {
        return incoming;
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
     * Returns who talks, who has begun early, and who waits.
     *
     * @return the queue, to be used on the event loop
     */
    public TurnQueue turns() {
        return turns;
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

    void notSent(FtpCommand command, Throwable cause) {
        close(() -> errors.notSent(command, cause));
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
        traces.replyMissed();
        turns.pipelineFailed();
        Turn talking = turns.current();
        FtpCommand unanswered = incoming.unanswered();
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
        FtpCommand unanswered = incoming.unanswered();
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
