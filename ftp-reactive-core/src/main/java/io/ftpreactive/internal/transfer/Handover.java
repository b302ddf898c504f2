package io.ftpreactive.internal.transfer;

import io.netty.buffer.ByteBuf;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/**
 * Buffers on their way from the event loop to another thread, each of which is released once, whatever becomes of it.
 *
 * <p>{@code publishOn} alone does not see to that: when it is cancelled it may discard one element twice, or none of those
 * that a task was still to drain (reactor-core 3.8). A buffer that is released twice may be another's by then.
 */
public final class Handover {

    private static final int PREFETCH = 8;

    private final Set<Held> held = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Uses each buffer on another thread.
     *
     * @param lent the buffers, each released after {@code onNext}
     * @param scheduler gives the thread
     * @param use is called with each, before it is released
     * @param <T> what it makes of it
     * @return what is made of them, without nulls
     */
    public static <T> Flux<T> on(
            Flux<ByteBuf> lent, Scheduler scheduler, Function<? super ByteBuf, ? extends @Nullable T> use) {
        return Flux.using(
                Handover::new,
                handover -> lent.map(handover::hold)
                        .publishOn(scheduler, PREFETCH)
                        .handle((held, sink) -> use(held.take(), use, sink)),
                Handover::close);
    }

    private static <T> void use(
            @Nullable ByteBuf taken, Function<? super ByteBuf, ? extends @Nullable T> use, SynchronousSink<T> sink) {
        if (taken == null) {
            return;
        }
        T made;
        try {
            made = use.apply(taken);
        } finally {
            taken.release();
        }
        if (made != null) {
            sink.next(made);
        }
    }

    /** A buffer that belongs to whoever takes it first. */
    final class Held {

        private final AtomicReference<@Nullable ByteBuf> buffer;

        private Held(ByteBuf buffer) {
            this.buffer = new AtomicReference<>(buffer);
        }

        /** Gives the buffer, which the caller then releases; null if it was taken before. */
        @Nullable
        ByteBuf take() {
            held.remove(this);
            return buffer.getAndSet(null);
        }
    }

    /** Retains a buffer until it is taken, or this is closed. */
    Held hold(ByteBuf lent) {
        Held kept = new Held(lent.retain());
        held.add(kept);
        if (closed) {
            release(kept);
        }
        return kept;
    }

    /** Releases what nobody has taken, and whatever comes later. */
    void close() {
        closed = true;
        held.forEach(Handover::release);
    }

    private static void release(Held kept) {
        ByteBuf left = kept.take();
        if (left != null) {
            left.release();
        }
    }
}
