package io.ftpreactive.internal.data;

import io.ftpreactive.internal.context.ThreadLocals;
import io.ftpreactive.internal.control.Guarded;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.Future;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Writes a stream to the socket, a window ahead of it: so many buffers, or if these are not large so many bytes. They count
 * until the socket has taken them, so the window is what bounds an upload's memory.
 *
 * <p>All fields but {@code signals}, {@code hops} and {@code upstream} are confined to the event loop.
 */
final class StreamWriter implements CoreSubscriber<ByteBuf>, SendMono.DataWriter {

    /** Buffers ahead of the socket, whatever their size. */
    static final int WINDOW = 16;

    /** While those ahead hold less, there may be more of them. */
    static final int WINDOW_BYTES = 1024 * 1024;

    /** So many are asked for at once where small ones follow each other: nobody knows how large the next will be. */
    static final int SMALL_ONES = 128;

    private final SendMono sending;
    private final Publisher<? extends ByteBuf> source;
    /** What the source releases once it is subscribed to, if there is such a thing. */
    private @Nullable ReferenceCounted unread;

    private final Channel socket;
    private final SmallBuffers small;
    /** Signals of the source on their way to the loop; while there are any, the next must queue behind them. */
    private final Queue<Object> signals = new ConcurrentLinkedQueue<>();

    private final AtomicInteger hops = new AtomicInteger();

    private volatile @Nullable Subscription upstream;
    /** Asked for, and not here yet. */
    private int expected;
    /** Handed to the socket, which has not taken them yet, and their bytes. */
    private int writing;

    private long writingBytes;
    private int lastSize = WINDOW_BYTES;
    private int smallOnes;
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
        this.small = new SmallBuffers(socket.alloc());
    }

    @Override
    public void start() {
        unread = null;
        ThreadLocals.run(currentContext(), () -> source.subscribe(this));
    }

    @Override
    public Context currentContext() {
        return sending.context();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(upstream, subscription)) {
            upstream = subscription;
            onLoop((Runnable) () -> begin(subscription));
        }
    }

    /** A source may take its time to say so that it has been subscribed: too late for a transfer that is over. */
    private void begin(Subscription subscription) {
        if (stopped) {
            cancel(subscription);
        } else if (!isLimited()) {
            replenish();
        } else if (!sending.throttle().isPaused()) {
            request(subscription, 1);
        } else {
            wanting = true;
        }
    }

    private boolean isLimited() {
        return sending.throttle().isLimited();
    }

    /** Asks for as much as there is room for, many at a time: each request is a hop to where the source lives. */
    private void replenish() {
        Subscription subscription = upstream;
        if (subscription == null || stopped || sourceEnded || isLimited()) {
            return;
        }
        int atOnce = smallOnes < WINDOW ? WINDOW : SMALL_ONES;
        long fitting = (WINDOW_BYTES - writingBytes - small.bytes()) / Math.max(1, lastSize);
        long room = Math.max(WINDOW - writing, Math.min(fitting, atOnce)) - expected;
        if (room >= atOnce / 2) {
            expected += (int) room;
            request(subscription, room);
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
    private void request(Subscription subscription, long count) {
        Guarded.run(() -> ThreadLocals.run(currentContext(), () -> subscription.request(count)), sending::sourceFailed);
    }

    private void cancel(Subscription subscription) {
        Guarded.run(
                () -> ThreadLocals.run(currentContext(), subscription::cancel),
                thrown -> Operators.onErrorDropped(thrown, currentContext()));
    }

    /** One slice is with the socket at a time; the next follows when the limit allows it. */
    private void writeSlice(ByteBuf buffer) {
        if (writing != 0 || sending.throttle().isPaused()) {
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
        onLoop(buffer);
    }

    @Override
    public void onError(Throwable error) {
        onLoop((Runnable) () -> {
            if (!stopped) {
                sending.sourceFailed(error);
            }
        });
    }

    @Override
    public void onComplete() {
        onLoop((Runnable) () -> {
            sourceEnded = true;
            if (!stopped) {
                writeJoined();
                endIfTaken();
            }
        });
    }

    /** Runs a signal, a buffer or a task, in its place on the loop; on one that was shut down it is dropped. */
    private void onLoop(Object signal) {
        if (hops.get() == 0 && socket.eventLoop().inEventLoop()) {
            run(signal);
            return;
        }
        signals.add(signal);
        if (hops.getAndIncrement() == 0) {
            try {
                socket.eventLoop().execute(this::runAll);
            } catch (RejectedExecutionException e) {
                stopped = true;
                runAll();
            }
        }
    }

    private void runAll() {
        int missed = hops.get();
        while (missed != 0) {
            while (!signals.isEmpty()) {
                Guarded.run(this::runQueued, sending::sourceFailed);
            }
            missed = hops.addAndGet(-missed);
        }
    }

    private void runQueued() {
        for (Object signal = signals.poll(); signal != null; signal = signals.poll()) {
            run(signal);
        }
    }

    private void run(Object signal) {
        if (signal instanceof ByteBuf buffer) {
            write(buffer);
        } else {
            ((Runnable) signal).run();
        }
    }

    private void write(ByteBuf buffer) {
        if (stopped) {
            buffer.release();
        } else if (isLimited()) {
            writeSlice(buffer);
        } else {
            expected--;
            lastSize = buffer.readableBytes();
            writeInWindow(buffer);
        }
    }

    private void writeInWindow(ByteBuf buffer) {
        boolean isSmall = lastSize < SmallBuffers.SMALL;
        smallOnes = isSmall ? Math.min(WINDOW, smallOnes + 1) : 0;
        if (!isSmall || small.isFullFor(lastSize)) {
            writeJoined();
        }
        if (isSmall) {
            small.add(buffer);
            flushLater();
        } else {
            enqueue(buffer);
        }
        // After an empty one not at once: a source of nothing else would keep the loop for itself.
        if (lastSize > 0) {
            replenish();
        }
    }

    private void writeJoined() {
        ByteBuf joined = small.take();
        if (joined != null) {
            enqueue(joined);
        }
    }

    private void enqueue(ByteBuf buffer) {
        int size = buffer.readableBytes();
        writingBytes += size;
        if (++writing == 1) {
            sending.blocked();
        }
        socket.write(buffer).addListener(write -> taken(write, size));
        flushLater();
    }

    private void flushLater() {
        if (!flushing) {
            flushing = true;
            socket.eventLoop().execute(this::flush);
        }
    }

    /** One flush for all that a turn of the loop brought: buffers leave in one system call. */
    private void flush() {
        writeJoinedIfIdle();
        flushing = false;
        socket.flush();
        replenish();
    }

    /** What was joined need not be full if the socket has nothing else to do. */
    private void writeJoinedIfIdle() {
        if (writing == 0 && !stopped) {
            writeJoined();
        }
    }

    private void taken(Future<?> write, int size) {
        writing--;
        writingBytes -= size;
        if (stopped) {
            return;
        }
        if (!write.isSuccess()) {
            sending.writeFailed(write.cause());
            return;
        }
        writeJoinedIfIdle();
        sending.moved(size);
        endIfTaken();
        if (isLimited()) {
            wanting = held == null;
            if (!sending.throttle().isPaused()) {
                resume();
            }
        } else {
            replenish();
        }
    }

    private void endIfTaken() {
        if (isEnding() && writing == 0 && !stopped) {
            sending.sourceEnded();
        }
    }

    @Override
    public boolean isBlocked() {
        return writing != 0;
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
        ByteBuf joined = small.take();
        if (joined != null) {
            joined.release();
        }
        Subscription subscription = upstream;
        if (subscription != null && !sourceEnded) {
            cancel(subscription);
        }
    }
}
