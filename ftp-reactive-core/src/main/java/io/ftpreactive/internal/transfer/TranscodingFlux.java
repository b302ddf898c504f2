package io.ftpreactive.internal.transfer;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A stream of buffers that has gone through a {@link ByteTransformer}.
 *
 * <p>At most one buffer of input and one of output are held, and output is made only as there is demand for it: a few
 * bytes that would become many cannot fill the memory. Received buffers are lent: the source releases them after
 * {@code onNext}, and so does this stream with what it emits. Buffers to be sent are handed over on both sides. What was
 * received before an error is given out before it; what was to be sent is dropped.
 */
final class TranscodingFlux extends Flux<ByteBuf> {

    private final Publisher<? extends ByteBuf> source;
    private final Supplier<? extends ByteTransformer> coder;
    private final boolean lent;
    private final Consumer<Runnable> thread;

    private TranscodingFlux(
            Publisher<? extends ByteBuf> source,
            Supplier<? extends ByteTransformer> coder,
            boolean lent,
            Consumer<Runnable> thread) {
        this.source = source;
        this.coder = coder;
        this.lent = lent;
        this.thread = thread;
    }

    /** Recodes buffers that are lent, on the thread to which the runner leads. */
    static Flux<ByteBuf> received(
            Flux<ByteBuf> wire, Supplier<? extends ByteTransformer> coder, Consumer<Runnable> thread) {
        return new TranscodingFlux(wire, coder, true, thread);
    }

    /** Recodes buffers that are handed over, on any thread. */
    static Flux<ByteBuf> toSend(Publisher<? extends ByteBuf> file, Supplier<? extends ByteTransformer> coder) {
        return new TranscodingFlux(file, coder, false, Runnable::run);
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        source.subscribe(new Step(actual, coder.get(), lent, thread));
    }

    /** Fields that are neither atomic nor volatile are changed only by who drains. */
    private static final class Step implements CoreSubscriber<ByteBuf>, Subscription {

        private final CoreSubscriber<? super ByteBuf> actual;
        private final ByteTransformer coder;
        private final boolean lent;
        private final Consumer<Runnable> thread;
        private final AtomicInteger work = new AtomicInteger();
        private final AtomicLong demand = new AtomicLong();
        private final AtomicReference<@Nullable ByteBuf> arrived = new AtomicReference<>();
        private volatile boolean cancelled;
        private volatile boolean sourceEnded;
        private volatile @Nullable Throwable failure;
        private Subscription upstream = Operators.emptySubscription();
        private @Nullable ByteBuf fed;
        private @Nullable ByteBuf ready;
        private boolean asked;
        private boolean ended;
        private boolean over;

        Step(CoreSubscriber<? super ByteBuf> actual, ByteTransformer coder, boolean lent, Consumer<Runnable> thread) {
            this.actual = actual;
            this.coder = coder;
            this.lent = lent;
            this.thread = thread;
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
            arrived.set(lent ? buffer.retain() : buffer);
            drain();
        }

        @Override
        public void onError(Throwable error) {
            failure = error;
            drain();
        }

        @Override
        public void onComplete() {
            sourceEnded = true;
            drain();
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                demand.accumulateAndGet(n, Operators::addCap);
                thread.accept(this::drain);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            upstream.cancel();
            thread.accept(this::drain);
        }

        private void drain() {
            if (work.getAndIncrement() != 0) {
                return;
            }
            int done = 1;
            do {
                while (!over && step()) {}
                if (over) {
                    release(arrived.getAndSet(null));
                }
                done = work.addAndGet(-done);
            } while (done != 0);
        }

        /** Goes one step on; false when it takes a signal to go further. */
        private boolean step() {
            Throwable error = failure;
            if (cancelled) {
                free();
            } else if (error != null && !lent) {
                fail(error);
            } else if (ready != null) {
                return demand.get() > 0 && emit(ready);
            } else {
                return advance();
            }
            return false;
        }

        private boolean emit(ByteBuf buffer) {
            ready = null;
            if (demand.get() != Long.MAX_VALUE) {
                demand.decrementAndGet();
            }
            try {
                actual.onNext(buffer);
            } finally {
                if (lent) {
                    buffer.release();
                }
            }
            return true;
        }

        private boolean advance() {
            try {
                ready = coder.next();
                if (ready != null) {
                    return true;
                }
                release(fed);
                fed = null;
                return ended ? complete() : feed();
            } catch (ByteTransformer.MalformedDataException e) {
                upstream.cancel();
                return fail(e);
            }
        }

        private boolean fail(Throwable error) {
            free();
            actual.onError(error);
            return false;
        }

        private boolean feed() {
            // Read first: the last buffer is there before the end is known.
            boolean last = sourceEnded;
            Throwable error = failure;
            ByteBuf buffer = arrived.getAndSet(null);
            if (buffer != null) {
                asked = false;
                fed = buffer;
                coder.feed(buffer);
                return true;
            }
            if (error != null) {
                return fail(error);
            }
            if (last) {
                ended = true;
                coder.end();
                return true;
            }
            if (!asked && demand.get() > 0) {
                asked = true;
                upstream.request(1);
            }
            return false;
        }

        private boolean complete() {
            free();
            actual.onComplete();
            return false;
        }

        private void free() {
            over = true;
            coder.close();
            release(fed);
            release(ready);
            fed = null;
            ready = null;
        }

        private static void release(@Nullable ByteBuf buffer) {
            if (buffer != null) {
                buffer.release();
            }
        }
    }
}
