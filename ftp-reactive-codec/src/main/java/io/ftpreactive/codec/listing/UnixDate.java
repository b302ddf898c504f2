package io.ftpreactive.codec.listing;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The three columns of a date in {@code ls -l}: {@code Jan 5 12:34} within half a year or so, else {@code Jan 5 2023}.
 *
 * <p>Month names are English whatever the locale of this machine is.
 *
 * @param timeOrYear a time of day with a colon, or a year
 */
record UnixDate(int month, int day, String timeOrYear) {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final Pattern DAY = Pattern.compile("[0-3]?\\d");

    private static final Pattern TIME_OR_YEAR = Pattern.compile("\\d?\\d:\\d\\d|\\d{4}");

    /** A clock may be ahead, and the zone may be wrong by less than this. */
    private static final Duration TOLERANCE = Duration.ofDays(1);

    /** Two leap years are at most so far apart. */
    private static final int LEAP_YEAR_DISTANCE = 8;

    /** Returns the date that starts at a column, or null if none does. */
    static @Nullable UnixDate of(List<Column> columns, int first) {
        int month = MONTHS.indexOf(columns.get(first).text().toLowerCase(Locale.ROOT)) + 1;
        String day = columns.get(first + 1).text();
        String timeOrYear = columns.get(first + 2).text();
        boolean isDate = month > 0
                && DAY.matcher(day).matches()
                && TIME_OR_YEAR.matcher(timeOrYear).matches();
        return isDate ? new UnixDate(month, Integer.parseInt(day), timeOrYear) : null;
    }

    TimePrecision precision() {
        return hasTime() ? TimePrecision.MINUTE : TimePrecision.DAY;
    }

    private boolean hasTime() {
        return timeOrYear.indexOf(':') >= 0;
    }

    /** Returns null for a day that no calendar has: the name beside it is still good. */
    @Nullable
    Instant toInstant(Instant now, ZoneId zone) {
        try {
            if (hasTime()) {
                return latestNotAfter(now.plus(TOLERANCE), zone);
            }
            return LocalDate.of(Integer.parseInt(timeOrYear), month, day)
                    .atStartOfDay(zone)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable Instant latestNotAfter(Instant limit, ZoneId zone) {
        int colon = timeOrYear.indexOf(':');
        LocalTime time = LocalTime.of(
                Integer.parseInt(timeOrYear, 0, colon, 10),
                Integer.parseInt(timeOrYear, colon + 1, timeOrYear.length(), 10));
        int latest = LocalDateTime.ofInstant(limit, zone).getYear();
        for (int year = latest; year >= latest - LEAP_YEAR_DISTANCE; year--) {
            if (exists(year)) {
                Instant candidate =
                        LocalDate.of(year, month, day).atTime(time).atZone(zone).toInstant();
                if (!candidate.isAfter(limit)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private boolean exists(int year) {
        return day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth();
    }
}
