package io.ftpreactive.options;

import io.ftpreactive.codec.listing.DateOrder;
import io.ftpreactive.codec.listing.ListingFormat;
import io.ftpreactive.codec.listing.ListingParser;
import io.ftpreactive.internal.settings.Settings;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How directories are listed. Immutable: each setter returns a changed copy.
 *
 * <p>By default the client uses MLSD with the facts that the server sends by itself, or LIST if the server has no MLSD.
 * It detects the format of LIST, takes times for UTC and reads English names of months.
 */
public final class ListingOptions extends Settings<ListingOptions> {

    /** The defaults. */
    public static final ListingOptions DEFAULT = new ListingOptions();

    private static final Pattern FACT = Pattern.compile("[A-Za-z0-9.\\-_/+]+");

    private boolean machine = true;
    private boolean byDirectory;
    private boolean hidden;
    private List<String> facts = List.of();
    private ListingFormat format = ListingFormat.DEFAULT;

    private ListingOptions() {}

    /**
     * Sets whether the client uses MLSD and MLST where the server has them. For servers whose MLSD is worse than their
     * LIST.
     *
     * @param machine true for MLSD, false for LIST; true by default
     * @return the changed options
     */
    public ListingOptions machine(boolean machine) {
        return with(copy -> copy.machine = machine);
    }

    /**
     * Sets whether the client changes into each directory to list it, for servers that do not list the directory that
     * the argument names. It sends CWD, the listing without an argument, and CWD back to the path that PWD returned, in
     * one turn.
     *
     * <p>By default it does so if the path contains a blank or a pattern, and with servers that are known to ignore the
     * argument. If the way back fails the client closes the session.
     *
     * @param byDirectory true for every directory; false by default
     * @return the changed options
     */
    public ListingOptions byDirectory(boolean byDirectory) {
        return with(copy -> copy.byDirectory = byDirectory);
    }

    /**
     * Sets whether the client asks for hidden files such as {@code .profile}. It sends {@code LIST -a} and {@code NLST
     * -a}, which no standard defines, instead of MLSD. If the server refuses them or lists nothing, the client asks
     * again without {@code -a}.
     *
     * @param hidden true to ask for them; false by default
     * @return the changed options
     */
    public ListingOptions hidden(boolean hidden) {
        return with(copy -> copy.hidden = hidden);
    }

    /**
     * Sets the facts that the client requests of MLSD and MLST (OPTS MLST, RFC 3659 section 7.9). The server omits
     * those that it does not know; if it refuses the request, it sends its own choice.
     *
     * <p>Without {@code unique}, a walk lists a directory again that is in two places.
     *
     * @param names such as {@code size}, {@code modify}; {@code type} is always requested. Empty, the default, for
     *     those that the server sends by itself
     * @return the changed options
     */
    public ListingOptions facts(String... names) {
        Objects.requireNonNull(names, "names");
        List<String> chosen = new ArrayList<>(List.of(names));
        for (String name : chosen) {
            if (!FACT.matcher(name).matches()) {
                throw new IllegalArgumentException("Not the name of a fact: '" + name + "'");
            }
        }
        if (!chosen.isEmpty() && chosen.stream().noneMatch("type"::equalsIgnoreCase)) {
            chosen.add(0, "type");
        }
        return with(copy -> copy.facts = List.copyOf(chosen));
    }

    /**
     * Sets the time zone of the times in LIST.
     *
     * @param zone the server's time zone; UTC by default
     * @return the changed options
     */
    public ListingOptions zone(ZoneId zone) {
        Objects.requireNonNull(zone, "zone");
        return with(copy -> copy.format = format.zone(zone));
    }

    /**
     * Sets the languages in which LIST may name months besides English; see {@link ListingFormat#months(Locale...)}.
     *
     * @param languages the languages
     * @return the changed options
     */
    public ListingOptions months(Locale... languages) {
        Objects.requireNonNull(languages, "languages");
        return with(copy -> copy.format = format.months(languages));
    }

    /**
     * Sets the order of day, month and year in dates of IBM i and Windows; see {@link
     * ListingFormat#dateOrder(DateOrder)}.
     *
     * @param order the server's order
     * @return the changed options
     */
    public ListingOptions dateOrder(DateOrder order) {
        Objects.requireNonNull(order, "order");
        return with(copy -> copy.format = format.dateOrder(order));
    }

    /**
     * Sets the formats of LIST that the client tries. A single one is forced.
     *
     * @param parsers the candidates, in the order in which the client tries them
     * @return the changed options
     */
    public ListingOptions parsers(ListingParser... parsers) {
        Objects.requireNonNull(parsers, "parsers");
        return with(copy -> copy.format = format.parsers(parsers));
    }

    /**
     * Adds a format of LIST, which the client tries before the others.
     *
     * @param parser the parser
     * @return the changed options
     */
    public ListingOptions addParser(ListingParser parser) {
        Objects.requireNonNull(parser, "parser");
        return with(copy -> copy.format = format.addParser(parser));
    }

    /**
     * Tells whether the client uses MLSD and MLST where the server has them.
     *
     * @return false for LIST
     */
    public boolean machine() {
        return machine;
    }

    /**
     * Tells whether the client changes into each directory to list it.
     *
     * @return true if it always does
     */
    public boolean byDirectory() {
        return byDirectory;
    }

    /**
     * Tells whether the client asks for hidden files.
     *
     * @return true if it does
     */
    public boolean hidden() {
        return hidden;
    }

    /**
     * Returns the facts that the client requests of MLSD and MLST.
     *
     * @return their names; empty for those that the server sends by itself
     */
    public List<String> facts() {
        return facts;
    }

    /**
     * Returns how the client reads LIST: zone, months, order of dates and parsers.
     *
     * @return the format
     */
    public ListingFormat format() {
        return format;
    }

    @Override
    protected @Nullable Object[] values() {
        return new @Nullable Object[] {machine, byDirectory, hidden, facts, format};
    }
}
