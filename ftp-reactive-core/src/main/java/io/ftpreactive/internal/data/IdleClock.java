package io.ftpreactive.internal.data;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells when nothing has happened for the idle timeout. One timer serves a whole transfer: it looks at the time of the
 * last activity and is set again for what is left. Confined to the event loop.
 */
final class IdleClock {

    private final EventExecutor loop;
    private final Duration timeout;
    private final BooleanSupplier counts;
    private final Runnable expired;
    private @Nullable ScheduledFuture<?> check;
    private long lastActivity = System.nanoTime();

    /**
     * Creates a clock that does not run yet.
     *
     * @param counts whether silence counts now
     * @param expired is run once
     */
    IdleClock(EventExecutor loop, Duration timeout, BooleanSupplier counts, Runnable expired) {
        this.loop = loop;
        this.timeout = timeout;
        this.counts = counts;
        this.expired = expired;
    }

    void start() {
        checkIn(timeout.toNanos());
    }

    void active() {
        lastActivity = System.nanoTime();
    }

    /** The time since the last activity, in nanoseconds. */
    long silence() {
        return System.nanoTime() - lastActivity;
    }

    void stop() {
        if (check != null) {
            check.cancel(false);
            check = null;
        }
    }

    private void checkIn(long nanos) {
        check = loop.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        long left = timeout.toNanos() - silence();
        if (left > 0) {
            checkIn(left);
        } else if (counts.getAsBoolean()) {
            expired.run();
        } else {
            checkIn(timeout.toNanos());
        }
    }
}
