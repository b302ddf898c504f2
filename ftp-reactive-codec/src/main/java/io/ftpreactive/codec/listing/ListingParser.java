package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one format of listings.
 *
 * <p>A parser is a pure function: it keeps no state, reads no clock and throws nothing, whatever the line. One instance
 * serves all listings.
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
     * joined to this one by a space.
     *
     * @param line the line without its line end
     * @return whether the next line belongs to it
     */
    default boolean isUnfinished(String line) {
        return false;
    }

    /**
     * Tells whether a line that {@link #parse} reads can be of this dialect alone. The first one of a listing must be,
     * unless {@link #isNote} has spoken for the dialect or there is no other candidate.
     *
     * @param line a line that is an entry
     * @return false for what may be anything, such as a bare name
     */
    default boolean isDecisive(String line) {
        return true;
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
     * {@link ListingFormat#months} gives it others.
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
     * Returns the parser of OpenVMS, as MultiNet, TCP/IP Services, TCPware and CMU-IP send it.
     *
     * <p>The name of a file keeps its version, {@code NAME.TXT;1}: with it the server sends this file and no newer one,
     * and no two entries have the same name. What comes before the semicolon stands for the newest version. The name of
     * a directory is the one that CWD takes, without {@code .DIR;1}. Sizes are those of the blocks in use, of 512 bytes
     * each, unless the server tells bytes: a file may be up to 511 bytes shorter. Of a file that the user may not look
     * at only the name is known.
     *
     * @return the parser
     */
    static ListingParser vms() {
        return VmsParser.INSTANCE;
    }

    /**
     * Returns the parser of the data sets of MVS and z/OS, z/OS Communications Server IP User's Guide.
     *
     * <p>Partitioned data sets and pseudo directories are directories, sequential data sets and tapes are files;
     * whatever cannot be transferred or is not told, as of a migrated data set, is {@link FtpEntryType#OTHER}. Size and
     * time are unknown: the listing counts tracks, and its date is that of the last reference. Names that the server
     * puts into quotes keep them, without they would be relative to the working directory.
     *
     * @return the parser
     */
    static ListingParser mvs() {
        return MvsParser.INSTANCE;
    }

    /**
     * Returns the parser of the members of a partitioned data set of MVS and z/OS, z/OS Communications Server IP User's
     * Guide.
     *
     * <p>The time is that of the last change in the statistics, where there are any; sizes, which count records, are
     * unknown. An alias of a load module is a link.
     *
     * @return the parser
     */
    static ListingParser mvsMembers() {
        return MvsMemberParser.INSTANCE;
    }

    /**
     * Returns the parser of the queues of JES on z/OS, of interface levels 1 and 2, z/OS Communications Server IP
     * User's Guide.
     *
     * <p>The name of a job is its id, which RETR takes. A job that has run is a file, any other is
     * {@link FtpEntryType#OTHER}. In the list of one job, its spool files are files too: their names are their numbers,
     * which RETR takes after the id and a dot.
     *
     * @return the parser
     */
    static ListingParser jes() {
        return JesParser.INSTANCE;
    }

    /**
     * Returns the parser of z/VM, for files of CMS and of the Byte File System, z/VM TCP/IP User's Guide.
     *
     * <p>The name of a file of CMS is its name and type with a dot between. Its size is known if its records are of
     * fixed length.
     *
     * @return the parser
     */
    static ListingParser zvm() {
        return ZvmParser.INSTANCE;
    }

    /**
     * Returns the parser of IBM i (OS/400) in its own list format.
     *
     * <p>Dates there come in an order that the line does not tell: a date that is another day in another order is
     * unknown. Names of members hold the file, {@code FILE.MEMBER} or {@code NAME.FILE/MEMBER.MBR}; a slash at the end
     * of the name of a directory is left out. Files of the database and save files are files.
     *
     * @return the parser
     */
    static ListingParser os400() {
        return Os400Parser.INSTANCE;
    }

    /**
     * Returns the parser of the Guardian file system of HPE NonStop (Tandem).
     *
     * <p>Group and owner are the two numbers of the user id; the permissions are the four letters for read, write,
     * execute and purge.
     *
     * @return the parser
     */
    static ListingParser nonStop() {
        return NonStopParser.INSTANCE;
    }

    /**
     * Returns the parser of routers and other small systems: VShell, VxWorks, wfFtp of Nortel, KA9Q NOS, OS-9, and Unix
     * with its mode and time in numbers.
     *
     * @return the parser
     */
    static ListingParser smallSystems() {
        return SmallSystemsParser.INSTANCE;
    }

    /**
     * Returns the parsers of all dialects of LIST, in the order in which a listing is tried with them: a dialect comes
     * before those whose lines may look like its own. Members of a partitioned data set come last, where a bare name is
     * an entry.
     *
     * @return the parsers, unmodifiable
     */
    static List<ListingParser> all() {
        return List.of(
                vms(),
                mvs(),
                jes(),
                zvm(),
                os400(),
                nonStop(),
                eplf(),
                netWare(),
                enterpriseUnix(),
                mac(),
                os2(),
                unix(),
                dos(),
                smallSystems(),
                mvsMembers());
    }
}
