package io.ftpreactive.internal.control;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** The time that something may take that each session does. */
final class TimeLimit {

    private TimeLimit() {}

    /**
     * Does what {@link Mono#timeout(Duration)} does, but without putting the name of what it waits for into words, which
     * that does ahead of every wait and at the cost of many more objects than the wait itself.
     */
    static <T> Mono<T> of(Duration limit, Mono<T> source) {
        return source.timeout(
                Mono.delay(limit).onErrorReturn(0L), Mono.error(() -> new TimeoutException("Not within " + limit)));
    }
}
