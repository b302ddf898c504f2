package io.ftpreactive.codec.listing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A run of characters other than spaces, and where in the line it ends. */
record Column(String text, int end) {

    /** Returns the first columns of a line, at most so many. */
    static List<Column> split(String line, int max) {
        List<Column> columns = new ArrayList<>(max);
        int index = 0;
        while (columns.size() < max) {
            int start = skip(line, index, true);
            if (start == line.length()) {
                break;
            }
            index = skip(line, start, false);
            columns.add(new Column(line.substring(start, index), index));
        }
        return columns;
    }

    private static int skip(String line, int from, boolean spaces) {
        int index = from;
        while (index < line.length() && line.charAt(index) == ' ' == spaces) {
            index++;
        }
        return index;
    }

    static String join(List<Column> columns) {
        return columns.stream().map(Column::text).collect(Collectors.joining(" "));
    }
}
