package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one dialect of listing.
 *
 * <p>A parser is a pure function: it keeps nothing between lines, asks no clock and throws on no line whatever. One
 * instance serves all listings.
 */
@FunctionalInterface
public interface ListingParser {

    /**
     * Reads one line.
     *
     * @param line the line without its line end, spaces untouched
     * @param now the time of reading, for dates without a year
     * @param zone the zone of the server, for times without one
     * @return the entry, or null if the line is not of this dialect
     */
    @Nullable
    FtpEntry parse(String line, Instant now, ZoneId zone);

    /**
     * Tells whether a line is of this dialect but stands for no entry: a heading, a sum, an empty directory.
     *
     * <p>Only asked for lines that {@link #parse} does not read. Such a line, too, decides on the dialect of a listing.
     *
     * @param line the line without its line end
     * @return whether the line is to be left out
     */
    default boolean isNote(String line) {
        return false;
    }

    /**
     * Tells whether a line is the beginning of an entry that goes on in the next line, which {@link #parse} then gets
     * joined to this one.
     *
     * @param line the line without its line end
     * @return whether the next line belongs to it
     */
    default boolean isUnfinished(String line) {
        return false;
    }

    /**
     * Returns the parser of MLSD lines, RFC 3659 section 7.
     *
     * @return the parser, which needs neither time nor zone: MLSD tells times in UTC
     */
    static ListingParser mlsx() {
        return MlsxParser.INSTANCE;
    }

    /**
     * Returns the parser of what {@code ls -l} prints, with English names of months;
     * {@link ListingOptions#months} gives it others.
     *
     * @return the parser
     */
    static ListingParser unix() {
        return UnixParser.INSTANCE;
    }

    /**
     * Returns the parser of what {@code DIR} prints on Windows, as IIS and Windows CE send it.
     *
     * @return the parser
     */
    static ListingParser dos() {
        return DosParser.INSTANCE;
    }

    /**
     * Returns the parser of the Easily Parsed LIST Format, cr.yp.to/ftp/list/eplf.html.
     *
     * @return the parser, which needs neither time nor zone
     */
    static ListingParser eplf() {
        return EplfParser.INSTANCE;
    }

    /**
     * Returns the parser of Novell NetWare.
     *
     * @return the parser
     */
    static ListingParser netWare() {
        return NetWareParser.INSTANCE;
    }

    /**
     * Returns the parser of OS/2.
     *
     * @return the parser
     */
    static ListingParser os2() {
        return Os2Parser.INSTANCE;
    }

    /**
     * Returns the parser of Peter Lewis' servers for the Macintosh, FTPd and NetPresenz.
     *
     * @return the parser
     */
    static ListingParser mac() {
        return MacParser.INSTANCE;
    }

    /**
     * Returns the parser of Connect:Enterprise for Unix.
     *
     * @return the parser
     */
    static ListingParser enterpriseUnix() {
        return EnterpriseUnixParser.INSTANCE;
    }

    /**
     * Returns the parsers of all dialects of LIST, in the order in which a listing is tried with them: a dialect comes
     * before those whose lines may look like its own.
     *
     * @return the parsers, unmodifiable
     */
    static List<ListingParser> all() {
        return List.of(eplf(), netWare(), enterpriseUnix(), mac(), os2(), unix(), dos());
    }
}
