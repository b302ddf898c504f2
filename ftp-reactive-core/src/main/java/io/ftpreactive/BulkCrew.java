package io.ftpreactive;

import io.ftpreactive.internal.control.Pipelined;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a bulk call does with each file, and where it has its sessions from.
 *
 * @param <S> a session
 * @param <T> what tells a file
 * @param <R> what becomes of one
 */
interface BulkCrew<S, T, R> {

    /** Lends a session until the publisher made with it ends; may make it again, with another session. */
    Flux<Void> lend(Function<S, Publisher<Void>> use);

    /** Whether somebody waits for a session. */
    default boolean isAwaited() {
        return true;
    }

    /** Whether more can be done with a session. */
    boolean isOpen(S session);

    /**
     * Does one file. Its error is the file's failure.
     *
     * @param mark under which commands may be sent early; null if none may
     */
    Mono<R> run(S session, T file, @Nullable Pipelined mark);

    /** How many files a session is given at once at most, on whichever session: more than one where some begin early. */
    default int window() {
        return 1;
    }

    /** How many files this session is given at once. */
    default int window(S session) {
        return 1;
    }

    /** Whether a file that was begun early may have failed for that, and is to be tried again on its own. */
    default boolean isDoubtful(Throwable failure, Pipelined mark) {
        return false;
    }

    /** What had failed when it was begun early has succeeded on its own. */
    default void stumbled(S session) {}

    /** The element of a file that failed. */
    R failed(T file, Throwable failure);

    /** What is emitted for a file; called in the order in which elements are emitted. */
    default R emitted(R result) {
        return result;
    }

    /** Why a file failed; null if it did not. */
    @Nullable
    Throwable failure(R result);
}
