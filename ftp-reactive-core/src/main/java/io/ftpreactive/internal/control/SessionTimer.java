package io.ftpreactive.internal.control;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one session: of the reply that is awaited, of an idle data connection, of a server that is to connect.
 * Confined to the event loop.
 *
 * <p>They are set and cleared with every command and hardly ever met. So one timer task serves them all: it runs at the
 * earliest deadline that was ever set, looks which are still there, and is scheduled anew for the next.
 */
public final class SessionTimer {

    /** Points in time are compared by their difference, which must not overflow. */
    private static final long LONGEST = Long.MAX_VALUE / 4;

    private final EventLoop loop;
    private final List<Deadline> running = new ArrayList<>(2);
    private @Nullable ScheduledFuture<?> check;
    private long checkNanos;
    private boolean closed;

    SessionTimer(EventLoop loop) {
        this.loop = loop;
    }

    /** A point in time by which something is to have happened. */
    public final class Deadline {

        private final Runnable expired;
        private long nanos;
        private boolean set;

        private Deadline(Runnable expired) {
            this.expired = expired;
        }

        /**
         * Sets the deadline, or moves it.
         *
         * @param timeout from now on
         */
        public void start(Duration timeout) {
            start(timeout.toNanos());
        }

        /**
         * Sets the deadline, or moves it.
         *
         * @param timeoutNanos from now on
         */
        public void start(long timeoutNanos) {
            nanos = now() + Math.min(timeoutNanos, LONGEST);
            if (!set) {
                set = true;
                running.add(this);
            }
            checkBy(nanos);
        }

        /** Clears the deadline. */
        public void stop() {
            if (set) {
                set = false;
                running.remove(this);
                cancelIfIdle();
            }
        }
    }

    /**
     * Makes a deadline, which is not set yet.
     *
     * @param expired runs, once, when the deadline has passed
     * @return the deadline
     */
    public Deadline deadline(Runnable expired) {
        return new Deadline(expired);
    }

    /**
     * Returns the time by the event loop's clock.
     *
     * @return nanoseconds since some moment
     */
    public long now() {
        return loop.ticker().nanoTime();
    }

    /** The session has ended: from now on the task is not kept for deadlines to come. */
    void close() {
        closed = true;
        cancelIfIdle();
    }

    private void cancelIfIdle() {
        if (closed && running.isEmpty() && check != null) {
            check.cancel(false);
            check = null;
        }
    }

    private void checkBy(long deadline) {
        if (check != null && checkNanos - deadline <= 0) {
            return;
        }
        if (check != null) {
            check.cancel(false);
        }
        checkNanos = deadline;
        check = loop.schedule(this::check, deadline - now(), TimeUnit.NANOSECONDS);
    }

    private void check() {
        check = null;
        Deadline due = next();
        try {
            while (due != null && due.nanos - now() <= 0) {
                due.stop();
                due.expired.run();
                due = next();
            }
        } finally {
            // Also where one of them has thrown.
            Deadline left = next();
            if (left != null) {
                checkBy(left.nanos);
            }
        }
    }

    /** The earliest, null if none is set. */
    private @Nullable Deadline next() {
        Deadline earliest = null;
        for (Deadline candidate : running) {
            if (earliest == null || candidate.nanos - earliest.nanos < 0) {
                earliest = candidate;
            }
        }
        return earliest;
    }
}
