package io.ftpreactive.internal.data;

import io.ftpreactive.options.RateLimit;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds one transfer to its rate limits: bytes move in slices, each followed by the pause that it costs. Confined to the
 * event loop.
 */
final class Throttle {

    static final int LARGEST_SLICE = 65_536;

    private final List<RateLimit> limits;
    private final EventExecutor loop;
    private final Runnable resume;
    private final int slice;
    private @Nullable ScheduledFuture<?> pause;
    private boolean stopped;

    /**
     * Creates the throttle of one transfer.
     *
     * @param resume is run at the end of each pause
     */
    Throttle(List<RateLimit> limits, EventExecutor loop, Runnable resume) {
        this.limits = limits;
        this.loop = loop;
        this.resume = resume;
        int smallest = Integer.MAX_VALUE;
        for (RateLimit limit : limits) {
            smallest = Math.min(smallest, slice(limit));
        }
        this.slice = smallest;
    }

    /** How many bytes may move at once under a limit: a tenth of a second's worth. */
    static int slice(RateLimit limit) {
        return (int) Math.max(1, Math.min(LARGEST_SLICE, limit.bytesPerSecond() / 10));
    }

    boolean isLimited() {
        return !limits.isEmpty();
    }

    /** How many bytes may move at once. */
    int slice() {
        return slice;
    }

    /** Whether nothing may move now. */
    boolean isPaused() {
        return pause != null;
    }

    /** Counts what has moved; none at the beginning of a transfer, which waits for those before it. */
    void moved(long bytes) {
        long nanos = 0;
        for (RateLimit limit : limits) {
            nanos = Math.max(nanos, limit.book(bytes));
        }
        if (nanos > 0 && !stopped && pause == null) {
            pause = loop.schedule(
                    () -> {
                        pause = null;
                        resume.run();
                    },
                    nanos,
                    TimeUnit.NANOSECONDS);
        }
    }

    void stop() {
        stopped = true;
        if (pause != null) {
            pause.cancel(false);
            pause = null;
        }
    }
}
