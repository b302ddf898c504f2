package io.ftpreactive.codec.listing;

import io.ftpreactive.codec.listing.UnixDate.Certainty;
import org.jspecify.annotations.Nullable;

/**
 * Reads the forms that dates have in lines of {@code ls -l}, one date a reader.
 *
 * <p>A word where the month should be is taken for one in a language not asked for if day and time are there, too.
 */
final class UnixDateReader {

    private static final int MIN_YEAR = 1600;
    private static final int MAX_YEAR = 2199;
    private static final int MAX_MONTH = 12;
    private static final int MAX_DAY = 31;

    /** In Czech the month stands behind a space that does not break. */
    private static final char FIXED_SPACE = '\u00a0';

    /** Where {@code ls} pads a date without time: to the width of {@code Jan 05 12:34}. */
    private static final int WIDTH = 12;

    private final Cursor in;
    private final int start;
    private final MonthNames months;
    private UnixTimeReader clock;
    private Certainty certainty = Certainty.KNOWN;
    private int year;
    private int month;
    private int day;

    UnixDateReader(String line, int index, MonthNames months) {
        this.in = new Cursor(line, index);
        this.start = index;
        this.months = months;
        this.clock = new UnixTimeReader(in);
    }

    @Nullable
    UnixDate read() {
        boolean read = Digits.isDigit(in.peek()) ? readNumberFirst() : readMonthFirst() || readUnknown();
        if (!read || (in.peek() != '\0' && !Column.isBlank(in.peek()))) {
            return null;
        }
        if (year == 0) {
            year = clock.year();
        }
        boolean possible = isPossible();
        return new UnixDate(
                possible ? certainty : Certainty.FORM,
                year,
                possible && !clock.isImpossible() ? month : 0,
                day,
                clock.time(),
                clock.precision(),
                clock.offset(),
                in.index());
    }

    private boolean isPossible() {
        boolean hasYear = year == 0 || (year >= MIN_YEAR && year <= MAX_YEAR);
        return hasYear && month <= MAX_MONTH && day >= 1 && day <= MAX_DAY;
    }

    /** Begins again, for another form. */
    private boolean restart() {
        in.moveTo(start);
        clock = new UnixTimeReader(in);
        certainty = Certainty.KNOWN;
        year = 0;
        month = 0;
        day = 0;
        return true;
    }

    /** {@code ls} prints a question mark for what it cannot find out. */
    private boolean readUnknown() {
        restart();
        certainty = Certainty.FORM;
        return in.skip('?');
    }

    /** {@code Jan  5 12:34}, {@code Jan  5  2023}, {@code Jan 05, 2023 12:34}, {@code Jan  5 12:34:56 2023}. */
    private boolean readMonthFirst() {
        if (!readNamedMonth() || in.skipSpaces() == 0 || !readDay()) {
            return false;
        }
        boolean comma = in.peek(-1) == ',';
        return in.skipSpaces() > 0 && clock.readTimeOrYear(comma);
    }

    private boolean readNumberFirst() {
        if (clock.isAtClock()) {
            return readTimeFirst();
        }
        int number = in.number(1, 4);
        char next = in.peek();
        if (number < 0) {
            return false;
        }
        if (next > 0x7F && next != FIXED_SPACE) {
            return readIdeographic(number);
        }
        boolean joined = next == '-' || next == '/' || (next == '.' && Digits.isDigit(in.peek(1)));
        if (joined) {
            return readJoined(number, next);
        }
        return number < 100 ? readDayFirst(number) || (restart() && readNumbers()) : readYearFirst(number);
    }

    /** {@code 08:05  9 Thg 11} in Vietnamese. */
    private boolean readTimeFirst() {
        boolean read = clock.readTime() && in.skipSpaces() > 0;
        day = in.number(1, 2);
        return read && day >= 0 && in.skipSpaces() > 0 && readNamedMonth();
    }

    /** {@code 5 janv.  2023}, {@code 5. Jan 2023}, {@code 26. Juli, 20:10}, {@code 5. 5.  2023}. */
    private boolean readDayFirst(int number) {
        day = number;
        boolean ordinal = in.peek() == '.';
        in.skipOne(".,");
        if (!in.skip(FIXED_SPACE) && in.skipSpaces() == 0) {
            return false;
        }
        boolean hasMonth = (ordinal && Digits.isDigit(in.peek())) ? readOrdinalMonth() : readNamedMonth();
        return hasMonth && in.skipSpaces() > 0 && clock.readTimeOrYear(false);
    }

    /** In Finnish the month is a number with a dot. */
    private boolean readOrdinalMonth() {
        month = in.number(1, 2);
        return month > 0 && in.skip('.');
    }

    /** {@code 3 29 03:26}, month and day as numbers; the other way round if there is no such month. */
    private boolean readNumbers() {
        month = in.number(1, 2);
        boolean read = in.skipSpaces() > 0;
        day = in.number(1, 2);
        if (!read || day < 0 || in.skipSpaces() == 0) {
            return false;
        }
        certainty = clock.isAtTime() ? Certainty.KNOWN : Certainty.WORD;
        orderMonthAndDay();
        return clock.readTimeOrYear(false);
    }

    private void orderMonthAndDay() {
        if (month > MAX_MONTH && day <= MAX_MONTH) {
            int swapped = month;
            month = day;
            day = swapped;
        }
    }

    /**
     * {@code 2023 jan    5} in Hungarian and Basque alone: elsewhere {@code 2023 Jan  5 12:34} is a size and a date.
     * {@code 2023  3月 5} anywhere.
     */
    private boolean readYearFirst(int number) {
        year = number;
        if (number < MIN_YEAR || in.skipSpaces() == 0) {
            return false;
        }
        boolean hasMonth = Digits.isDigit(in.peek()) ? readForeignNumber() : months.isYearFirst() && readNamedMonth();
        if (!hasMonth || in.skipSpaces() == 0 || !readDay()) {
            return false;
        }
        return !isYearOrTimeNext();
    }

    /** What stands behind the day belongs to the date: a time, or, as {@code ls} pads it, a year behind two spaces. */
    private boolean isYearOrTimeNext() {
        int end = in.index();
        int spaces = in.skipSpaces();
        boolean isTime = clock.isAtTime() && new UnixTimeReader(in).readTime() && Column.isBlank(in.peek());
        in.moveTo(end + spaces);
        int next = in.number(4, 4);
        boolean isYear = next >= MIN_YEAR && next <= MAX_YEAR && (spaces > 1 || in.skipForeign());
        in.moveTo(end);
        return isTime || isYear || in.peek(-1) == ',';
    }

    private boolean readForeignNumber() {
        month = in.number(1, 2);
        return month > 0 && in.skipForeign();
    }

    /** Reads a name of a month, with what some languages put before and behind it. */
    private boolean readNamedMonth() {
        String name = in.word();
        if (name.equals("de")) {
            in.skipSpaces();
            name = in.word();
        }
        month = months.find(name.startsWith("d\u2019") ? name.substring(2) : name);
        if (month == 0 && MonthNames.isWordForMonth(name)) {
            in.skipSpaces();
            month = in.number(1, 2);
            return month > 0;
        }
        certainty = month > 0 ? Certainty.KNOWN : Certainty.WORD;
        skipWordBeforeTime();
        return month > 0 || (!name.isEmpty() && isLetter(name.charAt(0)));
    }

    /** In Serbian a word of one letter stands before the time. */
    private void skipWordBeforeTime() {
        if (in.peek() == ' ' && in.peek(1) == '\u0443' && in.peek(2) == ' ') {
            in.skipSpaces();
            in.word();
        }
    }

    /** Letters of charsets that were not asked for are no letters, but beyond ASCII. */
    private static boolean isLetter(char c) {
        return Character.isLetter(c) || c > 0x7F;
    }

    /** Behind a day some languages put a dot, some servers a comma, and ideographic ones the word for day. */
    private boolean readDay() {
        day = in.number(1, 2);
        if (!in.skipForeign()) {
            in.skipOne(".,");
        }
        return day >= 0;
    }

    /**
     * {@code 10月19日 08:05}, {@code 10月 19 08:05}, {@code 2023年 1月 5日}: months count, so no language is needed, and the
     * charset may be any.
     */
    private boolean readIdeographic(int number) {
        boolean hasYear = number >= MIN_YEAR;
        if (hasYear) {
            in.skipForeignYear();
        } else {
            in.skipForeign();
        }
        month = number;
        if (hasYear) {
            year = number;
            in.skipSpaces();
            if (!readForeignNumber()) {
                return false;
            }
        }
        in.skipSpaces();
        if (!readDay()) {
            return false;
        }
        return hasYear ? readTimeBehind() : in.skipSpaces() > 0 && clock.readTimeOrYear(false);
    }

    /** Reads a time behind a full date, if there is one and it is not all of the name. */
    private boolean readTimeBehind() {
        int end = in.index();
        in.skipSpaces();
        if (clock.isAtClock() && clock.readTime() && Column.isBlank(in.peek())) {
            return true;
        }
        in.moveTo(end);
        clock = new UnixTimeReader(in);
        return true;
    }

    /** Numbers, or a number and a name, with something other than a space between them. */
    private boolean readJoined(int first, char separator) {
        in.skip(separator);
        if (first >= 1000) {
            year = first;
            month = in.number(1, 2);
            boolean read = in.skip(separator);
            day = in.number(1, 2);
            return read && month >= 0 && day >= 0 && readBehindDate();
        }
        if (first > 99) {
            return false;
        }
        if (Character.isLetter(in.peek())) {
            return readJoinedName(first, separator);
        }
        int second = in.number(1, 2);
        return second >= 0 && readJoinedNumbers(first, second, separator);
    }

    /** {@code 01-jun-99}. */
    private boolean readJoinedName(int number, char separator) {
        day = number;
        int begin = in.index();
        int length = in.word().indexOf(separator);
        if (length < 0) {
            return false;
        }
        in.moveTo(begin);
        month = months.find(in.take(length));
        in.skip(separator);
        return readYearOfAnyLength() && readBehindDate();
    }

    private boolean readYearOfAnyLength() {
        int number = in.number(2, 4);
        year = number < 0 ? 0 : PcDate.yearOf(number);
        return number >= 0;
    }

    /** {@code 24-04-2003 17:12}, {@code 05.01.23 12:34}; or {@code 01-05 12:34}, {@code 9.11. 08:05} without a year. */
    private boolean readJoinedNumbers(int first, int second, char separator) {
        boolean dotted = separator == '.';
        month = dotted ? second : first;
        day = dotted ? first : second;
        boolean ends = in.skip(separator) && !Digits.isDigit(in.peek());
        if (Digits.isDigit(in.peek())) {
            boolean shortYear = !Digits.isDigit(in.peek(2));
            month = second;
            day = first;
            return readYearOfAnyLength() && readBehindDate() && decideOrder(shortYear && !dotted);
        }
        orderMonthAndDay();
        return ends == dotted && in.skipSpaces() > 0 && clock.readTimeOrYear(false);
    }

    /**
     * Where month and day may be either, with a year of two digits that some Americans write last, the date is unknown.
     */
    private boolean decideOrder(boolean doubtful) {
        if (doubtful && month <= MAX_MONTH && day <= MAX_MONTH && month != day) {
            month = 0;
        }
        orderMonthAndDay();
        return true;
    }

    /** Reads a time behind a full date, or what fills it up. */
    private boolean readBehindDate() {
        boolean dashed = in.peek(-3) == '-';
        if (in.peek() == 'T') {
            in.skip('T');
            return clock.readTime();
        }
        int end = in.index();
        readTimeBehind();
        if (in.index() == end) {
            int filled = dashed ? 1 : Math.max(0, WIDTH - (end - start));
            in.moveTo(end + Math.max(0, Math.min(in.skipSpaces() - 1, filled)));
        } else if (clock.precision() != TimePrecision.MINUTE) {
            clock.readOffset();
        }
        return true;
    }
}
