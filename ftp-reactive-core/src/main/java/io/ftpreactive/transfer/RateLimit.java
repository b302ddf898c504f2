package io.ftpreactive.transfer;

/**
 * A limit of bytes per second, for all transfers that were given this object: one client's, or those of many.
 *
 * <p>Thread-safe.
 */
public final class RateLimit {

    private final long bytesPerSecond;

    private RateLimit(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * Creates a limit.
     *
     * @param bytes how many may move in a second, at least 1
     * @return the limit
     */
    public static RateLimit bytesPerSecond(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("At least one byte a second must be allowed, not " + bytes);
        }
        return new RateLimit(bytes);
    }

    @Override
    public String toString() {
        return bytesPerSecond + " B/s";
    }
}
