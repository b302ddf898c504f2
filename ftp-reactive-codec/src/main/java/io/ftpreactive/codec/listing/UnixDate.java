package io.ftpreactive.codec.listing;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The date in a line of {@code ls -l}: {@code Jan 5 12:34} within half a year or so, else {@code Jan 5 2023}, and what
 * other systems and languages make of it.
 *
 * @param certainty how sure it is that this is the date of the line
 * @param year the year, or 0 if it is to be guessed
 * @param month 1 to 12, or 0 if there is a date that cannot be understood: the name behind it is still good
 * @param time the time of day, null for the start of the day
 * @param precision how exact the time is
 * @param offset the zone, null for that of the server
 * @param end where the date ends; one space follows, then the name
 */
record UnixDate(
        Certainty certainty,
        int year,
        int month,
        int day,
        @Nullable LocalTime time,
        TimePrecision precision,
        @Nullable ZoneOffset offset,
        int end) {

    /** What speaks for the columns being a date, the most certain first. */
    enum Certainty {
        /** A known month, or numbers that can be nothing else. */
        KNOWN,
        /** Day, and time or year, around a word that may be a month in another language. */
        WORD,
        /** The form of a date, with numbers that no calendar or clock has. */
        FORM
    }

    /** A clock may be ahead, and the zone may be wrong by less than this. */
    private static final Duration TOLERANCE = Duration.ofDays(1);

    /** Two leap years are at most so far apart. */
    private static final int LEAP_YEAR_DISTANCE = 8;

    /** Returns the date with an English name of the month, or a time, that starts at a column, or null if none does. */
    static @Nullable UnixDate of(List<Column> columns, int first) {
        Column column = columns.get(first);
        UnixDate date = at(column.line(), column.start(), MonthNames.ENGLISH);
        boolean isNumber = Digits.isDigit(column.line().charAt(column.start()));
        return date != null && isNumber && date.precision == TimePrecision.DAY ? null : date;
    }

    /** Returns the date that starts somewhere in a line, or null if none does. */
    static @Nullable UnixDate at(String line, int index, MonthNames months) {
        return new UnixDateReader(line, index, months).read();
    }

    /** Returns null for a day that no calendar has. */
    @Nullable
    Instant toInstant(Instant now, ZoneId serverZone) {
        if (month == 0) {
            return null;
        }
        ZoneId zone = offset == null ? serverZone : offset;
        try {
            return year == 0
                    ? latestNotAfter(now.plus(TOLERANCE), zone)
                    : in(year).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private LocalDateTime in(int chosenYear) {
        return LocalDateTime.of(LocalDate.of(chosenYear, month, day), time == null ? LocalTime.MIDNIGHT : time);
    }

    private @Nullable Instant latestNotAfter(Instant limit, ZoneId zone) {
        int latest = LocalDateTime.ofInstant(limit, zone).getYear();
        for (int candidate = latest; candidate >= latest - LEAP_YEAR_DISTANCE; candidate--) {
            if (exists(candidate)) {
                Instant instant = in(candidate).atZone(zone).toInstant();
                if (!instant.isAfter(limit)) {
                    return instant;
                }
            }
        }
        return null;
    }

    private boolean exists(int candidate) {
        return day >= 1 && day <= YearMonth.of(candidate, month).lengthOfMonth();
    }
}
