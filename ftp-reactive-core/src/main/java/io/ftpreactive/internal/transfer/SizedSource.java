package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.netty.buffer.ByteBuf;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The source of an upload whose length was announced: fails where it ends before, and where it goes on behind, of which
 * nothing is passed on.
 */
public final class SizedSource extends Flux<ByteBuf> {

    private final Publisher<? extends ByteBuf> source;
    private final long length;
    private final FtpCommand command;

    /**
     * Announces a length.
     *
     * @param source the bytes, in buffers that whoever receives them releases
     * @param length how many there are
     * @param command what they are sent by
     */
    public SizedSource(Publisher<? extends ByteBuf> source, long length, FtpCommand command) {
        this.source = source;
        this.length = length;
        this.command = command;
    }

    long length() {
        return length;
    }

    /** The same, as it is called on its way. */
    SizedSource sentBy(FtpCommand other) {
        return new SizedSource(source, length, other);
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        source.subscribe(new Counter(actual));
    }

    /** Passes demand up and buffers down, until they are too many. Its fields are those of the source's signals. */
    private final class Counter implements CoreSubscriber<ByteBuf>, Subscription {

        private final CoreSubscriber<? super ByteBuf> actual;
        private Subscription upstream = Operators.emptySubscription();
        private long count;
        private boolean over;

        Counter(CoreSubscriber<? super ByteBuf> actual) {
            this.actual = actual;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
        }

        @Override
        public void onNext(ByteBuf buffer) {
            int bytes = buffer.readableBytes();
            if (over) {
                buffer.release();
            } else if (bytes > length - count) {
                buffer.release();
                upstream.cancel();
                fail("the source gave more than the " + length + " bytes that were announced");
            } else {
                count += bytes;
                actual.onNext(buffer);
            }
        }

        @Override
        public void onError(Throwable error) {
            if (over) {
                Operators.onErrorDropped(error, currentContext());
            } else {
                over = true;
                actual.onError(error);
            }
        }

        @Override
        public void onComplete() {
            if (over) {
                return;
            }
            if (count < length) {
                fail("the source ended after " + count + " of the " + length + " bytes that were announced");
            } else {
                over = true;
                actual.onComplete();
            }
        }

        private void fail(String problem) {
            over = true;
            actual.onError(
                    new FtpTransferException(Reason.WRONG_LENGTH, command.toString(), problem, count, null, null));
        }

        @Override
        public void request(long n) {
            upstream.request(n);
        }

        @Override
        public void cancel() {
            upstream.cancel();
        }
    }
}
