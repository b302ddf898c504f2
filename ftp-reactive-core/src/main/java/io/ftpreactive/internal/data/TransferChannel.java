package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.result.DataChannel;
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
import reactor.core.publisher.Sinks;
import reactor.netty.ByteBufFlux;

/**
 * The second connection of a transfer that the server has agreed to, and the rules by which the transfer ends.
 *
 * <p>It is complete only when both the data have ended and the server has called it complete, in whichever order. A break
 * of the data connection waits for the server's verdict, which says more. What this side ends (a cancel, a deadline, the
 * source of an upload) is aborted: the server is told, and a fragment must not pass for the whole. Confined to the event
 * loop but for the methods of {@link DataChannel}.
 */
public final class TransferChannel implements DataChannel {

    /** For the server's end of the data after its verdict, or of TLS; some never end. */
    private static final Duration END = Duration.ofSeconds(2);

    private final Turn turn;
    private final TransferPlan plan;
    private final DataChannelHandler handler;
    private final FtpReply opening;
    private final Flow flow;
    private final TransferErrors errors;
    private final TransferWatch watch;
    private @Nullable TransferDirection direction;
    /** Volatile, as the two below, since users ask from anywhere. */
    private volatile @Nullable FtpReply verdict;

    private volatile boolean over;
    private volatile boolean leftOpen;
    /** What ended this channel before anybody used it, for the one who comes too late. */
    private @Nullable FtpException endedBy;
    /** Set once the data connection broke and only the verdict is missing. */
    private @Nullable String problem;

    private @Nullable Throwable cause;
    private Sinks.@Nullable Empty<Void> disposed;

    TransferChannel(
            Turn turn,
            TransferPlan plan,
            FtpCommand command,
            DataChannelHandler handler,
            FtpReply first,
            Duration idleTimeout,
            TransferWatch watch) {
        this.turn = turn;
        this.plan = plan;
        this.handler = handler;
        this.opening = first;
        this.watch = watch;
        this.flow = new Flow(this, plan, idleTimeout);
        this.errors = new TransferErrors(command, handler, flow);
        if (!first.isPreliminary()) {
            verdict = first;
        }
    }

    /** A channel that nobody uses must not hold the session for ever. */
    void start() {
        flow.start();
    }

    @Override
    public @Nullable TlsInfo tls() {
        DataTls tls = handler.tls();
        return tls == null ? null : tls.info();
    }

    @Override
    public boolean isEncrypted() {
        return handler.tls() != null;
    }

    @Override
    public boolean isEndUnproven() {
        return handler.isEndUnproven();
    }

    @Override
    public boolean isLeftOpen() {
        return leftOpen;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) handler.channel().remoteAddress();
    }

    @Override
    public ByteBufFlux receive() {
        return ByteBufFlux.fromInbound(new ReceiveFlux(this), alloc());
    }

    @Override
    public Mono<FtpReply> send(Publisher<? extends ByteBuf> source) {
        Objects.requireNonNull(source, "source");
        return new SendMono(this, sending -> new StreamWriter(sending, source, null));
    }

    @Override
    public Mono<FtpReply> sendFile(DefaultFileRegion region) {
        Objects.requireNonNull(region, "region");
        return new SendMono(
                this,
                sending -> isEncrypted()
                        ? new StreamWriter(sending, new RegionReader(region, alloc()), region)
                        : new FileRegionWriter(sending, region));
    }

    @Override
    public ByteBufAllocator alloc() {
        return handler.channel().alloc();
    }

    @Override
    public long bytes() {
        return flow.bytes();
    }

    @Override
    public FtpReply opening() {
        return opening;
    }

    @Override
    public @Nullable FtpReply verdict() {
        return verdict;
    }

    @Override
    public void dispose() {
        run(() -> abort(new CancellationException("the data channel was closed before its transfer was over")));
    }

    @Override
    public boolean isDisposed() {
        return over;
    }

    @Override
    public Mono<Void> onDispose() {
        return Mono.create(sink -> turn.control()
                .run(
                        () -> {
                            Sinks.Empty<Void> ended =
                                    disposed == null ? Sinks.unsafe().empty() : disposed;
                            disposed = ended;
                            if (over) {
                                ended.tryEmitEmpty();
                            }
                            sink.onDispose(ended.asMono().subscribe(null, null, sink::success));
                        },
                        sink::success));
    }

    private void markOver() {
        over = true;
        flow.stop();
        if (disposed != null) {
            disposed.tryEmitEmpty();
        }
    }

    DataChannelHandler handler() {
        return handler;
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
            FtpException gone = turn.control().shutDown();
            Operators.error(subscriber, errors.failed(String.valueOf(gone.getMessage()), verdict, gone));
        });
    }

    boolean isClaimedBy(TransferDirection candidate) {
        return direction == candidate;
    }

    boolean isUsed() {
        return direction != null;
    }

    boolean isOver() {
        return over;
    }

    /** Makes a direction the only one. */
    boolean claim(TransferDirection chosen) {
        if (over || direction != null) {
            chosen.fail(unusable());
            return false;
        }
        direction = chosen;
        flow.begin(chosen, opening);
        hastenEnd();
        return true;
    }

    private RuntimeException unusable() {
        if (endedBy != null) {
            return errors.failed(String.valueOf(endedBy.getMessage()), verdict, endedBy);
        }
        return errors.unusable(over);
    }

    /** Whether more bytes will move on this connection, as far as one can see. */
    boolean isFlowing() {
        return !over && verdict == null && direction != null && !direction.isEnding() && !handler.isEnded();
    }

    /** The data have come to their regular end on this side: now the verdict counts, or its absence. */
    void dataEnded() {
        FtpReply given = verdict;
        if (given != null) {
            judge(given);
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
                                handler.close();
                            }
                        },
                        END.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** A server that has refused, or is done and has sent nothing, has hardly anything left to send, but may forget to close. */
    private void hastenEnd() {
        FtpReply given = verdict;
        if (!over && direction != null && given != null && (given.isNegative() || flow.bytes() == 0)) {
            flow.hasten(END);
        }
    }

    /** There is something after all: it may take its time, unless it comes after a refusal. */
    void begun() {
        FtpReply given = verdict;
        if (given != null && !given.isNegative()) {
            flow.relax();
        }
    }

    /** Ends with the verdict. */
    void judge(FtpReply given) {
        TransferDirection chosen = direction;
        if (!given.isCompletion() || chosen == null) {
            broken("the server did not complete it", null);
            return;
        }
        over = true;
        flow.stop();
        handler.close();
        Mono<Boolean> question = question();
        if (question == null) {
            conclude(chosen, given, false);
        } else {
            // What comes of it is no error.
            question.onErrorReturn(false).subscribe(certain -> conclude(chosen, given, certain));
        }
    }

    private @Nullable Mono<Boolean> question() {
        try {
            return plan.ask(turn);
        } catch (RuntimeException | LinkageError e) {
            return Mono.just(false);
        }
    }

    private void conclude(TransferDirection chosen, FtpReply given, boolean certain) {
        Throwable doubt = certain ? null : chosen.doubt();
        Throwable fault = doubt == null ? plan.fault() : doubt;
        if (fault == null) {
            turn.conclude();
        }
        turn.finish();
        markOver();
        if (doubt == null) {
            flow.complete();
            // First: who measures a caller's operation as a whole measures this within it.
            watch.ended(given, fault);
            chosen.succeed(given);
        } else {
            fail(chosen, given, errors.failed(TransferErrors.broken(doubt), given, doubt));
        }
    }

    private void fail(TransferDirection chosen, @Nullable FtpReply given, FtpException error) {
        watch.ended(given, error);
        chosen.fail(error);
    }

    /**
     * Ends with an error that the server knows of, or will notice by itself: waits for its verdict, which says more
     * than a broken socket, but for no longer than a reply may take.
     */
    void broken(String what, @Nullable Throwable why) {
        TransferDirection chosen = direction;
        if (over || chosen == null) {
            return;
        }
        if (verdict == null && TransferErrors.isOwnTimeout(why)) {
            giveUp(chosen, what, why);
            return;
        }
        chosen.stop();
        flow.stop();
        handler.reset();
        if (verdict != null) {
            markOver();
            turn.finish();
            fail(chosen, verdict, errors.failed(what, verdict, why));
        } else {
            problem = what;
            cause = why;
            turn.startReplyClock();
        }
    }

    /** Ends since nobody wants the bytes any more. */
    void cancel() {
        abort(new Cancelled());
    }

    /** Ends because of this side: the server is told, and a fragment must not pass for the whole. */
    void abort(Throwable why) {
        if (over) {
            return;
        }
        markOver();
        TransferDirection chosen = direction;
        if (chosen != null) {
            chosen.stop();
        } else if (why instanceof FtpException failure) {
            endedBy = failure;
        }
        turn.stopClock();
        if (verdict != null) {
            turn.finish();
            handler.reset();
            aborted(chosen, why, verdict);
        } else {
            // ABOR goes first: Pure-FTPd gives no final reply to a download whose connection is closed before it.
            // Then a reset, not a FIN, with which all servers take the fragment of an upload for the whole.
            turn.abort(reply -> aborted(chosen, why, reply));
            handler.reset();
        }
    }

    /** Ends at once, and has the session brought back into step behind. */
    private void giveUp(TransferDirection chosen, String what, @Nullable Throwable why) {
        markOver();
        chosen.stop();
        turn.stopClock();
        turn.abort(reply -> {});
        handler.reset();
        fail(chosen, null, errors.failed(what, null, why));
    }

    private void aborted(@Nullable TransferDirection chosen, Throwable why, @Nullable FtpReply reply) {
        if (why instanceof Cancelled) {
            watch.cancelled(reply);
        } else if (chosen == null) {
            watch.ended(reply, why);
        } else {
            String what = String.valueOf(why.getMessage() == null ? why : why.getMessage());
            fail(chosen, reply, errors.failed(what, reply, why));
        }
    }

    /** No byte has moved for too long. */
    void idle(Duration timeout) {
        FtpReply given = verdict;
        if (direction != null && given != null && given.isNegative()) {
            // Nothing more will come, and why is known.
            judge(given);
            return;
        }
        if (direction != null && given != null && flow.bytes() == 0) {
            leftOpen = true;
            handler.close();
            return;
        }
        abort(TransferErrors.idle(direction != null, timeout));
    }

    /** The user has been waited for too long. */
    void stalled(Duration timeout) {
        if (direction != null) {
            abort(TransferErrors.stalled(direction.stalled(), timeout));
        }
    }

    void tooSlow(String what) {
        abort(TransferErrors.tooSlow(what));
    }

    /** Hears the replies to the transfer command from the first one on. */
    void onReply(FtpReply reply) {
        if (reply.isPreliminary() || verdict != null) {
            return;
        }
        verdict = reply;
        DataTls tls = handler.tls();
        if (tls != null) {
            tls.onVerdict(reply);
        }
        turn.stopClock();
        flow.active();
        hastenEnd();
        if (problem != null) {
            broken(problem, cause);
        } else if (direction != null) {
            direction.onVerdict(reply);
        }
    }

    void onLost(FtpException lost) {
        TransferDirection chosen = direction;
        if (over || (verdict != null && chosen != null && problem == null)) {
            // The server has said all it had to; what is still unread stands in the data connection.
            return;
        }
        markOver();
        if (chosen != null) {
            chosen.stop();
        }
        handler.reset();
        if (chosen != null) {
            String what = problem == null ? "the control connection was lost" : problem;
            Throwable why = cause == null ? lost : cause;
            fail(chosen, verdict, errors.failed(what + " (" + lost.getMessage() + ")", verdict, why));
        } else {
            endedBy = lost;
            watch.ended(verdict, lost);
        }
    }

    long nanosWithoutDemand() {
        return over ? 0 : flow.nanosWithoutDemand();
    }

    void evict(int waiting) {
        abort(TransferErrors.evicted(waiting));
    }
}
