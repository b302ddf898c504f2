package io.ftpreactive.internal.data;

import io.ftpreactive.internal.control.SessionTimer;
import java.util.concurrent.TimeUnit;

/**
 * Ends a transfer that is slower than its minimum speed.
 *
 * <p>Speed is measured over time in which only the server could hold the bytes up. That time is added up piece by piece,
 * since demand comes and goes; when a window is full, the bytes of it are counted. Confined to the event loop.
 */
final class SpeedMonitor {

    private final TransferChannel channel;
    private final Flow flow;
    private final TransferFlow wanted;
    private final SessionTimer timer;
    private final SessionTimer.Deadline check;
    private boolean counting;
    private long countedSince;
    private long counted;
    private long bytesBefore;

    SpeedMonitor(TransferChannel channel, Flow flow, TransferFlow wanted, SessionTimer timer) {
        this.channel = channel;
        this.flow = flow;
        this.wanted = wanted;
        this.timer = timer;
        this.check = timer.deadline(this::check);
    }

    void start() {
        check.start(wanted.window());
    }

    /** Called when it may have become, or ceased to be, the server's time. */
    void flowChanged() {
        long now = timer.now();
        if (counting) {
            counted += now - countedSince;
        }
        countedSince = now;
        counting = channel.isFlowing() && flow.awaited() == WaitState.SERVER;
    }

    private void check() {
        flowChanged();
        long window = wanted.window().toNanos();
        if (counted < window) {
            // Not before this can the window be full.
            check.start(Math.max(window - counted, TimeUnit.MILLISECONDS.toNanos(1)));
            return;
        }
        double speed = (flow.bytes() - bytesBefore) * 1e9 / counted;
        if (speed < wanted.minimumSpeed()) {
            channel.tooSlow(
                    "it moved " + (long) speed + " bytes a second over " + TimeUnit.NANOSECONDS.toMillis(counted)
                            + " ms, less than the minimum of " + wanted.minimumSpeed());
            return;
        }
        bytesBefore = flow.bytes();
        counted = 0;
        check.start(window);
    }

    void stop() {
        check.stop();
    }
}
