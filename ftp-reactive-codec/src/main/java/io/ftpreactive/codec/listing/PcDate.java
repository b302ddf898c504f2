package io.ftpreactive.codec.listing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The date and time of DOS, OS/2 and Windows, to the minute: {@code 01-05-24  03:04PM} with the month first,
 * {@code 05.01.2024  15:04} with the day first, {@code 2024-01-05  15:04}.
 */
record PcDate(int year, int month, int day, int hour, int minute) {

    private static final int MAX_MONTH = 12;

    private static final int NOON = 12;

    /** Reads a date, with the month first unless it tells otherwise, and a time; the cursor is behind them then. */
    static @Nullable PcDate read(Cursor in) {
        return read(in, DateOrder.MONTH_DAY_YEAR);
    }

    /** Reads a date, in an order unless it tells its own, and a time, or returns null. */
    static @Nullable PcDate read(Cursor in, DateOrder order) {
        int first = in.number(1, 4);
        char separator = in.peek();
        if (first < 0 || "-/.".indexOf(separator) < 0) {
            return null;
        }
        in.skip(separator);
        int second = in.number(1, 2);
        boolean isDate = second >= 0 && in.skip(separator);
        int third = in.number(first >= 1000 ? 1 : 2, 4);
        if (!isDate || third < 0 || in.skipSpaces() == 0) {
            return null;
        }
        return switch (orderOf(first, second, third, separator, order)) {
            case YEAR_MONTH_DAY -> readTime(in, yearOf(first), second, third);
            case MONTH_DAY_YEAR -> readTime(in, yearOf(third), first, second);
            case DAY_MONTH_YEAR -> readTime(in, yearOf(third), second, first);
        };
    }

    private static DateOrder orderOf(int first, int second, int third, char separator, DateOrder order) {
        if (first >= 1000) {
            return DateOrder.YEAR_MONTH_DAY;
        }
        boolean isDayFirst = separator == '.' || (third >= 1000 && first > MAX_MONTH && second <= MAX_MONTH);
        boolean isYearLast = third >= 1000 && order == DateOrder.YEAR_MONTH_DAY;
        return isDayFirst ? DateOrder.DAY_MONTH_YEAR : isYearLast ? DateOrder.MONTH_DAY_YEAR : order;
    }

    private static @Nullable PcDate readTime(Cursor in, int year, int month, int day) {
        int hour = in.number(1, 2);
        boolean isTime = hour >= 0 && in.skip(':');
        int minute = in.number(2, 2);
        boolean hasSeconds = in.skip(':');
        boolean isGood = isTime && minute >= 0 && (!hasSeconds || in.number(2, 2) >= 0);
        return isGood ? new PcDate(year, month, day, hourOf(hour, in), minute) : null;
    }

    /**
     * Two digits are within 1970 to 2069: no such system has older files. Three count from 1900, on servers before
     * 2000.
     */
    static int yearOf(int number) {
        if (number >= 1000) {
            return number;
        }
        return number < 70 ? 2000 + number : 1900 + number;
    }

    /** Reads AM or PM, or their first letters as DOS writes them; a time of 24 hours has neither. */
    private static int hourOf(int hour, Cursor in) {
        int ahead = in.peek() == ' ' ? 1 : 0;
        char half = in.peek(ahead);
        boolean isWhole = "Mm".indexOf(in.peek(ahead + 1)) >= 0 && Column.isBlank(in.peek(ahead + 2));
        boolean isLetter = ahead == 0 && Column.isBlank(in.peek(1));
        if ("AaPp".indexOf(half) < 0 || (!isWhole && !isLetter)) {
            return hour;
        }
        in.skipSpaces();
        in.skip(half);
        in.skipOne("Mm");
        return hour % NOON + (half == 'P' || half == 'p' ? NOON : 0);
    }

    /** Returns null for what no calendar and clock shows. */
    @Nullable
    Instant toInstant(ZoneId zone) {
        try {
            return LocalDateTime.of(year, month, day, hour, minute).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
