package io.ftpreactive.codec.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lines of {@code ls -l} from every combination of owner, group, size and date, with what may look like another column
 * among them: what is right follows from how a line is made.
 */
class UnixGridTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-03-15T12:00:00Z"), ZoneOffset.UTC);

    private static final List<String> OWNERS = List.of(
            "root",
            "0",
            "1",
            "3",
            "12",
            "31",
            "39",
            "1000",
            "1999",
            "2004",
            "4096",
            "mar",
            "may",
            "jan",
            "ene",
            "mai",
            "staff.x",
            "DOMAIN\\user",
            "Domain Users",
            "-",
            "?",
            "*",
            "user1",
            "99999999");

    private static final List<String> SIZES = List.of(
            "0",
            "7",
            "12",
            "31",
            "512",
            "1999",
            "2004",
            "2048",
            "4096",
            "65536",
            "1234567",
            "2147483648",
            "1234567890123");

    private static final List<String> NAMES = List.of(
            "pub",
            "a b",
            "2004",
            "Jan",
            "12",
            "12:34",
            "Jan  5 12:34",
            "5 Jan 2004 report.txt",
            "may 12 2004",
            "a -> b",
            "2004-01-05 12:34 x",
            "3 29 03:26",
            "x:y",
            "x ",
            "-rw-r--r-- 1 a b 1 Jan  5 12:34 x",
            "staff 12 2004 Feb 1",
            "m\u00fcnchen.txt",
            "100%",
            ".x",
            "4096 Jan  5 12:34 z",
            "+0100");

    private static final List<String> NAMES_WITH_LEADING_BLANKS = List.of(" x", "  a b", " Jan  5 12:34");

    private static final List<String> MODES =
            List.of("-rw-r--r--", "drwxr-xr-x", "-rwsr-sr-t", "-rw-r--r--+", "-rw-r--r--.");

    /** A form of a date, what it means, and whether spaces behind it may fill a column. */
    record DateForm(String text, @Nullable String expected, boolean isFilled) {

        static DateForm of(String text, String expected) {
            return new DateForm(text, expected, false);
        }

        static DateForm filled(String text, String expected) {
            return new DateForm(text, expected, true);
        }

        static DateForm unknown(String text) {
            return new DateForm(text, null, false);
        }
    }

    private static final List<DateForm> DATES = List.of(
            DateForm.of("Jan  5 12:34", "2024-01-05T12:34:00Z"),
            DateForm.of("Jan 15  2004", "2004-01-15T00:00:00Z"),
            DateForm.of("Jan 05 12:34", "2024-01-05T12:34:00Z"),
            DateForm.of("MAY 12  2004", "2004-05-12T00:00:00Z"),
            DateForm.of("Jan  1  1970", "1970-01-01T00:00:00Z"),
            DateForm.of(" 5 Jan 12:34", "2024-01-05T12:34:00Z"),
            DateForm.of("12 may  2004", "2004-05-12T00:00:00Z"),
            DateForm.of("15. Jan 12:34", "2024-01-15T12:34:00Z"),
            DateForm.filled("15. Jan 2004 ", "2004-01-15T00:00:00Z"),
            DateForm.of("2004-01-05 12:34", "2004-01-05T12:34:00Z"),
            DateForm.filled("2004-01-05", "2004-01-05T00:00:00Z"),
            DateForm.of("2004-01-05 12:34:56.000000000 +0100", "2004-01-05T11:34:56Z"),
            DateForm.of("2004-01-05 12:34:56 +0000", "2004-01-05T12:34:56Z"),
            DateForm.of("01-05 12:34", "2024-01-05T12:34:00Z"),
            DateForm.of("09-26  2000", "2000-09-26T00:00:00Z"),
            DateForm.of("3 2 03:26", "2024-03-02T03:26:00Z"),
            DateForm.of("12 31 23:59", "2023-12-31T23:59:00Z"),
            DateForm.filled("2004.07.15", "2004-07-15T00:00:00Z"),
            DateForm.of("2004/07/15 12:34", "2004-07-15T12:34:00Z"),
            DateForm.of("24-04-2003 17:12", "2003-04-24T17:12:00Z"),
            DateForm.filled("01-jun-99", "1999-06-01T00:00:00Z"),
            DateForm.of("Oct 08, 2002 09:47", "2002-10-08T09:47:00Z"),
            DateForm.of("Mar  3 04:49:59 2003", "2003-03-03T04:49:59Z"),
            DateForm.of("2\u6708 29\u65e5 12:34", "2024-02-29T12:34:00Z"),
            DateForm.of("3\u6708  1 12:34", "2024-03-01T12:34:00Z"),
            DateForm.of("2004\u5e74 1\u6708 5\u65e5", "2004-01-05T00:00:00Z"),
            DateForm.of(" 9.11. 08:05", "2023-11-09T08:05:00Z"),
            DateForm.of(" 5. 5.  2023", "2023-05-05T00:00:00Z"),
            DateForm.of("08:05  9 Thg 11", "2023-11-09T08:05:00Z"),
            DateForm.unknown(" 5 janv. 12:34"),
            DateForm.unknown("mai    5  2004"),
            DateForm.unknown("25. M\u00e4r 12:34"),
            DateForm.unknown("Feb 30 12:34"),
            DateForm.unknown("Jan  5 24:00"));

    /** Which columns there are between mode and size. */
    enum Layout {
        LINKS_OWNER_GROUP,
        LINKS_OWNER,
        OWNER_GROUP;

        /** Returns all columns up to the date. */
        String columns(int links, String owner, String group, String size) {
            return switch (this) {
                case LINKS_OWNER_GROUP -> "%3d %-8s %-8s %8s ".formatted(links, owner, group, size);
                case LINKS_OWNER -> "%3d %-8s %8s ".formatted(links, owner, size);
                case OWNER_GROUP -> " %-8s %-8s %8s ".formatted(owner, group, size);
            };
        }

        List<String> groups() {
            return this == LINKS_OWNER ? List.of("") : OWNERS;
        }
    }

    private static List<String> namesBehind(DateForm date) {
        List<String> names = new ArrayList<>(NAMES);
        if (date.isFilled()) {
            names.removeIf(name -> name.startsWith("12:34"));
        } else {
            names.addAll(NAMES_WITH_LEADING_BLANKS);
        }
        return names;
    }

    private static String oneOf(List<String> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private final List<String> wrong = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void shouldReadNameSizeAndDate(Layout layout) {
        int count = checkAll(layout, ListingFormat.DEFAULT, DATES, true);

        assertThat(wrong).as("of %d lines", count).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadNameAndSizeWhateverTheLanguages(Layout layout) {
        Locale hungarian = Locale.forLanguageTag("hu");
        int count = checkAll(layout, ListingFormat.DEFAULT.months(hungarian, Locale.FRENCH), DATES, false);

        assertThat(wrong).as("of %d lines", count).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadHungarianDates(Layout layout) {
        List<DateForm> dates = List.of(
                DateForm.of("2023 m\u00e1j    5", "2023-05-05T00:00:00Z"),
                DateForm.of("2004 jan.  12", "2004-01-12T00:00:00Z"),
                DateForm.of("nov    9 08.05", "2023-11-09T08:05:00Z"),
                DateForm.of("jan  5  2004", "2004-01-05T00:00:00Z"));
        int count = checkAll(layout, ListingFormat.DEFAULT.months(Locale.forLanguageTag("hu")), dates, true);

        assertThat(wrong).as("of %d lines", count).isEmpty();
    }

    private int checkAll(Layout layout, ListingFormat format, List<DateForm> dates, boolean isDateChecked) {
        ListingReader reader = ListingReader.list(format, CLOCK);
        Random random = new Random(1);
        int count = 0;
        for (String owner : OWNERS) {
            for (String group : layout.groups()) {
                for (String size : SIZES) {
                    for (DateForm date : dates) {
                        String name = oneOf(namesBehind(date), random);
                        String columns = layout.columns(1 + random.nextInt(40), owner, group, size);
                        String line = oneOf(MODES, random) + columns + date.text() + " " + name;
                        FtpEntry entry = reader.read(line);
                        boolean isRight = isRight(entry, name, size) && (!isDateChecked || isRight(entry, date));
                        if (!isRight) {
                            wrong.add(line + " => " + DialectSample.describe(entry));
                        }
                        count++;
                    }
                }
            }
        }
        return count;
    }

    private static boolean isRight(@Nullable FtpEntry entry, String name, String size) {
        return entry != null
                && entry.type() != FtpEntryType.UNPARSED
                && entry.name().equals(name)
                && entry.size().orElse(-1) == Long.parseLong(size);
    }

    private static boolean isRight(@Nullable FtpEntry entry, DateForm date) {
        Instant expected = date.expected() == null ? null : Instant.parse(date.expected());
        return entry != null && Objects.equals(entry.modified(), expected);
    }
}
