package io.ftpreactive.internal.transfer;

import java.util.function.Function;
import reactor.core.publisher.Flux;

/** Lends sessions to a transfer that needs several. */
public interface SessionLender {

    /**
     * Lends one, for as long as a publisher made with it lives.
     *
     * @param use makes the publisher
     * @param <T> what it emits
     * @return what it emits
     */
    <T> Flux<T> lend(Function<Transfers, Flux<T>> use);
}
