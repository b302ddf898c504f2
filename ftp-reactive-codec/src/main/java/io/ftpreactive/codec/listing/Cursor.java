package io.ftpreactive.codec.listing;

/** A place in a line, and what can be read from there; what is not there does not move it. */
final class Cursor {

    private final String line;
    private int index;

    Cursor(String line, int index) {
        this.line = line;
        this.index = index;
    }

    int index() {
        return index;
    }

    /** Returns the next character, NUL at the end. */
    char peek() {
        return peek(0);
    }

    /** Returns a character behind (or before) the next one, NUL where there is none. */
    char peek(int ahead) {
        int at = index + ahead;
        return at >= 0 && at < line.length() ? line.charAt(at) : '\0';
    }

    boolean skip(char expected) {
        boolean there = index < line.length() && line.charAt(index) == expected;
        if (there) {
            index++;
        }
        return there;
    }

    /** Goes past one character if it is among some. */
    boolean skipOne(String of) {
        boolean there = index < line.length() && of.indexOf(line.charAt(index)) >= 0;
        if (there) {
            index++;
        }
        return there;
    }

    /** Returns how many spaces there were. */
    int skipSpaces() {
        return skipSpaces(Integer.MAX_VALUE);
    }

    /** Goes past at most so many spaces, and returns how many there were. */
    int skipSpaces(int max) {
        int start = index;
        while (index < line.length() && index - start < max && Column.isBlank(line.charAt(index))) {
            index++;
        }
        return index - start;
    }

    /** Reads a run of digits; returns -1 if there are fewer or more of them (at most 9). */
    int number(int min, int max) {
        int end = index;
        int value = 0;
        while (end < line.length() && Digits.isDigit(line.charAt(end))) {
            if (end - index == max) {
                return -1;
            }
            value = value * 10 + line.charAt(end) - '0';
            end++;
        }
        if (end - index < min) {
            return -1;
        }
        index = end;
        return value;
    }

    /** Goes past characters beyond ASCII, and tells whether there were any. */
    boolean skipForeign() {
        int start = index;
        while (index < line.length() && line.charAt(index) > 0x7F && !Column.isBlank(line.charAt(index))) {
            index++;
        }
        return index > start;
    }

    /** Goes past the word for year: its second byte in Shift-JIS is the letter N. */
    boolean skipForeignYear() {
        boolean there = skipForeign();
        if (there) {
            skip('N');
        }
        return there;
    }

    /** Goes back, or on, to a place in the line. */
    void moveTo(int place) {
        index = place;
    }

    /** Reads so many characters. */
    String take(int length) {
        int start = index;
        index += length;
        return line.substring(start, index);
    }

    /** Reads up to the next space or the end; empty if there is nothing. */
    String word() {
        int start = index;
        while (index < line.length() && !Column.isBlank(line.charAt(index))) {
            index++;
        }
        return line.substring(start, index);
    }

    /** Returns all that is left. */
    String rest() {
        return line.substring(index);
    }
}
