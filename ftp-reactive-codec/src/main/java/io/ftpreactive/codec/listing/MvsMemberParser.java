package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The members of a partitioned data set on MVS and z/OS, with the statistics of ISPF, without any, or load modules;
 * from the DIR subcommand in the z/OS Communications Server IP User's Guide.
 *
 * <p>Sizes are in records, or those of a module in storage, so the size of an entry is unknown.
 */
final class MvsMemberParser implements ListingParser {

    static final ListingParser INSTANCE = new MvsMemberParser();

    private static final String NAME = " *+(?<name>[A-Z$#@][A-Z0-9$#@{]{0,7}+)";

    private static final String DATE = "(?:\\d\\d)?\\d\\d/\\d\\d/\\d\\d";

    /** Version, created, changed, lines three times, and who has changed it. */
    private static final Pattern STATISTICS = Pattern.compile(NAME + " ++\\d\\d\\.\\d\\d ++" + DATE
            + " ++(?<year>\\d{4}|\\d\\d)/(?<month>\\d\\d)/(?<day>\\d\\d) ++(?<time>\\d\\d:\\d\\d(?::\\d\\d)?)"
            + "(?: ++\\d++){3}+(?: ++\\S++)? *+");

    /** Size, place, the member it is an alias of, authorization code, attributes, and addressing modes. */
    private static final Pattern MODULE = Pattern.compile(NAME + " ++[0-9A-F]{6,8} ++[0-9A-F]{6}"
            + "(?: ++(?<aliasOf>[A-Z$#@][A-Z0-9$#@{]{0,7}+))? ++\\d\\d ++(?:[A-Z]{2} ++)*+"
            + "(?:24|31|64|ANY) ++(?:24|31|64|ANY) *+");

    private static final Pattern NAME_ALONE = Pattern.compile(NAME + " *+");

    private static final Pattern HEADING = Pattern.compile(" *+Name ++(?:VV\\.MM ++Created|Size ++TTR ++Alias-of) .*+");

    private MvsMemberParser() {}

    @Override
    public boolean isDecisive(String line) {
        return !NAME_ALONE.matcher(line).matches();
    }

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        Matcher statistics = STATISTICS.matcher(line);
        if (statistics.matches()) {
            return withStatistics(line, statistics, zone);
        }
        Matcher module = MODULE.matcher(line);
        if (module.matches()) {
            return module(line, module);
        }
        Matcher name = NAME_ALONE.matcher(line);
        return name.matches()
                ? FtpEntry.builder(line, name.group("name"), FtpEntryType.FILE).build()
                : null;
    }

    @Override
    public boolean isNote(String line) {
        return HEADING.matcher(line).matches();
    }

    private static FtpEntry withStatistics(String line, Matcher statistics, ZoneId zone) {
        ListedTime changed = ListedTime.of(
                ListedTime.date(statistics.group("year"), statistics.group("month"), statistics.group("day")),
                statistics.group("time"),
                zone);
        return FtpEntry.builder(line, statistics.group("name"), FtpEntryType.FILE)
                .modified(changed.instant(), changed.precision())
                .build();
    }

    private static FtpEntry module(String line, Matcher module) {
        String aliasOf = module.group("aliasOf");
        return FtpEntry.builder(line, module.group("name"), aliasOf == null ? FtpEntryType.FILE : FtpEntryType.LINK)
                .linkTarget(aliasOf)
                .build();
    }
}
