package io.ftpreactive.codec;

import org.jspecify.annotations.Nullable;

/**
 * Finds the two numbers that the replies to every transfer hold. Written out, since patterns took more time than all else
 * that is done with these replies.
 */
final class ReplyScanner {

    private static final int MAX_PORT_DIGITS = 5;
    private static final int MAX_SIZE_DIGITS = 19;
    private static final String USING = " using ";

    private ReplyScanner() {}

    /**
     * Finds the port between delimiters, as in {@code (|||6446|)}. RFC 2428 section 3 recommends the bar; servers on IBM
     * code pages send the exclamation mark.
     *
     * @return the number, at most five digits; -1 if there is none
     */
    static int delimitedPort(String text) {
        for (int i = 0; i + MAX_PORT_DIGITS - 1 < text.length(); i++) {
            char delimiter = text.charAt(i);
            if (isDelimiter(delimiter) && text.charAt(i + 1) == delimiter && text.charAt(i + 2) == delimiter) {
                int end = endOfDigits(text, i + 3);
                int digits = end - i - 3;
                boolean closed = end < text.length() && text.charAt(end) == delimiter;
                if (closed && digits >= 1 && digits <= MAX_PORT_DIGITS) {
                    return Integer.parseInt(text, i + 3, end, 10);
                }
            }
        }
        return -1;
    }

    private static boolean isDelimiter(char c) {
        return c >= '!' && c <= '~' && !isDigit(c);
    }

    private static int endOfDigits(String text, int start) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /**
     * Finds the size that a 150 reply names, as in {@code (4096 bytes).} or {@code (4096 bytes) using AES}. Only at the end of
     * a line: before it stands the name of the file, which may hold the same words.
     *
     * @return the digits; null if there is none
     */
    static @Nullable String digitsOfSize(String line) {
        int end = endOfText(line);
        int plain = end > 0 && line.charAt(end - 1) == '.' ? end - 1 : end;
        String digits = digitsBefore(line, plain);
        return digits == null ? digitsBefore(line, startOfCipher(line, end)) : digits;
    }

    private static int endOfText(String line) {
        int end = line.length();
        while (end > 0 && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** Where {@code using} and the name of a cipher begin, with which a line ends; -1 if it does not. */
    private static int startOfCipher(String line, int end) {
        int start = end;
        while (start > 0 && isOfCipher(line.charAt(start - 1))) {
            start--;
        }
        int using = start - USING.length();
        return start < end && using >= 0 && line.regionMatches(true, using, USING, 0, USING.length()) ? using : -1;
    }

    private static boolean isOfCipher(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '/' || c == '.';
    }

    /** The digits of {@code (4096 bytes)} that ends there. */
    private static @Nullable String digitsBefore(String line, int end) {
        if (end < 1 || line.charAt(end - 1) != ')') {
            return null;
        }
        int unit = end - 1;
        boolean plural = line.regionMatches(true, unit - 6, " bytes", 0, 6);
        if (!plural && !line.regionMatches(true, unit - 5, " byte", 0, 5)) {
            return null;
        }
        int last = unit - (plural ? 6 : 5);
        int first = last;
        while (first > 0 && isDigit(line.charAt(first - 1))) {
            first--;
        }
        boolean counted = last > first && last - first <= MAX_SIZE_DIGITS;
        return counted && first > 0 && line.charAt(first - 1) == '(' ? line.substring(first, last) : null;
    }
}
