package io.ftpreactive.codec.listing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A time as a listing tells it, with a full date.
 *
 * @param instant the time; null if no calendar or clock has it
 */
record ListedTime(@Nullable Instant instant, TimePrecision precision) {

    static final ListedTime UNKNOWN = new ListedTime(null, TimePrecision.NONE);

    private static final Pattern TIME = Pattern.compile("(\\d?\\d):(\\d\\d)(?::(\\d\\d)(\\.\\d{1,3})?)?");

    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Returns the time of a date.
     *
     * @param date the date; null if no calendar has it
     * @param time a time of day in 24 hours, with or without seconds; empty if the listing tells the date alone
     */
    static ListedTime of(@Nullable LocalDate date, String time, ZoneId zone) {
        if (date == null) {
            return UNKNOWN;
        }
        if (time.isEmpty()) {
            return new ListedTime(date.atStartOfDay(zone).toInstant(), TimePrecision.DAY);
        }
        Matcher parts = TIME.matcher(time);
        LocalTime timeOfDay = parts.matches() ? timeOfDay(parts) : null;
        return timeOfDay == null
                ? UNKNOWN
                : new ListedTime(date.atTime(timeOfDay).atZone(zone).toInstant(), precisionOf(parts));
    }

    private static @Nullable LocalTime timeOfDay(Matcher parts) {
        String second = parts.group(3);
        String fraction = parts.group(4);
        try {
            return LocalTime.of(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    second == null ? 0 : Integer.parseInt(second),
                    fraction == null ? 0 : (int) Math.round(Double.parseDouble(fraction) * NANOS_PER_SECOND));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static TimePrecision precisionOf(Matcher parts) {
        if (parts.group(3) == null) {
            return TimePrecision.MINUTE;
        }
        return parts.group(4) == null ? TimePrecision.SECOND : TimePrecision.MILLI;
    }

    /**
     * Returns a date.
     *
     * @param year four digits, or two for a year within 1970 to 2069
     * @param month a number
     * @param day a number
     * @return the date, or null if no calendar has it
     */
    static @Nullable LocalDate date(String year, String month, String day) {
        return date(year, Integer.parseInt(month), day);
    }

    /** Returns a date with the English name of a month, three letters of any case, or null if no calendar has it. */
    static @Nullable LocalDate dateWithName(String year, String month, String day) {
        return date(year, MonthNames.ENGLISH.find(month), day);
    }

    private static @Nullable LocalDate date(String year, int month, String day) {
        try {
            return LocalDate.of(PcDate.yearOf(Integer.parseInt(year)), month, Integer.parseInt(day));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
