package io.ftpreactive.codec.listing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The date and time of DOS, OS/2 and Windows: {@code 01-05-24  03:04PM}, to the minute, the month first. */
record PcDate(int year, int month, int day, int hour, int minute) {

    /** Reads a date and a time, or returns null; the cursor is behind them then. */
    static @Nullable PcDate read(Cursor in) {
        int first = in.number(1, 4);
        char separator = in.peek();
        if (first < 0 || (separator != '-' && separator != '/')) {
            return null;
        }
        in.skip(separator);
        int second = in.number(2, 2);
        boolean isDate = second >= 0 && in.skip(separator);
        int third = in.number(2, 4);
        if (!isDate || third < 0 || in.skipSpaces() == 0) {
            return null;
        }
        return first >= 1000 ? readTime(in, first, second, third) : readTime(in, yearOf(third), first, second);
    }

    private static @Nullable PcDate readTime(Cursor in, int year, int month, int day) {
        int hour = in.number(2, 2);
        boolean isTime = hour >= 0 && in.skip(':');
        int minute = in.number(2, 2);
        return isTime && minute >= 0 ? new PcDate(year, month, day, hourOf(hour, in), minute) : null;
    }

    /** Two digits are within 1970 to 2069: no such system has older files. Three count from 1900, on servers before 2000. */
    static int yearOf(int number) {
        if (number >= 1000) {
            return number;
        }
        return number < 70 ? 2000 + number : 1900 + number;
    }

    /** Reads AM or PM, which a time of 24 hours does not have. */
    private static int hourOf(int hour, Cursor in) {
        int ahead = in.peek() == ' ' ? 1 : 0;
        char half = in.peek(ahead);
        boolean isHalf =
                "AaPp".indexOf(half) >= 0 && "Mm".indexOf(in.peek(ahead + 1)) >= 0 && in.peek(ahead + 2) == ' ';
        if (!isHalf) {
            return hour;
        }
        in.skipSpaces();
        in.skip(half);
        in.skipOne("Mm");
        return hour % 12 + (half == 'P' || half == 'p' ? 12 : 0);
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
