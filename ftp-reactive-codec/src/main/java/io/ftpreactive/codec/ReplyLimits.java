package io.ftpreactive.codec;

/**
 * The limits of a reply, against broken and hostile servers.
 *
 * @param maxLineLength the most bytes in one line, without its line end; 8 KiB by default
 * @param maxReplyLength the most bytes in all lines of one reply; 64 KiB by default
 * @param maxLines the most lines in one reply; 2048 by default
 */
public record ReplyLimits(int maxLineLength, int maxReplyLength, int maxLines) {

    /** 8 KiB a line, 64 KiB and 2048 lines a reply. */
    public static final ReplyLimits DEFAULT = new ReplyLimits(8 * 1024, 64 * 1024, 2048);

    /**
     * Checks that every limit is positive.
     *
     * @param maxLineLength bytes in a line
     * @param maxReplyLength bytes in a reply
     * @param maxLines lines in a reply
     * @throws IllegalArgumentException if a limit is zero or negative
     */
    public ReplyLimits {
        requirePositive("maxLineLength", maxLineLength);
        requirePositive("maxReplyLength", maxReplyLength);
        requirePositive("maxLines", maxLines);
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }
}
