package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lists of z/VM in its VM format: files of CMS on a minidisk or in the Shared File System, and of the Byte File
 * System; from "File List Formats" in the z/VM TCP/IP User's Guide.
 */
final class ZvmParser implements ListingParser {

    static final ListingParser INSTANCE = new ZvmParser();

    /** Name, type, and file mode on older systems; format, record length, records, blocks; date, time and disk. */
    private static final Pattern CMS = Pattern.compile("(?<name>\\S{1,17}) ++(?:(?<type>\\S{1,8}) ++)?(?:[A-Z]\\d ++)?"
            + "(?<format>F|V|DIR) ++(?<length>-|\\d++) ++(?<records>-|\\d++) ++(?:-|\\d++) ++"
            + "(?:(?<isoDate>\\d{4}-\\d\\d-\\d\\d)|(?<month>\\d?\\d)/(?<day>\\d\\d)/(?<year>\\d\\d)) ++"
            + "(?<time>\\d?\\d:\\d\\d:\\d\\d)(?: ++\\S++)? *+");

    private static final Pattern BFS = Pattern.compile("(?<month>\\d\\d)/(?<day>\\d\\d)/(?<year>\\d{4}) "
            + "(?<time>\\d\\d:\\d\\d:\\d\\d) ++(?<kind>[FD]) ++(?:-|\\d++) ++(?<size>-|\\d++) ++'(?<name>.+)'");

    private static final Pattern HEADING = Pattern.compile(" *+Filename ++FileType ++Fm ++Format .*+");

    private ZvmParser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        Matcher cms = CMS.matcher(line);
        if (cms.matches()) {
            return ofCms(line, cms, zone);
        }
        Matcher bfs = BFS.matcher(line);
        return bfs.matches() ? ofBfs(line, bfs, zone) : null;
    }

    @Override
    public boolean isNote(String line) {
        return HEADING.matcher(line).matches();
    }

    private static FtpEntry ofCms(String line, Matcher cms, ZoneId zone) {
        String type = cms.group("type");
        String name = type == null ? cms.group("name") : cms.group("name") + "." + type;
        ListedTime modified = ListedTime.of(dateOf(cms), cms.group("time"), zone);
        boolean isDirectory = cms.group("format").equals("DIR");
        return FtpEntry.builder(line, name, isDirectory ? FtpEntryType.DIRECTORY : FtpEntryType.FILE)
                .size(sizeOf(cms))
                .modified(modified.instant(), modified.precision())
                .build();
    }

    private static @Nullable LocalDate dateOf(Matcher cms) {
        String date = cms.group("isoDate");
        if (date == null) {
            return ListedTime.date(cms.group("year"), cms.group("month"), cms.group("day"));
        }
        return ListedTime.date(date.substring(0, 4), date.substring(5, 7), date.substring(8));
    }

    /** Records of fixed length have that length each; of others the list tells only the longest. */
    private static long sizeOf(Matcher cms) {
        long length = Digits.parse(cms.group("length"));
        long records = Digits.parse(cms.group("records"));
        boolean isFixed = cms.group("format").equals("F") && length > 0 && records >= 0;
        return isFixed && records <= Long.MAX_VALUE / length ? length * records : Digits.UNKNOWN;
    }

    private static FtpEntry ofBfs(String line, Matcher bfs, ZoneId zone) {
        ListedTime modified = ListedTime.of(
                ListedTime.date(bfs.group("year"), bfs.group("month"), bfs.group("day")), bfs.group("time"), zone);
        boolean isDirectory = bfs.group("kind").equals("D");
        return FtpEntry.builder(line, bfs.group("name"), isDirectory ? FtpEntryType.DIRECTORY : FtpEntryType.FILE)
                .size(Digits.parse(bfs.group("size")))
                .modified(modified.instant(), modified.precision())
                .build();
    }
}
