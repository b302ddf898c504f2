package io.ftpreactive.codec.listing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code DIR} prints on Windows with American dates, as IIS sends it. */
final class DosParser implements ListingParser {

    static final ListingParser INSTANCE = new DosParser();

    private static final Pattern START = Pattern.compile("(\\d\\d)[-/](\\d\\d)[-/](\\d{4}|\\d\\d) ++"
            + "(\\d\\d):(\\d\\d) ?([AaPp][Mm])? ++"
            + "(?:<(DIR|JUNCTION|SYMLINKD?)>|(\\d[\\d.,']*+)(?= ))");

    /** A mark in angle brackets is filled up to this width, so names may start with spaces of their own. */
    private static final int WIDTH_OF_MARK = 15;

    private static final String TARGET = " [";

    private DosParser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        Matcher start = START.matcher(line);
        if (!start.lookingAt()) {
            return null;
        }
        String mark = start.group(7);
        String name = line.substring(mark == null ? start.end() + 1 : endOfMark(line, start.start(7) - 1, start.end()));
        if (name.isEmpty()) {
            return null;
        }
        return entry(line, name, mark, start.group(8))
                .modified(timeOf(start, zone), TimePrecision.MINUTE)
                .build();
    }

    private static int endOfMark(String line, int start, int end) {
        int limit = Math.min(line.length(), start + WIDTH_OF_MARK);
        int index = end;
        while (index < limit && line.charAt(index) == ' ') {
            index++;
        }
        return index;
    }

    private static FtpEntryBuilder entry(String line, String name, @Nullable String mark, @Nullable String size) {
        if (size != null) {
            return FtpEntry.builder(line, name, FtpEntryType.FILE).size(Digits.parse(size.replaceAll("[.,']", "")));
        }
        if ("DIR".equals(mark)) {
            return FtpEntry.builder(line, name, FtpEntryType.DIRECTORY);
        }
        int bracket = name.lastIndexOf(TARGET);
        if (bracket <= 0 || !name.endsWith("]")) {
            return FtpEntry.builder(line, name, FtpEntryType.LINK);
        }
        String target = name.substring(bracket + TARGET.length(), name.length() - 1);
        return FtpEntry.builder(line, name.substring(0, bracket), FtpEntryType.LINK)
                .linkTarget(target.isEmpty() ? null : target);
    }

    private static @Nullable Instant timeOf(Matcher start, ZoneId zone) {
        try {
            return LocalDateTime.of(
                            yearOf(start.group(3)),
                            Integer.parseInt(start.group(1)),
                            Integer.parseInt(start.group(2)),
                            hourOf(Integer.parseInt(start.group(4)), start.group(6)),
                            Integer.parseInt(start.group(5)))
                    .atZone(zone)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Two digits are within 1970 to 2069: no FTP server on Windows has older files. */
    private static int yearOf(String digits) {
        int year = Integer.parseInt(digits);
        if (digits.length() > 2) {
            return year;
        }
        return year < 70 ? 2000 + year : 1900 + year;
    }

    private static int hourOf(int hour, @Nullable String half) {
        if (half == null) {
            return hour;
        }
        return hour % 12 + (half.toUpperCase(Locale.ROOT).equals("PM") ? 12 : 0);
    }
}
