package io.ftpreactive.result;

/**
 * A part of a file, as positions of its first and last byte.
 *
 * @param first the first byte wanted, from 0; if negative, so many bytes from the end
 * @param last the last byte wanted; {@link Long#MAX_VALUE} for all there are
 */
public record ByteRange(long first, long last) {

    /**
     * Checks that the range has a byte.
     *
     * @param first the first byte wanted
     * @param last the last byte wanted
     */
    public ByteRange {
        if (last < Math.max(first, 0) || (first < 0 && last != Long.MAX_VALUE)) {
            throw new IllegalArgumentException("No byte is in the range from " + first + " to " + last);
        }
    }

    /** Whether it goes to the end of the file, wherever that is. */
    public boolean isOpenEnded() {
        return last == Long.MAX_VALUE;
    }

    /**
     * Chooses everything from a position on.
     *
     * @param offset the first byte wanted, from 0
     * @return the range
     */
    public static ByteRange from(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("An offset is not negative: " + offset);
        }
        return new ByteRange(offset, Long.MAX_VALUE);
    }

    /**
     * Chooses what is between two positions.
     *
     * @param first the first byte wanted, from 0
     * @param last the last byte wanted
     * @return the range
     */
    public static ByteRange between(long first, long last) {
        if (first < 0) {
            throw new IllegalArgumentException("A range begins at 0 or later: " + first);
        }
        return new ByteRange(first, last);
    }

    /**
     * Chooses the end of a file. Its size is asked first (SIZE).
     *
     * @param count how many bytes, at least 1; a file that is shorter is read whole
     * @return the range
     */
    public static ByteRange last(long count) {
        if (count < 1) {
            throw new IllegalArgumentException("At least one byte must be wanted, not " + count);
        }
        return new ByteRange(-count, Long.MAX_VALUE);
    }
}
