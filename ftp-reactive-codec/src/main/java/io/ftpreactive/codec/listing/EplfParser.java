package io.ftpreactive.codec.listing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Easily Parsed LIST Format, cr.yp.to/ftp/list/eplf.html: a plus, facts that end in commas, a tab, the name.
 *
 * <p>Times are seconds since 1970 in UTC: neither the clock nor the zone of the server matter.
 */
final class EplfParser implements ListingParser {

    static final ListingParser INSTANCE = new EplfParser();

    private EplfParser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        int tab = line.indexOf('\t');
        if (!line.startsWith("+") || tab < 0 || tab == line.length() - 1) {
            return null;
        }
        String facts = line.substring(1, tab);
        return FtpEntry.builder(line, line.substring(tab + 1), typeOf(facts))
                .size(Digits.parse(valueOf(facts, "s")))
                .modified(timeOf(valueOf(facts, "m")), TimePrecision.SECOND)
                .permissions(valueOrNull(valueOf(facts, "up")))
                .build();
    }

    /** What can be changed into is a directory, what can be retrieved is a file; what is both is the former. */
    private static FtpEntryType typeOf(String facts) {
        if (start(facts, "/") >= 0) {
            return FtpEntryType.DIRECTORY;
        }
        return start(facts, "r") >= 0 ? FtpEntryType.FILE : FtpEntryType.OTHER;
    }

    private static String valueOf(String facts, String fact) {
        int start = start(facts, fact);
        if (start < 0) {
            return "";
        }
        int comma = facts.indexOf(',', start);
        return facts.substring(start + fact.length(), comma < 0 ? facts.length() : comma);
    }

    private static @Nullable String valueOrNull(String value) {
        return value.isEmpty() ? null : value;
    }

    /** Returns where a fact starts, or -1 if it is not there. */
    private static int start(String facts, String fact) {
        int start = 0;
        while (start < facts.length() && !facts.startsWith(fact, start)) {
            int comma = facts.indexOf(',', start);
            start = comma < 0 ? facts.length() : comma + 1;
        }
        return start < facts.length() ? start : -1;
    }

    private static @Nullable Instant timeOf(String seconds) {
        long value = Digits.parse(seconds);
        try {
            return value < 0 ? null : Instant.ofEpochSecond(value);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
