package io.ftpreactive.internal.data;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/** The bytes of a data channel that somebody has been given; for one subscriber. */
final class ReceiveFlux extends Flux<ByteBuf> implements Subscription {

    private final TransferChannel channel;
    /** Confined to the event loop. */
    private @Nullable Receiver receiver;

    ReceiveFlux(TransferChannel channel) {
        this.channel = channel;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        channel.run(() -> begin(actual), actual, () -> {});
    }

    private void begin(CoreSubscriber<? super ByteBuf> actual) {
        if (receiver != null) {
            Operators.error(actual, new IllegalStateException("receive() has one subscriber"));
            return;
        }
        Receiver begun = new Receiver(channel, actual);
        receiver = begun;
        if (channel.claim(begun)) {
            actual.onSubscribe(this);
            begun.start();
        }
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            channel.run(() -> {
                if (receiver != null) {
                    receiver.request(n);
                }
            });
        }
    }

    @Override
    public void cancel() {
        channel.run(channel::cancel);
    }
}
