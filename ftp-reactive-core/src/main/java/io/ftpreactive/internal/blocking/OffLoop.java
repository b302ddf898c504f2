package io.ftpreactive.internal.blocking;

import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Has what blocks, above all what is asked of the file system, done away from the event loop. */
public final class OffLoop {

    private OffLoop() {}

    /**
     * Does some work on {@link Schedulers#boundedElastic()}.
     *
     * @param work what to do; an exception that it throws becomes an error
     * @param <T> what comes of it
     * @return emits what comes of it; what comes after a cancel is discarded as any element that nobody wants
     */
    public static <T> Mono<T> call(Callable<T> work) {
        // Fused with the callable, subscribeOn would lose what comes after a cancel.
        return Mono.fromCallable(work).hide().subscribeOn(Schedulers.boundedElastic());
    }
}
