package io.ftpreactive.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.tls.TlsErrors;
import io.ftpreactive.tls.TlsSession;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * A control connection: a bounded queue of {@linkplain Conversation turns}, one of which talks at a time.
 *
 * <p>All state is confined to the channel's event loop. The first closing cause wins; whoever waits then or comes later
 * gets a fresh exception made from it.
 */
public final class ControlConnection {

    static final FtpCommand GREETING = FtpCommand.of("GREETING");

    private static final int SERVICE_CLOSING = 421;

    private static final Logger log = Loggers.getLogger(ControlConnection.class);

    private record Waiter(String name, MonoSink<Conversation> sink, long sinceNanos) {}

    private final Channel channel;
    private final ControlSettings settings;
    private final Route route;
    private final ServerTraits traits;
    private final TransferParameters parameters = new TransferParameters();
    private final ControlTls tls;
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private final Sinks.Empty<Void> closed = Sinks.unsafe().empty();
    private final ReplyClock clock;
    private @Nullable Conversation current;
    private boolean used;
    private boolean turnChecked;
    /** Written on the loop only; volatile because a pool asks from anywhere whether the session is usable. */
    private volatile @Nullable Supplier<? extends FtpException> closingCause;

    ControlConnection(
            Channel channel, ControlSettings settings, Route route, @Nullable TlsSession session, ServerMemory memory) {
        this.channel = channel;
        this.settings = settings;
        this.route = route;
        this.traits = new ServerTraits(memory, ServerMemory.Server.of(settings));
        this.tls = new ControlTls(this, channel, session);
        this.clock = new ReplyClock(channel.eventLoop(), this::replyMissed);
        Conversation login = new Conversation(this, "login");
        login.greeted();
        current = login;
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
     * Returns what is known of the server.
     *
     * @return the traits, to be read and changed on the event loop
     */
    public ServerTraits traits() {
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
     * @param name what the turn is for, as it may be shown
     * @return the turn; fails when the queue is full or the connection lost
     */
    public Mono<Conversation> open(String name) {
        // Hidden, so that nothing is waited for before there is demand: else the turn, and its result, would
        // come to one who has not asked for it yet.
        return Mono.just(name)
                .hide()
                .flatMap(asked -> Mono.<Conversation>create(
                        sink -> run(() -> enqueue(new Waiter(asked, sink, System.nanoTime())))))
                .doOnNext(Conversation::begin);
    }

    /**
     * Waits for a turn, talks, and ends the turn when the talk ends or is cancelled.
     *
     * @param name what the turn is for, as it may be shown
     * @param talk what to do; called on the event loop
     * @param <T> what comes of it
     * @return what the talk emits
     */
    public <T> Mono<T> converse(String name, Function<Conversation, Mono<T>> talk) {
        return open(name).flatMap(turn -> Mono.defer(() -> talk.apply(turn)).doFinally(signal -> turn.end()));
    }

    private void enqueue(Waiter waiter) {
        used = true;
        if (closingCause != null) {
            waiter.sink.error(lost());
        } else if (current == null) {
            grant(waiter);
        } else if (waiters.size() >= settings.maxQueued()) {
            waiter.sink.error(new FtpConnectionException(
                    Reason.QUEUE_FULL,
                    waiter.name + " was not sent: " + waiters.size() + " operations already wait on this session for "
                            + current.name() + "; use more sessions or a longer queue",
                    null));
        } else {
            waiters.add(waiter);
            checkTurnLater(settings.timeouts().turn().toNanos());
            // Last, since it is called at once where the subscriber has cancelled already.
            waiter.sink.onCancel(() -> run(() -> waiters.remove(waiter)));
        }
    }

    private void grant(Waiter waiter) {
        Conversation turn = new Conversation(this, waiter.name);
        current = turn;
        waiter.sink.success(turn);
        if (!turn.hasBegun()) {
            // The one who waited has cancelled: nobody will end this turn.
            turn.finish();
        }
    }

    void next(Conversation last) {
        if (current == last) {
            current = null;
            Waiter waiter = waiters.poll();
            if (waiter != null) {
                grant(waiter);
            }
        }
    }

    /** One session lent to a subscriber that wants nothing must not hold up the others for ever. */
    private void checkTurnLater(long nanos) {
        if (!turnChecked) {
            turnChecked = true;
            eventLoop().schedule(this::checkTurn, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void checkTurn() {
        turnChecked = false;
        Waiter first = waiters.peek();
        TurnHolder holder = current == null ? null : current.holder();
        if (first == null || closingCause != null) {
            return;
        }
        long turn = settings.timeouts().turn().toNanos();
        long stalled = holder == null ? 0 : holder.nanosWithoutDemand();
        long left = turn - Math.min(stalled, System.nanoTime() - first.sinceNanos);
        if (left <= 0 && holder != null) {
            holder.evict(waiters.size());
            left = turn;
        }
        checkTurnLater(left);
    }

    /** Takes the turn that is there from the start: the one that logs in. */
    Conversation login() {
        if (current == null) {
            throw new IllegalStateException("The login is over");
        }
        return current;
    }

    /** A name that the charset does not have fails its own operation, not the session. */
    void checkEncodable(FtpCommand command) {
        String argument = command.argument();
        for (int i = 0; argument != null && i < argument.length(); i++) {
            if (argument.charAt(i) > '~') {
                settings.charset().encode(argument);
                return;
            }
        }
    }

    void write(FtpCommand command) {
        if (closingCause != null) {
            return;
        }
        ChannelFuture write = channel.writeAndFlush(command);
        // Only now: who listens may cancel, and so have an ABOR written behind this command.
        say("> ", command.toString());
        write.addListener(future -> {
            if (!future.isSuccess()) {
                close(() -> new FtpConnectionException(
                        Reason.CLOSED, "Could not send " + command + " to " + peer(), future.cause()));
            }
        });
    }

    /**
     * Tells whoever listens to the dialogue something that is neither command nor reply.
     *
     * @param what happened
     */
    public void note(String what) {
        say("* ", what);
    }

    private void say(String direction, String text) {
        if (log.isDebugEnabled()) {
            log.debug("[{}] {}{}", channel.id().asShortText(), direction, text);
        }
        if (settings.dialogue() != null) {
            try {
                settings.dialogue().accept(direction + text);
            } catch (RuntimeException e) {
                log.error("The listener to the dialogue failed", e);
            }
        }
    }

    void onReply(FtpReply reply) {
        reply.lines().forEach(line -> say("< ", line));
        Conversation talking = current;
        if (reply.code() == SERVICE_CLOSING) {
            // It may come at any time and answers whatever is under way (RFC 959 section 5.4).
            FtpCommand unanswered = talking == null ? null : talking.pending();
            close(() -> unavailable(unanswered, reply));
        } else if (talking != null && talking.expectsReply()) {
            talking.onReply(reply);
        } else {
            close(() -> new FtpProtocolException(peer() + " sent a reply that nothing asked for: " + reply, null));
        }
    }

    private FtpException unavailable(@Nullable FtpCommand unanswered, FtpReply reply) {
        String instead = unanswered == null || unanswered.equals(GREETING) ? "" : " instead of answering " + unanswered;
        return new FtpConnectionException(
                Reason.SERVICE_UNAVAILABLE,
                peer() + " ended the session" + instead + ": " + reply + "; it may have too many users, or be about to"
                        + " stop: try again later, with fewer sessions",
                reply,
                null);
    }

    ReplyClock clock() {
        return clock;
    }

    private void replyMissed() {
        FtpCommand pending = current == null ? null : current.pending();
        String name = pending != null ? pending.toString() : current == null ? "" : current.name();
        String missed = GREETING.equals(pending) ? "greet" : "answer " + name;
        close(() -> new FtpConnectionException(
                Reason.REPLY_TIMEOUT,
                peer() + " did not " + missed + " in time; the session is closed, since later replies could not"
                        + " be told apart",
                null));
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
        clock.close();
        channel.close();
        Conversation talking = current;
        if (talking != null) {
            talking.onLost(cause.get());
        }
        for (Waiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            waiter.sink.error(cause.get());
        }
        // Last: now no data connection adds to what is forgotten.
        tls.close();
    }

    /** Closes what nobody has asked for a turn on since the login. */
    void closeUnused() {
        if (!used) {
            close(() -> new FtpConnectionException(Reason.CLOSED, "The login was given up", null));
        }
    }

    void onInactive(@Nullable Throwable cause) {
        close(() -> new FtpConnectionException(
                TlsErrors.isOfHandshake(cause) ? Reason.TLS_HANDSHAKE : Reason.CLOSED,
                peer() + " closed the control connection" + (cause == null ? "" : ": " + TlsErrors.explain(cause)),
                cause));
        closed.tryEmitEmpty();
    }

    /** Makes a fresh exception for one who comes too late. */
    FtpException lost() {
        Supplier<? extends FtpException> cause = closingCause;
        return cause != null
                ? cause.get()
                : new FtpConnectionException(Reason.CLOSED, "The turn on " + peer() + " is over", null);
    }

    private String peer() {
        return settings.host() + ":" + settings.port();
    }

    /**
     * Says QUIT when the turns before have ended, and closes: in any case when the time for QUIT is over, also over a
     * transfer that still runs.
     *
     * @return completes when the connection is closed; never fails
     */
    public Mono<Void> quit() {
        return Mono.defer(() -> isOpen()
                        ? converse("QUIT", turn -> turn.exchange(FtpCommand.quit()))
                                .then()
                                .timeout(settings.timeouts().quit())
                                .onErrorComplete()
                        : Mono.empty())
                .then(Mono.defer(() -> {
                    run(() -> close(() -> new FtpConnectionException(
                            Reason.CLOSED, "The session with " + peer() + " was closed by its user", null)));
                    return onClose();
                }));
    }

    /**
     * Runs a task on the event loop, at once if that is where the caller is. On a loop that has been shut down it is
     * dropped: nothing is alive there that it could touch.
     *
     * @param task what to run
     */
    public void run(Runnable task) {
        if (eventLoop().inEventLoop()) {
            task.run();
            return;
        }
        try {
            eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("The event loop is shut down", e);
        }
    }
}
