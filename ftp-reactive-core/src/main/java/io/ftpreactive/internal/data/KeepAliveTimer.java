package io.ftpreactive.internal.data;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends NOOP in intervals while the bytes of a transfer flow. Confined to the event loop. */
final class KeepAliveTimer {

    private final TransferChannel channel;
    private final long nanos;
    private final EventLoop loop;
    private @Nullable ScheduledFuture<?> running;

    KeepAliveTimer(TransferChannel channel, Duration interval, EventLoop loop) {
        this.channel = channel;
        this.nanos = interval.toNanos();
        this.loop = loop;
    }

    void start() {
        running = loop.scheduleAtFixedRate(this::send, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private void send() {
        if (channel.isFlowing()) {
            channel.turn().keepAlive();
        }
    }

    void stop() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }
}
