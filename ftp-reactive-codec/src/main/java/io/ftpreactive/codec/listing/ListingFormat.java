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
 * How the lines of LIST are read. Immutable: each setter returns a changed copy.
 *
 * <p>By default the reader detects the format, takes times without a zone for UTC and reads English names of months.
 * MLSD needs none of this: it has one format, with times in UTC.
 */
public final class ListingFormat {

    /** All formats, UTC, English. */
    public static final ListingFormat DEFAULT = new ListingFormat();

    private ZoneId zone = ZoneOffset.UTC;
    private List<Locale> months = List.of();
    /** Null for English alone. Names and parsers are made when something is listed: a client that only transfers needs none. */
    private @Nullable MonthNames monthNames;

    private @Nullable DateOrder dateOrder;
    /** Null for all. */
    private @Nullable List<ListingParser> parsers;

    private ListingFormat() {}

    private ListingFormat with(Consumer<ListingFormat> change) {
        ListingFormat copy = new ListingFormat();
        copy.zone = zone;
        copy.months = months;
        copy.monthNames = monthNames;
        copy.dateOrder = dateOrder;
        copy.parsers = parsers;
        change.accept(copy);
        return copy;
    }

    /**
     * Sets the time zone of the server's times.
     *
     * @param zone the server's time zone; UTC by default
     * @return the changed format
     */
    public ListingFormat zone(ZoneId zone) {
        Objects.requireNonNull(zone, "zone");
        return with(copy -> copy.zone = zone);
    }

    /**
     * Sets the languages in which a Unix server may name months, besides English. The reader accepts any abbreviation
     * of three or more letters that fits one month of the language only. A date in another language is unknown; the
     * rest of the line is read. The calendar is always the Gregorian one.
     *
     * @param languages the languages; if their names contradict each other, English wins, then the first
     * @return the changed format
     */
    public ListingFormat months(Locale... languages) {
        Objects.requireNonNull(languages, "languages");
        List<Locale> all = List.of(languages);
        MonthNames names = MonthNames.in(all);
        return with(copy -> {
            copy.months = all;
            copy.monthNames = names;
        });
    }

    /**
     * Sets the order of day, month and year where a line does not show it.
     *
     * <p>On IBM i the job of the server sets the order. Without this setting, a date that could be several days is
     * unknown. On Windows the month comes first by default; dates that begin with a year of four digits, or contain
     * dots, show their order.
     *
     * @param order the server's order
     * @return the changed format
     */
    public ListingFormat dateOrder(DateOrder order) {
        Objects.requireNonNull(order, "order");
        return with(copy -> copy.dateOrder = order);
    }

    /**
     * Sets the formats that the reader tries. A single one is forced.
     *
     * @param parsers the candidates; the first that can read a line reads the whole listing
     * @return the changed format
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
     * Adds a format, which the reader tries before the others.
     *
     * @param parser the parser
     * @return the changed format
     */
    public ListingFormat addParser(ListingParser parser) {
        Objects.requireNonNull(parser, "parser");
        List<ListingParser> all = new ArrayList<>();
        all.add(parser);
        all.addAll(parsers());
        return with(copy -> copy.parsers = List.copyOf(all));
    }

    /**
     * Returns the time zone of the server's times.
     *
     * @return the zone
     */
    public ZoneId zone() {
        return zone;
    }

    /**
     * Returns the languages in which a Unix server may name months, besides English.
     *
     * @return the languages, unmodifiable
     */
    public List<Locale> months() {
        return months;
    }

    /**
     * Returns the order of day, month and year where a line does not show it.
     *
     * @return the order, null for the default of each format
     */
    public @Nullable DateOrder dateOrder() {
        return dateOrder;
    }

    /**
     * Returns the formats that the reader tries.
     *
     * @return the parsers, unmodifiable
     */
    public List<ListingParser> parsers() {
        return parsers == null ? ListingParser.all() : parsers;
    }

    /** Returns the candidates, those of Unix, Windows and IBM i with the chosen languages and order. */
    List<ListingParser> candidates() {
        return parsers().stream().map(this::localized).toList();
    }

    private ListingParser localized(ListingParser parser) {
        if (parser == UnixParser.INSTANCE) {
            return monthNames == null || monthNames.isEnglish() ? parser : new UnixParser(monthNames);
        }
        if (parser == DosParser.INSTANCE) {
            return dateOrder == null ? parser : new DosParser(dateOrder);
        }
        boolean isOrdered = parser == Os400Parser.INSTANCE && dateOrder != null;
        return isOrdered ? new Os400Parser(dateOrder) : parser;
    }
}
