package io.ftpreactive.codec.listing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run of characters other than blanks, and where in the line it is. */
record Column(String line, int start, int end) {

    /** Returns the first columns of a line, at most so many. */
    static List<Column> split(String line, int max) {
        List<Column> columns = new ArrayList<>(max);
        Column next = next(line, 0);
        while (next != null && columns.size() < max) {
            columns.add(next);
            next = next(line, next.end);
        }
        return columns;
    }

    /** Returns the column that is or starts at an index, or the next one; null if only spaces are left. */
    static @Nullable Column next(String line, int from) {
        int start = skip(line, from, true);
        return start == line.length() ? null : new Column(line, start, skip(line, start, false));
    }

    private static int skip(String line, int from, boolean blanks) {
        int index = from;
        while (index < line.length() && isBlank(line.charAt(index)) == blanks) {
            index++;
        }
        return index;
    }

    /** Tells spaces, and the tabs that some servers put in their place. */
    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    static String join(List<Column> columns) {
        return columns.stream().map(Column::text).collect(Collectors.joining(" "));
    }

    String text() {
        return line.substring(start, end);
    }

    char last() {
        return line.charAt(end - 1);
    }

    boolean isNumber() {
        for (int i = start; i < end; i++) {
            if (!Digits.isDigit(line.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
