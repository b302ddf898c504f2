package io.ftpreactive.options;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A limit of bytes per second, shared by all transfers that are given this object.
 *
 * <p>Thread-safe and lock-free. Each transfer books the bytes it moved and waits for as long as it is told. Bookings
 * queue up, so transfers that share a limit take turns.
 */
public final class RateLimit {

    /** A transfer may make up for this much unused time, so that late timers do not slow it down. */
    private static final long CREDIT_NANOS = 100_000_000;

    private static final double SECOND = 1e9;

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    /** When the time of all booked bytes is over. */
    private final AtomicLong free;

    RateLimit(long bytesPerSecond, LongSupplier nanoTime) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.free = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * Creates a limit.
     *
     * @param bytes bytes per second, at least 1
     * @return the limit
     */
    public static RateLimit bytesPerSecond(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("At least one byte a second must be allowed, not " + bytes);
        }
        return new RateLimit(bytes, System::nanoTime);
    }

    /**
     * Returns the limit.
     *
     * @return bytes per second
     */
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    /**
     * Books bytes that have moved. The client calls this for its transfers; a caller may do so for bytes that it moves
     * by other means under the same limit.
     *
     * @param bytes how many; 0 to ask how long earlier bookings take
     * @return nanoseconds to wait before moving more, 0 for none
     */
    public long book(long bytes) {
        long now = nanoTime.getAsLong();
        long cost = (long) (bytes * SECOND / bytesPerSecond);
        long next = free.updateAndGet(before -> (before - now < -CREDIT_NANOS ? now - CREDIT_NANOS : before) + cost);
        return Math.max(0, next - now);
    }

    @Override
    public String toString() {
        return bytesPerSecond + " B/s";
    }
}
