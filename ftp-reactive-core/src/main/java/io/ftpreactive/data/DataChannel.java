package io.ftpreactive.data;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.control.Conversation;
import io.ftpreactive.control.ReplyListener;
import io.ftpreactive.control.TurnHolder;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpConnectionException.Reason;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpTransferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultFileRegion;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
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

    /** The direction of the bytes, once chosen. */
    interface Side {

        /** The server's final reply came, positive or negative. */
        void onVerdict(FtpReply verdict);

        /** Whether the next move is the server's, so that its silence counts as idle time. */
        boolean waitsForServer();

        /** Whether no more is to be moved than what is under way. */
        boolean isEnding();

        /** How many bytes there will be, -1 if this side cannot tell. */
        long total();

        /** Whether the transfer waits for its user: no demand for what could be read. */
        boolean waitsForUser();

        /** Stops without a signal; one of the two below follows. */
        void stop();

        void succeed(FtpReply verdict);

        void fail(Throwable error);
    }

    private final DataPipe pipe;
    private final Conversation turn;
    private final FtpCommand command;
    private final Duration idleTimeout;
    private final TransferFlow flow;
    private final Pace pace;
    private final Watchers watchers;
    private final FtpReply opening;
    private final Watch watch = new Watch();
    private @Nullable Side side;
    private @Nullable FtpReply verdict;
    private @Nullable ScheduledFuture<?> idleCheck;
    private long lastActivity = System.nanoTime();
    private long bytes;
    private boolean over;
    /** What ended this channel before anybody used it, for the one who comes too late. */
    private @Nullable FtpException endedBy;

    private DataChannel(
            DataPipe pipe,
            Conversation turn,
            FtpCommand command,
            FtpReply opening,
            Duration idleTimeout,
            TransferFlow flow) {
        this.pipe = pipe;
        this.turn = turn;
        this.command = command;
        this.opening = opening;
        this.idleTimeout = idleTimeout;
        this.flow = flow;
        this.pace = new Pace(flow.limits(), pipe.channel().eventLoop());
        this.watchers = new Watchers(this, flow);
    }

    /** Takes the turn over from the opener; {@code first} may already be the final reply of a hasty server. */
    static DataChannel start(
            DataPipe pipe, Conversation turn, FtpCommand command, FtpReply first, Duration idle, TransferFlow flow) {
        DataChannel channel = new DataChannel(pipe, turn, command, first, idle, flow);
        turn.handOver(channel.watch);
        turn.stopClock();
        if (!first.isPreliminary()) {
            channel.verdict = first;
        }
        turn.listen(channel.watch);
        channel.checkIdleIn(idle.toNanos());
        return channel;
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
     * @return the bytes, once; fails with {@link FtpTransferException}
     */
    public ByteBufFlux receive() {
        return ByteBufFlux.fromInbound(new Reception(this), pipe.channel().alloc());
    }

    /**
     * Sends a stream and ends it by closing the connection.
     *
     * <p>At most 16 buffers are requested ahead of the socket. Emits the server's verdict, the only proof that the
     * bytes have arrived. If the source fails, or this is cancelled, the connection is reset and ABOR sent, so that the
     * server does not take the fragment for the whole; the source's error is the cause of the one emitted.
     *
     * @param source buffers, each released by this channel, also those it can no longer send
     * @return the 2yz reply; fails with {@link FtpTransferException}
     */
    public Mono<FtpReply> send(Publisher<? extends ByteBuf> source) {
        return new Sending(this, sending -> new StreamOutflow(sending, source));
    }

    /**
     * Sends a region of a file, without copying it through user space, and ends the transfer as {@link #send} does.
     *
     * @param region what to send; released by this channel once written, or when the transfer fails; who never
     *     subscribes keeps it
     * @return the 2yz reply; fails with {@link FtpTransferException}
     */
    public Mono<FtpReply> sendFile(DefaultFileRegion region) {
        return new Sending(this, sending -> new FileOutflow(sending, region));
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
        return bytes;
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

    DataPipe pipe() {
        return pipe;
    }

    void run(Runnable task) {
        turn.control().run(task);
    }

    boolean isClaimedBy(Side candidate) {
        return side == candidate;
    }

    boolean isOver() {
        return over;
    }

    /** Makes a direction the only one. On the event loop. */
    boolean claim(Side chosen) {
        if (over || side != null) {
            chosen.fail(unusable());
            return false;
        }
        side = chosen;
        active();
        watchers.start();
        if (flow.observer() != null) {
            flow.observer().begun(opening, chosen.total());
        }
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
        return new FtpTransferException(command.toString(), problem, bytes, reply, cause);
    }

    void moved(long count) {
        bytes += count;
        active();
        if (flow.observer() != null) {
            flow.observer().moved(bytes);
        }
    }

    Pace pace() {
        return pace;
    }

    Conversation turn() {
        return turn;
    }

    /** Whether more bytes will move on this connection, as far as one can see. */
    boolean isFlowing() {
        return !over && verdict == null && side != null && !side.isEnding() && !pipe.isEnded();
    }

    /** Whether the speed at which bytes move now is the server's, not this side's or a limit's. */
    boolean isServersTime() {
        return isFlowing() && side != null && side.waitsForServer() && !pace.isPaused();
    }

    void tooSlow(String problem) {
        abort(timeout(Reason.LOW_SPEED, problem));
    }

    /** Whose turn it is may have changed. */
    void flowChanged() {
        watchers.flowChanged();
    }

    void active() {
        lastActivity = System.nanoTime();
    }

    /** The data have come to their regular end on this side: now the verdict counts, or its absence. */
    void dataEnded() {
        if (verdict != null) {
            judge(verdict);
        } else {
            turn.startReplyClock();
        }
    }

    /** Ends with the verdict. */
    void judge(FtpReply given) {
        Side chosen = side;
        if (given.isCompletion() && chosen != null) {
            finish();
            if (flow.observer() != null) {
                flow.observer().completed(bytes);
            }
            chosen.succeed(given);
        } else {
            broken("the server did not complete it", null);
        }
    }

    /**
     * Ends with an error that the server knows of, or will notice by itself: waits for its verdict, which says more
     * than a broken socket, but for no longer than a reply may take.
     */
    void broken(String problem, @Nullable Throwable cause) {
        Side chosen = side;
        if (over || chosen == null) {
            return;
        }
        chosen.stop();
        pace.stop();
        watchers.stop();
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
        stopIdleCheck();
        Side chosen = side;
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

    private void aborted(@Nullable Side chosen, Throwable cause, @Nullable FtpReply reply) {
        if (chosen != null && !(cause instanceof Cancelled)) {
            String problem = String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
            chosen.fail(failure(problem, reply, cause));
        }
    }

    private void finish() {
        over = true;
        stopIdleCheck();
        pipe.close();
        turn.finish();
    }

    private void checkIdleIn(long nanos) {
        idleCheck = turn.control().eventLoop().schedule(this::checkIdle, nanos, TimeUnit.NANOSECONDS);
    }

    private void stopIdleCheck() {
        pace.stop();
        watchers.stop();
        if (idleCheck != null) {
            idleCheck.cancel(false);
            idleCheck = null;
        }
    }

    private void checkIdle() {
        long left = idleTimeout.toNanos() - (System.nanoTime() - lastActivity);
        boolean mayWait = side != null && (!side.waitsForServer() || pace.isPaused());
        if (left > 0) {
            checkIdleIn(left);
        } else if (mayWait) {
            checkIdleIn(idleTimeout.toNanos());
        } else {
            String problem = side == null ? "the data channel was not used" : "the server moved no bytes";
            abort(timeout(Reason.IDLE_TIMEOUT, problem + " for " + idleTimeout.toSeconds() + " s"));
        }
    }

    private static FtpException timeout(Reason reason, String problem) {
        return new FtpConnectionException(reason, problem, null);
    }

    /** The source of an abort that nobody is to hear of. */
    static final class Cancelled extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Cancelled() {
            super("cancelled", null, false, false);
        }
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
            turn.stopClock();
            active();
            if (problem != null) {
                broken(problem, cause);
            } else if (side != null) {
                side.onVerdict(reply);
            }
        }

        @Override
        public void onLost(FtpException lost) {
            Side chosen = side;
            if (verdict != null && verdict.isCompletion() && chosen != null && problem == null) {
                // The server has said all it had to; what is still unread stands in the data connection.
                return;
            }
            over = true;
            stopIdleCheck();
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
            boolean waiting = side == null || (side.waitsForUser() && !pace.isPaused());
            return waiting && !over ? System.nanoTime() - lastActivity : 0;
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
