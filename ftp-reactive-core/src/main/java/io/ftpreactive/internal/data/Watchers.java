package io.ftpreactive.internal.data;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is done in intervals while a transfer runs, each only if asked for: its speed is measured, and the control
 * connection kept busy. Confined to the event loop.
 *
 * <p>Speed is measured over time in which only the server could hold the bytes up. That time is added up piece by piece,
 * since demand comes and goes; when a window is full, the bytes of it are counted.
 */
final class Watchers {

    private final DataChannel channel;
    private final Flow flow;
    private final TransferFlow wanted;
    private @Nullable ScheduledFuture<?> speedCheck;
    private @Nullable ScheduledFuture<?> keepAlive;
    private boolean counting;
    private long countedSince;
    private long counted;
    private long bytesBefore;

    Watchers(DataChannel channel, Flow flow, TransferFlow wanted) {
        this.channel = channel;
        this.flow = flow;
        this.wanted = wanted;
    }

    void start() {
        if (wanted.minimumSpeed() > 0) {
            checkSpeedIn(wanted.window().toNanos());
        }
        Duration interval = wanted.keepAlive();
        if (interval != null) {
            long nanos = interval.toNanos();
            keepAlive = loop().scheduleAtFixedRate(this::keepAlive, nanos, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private EventExecutor loop() {
        return channel.pipe().channel().eventLoop();
    }

    private void keepAlive() {
        if (channel.isFlowing()) {
            channel.turn().keepAlive();
        }
    }

    /** Called when it may have become, or ceased to be, the server's time. */
    void flowChanged() {
        if (wanted.minimumSpeed() > 0) {
            count();
        }
    }

    private void count() {
        long now = System.nanoTime();
        if (counting) {
            counted += now - countedSince;
        }
        countedSince = now;
        counting = channel.isFlowing() && flow.awaited() == WaitState.SERVER;
    }

    private void checkSpeedIn(long nanos) {
        speedCheck = loop().schedule(this::checkSpeed, nanos, TimeUnit.NANOSECONDS);
    }

    private void checkSpeed() {
        speedCheck = null;
        count();
        long window = wanted.window().toNanos();
        if (counted < window) {
            // Not before this can the window be full.
            checkSpeedIn(Math.max(window - counted, TimeUnit.MILLISECONDS.toNanos(1)));
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
        checkSpeedIn(window);
    }

    void stop() {
        if (speedCheck != null) {
            speedCheck.cancel(false);
            speedCheck = null;
        }
        if (keepAlive != null) {
            keepAlive.cancel(false);
            keepAlive = null;
        }
    }
}
