package io.ftpreactive.result;

/**
 * What a bulk call has emitted so far.
 *
 * @param files how many files, done or failed
 * @param failures how many of them failed
 * @param bytes file bytes moved by transfers that completed
 */
public record BulkTotals(long files, long failures, long bytes) {

    /** Before the first file. */
    public static final BulkTotals NONE = new BulkTotals(0, 0, 0);

    /**
     * Adds a file.
     *
     * @param failed whether it failed
     * @param moved its bytes
     * @return the sums with it
     */
    public BulkTotals plus(boolean failed, long moved) {
        return new BulkTotals(files + 1, failures + (failed ? 1 : 0), bytes + moved);
    }
}
