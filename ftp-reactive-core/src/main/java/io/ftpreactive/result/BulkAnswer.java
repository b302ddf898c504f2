package io.ftpreactive.result;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one of many questions in a bulk call came to.
 *
 * @param asked what was asked about, such as a path
 * @param value the answer; null for a failure, and where there is no answer but that it is done
 * @param failure why there is none; null if all is well
 * @param <T> what was asked about
 * @param <V> the answer
 */
public record BulkAnswer<T, V>(
        T asked, @Nullable V value, @Nullable Throwable failure) {

    /**
     * Checks that nothing is missing.
     *
     * @param asked what was asked about
     * @param value the answer, or null
     * @param failure why there is none, or null
     */
    public BulkAnswer {
        Objects.requireNonNull(asked, "asked");
    }

    /**
     * Tells whether the question failed.
     *
     * @return true if there is a {@link #failure}
     */
    public boolean isFailed() {
        return failure != null;
    }
}
