package io.ftpreactive.result;

/**
 * A part of a file.
 *
 * @param first the position of the first byte, from 0; if negative, the number of bytes before the end of the file
 * @param last the position of the last byte; {@link Long#MAX_VALUE} for the end of the file
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

    /**
     * Tells whether the part extends to the end of the file.
     *
     * @return true if the last byte is not given
     */
    public boolean isOpenEnded() {
        return last == Long.MAX_VALUE;
    }

    /**
     * Selects everything from a position.
     *
     * @param offset the position of the first byte, from 0
     * @return the range
     */
    public static ByteRange from(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("An offset is not negative: " + offset);
        }
        return new ByteRange(offset, Long.MAX_VALUE);
    }

    /**
     * Selects the bytes between two positions.
     *
     * @param first the position of the first byte, from 0
     * @param last the position of the last byte, inclusive
     * @return the range
     */
    public static ByteRange between(long first, long last) {
        if (first < 0) {
            throw new IllegalArgumentException("A range begins at 0 or later: " + first);
        }
        return new ByteRange(first, last);
    }

    /**
     * Selects the end of a file. The client asks for the size first (SIZE).
     *
     * @param count the number of bytes, at least 1; a shorter file is read whole
     * @return the range
     */
    public static ByteRange last(long count) {
        if (count < 1) {
            throw new IllegalArgumentException("At least one byte must be wanted, not " + count);
        }
        return new ByteRange(-count, Long.MAX_VALUE);
    }
}
