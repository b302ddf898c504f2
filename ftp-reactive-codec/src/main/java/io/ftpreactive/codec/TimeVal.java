package io.ftpreactive.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code time-val} of RFC 3659 section 2.3: {@code YYYYMMDDHHMMSS[.fraction]}, always in UTC.
 *
 * <p>It is the form of MDTM replies, of the {@code modify} and {@code create} facts, and of the MFMT argument.
 */
public final class TimeVal {

    private static final Pattern SYNTAX =
            Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(?:\\.(\\d{1,9})\\d*+)?");

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

    private TimeVal() {}

    /**
     * Reads a time value.
     *
     * @param text the value and nothing else
     * @return the instant, or null if the text is not a time value; a leap second is the first second after it
     */
    public static @Nullable Instant parse(String text) {
        Objects.requireNonNull(text, "text");
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        int second = Integer.parseInt(matcher.group(6));
        try {
            return LocalDateTime.of(
                            Integer.parseInt(matcher.group(1)),
                            Integer.parseInt(matcher.group(2)),
                            Integer.parseInt(matcher.group(3)),
                            Integer.parseInt(matcher.group(4)),
                            Integer.parseInt(matcher.group(5)),
                            second == 60 ? 59 : second,
                            nanos(matcher.group(7)))
                    // RFC 3659 section 2.3 allows 60; java.time does not.
                    .plusSeconds(second == 60 ? 1 : 0)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }

    /**
     * Writes a time value in whole seconds, which every server reads.
     *
     * @param instant a moment of the years 0 to 9999; a fraction of a second is cut off
     * @return fourteen digits
     * @throws IllegalArgumentException if the year does not fit
     */
    public static String format(Instant instant) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            throw new IllegalArgumentException("The year of a time value has four digits: " + instant);
        }
        return FORMAT.format(time);
    }
}
