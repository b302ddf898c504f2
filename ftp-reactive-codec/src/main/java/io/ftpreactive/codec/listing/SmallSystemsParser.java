package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Routers and other small systems that send a few columns in an order of their own: VShell, VxWorks, wfFtp of Nortel,
 * KA9Q NOS, OS-9, and Unix in numbers.
 */
final class SmallSystemsParser implements ListingParser {

    static final ListingParser INSTANCE = new SmallSystemsParser();

    /** VShell: {@code 2068  Apr 04, 2000 21:06 name}, directories with a slash. */
    private static final Pattern VSHELL = Pattern.compile("(?<size>\\d++) ++(?<month>\\p{L}{3}) ++(?<day>\\d\\d?),"
            + " ++(?<year>\\d{4}) ++(?<time>\\d\\d?:\\d\\d) (?<name>.+)");

    /** VxWorks: {@code 2048    Feb-28-1998  05:23:30   name <DIR>}. */
    private static final Pattern VX_WORKS = Pattern.compile(" *+(?<size>\\d++) ++(?<month>\\p{L}{3})-(?<day>\\d\\d?)-"
            + "(?<year>\\d{4}) ++(?<time>\\d\\d?:\\d\\d:\\d\\d) ++(?<name>\\S.*)");

    /** wfFtp: {@code name   1014196  06/03/04  Thur.   10:20:03}. */
    private static final Pattern WF_FTP = Pattern.compile("(?<name>\\S++) ++(?<size>\\d++) ++(?<month>\\d\\d?)/"
            + "(?<day>\\d\\d?)/(?<year>\\d\\d(?:\\d\\d)?) ++\\p{L}++\\.? ++(?<time>\\d\\d?:\\d\\d:\\d\\d) *+");

    /** KA9Q NOS: {@code name   1,029 11/19/95  3:04}, directories with a slash. */
    private static final Pattern KA9Q = Pattern.compile("(?<name>\\S++) ++(?<size>\\d[\\d,]*+) ++(?<month>\\d\\d?)/"
            + "(?<day>\\d\\d?)/(?<year>\\d\\d(?:\\d\\d)?) ++(?<time>\\d\\d?:\\d\\d) *+");

    /** OS-9: {@code 20.20 07/03/29 1026 d-ewrewr 2650 85920 name}. */
    private static final Pattern OS9 = Pattern.compile(" *+(?<owner>\\d++)\\.(?<group>\\d++) ++(?<year>\\d\\d)/"
            + "(?<month>\\d\\d)/(?<day>\\d\\d) ++(?<hour>\\d\\d)(?<minute>\\d\\d) ++(?<mode>[d-][s-][ewr-]{6}) ++"
            + "[0-9A-Fa-f]++ ++(?<size>\\d++) (?<name>.+)");

    /** Mode, owner, group, size and seconds since 1970, all as numbers. */
    private static final Pattern NUMBERS =
            Pattern.compile("(?<mode>0?[0-7]{5,6}) ++(?<owner>\\d++) ++(?<group>\\d++) ++"
                    + "(?<size>\\d++) ++(?<seconds>\\d{1,11}) ++(?<name>\\S.*)");

    private static final String DIRECTORY = " <DIR>";

    private static final int TYPE = 0170000;
    private static final int TYPE_OF_DIRECTORY = 0040000;
    private static final int TYPE_OF_FILE = 0100000;

    private SmallSystemsParser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        FtpEntry entry = startsWithNumber(line) ? numberFirst(line, zone) : null;
        return entry == null ? nameFirst(line, zone) : entry;
    }

    private static boolean startsWithNumber(String line) {
        Column first = Column.next(line, 0);
        return first != null && Digits.isDigit(line.charAt(first.start()));
    }

    private static @Nullable FtpEntry numberFirst(String line, ZoneId zone) {
        Matcher vShell = VSHELL.matcher(line);
        if (vShell.matches()) {
            return marked(line, vShell, named(vShell), zone);
        }
        Matcher vxWorks = VX_WORKS.matcher(line);
        if (vxWorks.matches()) {
            return marked(line, vxWorks, named(vxWorks), zone);
        }
        Matcher os9 = OS9.matcher(line);
        if (os9.matches()) {
            return ofOs9(line, os9, zone);
        }
        Matcher numbers = NUMBERS.matcher(line);
        return numbers.matches() ? ofNumbers(line, numbers) : null;
    }

    private static @Nullable FtpEntry nameFirst(String line, ZoneId zone) {
        Matcher wfFtp = WF_FTP.matcher(line);
        if (wfFtp.matches()) {
            return marked(line, wfFtp, numbered(wfFtp), zone);
        }
        Matcher ka9q = KA9Q.matcher(line);
        return ka9q.matches() ? marked(line, ka9q, numbered(ka9q), zone) : null;
    }

    private static @Nullable LocalDate named(Matcher line) {
        return ListedTime.dateWithName(line.group("year"), line.group("month"), line.group("day"));
    }

    private static @Nullable LocalDate numbered(Matcher line) {
        return ListedTime.date(line.group("year"), line.group("month"), line.group("day"));
    }

    /** A directory has a slash or a mark behind its name. */
    private static @Nullable FtpEntry marked(String line, Matcher parts, @Nullable LocalDate date, ZoneId zone) {
        String name = parts.group("name");
        int mark = name.endsWith("/") ? 1 : name.endsWith(DIRECTORY) ? DIRECTORY.length() : 0;
        String unmarked = name.substring(0, name.length() - mark);
        if (unmarked.isBlank()) {
            return null;
        }
        FtpEntryType type = mark > 0 ? FtpEntryType.DIRECTORY : FtpEntryType.FILE;
        ListedTime time = ListedTime.of(date, parts.group("time"), zone);
        return FtpEntry.builder(line, unmarked, type)
                .size(
                        type == FtpEntryType.FILE
                                ? Digits.parse(parts.group("size").replace(",", ""))
                                : Digits.UNKNOWN)
                .modified(time.instant(), time.precision())
                .build();
    }

    private static FtpEntry ofOs9(String line, Matcher os9, ZoneId zone) {
        String mode = os9.group("mode");
        ListedTime time = ListedTime.of(numbered(os9), os9.group("hour") + ":" + os9.group("minute"), zone);
        return FtpEntry.builder(
                        line, os9.group("name"), mode.startsWith("d") ? FtpEntryType.DIRECTORY : FtpEntryType.FILE)
                .size(Digits.parse(os9.group("size")))
                .modified(time.instant(), time.precision())
                .permissions(mode.substring(1))
                .owner(os9.group("owner"))
                .group(os9.group("group"))
                .build();
    }

    private static FtpEntry ofNumbers(String line, Matcher numbers) {
        String mode = numbers.group("mode");
        FtpEntryType type = switch (Integer.parseInt(mode, 8) & TYPE) {
            case TYPE_OF_DIRECTORY -> FtpEntryType.DIRECTORY;
            case TYPE_OF_FILE -> FtpEntryType.FILE;
            default -> FtpEntryType.OTHER;
        };
        Instant time = Instant.ofEpochSecond(Long.parseLong(numbers.group("seconds")));
        return FtpEntry.builder(line, numbers.group("name"), type)
                .size(Digits.parse(numbers.group("size")))
                .modified(time, TimePrecision.SECOND)
                .permissions(mode)
                .owner(numbers.group("owner"))
                .group(numbers.group("group"))
                .build();
    }
}
