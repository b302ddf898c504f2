package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code DIRECTORY} prints on OpenVMS, as MultiNet, TCP/IP Services (UCX), TCPware and CMU-IP send it. */
final class VmsParser implements ListingParser {

    static final ListingParser INSTANCE = new VmsParser();

    /** A file specification, with a device and directory on some servers, up to the number of the version. */
    private static final Pattern NAME = Pattern.compile("[^;\\s]++;\\d{1,5}+(?!\\S)");

    /** With spaces in it, as newer disks allow, or before the version. */
    private static final Pattern SPACED_NAME =
            Pattern.compile("(?<name>[^;\\s][^;\\t]{0,254}+); *+(?<version>\\d{1,5}+)(?!\\S)");

    private static final String DIRECTORY_TYPE = ".DIR";

    private static final Pattern HEADING = Pattern.compile("(?:Directory )?[\\w$-]++:\\[[^]\\s]*+]\\s*+");

    private static final Pattern SUM = Pattern.compile(
            "(?:grand )?total of \\d++ (?:blocks?|files?|director(?:y|ies))\\b.*+", Pattern.CASE_INSENSITIVE);

    private static final String NO_FILES = "*.*;";

    private static final String FILE_NOT_FOUND = "%RMS-E-FNF";

    private static final String NO_PRIVILEGE = "no privilege";

    private VmsParser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        Matcher name = SPACED_NAME.matcher(line);
        if (!name.lookingAt()) {
            return null;
        }
        FtpEntryBuilder entry = entry(line, name.group("name") + ";" + name.group("version"));
        String rest = line.substring(name.end()).strip();
        if (isRefusal(rest) && NAME.matcher(line).lookingAt()) {
            return entry.build();
        }
        VmsDetails details = VmsDetails.of(rest);
        return details == null || !details.isComplete()
                ? null
                : details.addTo(entry, zone).build();
    }

    @Override
    public boolean isNote(String line) {
        return HEADING.matcher(line).matches()
                || SUM.matcher(line).matches()
                || (line.startsWith(NO_FILES) && line.contains(FILE_NOT_FOUND));
    }

    /** A name that does not fit into its column stands alone; the protection, too, may be left for the next line. */
    @Override
    public boolean isUnfinished(String line) {
        Matcher name = NAME.matcher(line);
        if (!name.lookingAt()) {
            return false;
        }
        String rest = line.substring(name.end()).strip();
        VmsDetails details = VmsDetails.of(rest);
        return rest.isEmpty() || (details != null && details.lacksProtection());
    }

    /** Of a file that the user may not look at the server tells the name and, in place of the rest, the reason. */
    private static boolean isRefusal(String rest) {
        return rest.startsWith("%") || rest.toLowerCase(Locale.ROOT).startsWith(NO_PRIVILEGE);
    }

    /** CWD takes the name of a directory, without the type and version of its file. */
    private static FtpEntryBuilder entry(String line, String name) {
        String withoutVersion = name.substring(0, name.indexOf(';'));
        int length = withoutVersion.length() - DIRECTORY_TYPE.length();
        return length > 0 && withoutVersion.regionMatches(true, length, DIRECTORY_TYPE, 0, DIRECTORY_TYPE.length())
                ? FtpEntry.builder(line, name.substring(0, length), FtpEntryType.DIRECTORY)
                : FtpEntry.builder(line, name, FtpEntryType.FILE);
    }
}
