package io.ftpreactive.result;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file of a bulk call.
 *
 * @param path the remote path; of an upload for which there is none, the local path as text
 * @param file the local file; null for a deletion and for a download that failed
 * @param transfer the result of the transfer; null for a deletion and for a failure
 * @param failure why the file failed; null if all is well
 * @param totals the sums up to and with this file
 */
public record BulkResult(
        String path,
        @Nullable Path file,
        @Nullable TransferResult transfer,
        @Nullable Throwable failure,
        BulkTotals totals) {

    /**
     * Checks that nothing is missing.
     *
     * @param path the remote path
     * @param file the local file, or null
     * @param transfer the result of the transfer, or null
     * @param failure why it failed, or null
     * @param totals the sums
     */
    public BulkResult {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(totals, "totals");
    }

    /**
     * Tells whether the file failed.
     *
     * @return true if there is a {@link #failure}
     */
    public boolean isFailed() {
        return failure != null;
    }

    /**
     * Returns this result with the sums up to and with it.
     *
     * @param before the sums before it
     * @return a copy
     */
    public BulkResult after(BulkTotals before) {
        Objects.requireNonNull(before, "before");
        return new BulkResult(
                path, file, transfer, failure, before.plus(isFailed(), transfer == null ? 0 : transfer.bytes()));
    }
}
