package io.ftpreactive;

import java.time.Duration;

/**
 * How many sessions one account may have: the pool's maximum, or for a while no more than the server was seen to allow.
 * Grows back by one session at a time. Guarded by the pools' lock.
 */
final class SessionLimit {

    private final int maximum;
    private final long memoryNanos;
    private int limit;
    private long loweredNanos;

    SessionLimit(int maximum, Duration memory) {
        this.maximum = maximum;
        this.memoryNanos = memory.toNanos();
        this.limit = maximum;
    }

    /** Hears that the server allowed no more than these. */
    void refused(int open) {
        limit = Math.max(1, Math.min(limit, open));
        loweredNanos = System.nanoTime();
    }

    /** Hears that the server lets in nobody at all: it was no limit. */
    void restore() {
        limit = maximum;
    }

    /** Hears that the server allowed so many. */
    void allowed(int open) {
        limit = Math.max(limit, Math.min(open, maximum));
    }

    /** Whether one more than these may be tried. */
    boolean allows(int open) {
        return open < limit || (open == limit && isLowered() && isForgotten());
    }

    boolean isLowered() {
        return limit < maximum;
    }

    /** Whether the server may have changed its mind. */
    boolean isForgotten() {
        return System.nanoTime() - loweredNanos >= memoryNanos;
    }

    long memoryNanos() {
        return memoryNanos;
    }

    int current() {
        return limit;
    }
}
