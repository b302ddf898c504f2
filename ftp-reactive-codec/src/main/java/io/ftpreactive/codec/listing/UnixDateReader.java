package io.ftpreactive.codec.listing;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads the forms that dates have in lines of {@code ls -l}, one date a reader.
 *
 * <p>A word where the month should be is taken for one in a language not asked for if day and time are there, too.
 */
final class UnixDateReader {

    /** Behind a day some languages put a dot, some servers a comma, and ideographic ones the word for day. */
    private static final String AFTER_DAY = ".,\u65e5\uc77c";

    private static final String YEAR = "\u5e74\ub144";
    private static final String MONTH = "\u6708\uc6d4";

    private static final int MAX_DAY = 39;

    private final Cursor in;
    private final MonthNames months;
    private int year;
    private int month;
    private int day;
    private boolean timed;
    private @Nullable LocalTime time;
    private TimePrecision precision = TimePrecision.DAY;
    private @Nullable ZoneOffset offset;

    UnixDateReader(String line, int index, MonthNames months) {
        this.in = new Cursor(line, index);
        this.months = months;
    }

    @Nullable
    UnixDate read() {
        boolean read = Digits.isDigit(in.peek()) ? readNumberFirst() : readMonthFirst();
        if (!read || (in.peek() != ' ' && in.peek() != '\0')) {
            return null;
        }
        boolean understood = !timed || time != null;
        return new UnixDate(year, understood ? month : 0, day, time, precision, offset, in.index());
    }

    /** {@code Jan  5 12:34}, {@code Jan  5  2023}, {@code Jan 05, 2023 12:34}, {@code Jan  5 12:34:56 2023}. */
    private boolean readMonthFirst() {
        String name = in.word();
        return in.skipSpaces() > 0 && readDay() && in.skipSpaces() > 0 && readTimeOrYear() && isMonth(name);
    }

    private boolean readNumberFirst() {
        int number = in.number(1, 4);
        char next = in.peek();
        if (number < 0) {
            return false;
        }
        if (next == '-' || next == '/') {
            return readNumeric(number);
        }
        if (YEAR.indexOf(next) >= 0 || MONTH.indexOf(next) >= 0) {
            return readIdeographic(number);
        }
        return number <= MAX_DAY ? readDayFirst(number) : months.isYearFirst() && readYearFirst(number);
    }

    /** {@code 5 janv.  2023}, {@code 5. Jan 2023}, {@code 26. Juli, 20:10}. */
    private boolean readDayFirst(int number) {
        day = number;
        in.skipOne(AFTER_DAY);
        return in.skipSpaces() > 0 && readNamedMonth() && in.skipSpaces() > 0 && readTimeOrYear();
    }

    /** {@code 2023 jan    5}, in Hungarian alone: elsewhere {@code 2023 Jan  5 12:34} is a size and a date. */
    private boolean readYearFirst(int number) {
        year = number;
        boolean isDate = number >= 1000 && in.skipSpaces() > 0 && readNamedMonth() && in.skipSpaces() > 0 && readDay();
        return isDate && in.peek(2) != ':' && in.peek(3) != ':';
    }

    private boolean readNamedMonth() {
        return isMonth(in.word());
    }

    private boolean isMonth(String name) {
        month = months.find(name);
        return month > 0 || (!name.isEmpty() && Character.isLetter(name.charAt(0)));
    }

    private boolean readDay() {
        day = in.number(1, 2);
        in.skipOne(AFTER_DAY);
        return day >= 0 && day <= MAX_DAY;
    }

    /** {@code 10月19日 08:05}, {@code 10月 19 08:05}, {@code 2023年 1月 5日}: months count, so no language is needed. */
    private boolean readIdeographic(int number) {
        month = number;
        if (in.skipOne(YEAR)) {
            year = number;
            in.skipSpaces();
            month = in.number(1, 2);
        }
        boolean isDate = month >= 1 && month <= 12 && in.skipOne(MONTH);
        in.skipSpaces();
        return isDate
                && readDay()
                && (year > 0 || (in.skipSpaces() > 0 && readTimeOrYear() && (timed || skipYearMark())));
    }

    private boolean skipYearMark() {
        in.skipOne(YEAR);
        return true;
    }

    private boolean readNumeric(int first) {
        char separator = in.peek();
        in.skip(separator);
        if (first >= 1000) {
            year = first;
            return readIso(separator);
        }
        int second = in.number(2, 2);
        if (second >= 0 && in.skip(separator)) {
            day = first;
            month = second;
            year = in.number(4, 4);
            return year > 0 && in.skipSpaces() > 0 && readTime();
        }
        month = first;
        day = second;
        return month >= 1 && month <= 12 && day >= 0 && in.skipSpaces() > 0 && readTimeOrYear();
    }

    /** {@code 2023-01-05 12:34}, {@code 2023-01-05 12:34:56.000000000 +0000}, or {@code 2023-01-05 }, filled up. */
    private boolean readIso(char separator) {
        month = in.number(2, 2);
        boolean isDate = in.skip(separator) && month >= 1 && month <= 12;
        day = in.number(2, 2);
        if (!isDate || day < 0) {
            return false;
        }
        if (in.peek(1) == ' ') {
            return in.skip(' ');
        }
        in.skip(' ');
        return readTime() && (precision == TimePrecision.MINUTE || readOffset());
    }

    private boolean readOffset() {
        char sign = in.peek(1);
        if (in.peek() == ' ' && (sign == '+' || sign == '-')) {
            in.skip(' ');
            in.skip(sign);
            int value = in.number(4, 4);
            int minutes = value / 100 * 60 + value % 100;
            try {
                offset = ZoneOffset.ofTotalSeconds(60 * (sign == '-' ? -minutes : minutes));
            } catch (DateTimeException e) {
                return false;
            }
            return value >= 0;
        }
        return true;
    }

    private boolean readTimeOrYear() {
        if (in.peek(1) == ':' || in.peek(2) == ':' || in.peek(1) == '.' || in.peek(2) == '.') {
            return readTime() && readYearBehindTime();
        }
        boolean filled = in.peek(-2) != ' ';
        boolean comma = in.peek(-2) == ',';
        year = in.number(4, 4);
        if (year > 0 && filled && in.peek() == ' ' && in.peek(1) == ' ') {
            // in the width of a time, like "5. Jan 2023  name" beside "5. Jan 12:34 name"
            in.skip(' ');
        }
        return year > 0 && (!comma || (in.skip(' ') && readTime()));
    }

    /** With seconds the year follows in some systems. */
    private boolean readYearBehindTime() {
        if (precision != TimePrecision.MINUTE && in.peek() == ' ' && in.peek(5) == ' ') {
            in.skip(' ');
            int number = in.number(4, 4);
            year = Math.max(number, 0);
            return number > 0;
        }
        return true;
    }

    private boolean readTime() {
        int hour = in.number(1, 2);
        boolean isTime = hour >= 0 && in.skipOne(":.");
        int minute = in.number(1, 2);
        int second = 0;
        if (in.skip(':')) {
            second = in.number(2, 2);
            precision = TimePrecision.SECOND;
        } else {
            precision = TimePrecision.MINUTE;
        }
        timed = true;
        int nano = isTime && second >= 0 ? readFraction() : 0;
        time = timeOf(hour, minute, second, nano);
        return isTime && minute >= 0 && second >= 0;
    }

    private int readFraction() {
        if (precision == TimePrecision.SECOND && in.peek() == '.') {
            in.skip('.');
            int nano = in.number(9, 9);
            precision = TimePrecision.MILLI;
            return nano;
        }
        return 0;
    }

    /** Returns null for what no clock shows. */
    private static @Nullable LocalTime timeOf(int hour, int minute, int second, int nano) {
        boolean exists =
                hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && nano >= 0;
        return exists ? LocalTime.of(hour, minute, second, nano) : null;
    }
}
