package io.ftpreactive.internal.transfer;

import io.ftpreactive.options.TransferOptions;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/**
 * What a download in segments needs to know.
 *
 * @param sessions lends them
 * @param path the remote file
 * @param identity how each session has to see it
 * @param options how it is transferred
 * @param retries makes the caller's retry of those failures that may pass, null for none
 */
record SegmentPlan(
        SessionLender sessions,
        String path,
        FileIdentity identity,
        TransferOptions options,
        @Nullable Function<Predicate<Throwable>, Retry> retries) {

    /** Shorter pieces would cost more to begin and to end than they bring. */
    static final int SHORTEST = 256 * 1024;

    /** Longer ones would cost memory where they wait for those before them. */
    static final int LONGEST = 4 * 1024 * 1024;

    int segments() {
        return options.segments();
    }

    /** How long the pieces of so many bytes are. */
    int pieceLength(long bytes) {
        return (int) Math.max(SHORTEST, Math.min(LONGEST, bytes / segments()));
    }

    <T> Flux<T> retried(Flux<T> work, Predicate<Throwable> passing) {
        return retries == null ? work : work.retryWhen(retries.apply(passing));
    }
}
