package io.ftpreactive;

import io.ftpreactive.result.BulkResult;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a bulk call does with each file, and where it has its sessions from.
 *
 * @param <S> a session
 * @param <T> what tells a file
 */
interface BulkCrew<S, T> {

    /** Lends a session until the publisher made with it ends; may make it again, with another session. */
    Flux<Void> lend(Function<S, Publisher<Void>> use);

    /** Whether more can be done with a session. */
    boolean isOpen(S session);

    /** Does one file. Its error is the file's failure. */
    Mono<BulkResult> run(S session, T file);

    /** The element of a file that failed. */
    BulkResult failed(T file, Throwable failure);
}
