package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.internal.control.Turn;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The bytes of one transfer on their way: counts them, holds them to their limits, and watches that they move. Confined
 * to the event loop.
 */
final class Flow {

    private final TransferFlow.Observer observer;
    private final TransferFlow.Inquiry inquiry;
    private final Throttle pace;
    private final Watchers watchers;
    private final EventExecutor loop;
    private final DataChannel channel;
    private final Duration idleTimeout;
    private IdleClock idle;
    private @Nullable TransferDirection side;
    private WaitState awaited = WaitState.USER;
    private long bytes;

    Flow(DataChannel channel, TransferFlow wanted, Duration idleTimeout) {
        this.loop = channel.turn().control().eventLoop();
        this.channel = channel;
        this.idleTimeout = idleTimeout;
        this.observer = wanted.observer();
        this.inquiry = wanted.inquiry();
        this.pace = new Throttle(wanted.limits(), loop, this::resume);
        this.watchers = new Watchers(channel, this, wanted);
        this.idle = clock(idleTimeout);
    }

    private IdleClock clock(Duration timeout) {
        return new IdleClock(loop, timeout, this::isIdleTime, () -> channel.idle(timeout));
    }

    /** Starts the idle clock: also a channel that nobody uses holds a session. */
    void start() {
        idle.start();
    }

    /** Only bytes on their way are still to come: silence is over after so long, where it is not any sooner. */
    void hasten(Duration most) {
        if (most.compareTo(idleTimeout) < 0) {
            restart(most);
        }
    }

    /** Takes {@link #hasten} back. */
    void relax() {
        restart(idleTimeout);
    }

    private void restart(Duration timeout) {
        idle.stop();
        idle = clock(timeout);
        idle.start();
    }

    /** The bytes go this way from now on. */
    void begin(TransferDirection chosen, FtpReply opening) {
        side = chosen;
        idle.active();
        pace.moved(0);
        watchers.start();
        observer.begun(opening, chosen.total());
    }

    void moved(long count) {
        if (bytes == 0) {
            channel.begun();
        }
        bytes += count;
        idle.active();
        pace.moved(count);
        observer.moved(bytes);
    }

    /** What is waited for may have changed: then silence is measured anew. */
    void changed() {
        WaitState next = awaited();
        if (next != awaited) {
            awaited = next;
            idle.active();
        }
        watchers.flowChanged();
    }

    private void resume() {
        if (side != null) {
            side.resume();
            changed();
        }
    }

    /** Something other than bytes came from the server. */
    void active() {
        idle.active();
    }

    /** What is waited for now. */
    WaitState awaited() {
        if (side == null) {
            return WaitState.USER;
        }
        WaitState next = side.awaited();
        return pace.isPaused() && next != WaitState.REPLY ? WaitState.LIMIT : next;
    }

    private boolean isIdleTime() {
        return side == null || awaited() == WaitState.SERVER;
    }

    /** How long the user has wanted or given nothing, in nanoseconds; 0 if it is not the user who is waited for. */
    long nanosWithoutDemand() {
        return awaited() == WaitState.USER ? idle.silence() : 0;
    }

    /** Asks what is left to ask; what comes of it is no error. */
    Mono<Boolean> inquire(Turn turn) {
        return inquiry.ask(turn).onErrorReturn(false);
    }

    /** The end, in which all bytes have moved. */
    void complete() {
        observer.completed(bytes);
    }

    void stop() {
        pace.stop();
        watchers.stop();
        idle.stop();
    }

    Throttle pace() {
        return pace;
    }

    /** How many have moved so far. */
    long bytes() {
        return bytes;
    }
}
