package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpReply;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * Gives the bytes of a download to one subscriber: reads the socket as there is demand, and ends with the server's verdict.
 * Confined to the event loop.
 */
final class Receiver implements TransferDirection {

    private final TransferChannel channel;
    private final DataChannelHandler handler;
    private final CoreSubscriber<? super ByteBuf> subscriber;
    private long demand;
    private boolean draining;
    private boolean drainAgain;
    private boolean ended;
    private boolean stopped;

    Receiver(TransferChannel channel, CoreSubscriber<? super ByteBuf> subscriber) {
        this.channel = channel;
        this.handler = channel.handler();
        this.subscriber = subscriber;
    }

    /** Begins, once this is the channel's direction. */
    void start() {
        handler.onSignal(this::drain);
        drain();
    }

    /** Adds to the demand. */
    void request(long n) {
        demand = Operators.addCap(demand, n);
        drain();
    }

    /** Gives out what is there; a subscriber may request more, or cancel, from within its {@code onNext}. */
    private void drain() {
        if (draining) {
            drainAgain = true;
            return;
        }
        draining = true;
        do {
            drainAgain = false;
            deliver();
        } while (drainAgain);
        draining = false;
        channel.flow().changed();
        if (stopped || !handler.isEmpty()) {
            return;
        }
        if (handler.isEnded()) {
            end();
        } else if (channel.flow().awaited() == WaitState.SERVER) {
            handler.read();
        }
    }

    private void deliver() {
        Throttle throttle = channel.flow().throttle();
        while (demand > 0 && !stopped && !throttle.isPaused()) {
            ByteBuf buffer = handler.poll(throttle.slice(), channel.flow().maxChunk());
            if (buffer == null) {
                return;
            }
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            give(buffer);
        }
    }

    /** A subscriber that throws, even an error such as that of a missing class, must not hold the turn. */
    private void give(ByteBuf buffer) {
        try {
            channel.flow().moved(buffer.readableBytes());
            subscriber.onNext(buffer);
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable thrown) {
            if (stopped) {
                Operators.onErrorDropped(thrown, subscriber.currentContext());
            } else {
                channel.abort(thrown);
            }
        } finally {
            buffer.release();
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        FtpReply verdict = channel.verdict();
        Throwable error = handler.error();
        if (error == null || handler.isEndUnproven() || (verdict != null && verdict.isNegative())) {
            channel.dataEnded();
        } else {
            channel.broken(TransferErrors.broken(error), error);
        }
    }

    @Override
    public void onVerdict(FtpReply verdict) {
        // It may have overtaken the last bytes, which belong to the subscriber, be it good or bad.
        if (ended) {
            channel.judge(verdict);
        } else {
            drain();
        }
    }

    @Override
    public void resume() {
        drain();
    }

    @Override
    public WaitState awaited() {
        if (ended) {
            return WaitState.REPLY;
        }
        // Once the server has said that the end is near, it is looked for without demand.
        boolean wanted = demand > 0 || (channel.verdict() != null && handler.isEmpty());
        return wanted ? WaitState.SERVER : WaitState.USER;
    }

    @Override
    public String stalled() {
        return "nothing was demanded of it";
    }

    @Override
    public boolean isEnding() {
        return ended;
    }

    @Override
    public long total() {
        return -1;
    }

    @Override
    public void stop() {
        stopped = true;
        handler.onSignal(null);
    }

    @Override
    public @Nullable Throwable doubt() {
        return handler.error();
    }

    @Override
    public void succeed(FtpReply verdict) {
        stop();
        subscriber.onComplete();
    }

    @Override
    public void fail(Throwable error) {
        stop();
        if (channel.isClaimedBy(this)) {
            subscriber.onError(error);
        } else {
            Operators.error(subscriber, error);
        }
    }
}
