package io.ftpreactive.internal.data;

import io.ftpreactive.internal.control.Guarded;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.ReferenceCounted;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Writes a stream to the socket, a window of buffers ahead of it. A buffer counts until the socket has taken it, so the
 * window is what bounds an upload's memory.
 *
 * <p>All fields but {@code hops} and {@code upstream} are confined to the event loop.
 */
final class StreamWriter implements CoreSubscriber<ByteBuf>, ChannelFutureListener, SendMono.DataWriter {

    /** A power of two. */
    static final int WINDOW = 16;

    private final SendMono sending;
    private final Publisher<? extends ByteBuf> source;
    /** What the source releases once it is subscribed to, if there is such a thing. */
    private @Nullable ReferenceCounted unread;

    private final Channel socket;
    /** Sizes of the buffers in the socket's queue, which takes them in order. */
    private final int[] sizes = new int[WINDOW];
    /** Signals of the source on their way to the loop; while there are any, the next must queue behind them. */
    private final AtomicInteger hops = new AtomicInteger();

    private volatile @Nullable Subscription upstream;
    private int written;
    private int taken;
    private int replenish;
    /** Under a rate limit: what could not be written yet, and whether the source may be asked for more. */
    private @Nullable ByteBuf held;

    private boolean wanting;
    private boolean flushing;
    private boolean sourceEnded;
    private boolean stopped;

    StreamWriter(SendMono sending, Publisher<? extends ByteBuf> source, @Nullable ReferenceCounted unread) {
        this.sending = sending;
        this.source = source;
        this.unread = unread;
        this.socket = sending.socket();
    }

    @Override
    public void start() {
        unread = null;
        source.subscribe(this);
    }

    @Override
    public Context currentContext() {
        return sending.context();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(upstream, subscription)) {
            upstream = subscription;
            onLoop(() -> begin(subscription));
        }
    }

    /** A source may take its time to say so that it has been subscribed: too late for a transfer that is over. */
    private void begin(Subscription subscription) {
        if (stopped) {
            cancel(subscription);
        } else if (!sending.throttle().isLimited()) {
            request(subscription, WINDOW);
        } else if (!sending.throttle().isPaused()) {
            request(subscription, 1);
        } else {
            wanting = true;
        }
    }

    @Override
    public void resume() {
        Subscription subscription = upstream;
        if (stopped) {
            return;
        }
        if (held != null) {
            writeSlice(held);
        } else if (wanting && subscription != null) {
            wanting = false;
            request(subscription, 1);
        }
    }

    /** A source that throws instead of failing, even an error such as that of a missing class, must not hold the turn. */
    private void request(Subscription subscription, int count) {
        Guarded.run(() -> subscription.request(count), sending::sourceFailed);
    }

    private void cancel(Subscription subscription) {
        Guarded.run(subscription::cancel, thrown -> Operators.onErrorDropped(thrown, currentContext()));
    }

    /** One slice is with the socket at a time; the next follows when the limit allows it. */
    private void writeSlice(ByteBuf buffer) {
        if (written != taken || sending.throttle().isPaused()) {
            held = buffer;
        } else if (buffer.readableBytes() > sending.throttle().slice()) {
            held = buffer;
            enqueue(buffer.readRetainedSlice(sending.throttle().slice()));
        } else {
            held = null;
            enqueue(buffer);
        }
    }

    @Override
    public void onNext(ByteBuf buffer) {
        onLoop(() -> write(buffer), buffer::release);
    }

    @Override
    public void onError(Throwable error) {
        onLoop(() -> {
            if (!stopped) {
                sending.sourceFailed(error);
            }
        });
    }

    @Override
    public void onComplete() {
        onLoop(() -> {
            sourceEnded = true;
            endIfTaken();
        });
    }

    private void onLoop(Runnable signal) {
        onLoop(signal, () -> {});
    }

    /** Runs a signal in its place on the loop; on one that was shut down this transfer is over, and it is dropped. */
    private void onLoop(Runnable signal, Runnable dropped) {
        if (hops.get() == 0 && socket.eventLoop().inEventLoop()) {
            signal.run();
        } else {
            hops.incrementAndGet();
            try {
                socket.eventLoop().execute(() -> {
                    hops.decrementAndGet();
                    signal.run();
                });
            } catch (RejectedExecutionException e) {
                dropped.run();
            }
        }
    }

    private void write(ByteBuf buffer) {
        if (stopped) {
            buffer.release();
            return;
        }
        if (sending.throttle().isLimited()) {
            writeSlice(buffer);
        } else {
            enqueue(buffer);
        }
    }

    private void enqueue(ByteBuf buffer) {
        sizes[written++ & (WINDOW - 1)] = buffer.readableBytes();
        if (written - taken == 1) {
            sending.blocked();
        }
        socket.write(buffer).addListener(this);
        if (!flushing) {
            flushing = true;
            socket.eventLoop().execute(this::flush);
        }
    }

    /** One flush for all that a turn of the loop brought: small buffers leave in one system call. */
    private void flush() {
        flushing = false;
        socket.flush();
    }

    @Override
    public void operationComplete(ChannelFuture write) {
        int size = sizes[taken++ & (WINDOW - 1)];
        if (stopped) {
            return;
        }
        if (!write.isSuccess()) {
            sending.writeFailed(write.cause());
            return;
        }
        sending.moved(size);
        endIfTaken();
        if (sending.throttle().isLimited()) {
            wanting = held == null;
            if (!sending.throttle().isPaused()) {
                resume();
            }
            return;
        }
        Subscription subscription = upstream;
        if (++replenish == WINDOW / 2 && subscription != null) {
            replenish = 0;
            request(subscription, WINDOW / 2);
        }
    }

    private void endIfTaken() {
        if (sourceEnded && held == null && written == taken && !stopped) {
            sending.sourceEnded();
        }
    }

    @Override
    public boolean isBlocked() {
        return written != taken;
    }

    @Override
    public boolean isEnding() {
        return sourceEnded && held == null;
    }

    @Override
    public long total() {
        return -1;
    }

    @Override
    public void stop() {
        stopped = true;
        if (unread != null) {
            unread.release();
            unread = null;
        }
        if (held != null) {
            held.release();
            held = null;
        }
        Subscription subscription = upstream;
        if (subscription != null && !sourceEnded) {
            cancel(subscription);
        }
    }
}
