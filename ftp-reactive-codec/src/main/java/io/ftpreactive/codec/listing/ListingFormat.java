package io.ftpreactive.codec.listing;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the listings of LIST are read. Immutable: each setter returns a changed copy.
 *
 * <p>By default the dialect is found out, times without a zone are in UTC and months have English names. MLSD needs none
 * of this: it tells times in UTC and has one form.
 */
public final class ListingFormat {

    /** All dialects, UTC, English. */
    public static final ListingFormat DEFAULT = new ListingFormat();

    private ZoneId zone = ZoneOffset.UTC;
    private MonthNames months = MonthNames.ENGLISH;
    private @Nullable DateOrder dateOrder;
    private List<ListingParser> parsers = ListingParser.all();

    private ListingFormat() {}

    private ListingFormat with(Consumer<ListingFormat> change) {
        ListingFormat copy = new ListingFormat();
        copy.zone = zone;
        copy.months = months;
        copy.dateOrder = dateOrder;
        copy.parsers = parsers;
        change.accept(copy);
        return copy;
    }

    /**
     * Sets the zone in which the server writes times.
     *
     * @param zone the zone of the server, whatever that of this machine is
     * @return the changed options
     */
    public ListingFormat zone(ZoneId zone) {
        Objects.requireNonNull(zone, "zone");
        return with(copy -> copy.zone = zone);
    }

    /**
     * Sets the languages in which a Unix server may write months, beside English. Any beginning of a name with three or
     * more letters is understood that no other month of the language has. Without its language a date is unknown; the
     * name beside it is read all the same. The calendar is always the Gregorian one.
     *
     * @param languages the languages; where names contradict each other, English and then the first counts
     * @return the changed options
     */
    public ListingFormat months(Locale... languages) {
        Objects.requireNonNull(languages, "languages");
        MonthNames names = MonthNames.in(List.of(languages));
        return with(copy -> copy.months = names);
    }

    /**
     * Sets the order of day, month and year where a line does not tell it: on IBM i, where the job of the server sets it and
     * a date that is another day in another order is unknown otherwise; and on Windows, where the month comes first by
     * default. Dates that begin with a year of four digits, or have dots between, tell their order on Windows themselves.
     *
     * @param order the order of the server
     * @return the changed options
     */
    public ListingFormat dateOrder(DateOrder order) {
        Objects.requireNonNull(order, "order");
        return with(copy -> copy.dateOrder = order);
    }

    /**
     * Sets the dialects among which a listing is chosen: one alone forces it.
     *
     * @param parsers the candidates; the first that can read a line reads the whole listing
     * @return the changed options
     * @throws IllegalArgumentException if there are none
     */
    public ListingFormat parsers(ListingParser... parsers) {
        Objects.requireNonNull(parsers, "parsers");
        if (parsers.length == 0) {
            throw new IllegalArgumentException("A listing needs a parser");
        }
        List<ListingParser> all = List.of(parsers);
        return with(copy -> copy.parsers = all);
    }

    /**
     * Adds a dialect of the user's own, which is tried before those there are.
     *
     * @param parser the parser
     * @return the changed options
     */
    public ListingFormat addParser(ListingParser parser) {
        Objects.requireNonNull(parser, "parser");
        List<ListingParser> all = new ArrayList<>();
        all.add(parser);
        all.addAll(parsers);
        return with(copy -> copy.parsers = List.copyOf(all));
    }

    ZoneId zone() {
        return zone;
    }

    /** Returns the candidates, those of Unix, Windows and IBM i with the chosen languages and order. */
    List<ListingParser> candidates() {
        return parsers.stream().map(this::localized).toList();
    }

    private ListingParser localized(ListingParser parser) {
        if (parser == UnixParser.INSTANCE) {
            return months.isEnglish() ? parser : new UnixParser(months);
        }
        if (parser == DosParser.INSTANCE) {
            return dateOrder == null ? parser : new DosParser(dateOrder);
        }
        boolean isOrdered = parser == Os400Parser.INSTANCE && dateOrder != null;
        return isOrdered ? new Os400Parser(dateOrder) : parser;
    }
}
