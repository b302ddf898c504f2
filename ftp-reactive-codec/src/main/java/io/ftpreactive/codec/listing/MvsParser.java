package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The catalog of data sets on MVS and z/OS, from the DIR subcommand in the z/OS Communications Server IP User's Guide.
 *
 * <p>The date there is the one of the last reference, reading included, and the space is counted in tracks: neither
 * time nor size of an entry follows from them.
 */
final class MvsParser implements ListingParser {

    static final ListingParser INSTANCE = new MvsParser();

    /** Quoted, if the listing was asked for with a quoted name: only so it is not relative to the working directory. */
    private static final String NAME = "[ \\t]++(?<name>'?[\\w$#@{}.-]++'?) *+";

    /** The columns from the volume to the name; wide numbers of extents and tracks run into each other. */
    private static final Pattern ATTRIBUTES = Pattern.compile(" *+\\S{1,6} ++(?:\\S{1,6} ++)?"
            + "(?:(?:\\d\\d)?\\d\\d/\\d\\d/\\d\\d|\\*{2,3}NONE\\*{2,3})(?:[\\d +]|\\?{2,}+)*+"
            + "(?:[A-Z]{1,4}|\\?) ++\\d++ ++\\d++ ++(?<organization>[A-Z]{2,4}(?:-[A-Z])?)" + NAME);

    /** What has no attributes but its organization, which stands far to the right, or behind the unit. */
    private static final Pattern ORGANIZATION = Pattern.compile(
            "(?: *+\\S{1,6} ++\\d{4}[A-Z]? ++|(?:\\S{1,6} ++\\S{1,6})? {20,}+)(?<organization>VSAM|GDG)" + NAME);

    private static final Pattern STATUS = Pattern.compile("(?:\\S{1,6} ++(?=Tape|Not|Error))?"
            + "(?<status>Migrated|Pseudo Directory|User catalog connector|Error determining attributes"
            + "|Tape|Not Mounted|Not Direct Access Device)(?= |\t)" + NAME);

    private static final Pattern HEADING = Pattern.compile("Volume .*\\bDsname\\s*+");

    /** What CWD leads into. */
    private static final Set<String> DIRECTORIES = Set.of("PO", "PO-E", "Pseudo Directory");

    /** What can be retrieved for sure: a tape holds sequential data sets only. */
    private static final Set<String> FILES = Set.of("PS", "Tape");

    private MvsParser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        Matcher attributes = ATTRIBUTES.matcher(line);
        if (attributes.matches()) {
            return entry(line, attributes.group("name"), attributes.group("organization"));
        }
        Matcher organization = ORGANIZATION.matcher(line);
        if (organization.matches()) {
            return entry(line, organization.group("name"), organization.group("organization"));
        }
        Matcher status = STATUS.matcher(line);
        return status.matches() ? entry(line, status.group("name"), status.group("status")) : null;
    }

    @Override
    public boolean isNote(String line) {
        return HEADING.matcher(line).matches();
    }

    private static FtpEntry entry(String line, String name, String organization) {
        return FtpEntry.builder(line, name, typeOf(organization)).build();
    }

    /**
     * A data set that has been migrated is recalled when it is read, but may be partitioned: the listing does not say.
     */
    private static FtpEntryType typeOf(String organization) {
        if (DIRECTORIES.contains(organization)) {
            return FtpEntryType.DIRECTORY;
        }
        return FILES.contains(organization) ? FtpEntryType.FILE : FtpEntryType.OTHER;
    }
}
