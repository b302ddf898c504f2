package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.internal.control.SessionTimer;
import io.netty.channel.EventLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one transfer on their way: counts them, holds them to their limits, and watches that they move. Confined
 * to the event loop.
 */
final class Flow {

    private final TransferChannel channel;
    private final TransferFlow.Observer observer;
    private final Throttle throttle;
    private final @Nullable SpeedMonitor speed;
    private final @Nullable KeepAliveTimer keepAlive;
    private final IdleClock idle;
    private final SessionTimer.Deadline stall;
    private final Duration stallTimeout;
    private final int maxChunk;
    private final Duration idleTimeout;
    private @Nullable TransferDirection direction;
    private WaitState awaited = WaitState.USER;
    private long bytes;

    Flow(TransferChannel channel, TransferPlan plan, Duration idleTimeout) {
        TransferFlow wanted = plan.flow();
        EventLoop loop = channel.turn().control().eventLoop();
        SessionTimer timer = channel.turn().control().timer();
        this.channel = channel;
        this.idleTimeout = idleTimeout;
        this.observer = plan.observer(channel.turn().context());
        this.maxChunk = wanted.maxChunk();
        this.throttle = new Throttle(wanted.limits(), loop, this::resume);
        this.speed = wanted.minimumSpeed() > 0 ? new SpeedMonitor(channel, this, wanted, timer) : null;
        this.keepAlive = wanted.keepAlive() == null ? null : new KeepAliveTimer(channel, wanted.keepAlive(), loop);
        this.stallTimeout = wanted.stallTimeout();
        this.stall = timer.deadline(this::checkStall);
        this.idle = new IdleClock(timer, this::isIdleTime, channel::idle);
    }

    /** Starts the idle clock: also a channel that nobody uses holds a session. */
    void start() {
        idle.start(idleTimeout);
    }

    /** Only bytes on their way are still to come: silence is over after so long, where it is not any sooner. */
    void hasten(Duration most) {
        if (most.compareTo(idleTimeout) < 0) {
            idle.start(most);
        }
    }

    /** Takes {@link #hasten} back. */
    void relax() {
        idle.start(idleTimeout);
    }

    /** The bytes go this way from now on. */
    void begin(TransferDirection chosen, FtpReply opening) {
        direction = chosen;
        idle.active();
        throttle.moved(0);
        if (speed != null) {
            speed.start();
        }
        if (keepAlive != null) {
            keepAlive.start();
        }
        stall.start(stallTimeout);
        observer.begun(opening, chosen.total());
    }

    void moved(long count) {
        if (bytes == 0) {
            channel.begun();
        }
        bytes += count;
        idle.active();
        throttle.moved(count);
        observer.moved(bytes);
    }

    /** What is waited for may have changed: then silence is measured anew. */
    void changed() {
        WaitState next = awaited();
        if (next != awaited) {
            awaited = next;
            idle.active();
        }
        if (speed != null) {
            speed.flowChanged();
        }
    }

    private void resume() {
        if (direction != null) {
            direction.resume();
            changed();
        }
    }

    /** Something other than bytes came from the server. */
    void active() {
        idle.active();
    }

    /** What is waited for now. */
    WaitState awaited() {
        if (direction == null) {
            return WaitState.USER;
        }
        WaitState next = direction.awaited();
        return throttle.isPaused() && next != WaitState.REPLY ? WaitState.LIMIT : next;
    }

    private boolean isIdleTime() {
        return direction == null || awaited() == WaitState.SERVER;
    }

    /** Runs when the timeout could have passed: who is slow is not watched buffer by buffer. */
    private void checkStall() {
        long left = stallTimeout.toNanos() - nanosWithoutDemand();
        if (left > 0) {
            stall.start(left);
        } else {
            channel.stalled(stallTimeout);
        }
    }

    /** How long the user has wanted or given nothing, in nanoseconds; 0 if it is not the user who is waited for. */
    long nanosWithoutDemand() {
        return awaited() == WaitState.USER ? idle.silence() : 0;
    }

    /** The end, in which all bytes have moved. */
    void complete() {
        observer.completed(bytes);
    }

    void stop() {
        throttle.stop();
        if (speed != null) {
            speed.stop();
        }
        if (keepAlive != null) {
            keepAlive.stop();
        }
        idle.stop();
        stall.stop();
    }

    Throttle throttle() {
        return throttle;
    }

    /** How many bytes a buffer that is given out may hold. */
    int maxChunk() {
        return maxChunk;
    }

    /** How many have moved so far. */
    long bytes() {
        return bytes;
    }
}
