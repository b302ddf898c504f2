package io.ftpreactive.internal.blocking;

import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Has what blocks, above all what is asked of the file system, done away from the event loop. */
public final class OffLoop {

    private static final Scheduler SCHEDULER = new InterruptingElsewhere(Schedulers::boundedElastic);

    private OffLoop() {}

    /**
     * Does some work on {@link #scheduler()}.
     *
     * @param work what to do; an exception that it throws becomes an error
     * @param <T> what comes of it
     * @return emits what comes of it; what comes after a cancel is discarded as any element that nobody wants
     */
    public static <T> Mono<T> call(Callable<T> work) {
        // Fused with the callable, subscribeOn would lose what comes after a cancel.
        return Mono.fromCallable(work).hide().subscribeOn(SCHEDULER);
    }

    /**
     * Returns {@link Schedulers#boundedElastic()} for work on files that may be cancelled by an event loop.
     *
     * @return the scheduler; it cannot be disposed of
     */
    public static Scheduler scheduler() {
        return SCHEDULER;
    }

    /**
     * Interrupts work by a thread that may wait, since an interrupt closes the file channel that is worked on, and waits
     * until the work has let go of it.
     *
     * @param interrupt does it
     */
    public static void interrupt(Runnable interrupt) {
        try {
            Schedulers.boundedElastic().schedule(interrupt);
        } catch (RejectedExecutionException e) {
            // The work goes on to its end, which nobody waits for.
        }
    }
}
