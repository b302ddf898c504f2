package io.ftpreactive.codec.listing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one listing.
 *
 * <p>The first line that any of the parsers can read decides on the dialect of the whole listing: one line alone may
 * look like another dialect, and a listing does not change its own. One reader serves one listing and is not safe for use
 * by several threads at a time.
 */
public final class ListingReader {

    private static final Pattern TOTAL = Pattern.compile("total [\\d.,]++[kKMGTB]*+", Pattern.CASE_INSENSITIVE);

    private static final Set<String> NAMES_OF_SELF_AND_PARENT = Set.of(".", "..");

    /** RFC 3659 section 7.5.1: whatever their name is, they are not in the directory. */
    private static final Set<String> TYPES_OF_SELF_AND_PARENT = Set.of("cdir", "pdir");

    private final List<ListingParser> parsers;
    private final Clock clock;
    private final ZoneId zone;
    private @Nullable ListingParser chosen;

    private ListingReader(List<ListingParser> parsers, Clock clock, ZoneId zone) {
        this.parsers = parsers;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Creates a reader for the data of MLSD.
     *
     * @param clock tells the time of reading
     * @param zone the zone of the server
     * @return a reader for one listing
     */
    public static ListingReader mlsd(Clock clock, ZoneId zone) {
        return of(List.of(ListingParser.mlsx()), clock, zone);
    }

    /**
     * Creates a reader for the data of LIST, in the dialects of Unix and DOS.
     *
     * @param clock tells the time of reading, from which the year of recent files follows
     * @param zone the zone of the server, in which LIST tells times
     * @return a reader for one listing
     */
    public static ListingReader list(Clock clock, ZoneId zone) {
        return of(List.of(ListingParser.unix(), ListingParser.dos()), clock, zone);
    }

    /**
     * Creates a reader which chooses among some parsers.
     *
     * @param parsers the candidates, the first that can read a line wins
     * @param clock tells the time of reading
     * @param zone the zone of the server
     * @return a reader for one listing
     * @throws IllegalArgumentException if there are no parsers
     */
    public static ListingReader of(List<ListingParser> parsers, Clock clock, ZoneId zone) {
        if (parsers.isEmpty()) {
            throw new IllegalArgumentException("A listing needs a parser");
        }
        return new ListingReader(List.copyOf(parsers), clock, zone);
    }

    /**
     * Reads the next line; fails on none.
     *
     * @param line the line; a line end is taken off
     * @return the entry, of type {@link FtpEntryType#UNPARSED} if the line cannot be read, or null if it stands for none:
     *     a blank line, a total, the directory itself or its parent
     */
    public @Nullable FtpEntry read(String line) {
        String content = withoutLineEnd(line);
        if (content.isBlank()) {
            return null;
        }
        FtpEntry entry = parse(content);
        if (entry == null) {
            return TOTAL.matcher(content).matches()
                    ? null
                    : FtpEntry.builder(content, content, FtpEntryType.UNPARSED).build();
        }
        return isSelfOrParent(entry) ? null : entry;
    }

    private static String withoutLineEnd(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\r' || line.charAt(end - 1) == '\n')) {
            end--;
        }
        return line.substring(0, end);
    }

    private @Nullable FtpEntry parse(String line) {
        Instant now = clock.instant();
        if (chosen != null) {
            return chosen.parse(line, now, zone);
        }
        for (ListingParser parser : parsers) {
            FtpEntry entry = parser.parse(line, now, zone);
            if (entry != null) {
                chosen = parser;
                return entry;
            }
        }
        return null;
    }

    private static boolean isSelfOrParent(FtpEntry entry) {
        String type = entry.facts().getOrDefault("type", "");
        return NAMES_OF_SELF_AND_PARENT.contains(entry.name())
                || TYPES_OF_SELF_AND_PARENT.contains(type.toLowerCase(Locale.ROOT));
    }
}
