package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpReply;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The bytes of a download: reads the socket as there is demand, and ends with the server's verdict.
 *
 * <p>All fields are confined to the event loop.
 */
final class ReceiveFlux extends Flux<ByteBuf> implements Subscription, TransferDirection {

    private final DataChannel channel;
    private final DataChannelHandler pipe;
    private @Nullable CoreSubscriber<? super ByteBuf> subscriber;
    private long demand;
    private boolean draining;
    private boolean drainAgain;
    private boolean ended;
    private boolean stopped;

    ReceiveFlux(DataChannel channel) {
        this.channel = channel;
        this.pipe = channel.pipe();
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        channel.run(() -> begin(actual), actual, () -> {});
    }

    private void begin(CoreSubscriber<? super ByteBuf> actual) {
        if (subscriber != null) {
            Operators.error(actual, new IllegalStateException("receive() has one subscriber"));
            return;
        }
        subscriber = actual;
        if (channel.claim(this)) {
            pipe.onSignal(this::drain);
            actual.onSubscribe(this);
            drain();
        }
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            channel.run(() -> {
                demand = Operators.addCap(demand, n);
                drain();
            });
        }
    }

    @Override
    public void cancel() {
        channel.run(() -> channel.abort(new Cancelled()));
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
        if (stopped || !pipe.isEmpty()) {
            return;
        }
        if (pipe.isEnded()) {
            end();
        } else if (channel.flow().awaited() == WaitState.SERVER) {
            pipe.read();
        }
    }

    private void deliver() {
        CoreSubscriber<? super ByteBuf> actual = subscriber;
        while (actual != null
                && demand > 0
                && !stopped
                && !channel.flow().pace().isPaused()) {
            ByteBuf buffer = pipe.poll(channel.flow().pace().slice());
            if (buffer == null) {
                return;
            }
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            int size = buffer.readableBytes();
            channel.flow().moved(size);
            try {
                actual.onNext(buffer);
            } finally {
                buffer.release();
            }
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        FtpReply verdict = channel.verdict();
        Throwable error = pipe.error();
        if (error == null || pipe.isEndUnproven() || (verdict != null && verdict.isNegative())) {
            channel.dataEnded();
        } else {
            channel.broken(DataChannel.describe(error), error);
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
        boolean wanted = demand > 0 || (channel.verdict() != null && pipe.isEmpty());
        return wanted ? WaitState.SERVER : WaitState.USER;
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
        pipe.onSignal(null);
    }

    @Override
    public @Nullable Throwable doubt() {
        return pipe.error();
    }

    @Override
    public void succeed(FtpReply verdict) {
        stop();
        if (subscriber != null) {
            subscriber.onComplete();
        }
    }

    @Override
    public void fail(Throwable error) {
        stop();
        CoreSubscriber<? super ByteBuf> actual = subscriber;
        if (actual == null) {
            return;
        }
        if (channel.isClaimedBy(this)) {
            actual.onError(error);
        } else {
            Operators.error(actual, error);
        }
    }
}
