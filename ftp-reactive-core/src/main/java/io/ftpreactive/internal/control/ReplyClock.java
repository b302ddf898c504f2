package io.ftpreactive.internal.control;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The deadline of the reply that is awaited. Confined to the event loop.
 *
 * <p>It is set and cleared for every command and hardly ever met: so one timer, which looks at the deadline when it runs
 * and is set again if that has moved, serves all commands of its time.
 */
final class ReplyClock {

    private final EventLoop loop;
    private final Runnable missed;
    private @Nullable ScheduledFuture<?> check;
    private long checkNanos;
    private long deadlineNanos;
    private boolean running;

    ReplyClock(EventLoop loop, Runnable missed) {
        this.loop = loop;
        this.missed = missed;
    }

    void start(Duration timeout) {
        running = true;
        deadlineNanos = System.nanoTime() + timeout.toNanos();
        if (check == null || checkNanos - deadlineNanos > 0) {
            cancelCheck();
            checkAtDeadline();
        }
    }

    void stop() {
        running = false;
    }

    /** Ends it for good. */
    void close() {
        running = false;
        cancelCheck();
    }

    private void cancelCheck() {
        if (check != null) {
            check.cancel(false);
            check = null;
        }
    }

    private void checkAtDeadline() {
        checkNanos = deadlineNanos;
        check = loop.schedule(this::check, deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void check() {
        check = null;
        if (!running) {
            return;
        }
        if (deadlineNanos - System.nanoTime() > 0) {
            checkAtDeadline();
        } else {
            running = false;
            missed.run();
        }
    }
}
