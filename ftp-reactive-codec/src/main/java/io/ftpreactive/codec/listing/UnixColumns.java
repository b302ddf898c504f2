package io.ftpreactive.codec.listing;

import io.ftpreactive.codec.listing.UnixDate.Certainty;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code ls -l} divided: what stands between mode and date, the date, and the name.
 *
 * <p>Owners and sizes may look like parts of a date: in {@code 1 may 12 2004 Jan  5 12:34 a} there are two. So every
 * place behind a size is tried, and the one counts that leaves the columns which such lines have, four or three: links,
 * owner, group and size. After that a known month counts more than an unknown word, and the first more than a later
 * one.
 *
 * @param columns the columns between mode and date, the size last
 * @param date the date; null in a line without one
 * @param name the name
 */
record UnixColumns(List<Column> columns, @Nullable UnixDate date, String name) {

    private static final int MAX_COLUMNS = 16;

    /** Links, owner, group, size. */
    private static final int STANDARD = 4;

    /** The same without the group, or without links. */
    private static final int USUAL = 3;

    /** A known month behind four columns. */
    private static final int BEST = 100;

    /** The best that the mere form of a date is worth. */
    private static final int FORM = 75;

    private static final Pattern SIZE = Pattern.compile("\\d++(?:(?:,\\d{3})++|[.,]\\d++)?+[kKMGTP]?+i?+B?+");

    private static final Pattern THOUSANDS = Pattern.compile("\\d{1,3}+(?:,\\d{3}+)++");

    /** Divides a line behind its mode; returns null if there is no date where one should be. */
    static @Nullable UnixColumns of(String line, int mode, MonthNames months) {
        List<Column> columns = new ArrayList<>(MAX_COLUMNS);
        UnixDate best = null;
        int bestScore = 0;
        int bestCount = 0;
        Column next = Column.next(line, afterMode(line, mode));
        while (next != null && columns.size() < MAX_COLUMNS && bestScore < BEST) {
            if (best != null && bestCount >= USUAL && bestScore > FORM && next.start() > best.end()) {
                // a name that looks like a date with columns before it
                break;
            }
            UnixDate date =
                    isBehindSize(columns) || isSizeless(columns, next) ? UnixDate.at(line, next.start(), months) : null;
            int score = date == null || date.end() + 1 >= line.length() ? 0 : score(columns, date.certainty());
            if (score > bestScore) {
                best = date;
                bestScore = score;
                bestCount = columns.size();
            }
            if (isClock(next)) {
                // no owner or size looks like a time: this one belongs to the date or the name
                break;
            }
            columns.add(next);
            next = Column.next(line, next.end());
        }
        return best == null
                ? withoutDate(line, columns)
                : new UnixColumns(columns.subList(0, bestCount), best, line.substring(best.end() + 1));
    }

    /** What stands behind the mode may touch it: the mark of ACLs and the like, and then the count of links. */
    private static int afterMode(String line, int mode) {
        return Digits.isDigit(line.charAt(mode)) ? mode : mode + 1;
    }

    /** A size is a number, {@code 33.5k}, the numbers of a device, or runs into the group before it. */
    private static boolean isBehindSize(List<Column> columns) {
        if (columns.isEmpty()) {
            return false;
        }
        char last = columns.get(columns.size() - 1).last();
        return Digits.isDigit(last) || "kKMGTPB?".indexOf(last) >= 0;
    }

    /** Android tells no size of directories and links: a full date stands behind owner and group. */
    private static boolean isSizeless(List<Column> columns, Column next) {
        return columns.size() == 2
                && next.end() - next.start() == 10
                && next.line().charAt(next.start() + 4) == '-';
    }

    private static boolean isClock(Column column) {
        int colon = column.line().indexOf(':', column.start()) - column.start();
        int length = column.end() - column.start();
        return (colon == 1 || colon == 2)
                && length > colon + 2
                && Digits.isDigit(column.line().charAt(column.start()))
                && Digits.isDigit(column.line().charAt(column.start() + colon + 1));
    }

    /**
     * How likely columns and a date are right; more is better. A shape is the count of the columns, or 0 for more than
     * four and for what is hardly a size. The order is: a known month behind 4, 3 or 2 columns, a word behind 4 or 3, a
     * known month behind any other number but 1, a word behind 2 or any other, numbers of no calendar behind 4 or 3,
     * and a size alone last, since the mode and one number are before the owner of every line.
     */
    private static int score(List<Column> columns, Certainty certainty) {
        int count = isDevice(columns) ? columns.size() - 1 : columns.size();
        boolean regular = count <= STANDARD && isSize(columns.get(columns.size() - 1));
        int shape = regular ? count : 0;
        return switch (certainty) {
            case KNOWN -> shape > 1 ? 96 + shape : shape == 0 ? 90 : 70;
            case WORD -> shape >= USUAL ? 92 + shape : shape == 2 ? 80 : shape == 0 ? 78 : 50;
            case FORM -> shape >= USUAL ? FORM - STANDARD + shape : 1 + shape;
        };
    }

    private static boolean isSize(Column column) {
        return column.isNumber()
                || isUnknown(column)
                || SIZE.matcher(column.text()).matches();
    }

    /** {@code ls} prints a question mark for what it cannot find out. */
    private static boolean isUnknown(Column column) {
        return column.last() == '?' && column.end() - column.start() == 1;
    }

    /** A device has two numbers with a comma between them in place of a size. */
    private static boolean isDevice(List<Column> columns) {
        return columns.size() > 1 && columns.get(columns.size() - 2).last() == ',';
    }

    /** Some servers tell no date: behind the four columns of every line there is one word, the name. */
    private static @Nullable UnixColumns withoutDate(String line, List<Column> columns) {
        if (columns.size() != STANDARD + 1 || !columns.get(0).isNumber() || !isSize(columns.get(STANDARD - 1))) {
            return null;
        }
        Column name = columns.get(STANDARD);
        return name.end() == line.length() ? new UnixColumns(columns.subList(0, STANDARD), null, name.text()) : null;
    }

    /** Returns the size, unknown if it is rounded or cannot be told from the group. */
    long size() {
        String text = columns.get(columns.size() - 1).text();
        return Digits.parse(THOUSANDS.matcher(text).matches() ? text.replace(",", "") : text);
    }

    /** Takes the columns between mode and size: a count of links or none, then owner and group, or one of them. */
    void addOwners(FtpEntryBuilder entry) {
        int sizes = isDevice(columns) ? 2 : isBehindSize(columns) ? 1 : 0;
        List<Column> rest = columns.subList(0, columns.size() - sizes);
        boolean isCounted = rest.size() == STANDARD - 1 && isUnknown(rest.get(0));
        if (isCounted || (!rest.isEmpty() && rest.get(0).isNumber())) {
            rest = rest.subList(1, rest.size());
        }
        if (!rest.isEmpty()) {
            entry.owner(rest.get(0).text());
        }
        if (rest.size() > 1) {
            entry.group(rest.size() == 2 ? rest.get(1).text() : Column.join(rest.subList(1, rest.size())));
        }
    }
}
