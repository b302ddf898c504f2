package io.ftpreactive;

import java.time.Duration;
import reactor.pool.AllocationStrategy;

/**
 * How many sessions a pool may open: its maximum, or for a while no more than the server was seen to allow. Guarded by
 * itself.
 */
final class SessionLimit implements AllocationStrategy {

    private final int maximum;
    private final long memoryNanos;
    private int limit;
    private long loweredNanos;
    private int granted;

    SessionLimit(int maximum, Duration memory) {
        this.maximum = maximum;
        this.memoryNanos = memory.toNanos();
        this.limit = maximum;
    }

    /**
     * Hears that the server refused a login since there are too many sessions.
     *
     * @return whether this pool has others, one of which will come back
     */
    synchronized boolean lower() {
        int others = granted - 1;
        if (others < 1) {
            return false;
        }
        limit = others;
        loweredNanos = System.nanoTime();
        return true;
    }

    private int limit() {
        if (limit < maximum && System.nanoTime() - loweredNanos > memoryNanos) {
            limit = maximum;
        }
        return limit;
    }

    @Override
    public synchronized int estimatePermitCount() {
        return Math.max(0, limit() - granted);
    }

    @Override
    public synchronized int getPermits(int desired) {
        int permits = Math.min(Math.max(1, desired), estimatePermitCount());
        granted += permits;
        return permits;
    }

    @Override
    public synchronized int permitGranted() {
        return granted;
    }

    @Override
    public int permitMinimum() {
        return 0;
    }

    @Override
    public synchronized int permitMaximum() {
        return limit();
    }

    @Override
    public synchronized void returnPermits(int returned) {
        granted -= returned;
    }
}
