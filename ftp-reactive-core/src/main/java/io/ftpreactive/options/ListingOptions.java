package io.ftpreactive.options;

import io.ftpreactive.codec.listing.DateOrder;
import io.ftpreactive.codec.listing.ListingFormat;
import io.ftpreactive.codec.listing.ListingParser;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How directories are listed. Immutable: each setter returns a changed copy.
 *
 * <p>By default MLSD is asked for all that the server tells by itself, and LIST where there is no MLSD; the dialect of
 * LIST is found out, its times are in UTC and its months English.
 *
 * @see ListingFormat
 */
public final class ListingOptions {

    /** The defaults. */
    public static final ListingOptions DEFAULT = new ListingOptions(true, false, false, "", ListingFormat.DEFAULT);

    private static final Pattern FACT = Pattern.compile("[A-Za-z0-9.\\-_/+]+");

    private final boolean machine;
    private final boolean byDirectory;
    private final boolean hidden;
    private final String facts;
    private final ListingFormat format;

    private ListingOptions(boolean machine, boolean byDirectory, boolean hidden, String facts, ListingFormat format) {
        this.machine = machine;
        this.byDirectory = byDirectory;
        this.hidden = hidden;
        this.facts = facts;
        this.format = format;
    }

    /**
     * Chooses whether MLSD and MLST are used where the server has them; for servers whose MLSD is worse than their LIST.
     *
     * @param machine true for MLSD, false for LIST
     * @return the changed options
     */
    public ListingOptions machine(boolean machine) {
        return new ListingOptions(machine, byDirectory, hidden, facts, format);
    }

    /**
     * Chooses whether each directory is entered to be listed (CWD, the listing without an argument, and CWD back by the path
     * that PWD gave, all in one turn); for servers that do not list what the argument names. By default that is done where
     * the argument could be read as something else, because of a pattern or a blank in it, and with servers that are known
     * to ignore it. Where the way back fails, the session is closed.
     *
     * @param byDirectory true to enter every directory
     * @return the changed options
     */
    public ListingOptions byDirectory(boolean byDirectory) {
        return new ListingOptions(machine, byDirectory, hidden, facts, format);
    }

    /**
     * Chooses whether to ask for files that the server hides, such as {@code .profile}: by {@code LIST -a} and {@code NLST
     * -a}, which are no standard, in place of MLSD. A server that refuses them or lists nothing is asked without {@code -a}.
     *
     * @param hidden true to ask for them, false by default
     * @return the changed options
     */
    public ListingOptions hidden(boolean hidden) {
        return new ListingOptions(machine, byDirectory, hidden, facts, format);
    }

    /**
     * Chooses the facts that MLSD and MLST tell (OPTS MLST, RFC 3659 section 7.9); a server leaves out what it does not
     * know, and one that refuses the choice tells what it likes.
     *
     * <p>Without {@code unique} a walk enters a directory again that stands in two places.
     *
     * @param names such as {@code size}, {@code modify}; {@code type} is always among them; none for those that the server tells by itself
     * @return the changed options
     */
    public ListingOptions facts(String... names) {
        Objects.requireNonNull(names, "names");
        StringBuilder chosen = new StringBuilder();
        for (String name : List.of(names)) {
            if (!FACT.matcher(name).matches()) {
                throw new IllegalArgumentException("Not the name of a fact: '" + name + "'");
            }
            chosen.append(name).append(';');
        }
        boolean typed = chosen.isEmpty() || List.of(names).stream().anyMatch("type"::equalsIgnoreCase);
        return new ListingOptions(machine, byDirectory, hidden, typed ? chosen.toString() : "type;" + chosen, format);
    }

    /**
     * Sets the zone in which the server writes the times of LIST.
     *
     * @param zone the zone of the server, whatever that of this machine is
     * @return the changed options
     */
    public ListingOptions zone(ZoneId zone) {
        Objects.requireNonNull(zone, "zone");
        return new ListingOptions(machine, byDirectory, hidden, facts, format.zone(zone));
    }

    /**
     * Sets the languages in which LIST may name months, beside English; see {@link ListingFormat#months}.
     *
     * @param languages the languages
     * @return the changed options
     */
    public ListingOptions months(Locale... languages) {
        Objects.requireNonNull(languages, "languages");
        return new ListingOptions(machine, byDirectory, hidden, facts, format.months(languages));
    }

    /**
     * Sets the order of day, month and year in dates of IBM i and Windows; see {@link ListingFormat#dateOrder}.
     *
     * @param order the order of the server
     * @return the changed options
     */
    public ListingOptions dateOrder(DateOrder order) {
        return new ListingOptions(machine, byDirectory, hidden, facts, format.dateOrder(order));
    }

    /**
     * Sets the dialects among which that of LIST is chosen: one alone forces it.
     *
     * @param parsers the candidates, in the order in which they are tried
     * @return the changed options
     */
    public ListingOptions parsers(ListingParser... parsers) {
        Objects.requireNonNull(parsers, "parsers");
        return new ListingOptions(machine, byDirectory, hidden, facts, format.parsers(parsers));
    }

    /**
     * Adds a dialect of LIST, which is tried before those that are known.
     *
     * @param parser the parser
     * @return the changed options
     */
    public ListingOptions addParser(ListingParser parser) {
        Objects.requireNonNull(parser, "parser");
        return new ListingOptions(machine, byDirectory, hidden, facts, format.addParser(parser));
    }

    /** Whether MLSD is wanted, which has no {@code -a}. */
    public boolean isMachine() {
        return machine && !hidden;
    }

    public boolean isByDirectory() {
        return byDirectory;
    }

    public boolean isHidden() {
        return hidden;
    }

    /** The facts as OPTS MLST names them, empty for no choice. */
    public String facts() {
        return facts;
    }

    public ListingFormat format() {
        return format;
    }
}
