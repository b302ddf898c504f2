package io.ftpreactive.internal.transfer;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.blocking.OffLoop;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.context.Context;

/**
 * Writes what comes to a {@link PartFile}, and gives it the target's name when all has come.
 *
 * <p>One task of {@link Schedulers#boundedElastic()} at a time does all that is done to the file, and does all there is to
 * do: waking a thread costs more than writing a small file. One that is known to be small is left in memory until it is whole,
 * or has failed, so that a single task opens, writes, names and closes it.
 */
final class PartWriter extends Mono<Void> {

    /** What is announced to have no more bytes is small: about as much as a socket brings at once. */
    static final long SMALL = 64 * 1024;

    /** Buffers between the loop and the writing thread: 2 MiB at the most. */
    private static final int PREFETCH = 8;

    private static final int REPLENISH = PREFETCH - PREFETCH / 4;

    private static final Logger log = Loggers.getLogger("io.ftpreactive.files");

    private final Flux<ByteBuf> content;
    private final Plan plan;

    /**
     * Where the bytes go.
     *
     * @param target the file
     * @param position where in it they begin
     * @param small whether they are worth waiting for
     * @param check what else is to succeed before the file gets its name
     * @param placed whether what came is known to belong there; if it is not when the download fails, it is dropped
     * @param abort ends the transfer if the file cannot be written
     */
    record Plan(
            Path target,
            long position,
            boolean small,
            Function<PartFile, Mono<Void>> check,
            BooleanSupplier placed,
            Runnable abort) {}

    PartWriter(Flux<ByteBuf> content, Plan plan) {
        this.content = content;
        this.plan = plan;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> actual) {
        content.subscribe(new Running(plan, actual));
    }

    /** One subscription. */
    private static final class Running implements CoreSubscriber<ByteBuf>, Subscription, Runnable {

        private final Plan plan;
        private final CoreSubscriber<? super Void> actual;
        private final PartFile.Claim claim = new PartFile.Claim();
        /** Whoever takes a buffer releases it. */
        private final Queue<ByteBuf> queue = new ConcurrentLinkedQueue<>();
        /** How often the task was woken since it last saw nothing to do. */
        private final AtomicInteger wakes = new AtomicInteger();

        private @Nullable Subscription source;
        /** What was left in memory so far; confined to the source's signals. */
        private int gathered;

        private long gatheredBytes;
        private boolean gathers;

        private @Nullable Throwable error;
        private volatile boolean ended;
        private volatile boolean cancelled;
        /** Nothing is done to the file any more. */
        private volatile boolean over;
        /** Whether another download of the same target is to close its file first. */
        private volatile boolean waiting;

        private @Nullable Throwable checkError;
        private volatile boolean checked;
        private volatile @Nullable Disposable check;

        /** Confined, as the next, to the task. */
        private @Nullable PartFile file;

        private int written;
        /** The thread to interrupt if this is cancelled; a FIFO that nobody reads would hold it for ever. */
        private @Nullable Thread worker;

        Running(Plan plan, CoreSubscriber<? super Void> actual) {
            this.plan = plan;
            this.actual = actual;
            this.gathers = plan.small;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            source = subscription;
            actual.onSubscribe(this);
            if (!gathers) {
                wake();
            }
            if (!cancelled) {
                subscription.request(PREFETCH);
            }
        }

        @Override
        public void onNext(ByteBuf lent) {
            queue.add(lent.retain());
            gatheredBytes += lent.readableBytes();
            // No more than were requested will come.
            gathers = gathers && ++gathered < PREFETCH && gatheredBytes <= SMALL;
            if (over) {
                discard();
            } else if (!gathers) {
                wake();
            }
        }

        @Override
        public void onError(Throwable failure) {
            error = failure;
            ended = true;
            wake();
        }

        @Override
        public void onComplete() {
            ended = true;
            wake();
        }

        @Override
        public void request(long n) {
            Operators.validate(n);
        }

        @Override
        public void cancel() {
            if (over) {
                return;
            }
            // At once: who tries again may come before the file is closed.
            claim.end();
            source().cancel();
            interrupt();
            Disposable begun = check;
            if (begun != null) {
                begun.dispose();
            }
            wake();
            plan.abort.run();
        }

        private void interrupt() {
            if (isBusyElsewhere()) {
                OffLoop.interrupt(this::interruptWorker);
            }
        }

        private synchronized boolean isBusyElsewhere() {
            cancelled = true;
            return worker != null && worker != Thread.currentThread();
        }

        private synchronized void interruptWorker() {
            if (worker != null) {
                worker.interrupt();
            }
        }

        private synchronized boolean enter() {
            worker = cancelled ? null : Thread.currentThread();
            return !cancelled;
        }

        private synchronized void leave() {
            worker = null;
            if (cancelled) {
                // It was meant for what is over now: the thread is others', and the file is to be closed.
                Thread.interrupted();
            }
        }

        private Subscription source() {
            return Objects.requireNonNull(source, "source");
        }

        private void wake() {
            if (wakes.getAndIncrement() == 0) {
                try {
                    Schedulers.boundedElastic().schedule(this);
                } catch (RejectedExecutionException e) {
                    end(e);
                }
            }
        }

        @Override
        public void run() {
            int seen = wakes.get();
            do {
                work();
                seen = wakes.addAndGet(-seen);
            } while (seen != 0);
        }

        private void work() {
            if (over) {
                discard();
                return;
            }
            Throwable failure = null;
            boolean complete = false;
            if (enter()) {
                try {
                    complete = advance();
                } catch (VirtualMachineError fatal) {
                    throw fatal;
                } catch (Throwable thrown) {
                    failure = thrown;
                } finally {
                    leave();
                }
            }
            if (complete) {
                over = true;
                actual.onComplete();
            } else if (failure != null || cancelled) {
                close(failure);
                end(failure);
            }
        }

        /** Does what there is to do, and tells whether that was all. */
        private boolean advance() throws Throwable {
            boolean all = ended;
            if (file == null && !waiting && !(error != null && queue.isEmpty())) {
                open();
            }
            PartFile open = file;
            if (open != null) {
                write(open);
            }
            Throwable failed = error;
            if (all && failed != null && queue.isEmpty()) {
                throw failed;
            }
            if (cancelled || !queue.isEmpty()) {
                return false;
            }
            // Without a file another is to close it first, and wakes this when it has.
            return all && open != null && isChecked(open) && FileDownload.commit(open);
        }

        private void open() {
            try {
                file = FileDownload.open(plan.target, plan.position, claim);
            } catch (PartFile.StillOpenException other) {
                waiting = true;
                other.closed().subscribe(null, null, () -> {
                    waiting = false;
                    wake();
                });
            }
        }

        private void write(PartFile open) {
            ByteBuf next = queue.poll();
            while (next != null) {
                FileDownload.write(next, open);
                if (++written == REPLENISH && !ended) {
                    written = 0;
                    source().request(REPLENISH);
                }
                next = cancelled ? null : queue.poll();
            }
        }

        private boolean isChecked(PartFile open) throws Throwable {
            if (check == null) {
                check = plan.check
                        .apply(open)
                        .subscribe(
                                nothing -> {},
                                failure -> {
                                    checkError = failure;
                                    checked = true;
                                    wake();
                                },
                                () -> {
                                    checked = true;
                                    wake();
                                },
                                actual.currentContext());
            }
            if (cancelled) {
                check.dispose();
            }
            boolean done = checked;
            if (done && checkError != null) {
                throw checkError;
            }
            return done;
        }

        private void close(@Nullable Throwable failure) {
            PartFile open = file;
            if (open == null) {
                return;
            }
            try {
                FileDownload.close(open, plan.placed.getAsBoolean() && !isMisplaced(failure));
            } catch (IOException e) {
                if (failure == null) {
                    log.debug("Closing the file of a cancelled download", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }

        private static boolean isMisplaced(@Nullable Throwable error) {
            return error instanceof FtpTransferException broken && broken.reason() == Reason.REST_IGNORED;
        }

        /** Nothing more is done, as after a failure or a cancel. */
        private void end(@Nullable Throwable failure) {
            over = true;
            discard();
            if (!ended) {
                source().cancel();
            }
            if (failure == null || cancelled) {
                return;
            }
            try {
                actual.onError(failure);
            } finally {
                // Without a file to write to nobody receives: the transfer must not hold the session.
                plan.abort.run();
            }
        }

        private void discard() {
            ByteBuf left = queue.poll();
            while (left != null) {
                left.release();
                left = queue.poll();
            }
        }
    }
}
