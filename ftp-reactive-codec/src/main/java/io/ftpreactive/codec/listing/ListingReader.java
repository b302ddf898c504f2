package io.ftpreactive.codec.listing;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpReply;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one listing.
 *
 * <p>The first entry that a parser can read determines the format of the whole listing, since a single line may look
 * like another format. A heading or a total narrows the choice to the formats that have it. Each listing needs its own
 * reader. Not thread-safe.
 */
public final class ListingReader {

    private static final Set<String> NAMES_OF_SELF_AND_PARENT = Set.of(".", "..");

    /** RFC 3659 section 7.5.1: whatever their name is, they are not in the directory. */
    private static final Set<String> TYPES_OF_SELF_AND_PARENT = Set.of("cdir", "pdir");

    /** System, directory and file status: servers mix them up. */
    private static final Set<Integer> STATUS_CODES = Set.of(211, 212, 213);

    private final Clock clock;
    private final ZoneId zone;
    /** What the dialect can be; one when a line has decided. */
    private List<ListingParser> candidates;
    /** Whether a line has told the dialects that are left. */
    private boolean headed;
    /** The beginning of an entry that goes on in the next line; empty between entries. */
    private String begun = "";

    private ListingReader(List<ListingParser> parsers, Clock clock, ZoneId zone) {
        this.candidates = parsers;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Creates a reader for the data of MLSD.
     *
     * @param clock the clock
     * @param zone the server's time zone
     * @return a reader for one listing
     */
    public static ListingReader mlsd(Clock clock, ZoneId zone) {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(zone, "zone");
        return of(List.of(ListingParser.mlsx()), clock, zone);
    }

    /**
     * Creates a reader for the data of LIST.
     *
     * @param options the server's time zone, and the languages and formats it may use
     * @param clock the clock, from which the year of recent files follows
     * @return a reader for one listing
     */
    public static ListingReader list(ListingFormat options, Clock clock) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(clock, "clock");
        return of(options.candidates(), clock, options.zone());
    }

    /**
     * Creates a reader that chooses among some parsers.
     *
     * @param parsers the candidates; the first that can read a line wins
     * @param clock the clock
     * @param zone the server's time zone
     * @return a reader for one listing
     * @throws IllegalArgumentException if there are no parsers
     */
    public static ListingReader of(List<ListingParser> parsers, Clock clock, ZoneId zone) {
        Objects.requireNonNull(parsers, "parsers");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(zone, "zone");
        if (parsers.isEmpty()) {
            throw new IllegalArgumentException("A listing needs a parser");
        }
        return new ListingReader(List.copyOf(parsers), clock, zone);
    }

    /**
     * Reads the listing in the reply to STAT with a path (RFC 959 section 4.1.3), which needs no data connection.
     *
     * <p>Most servers send the lines of LIST between two lines of text. The code or a space may precede each line.
     *
     * @param reply a reply of 211, 212 or 213
     * @param options as for {@link #list}
     * @param clock the clock
     * @return the entries; none if the reply has a single line
     * @throws FtpCodecException if the reply has another code
     */
    public static List<FtpEntry> stat(FtpReply reply, ListingFormat options, Clock clock) {
        Objects.requireNonNull(reply, "reply");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(clock, "clock");
        if (!STATUS_CODES.contains(reply.code())) {
            throw new FtpCodecException("Not a reply with the status of a path", reply.toString());
        }
        List<String> texts = ReplyLines.texts(reply);
        ListingReader reader = list(options, clock);
        List<FtpEntry> entries = new ArrayList<>();
        for (String text : texts.subList(1, Math.max(1, texts.size() - 1))) {
            add(reader.read(text.startsWith(" ") ? text.substring(1) : text), entries);
        }
        add(reader.end(), entries);
        return List.copyOf(entries);
    }

    private static void add(@Nullable FtpEntry entry, List<FtpEntry> entries) {
        if (entry != null) {
            entries.add(entry);
        }
    }

    /**
     * Reads the next line. Never fails.
     *
     * @param line the line, with or without its line end
     * @return the entry, of type {@link FtpEntryType#UNPARSED} if the line cannot be read; null for a blank line, a
     *     heading, a total, the directory itself, its parent, and the first of two lines of an entry
     */
    public @Nullable FtpEntry read(String line) {
        Objects.requireNonNull(line, "line");
        String content = begun.isEmpty() ? withoutLineEnd(line) : begun + ' ' + withoutLineEnd(line);
        if (content.isBlank()) {
            return null;
        }
        FtpEntry entry = parse(content);
        if (entry != null) {
            begun = "";
            return isSelfOrParent(entry) ? null : entry;
        }
        if (begun.isEmpty() && isTold(content)) {
            return null;
        }
        begun = "";
        return unparsed(content);
    }

    /**
     * Ends the listing.
     *
     * @return an entry of type {@link FtpEntryType#UNPARSED} if its second line did not arrive, otherwise null
     */
    public @Nullable FtpEntry end() {
        String left = begun;
        begun = "";
        return left.isEmpty() ? null : unparsed(left);
    }

    private static FtpEntry unparsed(String line) {
        return FtpEntry.builder(line, line, FtpEntryType.UNPARSED).build();
    }

    /**
     * Whether a line is the beginning of an entry or holds none; only dialects that say so are candidates from now on.
     */
    private boolean isTold(String line) {
        for (ListingParser parser : candidates) {
            if (parser.isUnfinished(line)) {
                candidates = List.of(parser);
                begun = line;
                return true;
            }
        }
        List<ListingParser> told =
                candidates.stream().filter(parser -> parser.isNote(line)).toList();
        if (!told.isEmpty()) {
            candidates = told;
            headed = true;
        }
        return !told.isEmpty();
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
        for (ListingParser parser : candidates) {
            FtpEntry entry = parser.parse(line, now, zone);
            if (entry != null && (headed || candidates.size() == 1 || parser.isDecisive(line))) {
                decideFor(parser);
                return entry;
            }
        }
        return null;
    }

    private void decideFor(ListingParser parser) {
        if (candidates.size() > 1) {
            candidates = List.of(parser);
        }
    }

    private static boolean isSelfOrParent(FtpEntry entry) {
        String type = entry.facts().getOrDefault("type", "");
        return NAMES_OF_SELF_AND_PARENT.contains(entry.name())
                || TYPES_OF_SELF_AND_PARENT.contains(type.toLowerCase(Locale.ROOT));
    }
}
