package io.ftpreactive.options;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A limit of bytes per second, for all transfers that were given this object: one client's, or those of many.
 *
 * <p>Thread-safe, without locks. Each transfer books a slice of bytes and is told when it may move on; slices are booked
 * one behind the other, so that transfers which share a limit take turns.
 */
public final class RateLimit {

    /** Time that passed unused may be made up for, so that late timers do not slow a transfer down. */
    private static final long CREDIT_NANOS = 100_000_000;

    static final int LARGEST_SLICE = 65_536;

    private static final double SECOND = 1e9;

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    /** When all that is booked has had its time. */
    private final AtomicLong free;

    RateLimit(long bytesPerSecond, LongSupplier nanoTime) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.free = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * Creates a limit.
     *
     * @param bytes how many may move in a second, at least 1
     * @return the limit
     */
    public static RateLimit bytesPerSecond(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("At least one byte a second must be allowed, not " + bytes);
        }
        return new RateLimit(bytes, System::nanoTime);
    }

    /**
     * Books bytes that have moved.
     *
     * @return nanoseconds until the next may move, 0 for at once
     */
    public long book(long bytes) {
        long now = nanoTime.getAsLong();
        long cost = (long) (bytes * SECOND / bytesPerSecond);
        long next = free.updateAndGet(before -> (before - now < -CREDIT_NANOS ? now - CREDIT_NANOS : before) + cost);
        return Math.max(0, next - now);
    }

    /** How much may move at once: a tenth of a second's worth. */
    public int slice() {
        return (int) Math.max(1, Math.min(LARGEST_SLICE, bytesPerSecond / 10));
    }

    @Override
    public String toString() {
        return bytesPerSecond + " B/s";
    }
}
