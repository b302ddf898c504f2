package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.control.ControlSettings;
import io.ftpreactive.internal.control.ReplyListener;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.control.TurnHolder;
import io.ftpreactive.internal.tls.TlsSession;
import io.ftpreactive.result.TlsInfo;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultFileRegion;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.netty.ByteBufFlux;

/**
 * The second connection, ready for the bytes of one transfer that the server has agreed to.
 *
 * <p>It must be received from, sent to, or closed; once. A transfer is over only when both the data have ended and the
 * server has given its verdict on the control connection, in whichever order: {@link #receive()} and {@link #send} join
 * the two. A channel on which none of this happens in the idle timeout is aborted, so that the session is not lost.
 *
 * <p>Signals come on the session's event loop. Methods may be called from any thread.
 */
public final class DataChannel {

    /** For the server's end of the data after its verdict, or of TLS; some never end. */
    private static final Duration END = Duration.ofSeconds(2);

    private final DataChannelHandler pipe;
    private final Turn turn;
    private final FtpCommand command;
    private final FtpReply opening;
    private final Flow flow;
    private final Watch watch = new Watch();
    private @Nullable TransferDirection side;
    private @Nullable FtpReply verdict;
    private boolean over;
    private volatile boolean leftOpen;
    /** What ended this channel before anybody used it, for the one who comes too late. */
    private @Nullable FtpException endedBy;

    private DataChannel(
            DataChannelHandler pipe,
            Turn turn,
            FtpCommand command,
            FtpReply opening,
            Duration idleTimeout,
            TransferFlow wanted) {
        this.pipe = pipe;
        this.turn = turn;
        this.command = command;
        this.opening = opening;
        this.flow = new Flow(this, wanted, idleTimeout);
    }

    /** Takes the turn over from the opener; {@code first} may already be the final reply of a hasty server. */
    static DataChannel start(
            DataChannelHandler pipe, Turn turn, FtpCommand command, FtpReply first, Duration idle, TransferFlow flow) {
        DataChannel channel = new DataChannel(pipe, turn, command, first, idle, flow);
        turn.handOver(channel.watch);
        turn.stopClock();
        if (!first.isPreliminary()) {
            channel.verdict = first;
        }
        turn.listen(channel.watch);
        channel.flow.start();
        if (!first.isNegative()) {
            channel.secure();
        }
        return channel;
    }

    private void secure() {
        TlsSession session = turn.control().tls().data();
        if (session != null) {
            ControlSettings settings = turn.control().settings();
            pipe.secure(new DataTls(
                    pipe.channel(),
                    session,
                    settings.timeouts().connect(),
                    settings.security().lenientEnd(),
                    info -> turn.control().note("data connection: " + info)));
        }
    }

    /**
     * Returns the TLS of this connection.
     *
     * @return null without TLS, and before its handshake, which begins when the server has agreed to the transfer
     */
    public @Nullable TlsInfo tls() {
        DataTls tls = pipe.tls();
        return tls == null ? null : tls.info();
    }

    /**
     * Tells whether the bytes are, or will be, encrypted.
     *
     * @return true on a connection with TLS
     */
    public boolean isEncrypted() {
        return pipe.tls() != null;
    }

    /**
     * Tells whether the data ended without TLS's own end, where that is let pass: then only their number tells whether
     * they are all.
     *
     * @return true if bytes may be missing
     */
    public boolean isEndUnproven() {
        return pipe.isEndUnproven();
    }

    /**
     * Tells whether the server called the transfer complete, but has neither sent a byte nor closed this connection: then
     * only its size tells whether there was nothing to send.
     *
     * @return true if bytes may be missing
     */
    public boolean isLeftOpen() {
        return leftOpen;
    }

    /**
     * Returns the server's end of this connection.
     *
     * @return an address and the port that the server listens on or connected from
     */
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) pipe.channel().remoteAddress();
    }

    /**
     * Streams what the server sends.
     *
     * <p>Bytes are read from the socket only on demand; without demand the TCP window closes and the server waits. Each
     * buffer is released after {@code onNext}: {@code retain()} it to keep it, also before {@code publishOn} or
     * {@code flatMap}. Completes when the data have ended and the server has said 2yz. Cancelling aborts the transfer;
     * the session goes on.
     *
     * <p>If the server says 4yz or 5yz, what it has sent before is still given out, as there is demand; then comes the
     * error, which tells how many bytes that was. A data connection that the server leaves open after its refusal is
     * given up when no byte has come for two seconds, or the idle timeout if that is shorter. One that it leaves open after
     * a 2yz reply without having sent anything is closed after that time, and this completes empty: see
     * {@link #isLeftOpen()}.
     *
     * @return the bytes, once; fails with {@link FtpTransferException}
     */
    public ByteBufFlux receive() {
        return ByteBufFlux.fromInbound(new ReceiveFlux(this), pipe.channel().alloc());
    }

    /**
     * Sends a stream and ends it by closing the connection.
     *
     * <p>At most 16 buffers are requested ahead of the socket. Emits the server's verdict, the only proof that the
     * bytes have arrived. The reply timeout runs from when the system has taken the last byte. What its send buffer
     * holds then, up to some megabytes, moves on unseen: where a server takes so much for longer than the reply timeout,
     * that or the option {@code SO_SNDBUF} has to be set to suit. If the source fails, or this is cancelled, the connection is reset and ABOR sent, so that the
     * server does not take the fragment for the whole; what is emitted is the source's own error, to which an
     * {@link FtpTransferException} with the server's word is added as suppressed.
     *
     * @param source buffers, each released by this channel, also those it can no longer send
     * @return the 2yz reply; fails with {@link FtpTransferException}
     */
    public Mono<FtpReply> send(Publisher<? extends ByteBuf> source) {
        Objects.requireNonNull(source, "source");
        return new SendMono(this, sending -> new StreamWriter(sending, source, null));
    }

    /**
     * Sends a region of a file, without copying it through user space unless it is encrypted, and ends the transfer as
     * {@link #send} does.
     *
     * @param region what to send; released by this channel once written, or when the transfer fails; who never
     *     subscribes keeps it
     * @return the 2yz reply; fails with {@link FtpTransferException}, or with the {@link java.io.IOException} of a file that
     *     cannot be read
     */
    public Mono<FtpReply> sendFile(DefaultFileRegion region) {
        Objects.requireNonNull(region, "region");
        return new SendMono(
                this,
                sending -> isEncrypted()
                        ? new StreamWriter(sending, new RegionReader(region, alloc()), region)
                        : new FileRegionWriter(sending, region));
    }

    /**
     * Returns the allocator of this connection, for buffers that are to be sent on it.
     *
     * @return the allocator
     */
    public ByteBufAllocator alloc() {
        return pipe.channel().alloc();
    }

    /**
     * Returns the file bytes moved so far: delivered to the subscriber, or written to the socket.
     *
     * @return bytes; exact when read after the end of the transfer
     */
    public long bytes() {
        return flow.bytes();
    }

    /**
     * Returns the reply with which the server agreed to the transfer, usually 150.
     *
     * @return the preliminary reply
     */
    public FtpReply opening() {
        return opening;
    }

    /**
     * Returns the server's verdict.
     *
     * @return the final reply, null before it has come
     */
    public @Nullable FtpReply verdict() {
        return verdict;
    }

    /**
     * Aborts the transfer, unless it is over; the session goes on. Idempotent. Who receives or sends hears of it by a
     * {@link FtpTransferException}.
     */
    public void close() {
        turn.control()
                .run(() ->
                        abort(new CancellationException("the data channel was closed before its transfer was over")));
    }

    DataChannelHandler pipe() {
        return pipe;
    }

    Turn turn() {
        return turn;
    }

    Flow flow() {
        return flow;
    }

    void run(Runnable task) {
        turn.control().run(task);
    }

    /** Runs what a subscriber needs, who hears of it if the event loop is there no more. */
    void run(Runnable task, CoreSubscriber<?> subscriber, Runnable dropped) {
        turn.control().run(task, () -> {
            dropped.run();
            FtpException cause = turn.control().shutDown();
            Operators.error(subscriber, failure(String.valueOf(cause.getMessage()), verdict, cause));
        });
    }

    boolean isClaimedBy(TransferDirection candidate) {
        return side == candidate;
    }

    boolean isOver() {
        return over;
    }

    /** Makes a direction the only one. On the event loop. */
    boolean claim(TransferDirection chosen) {
        if (over || side != null) {
            chosen.fail(unusable());
            return false;
        }
        side = chosen;
        flow.begin(chosen, opening);
        hastenEnd();
        return true;
    }

    private RuntimeException unusable() {
        if (endedBy != null) {
            return failure(String.valueOf(endedBy.getMessage()), verdict, endedBy);
        }
        return new IllegalStateException("The data channel of " + command
                + (over ? " is closed" : " is in use: it serves one receive() or send()"));
    }

    private FtpTransferException failure(String problem, @Nullable FtpReply reply, @Nullable Throwable cause) {
        DataTls tls = pipe.tls();
        FtpException refusal = tls == null ? null : tls.refusal(reply);
        return refusal == null
                ? new FtpTransferException(command.toString(), problem, flow.bytes(), reply, cause)
                : new FtpTransferException(
                        command.toString(), String.valueOf(refusal.getMessage()), flow.bytes(), reply, refusal);
    }

    /** Whether more bytes will move on this connection, as far as one can see. */
    boolean isFlowing() {
        return !over && verdict == null && side != null && !side.isEnding() && !pipe.isEnded();
    }

    /** The data have come to their regular end on this side: now the verdict counts, or its absence. */
    void dataEnded() {
        if (verdict != null) {
            judge(verdict);
        } else {
            turn.startReplyClock();
        }
    }

    /** The server has called the transfer complete, but has not ended TLS: it gets some time to. */
    void startEndClock() {
        turn.control()
                .eventLoop()
                .schedule(
                        () -> {
                            if (!over) {
                                pipe.close();
                            }
                        },
                        END.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** A server that has refused, or is done and has sent nothing, has hardly anything left to send, but may forget to close. */
    private void hastenEnd() {
        if (side != null && verdict != null && (verdict.isNegative() || flow.bytes() == 0)) {
            flow.hasten(END);
        }
    }

    /** There is something after all: it may take its time, unless it comes after a refusal. */
    void begun() {
        if (verdict != null && !verdict.isNegative()) {
            flow.relax();
        }
    }

    /** Ends with the verdict. */
    void judge(FtpReply given) {
        TransferDirection chosen = side;
        if (given.isCompletion() && chosen != null) {
            over = true;
            flow.stop();
            pipe.close();
            flow.inquire(turn).subscribe(certain -> conclude(chosen, given, certain));
        } else {
            broken("the server did not complete it", null);
        }
    }

    private void conclude(TransferDirection chosen, FtpReply given, boolean certain) {
        turn.finish();
        Throwable doubt = certain ? null : chosen.doubt();
        if (doubt == null) {
            flow.complete();
            chosen.succeed(given);
        } else {
            chosen.fail(failure(describe(doubt), given, doubt));
        }
    }

    static String describe(Throwable error) {
        return "the data connection broke: " + error.getMessage();
    }

    /**
     * Ends with an error that the server knows of, or will notice by itself: waits for its verdict, which says more
     * than a broken socket, but for no longer than a reply may take.
     */
    void broken(String problem, @Nullable Throwable cause) {
        TransferDirection chosen = side;
        if (over || chosen == null) {
            return;
        }
        if (verdict == null && isOwnTimeout(cause)) {
            giveUp(chosen, problem, cause);
            return;
        }
        chosen.stop();
        flow.stop();
        pipe.reset();
        if (verdict != null) {
            finish();
            chosen.fail(failure(problem, verdict, cause));
        } else {
            watch.problem = problem;
            watch.cause = cause;
            turn.startReplyClock();
        }
    }

    /** Ends because of this side: the server is told, and a fragment must not pass for the whole. */
    void abort(Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        flow.stop();
        TransferDirection chosen = side;
        if (chosen != null) {
            chosen.stop();
        } else if (cause instanceof FtpException failure) {
            endedBy = failure;
        }
        turn.stopClock();
        if (verdict != null) {
            turn.finish();
            pipe.reset();
            aborted(chosen, cause, verdict);
        } else {
            // ABOR goes first: Pure-FTPd gives no final reply to a download whose connection is closed before it.
            // Then a reset, not a FIN, with which all servers take the fragment of an upload for the whole.
            turn.abort(reply -> aborted(chosen, cause, reply));
            pipe.reset();
        }
    }

    /** The TLS handshake took too long: a server that is silent there may be silent here. */
    private static boolean isOwnTimeout(@Nullable Throwable cause) {
        return cause instanceof FtpConnectionException failed && failed.reason() == Reason.CONNECT_TIMEOUT;
    }

    /** Ends at once, and has the session brought back into step behind. */
    private void giveUp(TransferDirection chosen, String problem, @Nullable Throwable cause) {
        over = true;
        chosen.stop();
        flow.stop();
        turn.stopClock();
        turn.abort(reply -> {});
        pipe.reset();
        chosen.fail(failure(problem, null, cause));
    }

    private void aborted(@Nullable TransferDirection chosen, Throwable cause, @Nullable FtpReply reply) {
        if (chosen != null && !(cause instanceof Cancelled)) {
            String problem = String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
            chosen.fail(failure(problem, reply, cause));
        }
    }

    private void finish() {
        over = true;
        flow.stop();
        pipe.close();
        turn.finish();
    }

    /** No byte has moved for too long. */
    void idle(Duration timeout) {
        if (side != null && verdict != null && verdict.isNegative()) {
            // Nothing more will come, and why is known.
            judge(verdict);
            return;
        }
        if (side != null && verdict != null && flow.bytes() == 0) {
            leftOpen = true;
            pipe.close();
            return;
        }
        String problem = side == null ? "the data channel was not used" : "the server moved no bytes";
        abort(timeout(Reason.IDLE_TIMEOUT, problem + " for " + timeout.toSeconds() + " s"));
    }

    void tooSlow(String problem) {
        abort(timeout(Reason.LOW_SPEED, problem));
    }

    private static FtpException timeout(Reason reason, String problem) {
        return new FtpConnectionException(reason, problem, null);
    }

    /** Hears the control connection for this transfer. */
    private final class Watch implements ReplyListener, TurnHolder {

        /** Set once the data connection broke and only the verdict is missing. */
        private @Nullable String problem;

        private @Nullable Throwable cause;

        @Override
        public void onReply(FtpReply reply) {
            if (reply.isPreliminary() || verdict != null) {
                return;
            }
            verdict = reply;
            if (pipe.tls() != null) {
                pipe.tls().onVerdict(reply);
            }
            turn.stopClock();
            flow.active();
            hastenEnd();
            if (problem != null) {
                broken(problem, cause);
            } else if (side != null) {
                side.onVerdict(reply);
            }
        }

        @Override
        public void onLost(FtpException lost) {
            TransferDirection chosen = side;
            if (verdict != null && chosen != null && problem == null) {
                // The server has said all it had to; what is still unread stands in the data connection.
                return;
            }
            over = true;
            flow.stop();
            if (chosen != null) {
                chosen.stop();
            }
            pipe.reset();
            if (chosen != null) {
                String what = problem == null ? "the control connection was lost" : problem;
                Throwable why = cause == null ? lost : cause;
                chosen.fail(failure(what + " (" + lost.getMessage() + ")", verdict, why));
            } else {
                endedBy = lost;
            }
        }

        @Override
        public long nanosWithoutDemand() {
            return over ? 0 : flow.nanosWithoutDemand();
        }

        @Override
        public void evict(int waiting) {
            abort(timeout(
                    Reason.TURN_TIMEOUT,
                    "nothing was demanded of it for the turn timeout, while " + waiting
                            + " other operations wait for this session; consume it first, or use another session"));
        }
    }
}
