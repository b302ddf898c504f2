package io.ftpreactive.cli;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Does what is given to it, one after the other or several at a time, and knows how it ends. */
final class Schedule implements AutoCloseable {

    private final boolean parallel;
    private final boolean failEarly;
    private final int most;
    private final Semaphore free;
    private final ExecutorService threads;
    private final Sinks.Empty<Void> over = Sinks.empty();
    private ExitCode result = ExitCode.OK;
    private boolean ended;

    Schedule(ParallelOptions options) {
        parallel = options.parallel;
        failEarly = options.failEarly;
        most = Math.max(1, options.most);
        free = new Semaphore(most);
        // They begin with their work, so that one file needs no more than one.
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "transfer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Does something now, or as soon as a thread is free, for which it waits; nothing once all is over. */
    void add(Supplier<ExitCode> work) {
        if (!parallel) {
            run(work);
            return;
        }
        free.acquireUninterruptibly();
        threads.execute(() -> {
            try {
                run(work);
            } finally {
                free.release();
            }
        });
    }

    /** Does something on this thread, whatever else is done. */
    void now(Supplier<ExitCode> work) {
        run(work);
    }

    private void run(Supplier<ExitCode> work) {
        if (isOver()) {
            return;
        }
        ExitCode code = ExitCode.INTERNAL;
        try {
            code = work.get();
        } finally {
            ended(code);
        }
    }

    /** As in curl the last failure counts, unless the first ends all. */
    private synchronized void ended(ExitCode code) {
        if (code == ExitCode.OK || ended) {
            return;
        }
        result = code;
        if (failEarly || code == ExitCode.INTERRUPTED) {
            ended = true;
            over.tryEmitEmpty();
        }
    }

    /** Whether nothing more is to be done. */
    synchronized boolean isOver() {
        return ended;
    }

    /** Completes when what is under way is to end. */
    Mono<Void> over() {
        return over.asMono();
    }

    /** Waits for all, and tells how it ended. */
    ExitCode end() {
        free.acquireUninterruptibly(most);
        free.release(most);
        synchronized (this) {
            return result;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
