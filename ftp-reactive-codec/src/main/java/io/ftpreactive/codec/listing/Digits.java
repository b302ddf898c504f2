package io.ftpreactive.codec.listing;

/** Reads sizes; what is not a number, or too large for a long, is unknown rather than an error. */
final class Digits {

    static final long UNKNOWN = -1;

    private Digits() {}

    /** Returns the number, or {@link #UNKNOWN} if there is anything but ASCII digits or more than a long holds. */
    static long parse(String text) {
        if (!areAll(text)) {
            return UNKNOWN;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    static boolean areAll(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** ASCII only: {@link Character#isDigit} knows those of all scripts. */
    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
