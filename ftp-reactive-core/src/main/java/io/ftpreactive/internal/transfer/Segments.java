package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.data.TransferFlow;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One download that several sessions share. The first begins, and the others follow when it has a piece, so that the bytes
 * that are wanted first never wait for a session. Where there is no session for one of them, or the server refuses it what it
 * granted to others, the others do its work. Thread-safe.
 */
final class Segments implements Disposable {

    /** Where the bytes go. */
    interface Place {

        /** Makes bytes come on a thread that can place them; by default on the event loop. */
        default Flux<ByteBuf> content(Flux<ByteBuf> bytes) {
            return bytes;
        }

        /** Takes bytes, which stay the caller's. */
        void place(int piece, long position, ByteBuf bytes);

        /** Hears that a buffer of {@link #content} is of no use any more. */
        default void placed(ByteBuf buffer) {}

        /** Hears that a piece was read. */
        default void pieceDone() {}
    }

    private static final FtpReply NO_OPENING = FtpReply.of("150 in segments");

    private final long start = System.nanoTime();
    private final SegmentPlan plan;
    private final Pieces pieces;
    private final Place place;
    private final Set<ControlConnection> known = ConcurrentHashMap.newKeySet();
    private final Set<SegmentReader> paused = ConcurrentHashMap.newKeySet();
    private final Disposable.Composite workers = Disposables.composite();
    /** Who has no session yet; guarded by this object. */
    private final Set<SegmentWorker> waiting = new HashSet<>();

    private final Sinks.Empty<Void> end = Sinks.empty();
    private volatile TransferFlow.Observer observer = TransferFlow.Observer.NONE;
    private volatile @Nullable TransferResult verdict;
    private volatile ContextView context = Context.empty();
    private int allowed;
    private int working;
    private int downloads;
    private long moved;
    private final long before;

    Segments(SegmentPlan plan, Pieces pieces, long before, Place place) {
        this.plan = plan;
        this.pieces = pieces;
        this.place = place;
        this.before = before;
        this.moved = before;
        this.allowed = plan.segments();
    }

    Pieces pieces() {
        return pieces;
    }

    String path() {
        return plan.path();
    }

    FileIdentity identity() {
        return plan.identity();
    }

    boolean isToEnd() {
        return pieces.end(pieces.count() - 1) == identity().size();
    }

    /** Completes when all pieces are where they belong, and the server has confirmed the end of the file. */
    Mono<Void> run() {
        return Mono.deferContextual(subscriber -> {
            context = subscriber;
            observer = ProgressMeter.of(plan.options(), plan.path(), subscriber);
            observer.begun(
                    NO_OPENING,
                    isToEnd() && pieces.start(0) == 0
                            ? identity().size()
                            : pieces.end(pieces.count() - 1) - pieces.start(0));
            add();
            return end.asMono();
        });
    }

    @Override
    public void dispose() {
        workers.dispose();
    }

    @Override
    public boolean isDisposed() {
        return workers.isDisposed();
    }

    private void add() {
        synchronized (this) {
            if (isDisposed() || working >= allowed) {
                return;
            }
            working++;
        }
        SegmentWorker worker = new SegmentWorker(this);
        Flux<Void> work = Flux.defer(() -> {
            waits(worker);
            return plan.sessions().lend(worker::work);
        });
        Disposable.Swap slot = worker.subscription();
        workers.add(slot);
        slot.update(plan.retried(work, error -> worker.mayGoOn(error) && !isReplaceable(worker))
                .doFinally(signal -> workers.remove(slot))
                .contextWrite(context)
                .subscribe(null, error -> failed(worker, error), () -> ended(worker)));
    }

    private synchronized void waits(SegmentWorker worker) {
        waiting.add(worker);
    }

    /** Hears that a worker has a session; false if there is nothing to do for it. */
    synchronized boolean lent(SegmentWorker worker) {
        waiting.remove(worker);
        return !worker.isNeedless();
    }

    /**
     * Hears that a reader waits for those who want the bytes. Where nothing can be read meanwhile nobody is to wait for a
     * session to do so: a pool in which somebody waits ends a transfer that nobody wants bytes of, which is this one.
     */
    void paused() {
        List<SegmentWorker> idle;
        synchronized (this) {
            if (pieces.isAvailable()) {
                return;
            }
            idle = new ArrayList<>(waiting);
            idle.forEach(SegmentWorker::needless);
            waiting.clear();
            working -= idle.size();
        }
        idle.forEach(worker -> worker.subscription().dispose());
        // Some may have been delivered meanwhile.
        follow();
    }

    /** Counts a worker no more; false if that was done before. */
    private synchronized boolean leaves(SegmentWorker worker) {
        if (worker.isNeedless()) {
            return false;
        }
        waiting.remove(worker);
        working--;
        return true;
    }

    /** Lets others take part, as many as there is work for. */
    void begun() {
        boolean first;
        synchronized (this) {
            first = downloads++ == 0;
        }
        if (first) {
            follow();
        }
    }

    private void follow() {
        for (int i = free(); i > 0 && pieces.isAvailable(); i--) {
            add();
        }
    }

    private synchronized int free() {
        return allowed - working;
    }

    private void ended(SegmentWorker worker) {
        if (leaves(worker) && !isDisposed() && !pieces.isDone()) {
            follow();
        }
    }

    /** Whether there are others to do the work of one that has not begun with it. */
    private synchronized boolean isReplaceable(SegmentWorker worker) {
        return worker.isIdle() && working > 1;
    }

    private void failed(SegmentWorker worker, Throwable error) {
        boolean replaced;
        synchronized (this) {
            replaced = isReplaceable(worker) && !isFatal(error);
            if (!leaves(worker)) {
                return;
            }
            if (replaced) {
                allowed = working;
            }
        }
        if (!replaced) {
            dispose();
            end.tryEmitError(counted(error));
        }
    }

    private static boolean isFatal(Throwable error) {
        return error instanceof FtpFileException
                || (error instanceof FtpTransferException broken && broken.reason() == Reason.CHANGED);
    }

    /** Each session counts its own bytes. */
    private Throwable counted(Throwable error) {
        return error instanceof FtpTransferException broken
                ? new FtpTransferException(
                        broken.reason(),
                        broken.command(),
                        broken.problem(),
                        moved() - before,
                        broken.reply(),
                        broken.getCause())
                : error;
    }

    /** Asks a session that is new to this download whether it sees the same file. */
    Mono<Void> identified(Transfers session) {
        return known.contains(session.control()) ? Mono.empty() : check(session);
    }

    private Mono<Void> check(Transfers session) {
        return FileIdentity.of(session, path())
                .map(seen -> identity().require(seen, path()))
                .doOnNext(same -> known.add(session.control()))
                .then();
    }

    /** Ends the download, if the file is still the same: else its pieces are of different ones. */
    Mono<Void> verify(Transfers session) {
        Mono<Void> same = isInOne() ? Mono.empty() : check(session);
        return same.doOnSuccess(checked -> {
            observer.completed(moved());
            end.tryEmitEmpty();
        });
    }

    private synchronized boolean isInOne() {
        return downloads == 1 && before == 0;
    }

    Flux<ByteBuf> content(Flux<ByteBuf> bytes) {
        return place.content(bytes);
    }

    void place(int piece, long position, ByteBuf bytes) {
        place.place(piece, position, bytes);
    }

    void placed(ByteBuf buffer) {
        place.placed(buffer);
    }

    void pieceDone() {
        place.pieceDone();
    }

    synchronized void moved(int count) {
        moved += count;
        observer.moved(moved);
    }

    private synchronized long moved() {
        return moved;
    }

    /** Hears what the server said at the end of the file. */
    void told(TransferResult result) {
        verdict = result;
    }

    /** The result of the whole, with the server's word for the end of the file, or else for its size. */
    TransferResult result() {
        TransferResult last = verdict;
        return new TransferResult(
                path(),
                moved() - before,
                Duration.ofNanos(System.nanoTime() - start),
                last == null ? identity().told() : last.reply(),
                last == null ? null : last.tls());
    }

    /** Has a reader wait until what is before its piece was delivered; false if that was just done. */
    boolean pauses(SegmentReader reader) {
        paused.add(reader);
        // What changed meanwhile was not told to this one.
        return reader.isAhead() || !paused.remove(reader);
    }

    /** Who waits with a session for pieces before its own is to read one that was given back. */
    void freed() {
        synchronized (this) {
            downloads++;
        }
        for (SegmentReader reader : new ArrayList<>(paused)) {
            if (paused.remove(reader)) {
                reader.giveWay();
            }
        }
    }

    /** Some of what was read is delivered. */
    void advanced() {
        for (SegmentReader reader : new ArrayList<>(paused)) {
            if (!reader.isAhead() && paused.remove(reader)) {
                reader.resume();
            }
        }
        if (!isDisposed()) {
            follow();
        }
    }
}
