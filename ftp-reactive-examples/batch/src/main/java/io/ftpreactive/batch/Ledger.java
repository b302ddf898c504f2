package io.ftpreactive.batch;

import reactor.core.publisher.Mono;

/**
 * Remembers what has been delivered, so that it is accepted once. An entry lives from the delivery of a result to the
 * deletion of its file, which is short, unless the job ends in between.
 *
 * <p>Implementations must not block the thread that subscribes.
 */
public interface Ledger {

    /**
     * Tells whether an id has been recorded.
     *
     * @param id of a claimed file
     * @return true if it has been delivered
     */
    Mono<Boolean> contains(String id);

    /**
     * Records an id. What is recorded twice is recorded once.
     *
     * @param id of a claimed file
     * @return completes when the record outlives a crash
     */
    Mono<Void> record(String id);

    /**
     * Removes an id, whose file is gone. One that is not recorded is no error.
     *
     * @param id of a claimed file
     * @return completes when the record is removed
     */
    Mono<Void> forget(String id);
}
