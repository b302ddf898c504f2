package io.ftpreactive.codec.listing;

import java.util.OptionalInt;

/** The permissions of Unix as a number. */
final class Permissions {

    private static final int ALL = 07777;
    private static final int LETTERS = 9;
    /** What may stand in place of x, by the bit that it means: with it in lower case, without it in upper case. */
    private static final String SPECIAL = "sst";

    private Permissions() {}

    /** Reads {@code rwxr-sr-t}, or an octal number. */
    static OptionalInt mode(String text) {
        return isOctal(text) ? OptionalInt.of(Integer.parseInt(text, 8) & ALL) : ofLetters(text);
    }

    /** With the type of the file before it where somebody writes all of it, as in 0100644. */
    private static boolean isOctal(String text) {
        return text.length() >= 3 && text.length() <= 7 && text.chars().allMatch(c -> c >= '0' && c <= '7');
    }

    private static OptionalInt ofLetters(String text) {
        if (text.length() != LETTERS) {
            return OptionalInt.empty();
        }
        int mode = 0;
        for (int group = 0; group < 3; group++) {
            int read = bit(text.charAt(3 * group), 'r');
            int write = bit(text.charAt(3 * group + 1), 'w');
            int execute = execute(text.charAt(3 * group + 2), group);
            if (read < 0 || write < 0 || execute < 0) {
                return OptionalInt.empty();
            }
            int shift = 3 * (2 - group);
            mode |= read << (shift + 2)
                    | write << (shift + 1)
                    | (execute & 1) << shift
                    | (execute >> 1) << (11 - group);
        }
        return OptionalInt.of(mode);
    }

    private static int bit(char c, char set) {
        return c == set ? 1 : c == '-' ? 0 : -1;
    }

    /** The bit of execution, and before it the special one of the group; -1 for another letter. */
    private static int execute(char c, int group) {
        char special = SPECIAL.charAt(group);
        if (c == special) {
            return 3;
        }
        // Some systems write l for the group's, which means locking there.
        boolean alone = c == Character.toUpperCase(special) || (group == 1 && (c == 'l' || c == 'L'));
        return alone ? 2 : bit(c, 'x');
    }
}
