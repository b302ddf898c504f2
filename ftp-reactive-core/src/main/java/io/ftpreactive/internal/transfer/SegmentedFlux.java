package io.ftpreactive.internal.transfer;

import io.ftpreactive.internal.control.Listener;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The bytes of a file, or a part of it, that several sessions read, in their order. What comes before its turn waits here: no
 * more than the pieces of the window, and nothing is read before there is demand. Each buffer is released after {@code
 * onNext}.
 */
final class SegmentedFlux extends Flux<ByteBuf> {

    private final SegmentPlan plan;
    private final long first;
    private final long end;
    private final int length;
    private final Listener<TransferResult> listener;

    /**
     * Prepares it.
     *
     * @param first the first byte that is wanted
     * @param end behind the last
     * @param length of the pieces
     */
    SegmentedFlux(SegmentPlan plan, long first, long end, int length, Listener<TransferResult> listener) {
        this.plan = plan;
        this.first = first;
        this.end = end;
        this.length = length;
        this.listener = listener;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        actual.onSubscribe(new Ordering(actual, this));
    }

    /** Puts the pieces of one subscription in order. */
    private static final class Ordering implements Subscription, Segments.Place {

        private final CoreSubscriber<? super ByteBuf> actual;
        private final Listener<TransferResult> listener;
        private final Pieces pieces;
        private final Segments segments;
        private final AtomicLong requested = new AtomicLong();
        private final AtomicInteger drains = new AtomicInteger();
        /** What waits of each piece; guarded by itself. */
        private final Map<Integer, ArrayDeque<ByteBuf>> waiting = new HashMap<>();

        /** Guarded by {@code waiting}: nothing is to wait any more. */
        private boolean closed;

        private boolean started;
        private volatile boolean cancelled;
        private volatile boolean complete;
        private volatile @Nullable Throwable error;

        Ordering(CoreSubscriber<? super ByteBuf> actual, SegmentedFlux flux) {
            this.actual = actual;
            this.listener = flux.listener;
            this.pieces = new Pieces(flux.first, flux.end, flux.length, flux.plan.segments());
            this.segments = new Segments(flux.plan, pieces, 0, this);
        }

        @Override
        public void request(long n) {
            if (!Operators.validate(n)) {
                return;
            }
            requested.accumulateAndGet(n, Operators::addCap);
            start();
            drain();
        }

        private void start() {
            synchronized (waiting) {
                if (started || closed) {
                    return;
                }
                started = true;
            }
            segments.run().contextWrite(actual.currentContext()).subscribe(null, this::failed, this::completed);
        }

        private void failed(Throwable failure) {
            error = failure;
            drain();
        }

        private void completed() {
            complete = true;
            drain();
        }

        @Override
        public void cancel() {
            cancelled = true;
            segments.dispose();
            drain();
        }

        @Override
        public void place(int piece, long position, ByteBuf bytes) {
            synchronized (waiting) {
                if (closed) {
                    return;
                }
                waiting.computeIfAbsent(piece, none -> new ArrayDeque<>()).add(bytes.retain());
            }
            drain();
        }

        @Override
        public void pieceDone() {
            drain();
        }

        private void drain() {
            if (drains.getAndIncrement() != 0) {
                return;
            }
            int missed = 1;
            do {
                emit();
                missed = drains.addAndGet(-missed);
            } while (missed != 0);
        }

        private void emit() {
            while (!isOver()) {
                ByteBuf next = requested.get() > 0 ? poll() : null;
                if (next != null) {
                    requested.updateAndGet(n -> n == Long.MAX_VALUE ? n : n - 1);
                    emit(next);
                } else if (!advances()) {
                    end();
                    return;
                }
            }
        }

        private void emit(ByteBuf bytes) {
            try {
                actual.onNext(bytes);
            } finally {
                bytes.release();
            }
        }

        private @Nullable ByteBuf poll() {
            synchronized (waiting) {
                ArrayDeque<ByteBuf> head = waiting.get(pieces.head());
                return head == null ? null : head.poll();
            }
        }

        /** Comes to the next piece, where all of the first was given out. */
        private boolean advances() {
            synchronized (waiting) {
                ArrayDeque<ByteBuf> head = waiting.get(pieces.head());
                if ((head != null && !head.isEmpty()) || !pieces.isHeadDone()) {
                    return false;
                }
                waiting.remove(pieces.head());
            }
            pieces.advance();
            segments.advanced();
            return true;
        }

        private boolean isOver() {
            if (!cancelled && error == null) {
                return false;
            }
            Throwable failure = error;
            if (close() && !cancelled && failure != null) {
                actual.onError(failure);
            }
            return true;
        }

        private void end() {
            if (complete && pieces.head() == pieces.count() && close()) {
                // Of a part that ends before the file the server has confirmed nothing.
                if (segments.isToEnd()) {
                    listener.tell(segments.result(), actual.currentContext());
                }
                actual.onComplete();
            }
        }

        /** Releases what waits. Returns whether nothing was closed before. */
        private boolean close() {
            synchronized (waiting) {
                if (closed) {
                    return false;
                }
                closed = true;
                waiting.values().forEach(piece -> piece.forEach(ByteBuf::release));
                waiting.clear();
                return true;
            }
        }
    }
}
