package io.ftpreactive.internal.data;

import io.ftpreactive.internal.control.SessionTimer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Tells when nothing has happened for the idle timeout. Its deadline is not moved by each byte: when it has passed, the
 * time of the last activity is looked at, and it is set again for what is left. Confined to the event loop.
 */
final class IdleClock {

    private final SessionTimer timer;
    private final SessionTimer.Deadline deadline;
    private final BooleanSupplier counts;
    private final Consumer<Duration> expired;
    private Duration timeout = Duration.ZERO;
    private long lastActivity;

    /**
     * Creates a clock that does not run yet.
     *
     * @param counts whether silence counts now
     * @param expired is told the timeout, once
     */
    IdleClock(SessionTimer timer, BooleanSupplier counts, Consumer<Duration> expired) {
        this.timer = timer;
        this.deadline = timer.deadline(this::check);
        this.counts = counts;
        this.expired = expired;
        this.lastActivity = timer.now();
    }

    /** Starts, or begins anew with another timeout. */
    void start(Duration allowed) {
        timeout = allowed;
        active();
        deadline.start(allowed);
    }

    void active() {
        lastActivity = timer.now();
    }

    /** The time since the last activity, in nanoseconds. */
    long silence() {
        return timer.now() - lastActivity;
    }

    void stop() {
        deadline.stop();
    }

    private void check() {
        long left = timeout.toNanos() - silence();
        if (left > 0) {
            deadline.start(left);
        } else if (counts.getAsBoolean()) {
            expired.accept(timeout);
        } else {
            deadline.start(timeout);
        }
    }
}
