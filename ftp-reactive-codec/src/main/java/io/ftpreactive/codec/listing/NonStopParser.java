package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of a Guardian subvolume on HPE NonStop (Tandem); the mark of open files before the code is that of
 * {@code SITE SHOWOPEN} in the Open System Services manual, ftpserver(7).
 */
final class NonStopParser implements ListingParser {

    static final ListingParser INSTANCE = new NonStopParser();

    /** Name, mark, code, end of file in bytes, date, time, group and user, and who may read, write, execute, purge. */
    private static final Pattern FILE =
            Pattern.compile("(?<name>[A-Za-z]\\w{0,7}) ++(?:O ++)?\\d{1,5} ++(?<size>\\d++) ++"
                    + "(?<day>\\d{1,2})-(?<month>\\p{L}{3})-(?<year>\\d\\d) ++(?<time>\\d\\d:\\d\\d:\\d\\d) ++"
                    + "(?<group>\\d{1,3}), *+(?<owner>\\d{1,3}) ++\"(?<security>[^\"]{4})\" *+");

    private static final Pattern HEADING = Pattern.compile("File ++Code ++EOF ++Last Modification ++Owner ++RWEP *+");

    private NonStopParser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        Matcher file = FILE.matcher(line);
        if (!file.matches()) {
            return null;
        }
        ListedTime modified = ListedTime.of(
                ListedTime.dateWithName(file.group("year"), file.group("month"), file.group("day")),
                file.group("time"),
                zone);
        return FtpEntry.builder(line, file.group("name"), FtpEntryType.FILE)
                .size(Digits.parse(file.group("size")))
                .modified(modified.instant(), modified.precision())
                .permissions(file.group("security"))
                .owner(file.group("owner"))
                .group(file.group("group"))
                .build();
    }

    @Override
    public boolean isNote(String line) {
        return HEADING.matcher(line).matches();
    }
}
