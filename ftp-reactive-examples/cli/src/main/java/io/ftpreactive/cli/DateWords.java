package io.ftpreactive.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a date as mail, the web, C and people write it: day, name of the month, year, time and zone in any order, and a
 * weekday that is not looked at, as in {@code curl_getdate(3)}. One instance reads one date.
 */
final class DateWords {

    private static final Pattern ITEM = Pattern.compile("(?<time>\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?)(?![\\d:])"
            + "|(?<offset>[+-](?:0\\d|1[0-4])\\d{2})(?!\\d)|(?<number>\\d{1,8})(?!\\d)|(?<word>[a-z]+)|[ ,;./+-]");

    private static final Pattern WEEKDAY =
            Pattern.compile("mon(day)?|tue(s|sday)?|wed(nesday)?|thu(r|rs|rsday)?|fri(day)?|sat(urday)?|sun(day)?");

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final Pattern MONTH = Pattern.compile("jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?"
            + "|aug(ust)?|sep(t|tember)?|oct(ober)?|nov(ember)?|dec(ember)?");

    private static final Map<String, ZoneOffset> ZONES = new HashMap<>();

    static {
        zones(0, "gmt ut utc wet z");
        zones(1, "bst cet met mewt fwt a");
        zones(2, "cest mest mesz fst eet b");
        zones(3, "eest msk c");
        zones(4, "d");
        zones(5, "e");
        zones(6, "f");
        zones(7, "wast g");
        zones(8, "wadt cct h");
        zones(9, "jst i");
        zones(10, "east gst k");
        zones(11, "eadt l");
        zones(12, "nzt nzst idle m");
        zones(13, "nzdt");
        zones(-1, "wat n");
        zones(-2, "o");
        zones(-3, "adt p");
        zones(-4, "ast edt q");
        zones(-5, "est cdt r");
        zones(-6, "cst mdt s");
        zones(-7, "mst pdt t");
        zones(-8, "pst ydt akdt u");
        zones(-9, "yst hdt akst v");
        zones(-10, "hst cat ahst w");
        zones(-11, "nt x");
        zones(-12, "idlw y");
    }

    private static void zones(int hours, String names) {
        for (String name : names.split(" ", -1)) {
            ZONES.put(name, ZoneOffset.ofHours(hours));
        }
    }

    private static final int UNKNOWN = -1;
    private static final int LAST_DAY = 31;
    private static final int FIRST_YEAR = 1583;
    private static final int LAST_YEAR = 9999;

    /** Two digits up to this one are a year of this century. */
    private static final int LAST_OF_THIS_CENTURY = 70;

    private int year = UNKNOWN;
    private int month = UNKNOWN;
    private int day = UNKNOWN;
    private @Nullable Duration time;
    private @Nullable ZoneOffset zone;

    private DateWords() {}

    /** Reads a date; without a zone it is in UTC. Gives null for what is none. */
    static @Nullable Instant parse(String text) {
        DateWords date = new DateWords();
        Matcher item = ITEM.matcher(text.toLowerCase(Locale.ROOT));
        int end = 0;
        while (end < text.length()) {
            if (!item.find(end) || item.start() != end || !date.take(item)) {
                return null;
            }
            end = item.end();
        }
        return date.instant();
    }

    /** Tells whether an item has a place in the date. */
    private boolean take(Matcher item) {
        if (item.group("time") != null) {
            return takeTime(item.group("time"));
        }
        if (item.group("offset") != null) {
            String offset = item.group("offset");
            return (zone == null && (time != null || year != UNKNOWN))
                    ? takeZone(ZoneOffset.of(offset))
                    : takeNumber(offset.substring(1));
        }
        if (item.group("number") != null) {
            return takeNumber(item.group("number"));
        }
        return item.group("word") == null || takeWord(item.group("word"));
    }

    private boolean takeTime(String text) {
        String[] parts = text.split(":", -1);
        int hours = Integer.parseInt(parts[0]);
        int minutes = Integer.parseInt(parts[1]);
        Duration seconds = Duration.parse("PT" + (parts.length < 3 ? "0" : parts[2]) + "S");
        if (time != null || hours > 23 || minutes > 59 || seconds.toSeconds() > 60) {
            return false;
        }
        time = seconds.plusHours(hours).plusMinutes(minutes);
        return true;
    }

    private boolean takeZone(@Nullable ZoneOffset offset) {
        if (zone != null || offset == null) {
            return false;
        }
        zone = offset;
        return true;
    }

    /** A day as long as it can be one, else a year. */
    private boolean takeNumber(String digits) {
        int number = Integer.parseInt(digits);
        if (digits.length() == 8 && year == UNKNOWN && month == UNKNOWN && day == UNKNOWN) {
            year = number / 10000;
            month = number / 100 % 100;
            day = number % 100;
            return true;
        }
        if (day == UNKNOWN && number >= 1 && number <= LAST_DAY) {
            day = number;
            return true;
        }
        if (year != UNKNOWN) {
            return false;
        }
        year = number >= 100 ? number : number > LAST_OF_THIS_CENTURY ? 1900 + number : 2000 + number;
        return true;
    }

    private boolean takeWord(String word) {
        if (MONTH.matcher(word).matches() && month == UNKNOWN) {
            month = MONTHS.indexOf(word.substring(0, 3)) + 1;
            return true;
        }
        return WEEKDAY.matcher(word).matches() || takeZone(ZONES.get(word));
    }

    private @Nullable Instant instant() {
        if (year < FIRST_YEAR || year > LAST_YEAR || month == UNKNOWN || day == UNKNOWN) {
            return null;
        }
        try {
            return LocalDate.of(year, month, day)
                    .atStartOfDay()
                    .plus(time == null ? Duration.ZERO : time)
                    .toInstant(zone == null ? ZoneOffset.UTC : zone);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
