package io.ftpreactive.cli;

/** Makes a server's text harmless for a terminal: an ESC in a file name could move the cursor or do worse. */
final class Escapes {

    private Escapes() {}

    /**
     * Writes control characters, and bytes that were not UTF-8, as {@code \x1b}, marks that turn the direction of writing
     * as {@code u+202e}; a line feed too.
     *
     * @param text as the server gave it
     * @return the text on one line
     */
    static String visible(String text) {
        if (text.chars().noneMatch(Escapes::isHidden)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isReordering(c)) {
                shown.append(String.format("\\u+%04x", c));
            } else if (isHidden(c)) {
                // A lone surrogate U+DC80..DCFF stands for the byte that the charset could not decode.
                shown.append(String.format("\\x%02x", c & 0xFF));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /**
     * Does the same for a text of several lines, which stay apart.
     *
     * @param text as the server gave it
     * @return the text
     */
    static String visibleLines(String text) {
        StringBuilder shown = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            shown.append(shown.length() == 0 ? "" : "\n").append(visible(line));
        }
        return shown.toString();
    }

    private static boolean isHidden(int c) {
        return Character.isISOControl(c) || isUndecoded(c) || isReordering(c);
    }

    private static boolean isUndecoded(int c) {
        return c >= 0xDC80 && c <= 0xDCFF;
    }

    /** Marks that turn the direction of writing make {@code gpj.exe} look like {@code exe.jpg}. */
    private static boolean isReordering(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }
}
