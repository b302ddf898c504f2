package io.ftpreactive.data;

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
final class Reception extends Flux<ByteBuf> implements Subscription, Side {

    private final DataChannel channel;
    private final DataPipe pipe;
    private @Nullable CoreSubscriber<? super ByteBuf> subscriber;
    private long demand;
    private boolean draining;
    private boolean drainAgain;
    private boolean ended;
    /** The server has said 2yz: only the rest of the data is missing. */
    private boolean completed;

    private boolean stopped;

    Reception(DataChannel channel) {
        this.channel = channel;
        this.pipe = channel.pipe();
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        channel.run(() -> {
            if (subscriber != null) {
                Operators.error(actual, new IllegalStateException("receive() has one subscriber"));
                return;
            }
            subscriber = actual;
            if (channel.claim(this)) {
                pipe.onSignal(this::drain);
                channel.pace().moved(0, this::drain);
                actual.onSubscribe(this);
                FtpReply verdict = channel.verdict();
                if (verdict == null) {
                    drain();
                } else {
                    onVerdict(verdict);
                }
            }
        });
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            channel.run(() -> {
                if (demand == 0) {
                    channel.active();
                }
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
        channel.flowChanged();
        if (stopped || !pipe.isEmpty()) {
            return;
        }
        if (pipe.isEnded()) {
            end();
        } else if (channel.pace().isPaused()) {
            return;
        } else if (demand > 0 || completed) {
            // Without demand the end could not be seen, once the server has said that it is near.
            pipe.read();
        }
    }

    private void deliver() {
        CoreSubscriber<? super ByteBuf> actual = subscriber;
        while (actual != null && demand > 0 && !stopped && !channel.pace().isPaused()) {
            ByteBuf buffer = pipe.poll(channel.pace().slice());
            if (buffer == null) {
                return;
            }
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            int size = buffer.readableBytes();
            channel.moved(size);
            channel.pace().moved(size, this::drain);
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
        Throwable error = pipe.error();
        if (error == null) {
            channel.dataEnded();
        } else {
            channel.broken("the data connection broke: " + error.getMessage(), error);
        }
    }

    @Override
    public void onVerdict(FtpReply verdict) {
        // A 226 that overtakes the last bytes says nothing yet; a refusal ends the matter at once.
        completed = verdict.isCompletion();
        if (completed && !ended) {
            drain();
        } else {
            channel.judge(verdict);
        }
    }

    @Override
    public boolean waitsForServer() {
        return demand > 0 && !ended;
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
    public boolean waitsForUser() {
        return demand == 0 && !ended;
    }

    @Override
    public void stop() {
        stopped = true;
        pipe.onSignal(null);
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
