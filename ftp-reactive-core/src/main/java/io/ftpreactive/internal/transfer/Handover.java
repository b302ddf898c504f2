package io.ftpreactive.internal.transfer;

import io.netty.buffer.ByteBuf;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Buffers on their way from the event loop to another thread, each of which is released once, whatever becomes of it.
 *
 * <p>{@code publishOn} alone does not see to that: when it is cancelled it may discard one element twice, or none of those
 * that a task was still to drain (reactor-core 3.8). A buffer that is released twice may be another's by then.
 */
final class Handover {

    private final Set<Held> held = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

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
