package io.ftpreactive.cli;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.result.ByteRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What of a file is wanted, and whether. */
@OptionGroup("Download")
final class GetOptions {

    private static final Pattern RANGE = Pattern.compile("(\\d{0,18})-(\\d{0,18})");

    @Option(
            names = {"-C", "--continue-at"},
            paramLabel = "OFFSET",
            description = "Fetch from this byte on and append to the file; - to go on where the file ends.")
    @Nullable
    String offset;

    @Option(
            names = {"-r", "--range"},
            paramLabel = "RANGE",
            description = "Fetch a part: FIRST-LAST, FIRST- or -COUNT for the last bytes.")
    @Nullable
    String range;

    @Option(
            names = {"-z", "--time-cond"},
            paramLabel = "DATE|FILE",
            description = "Fetch only what is newer than this date or local file; with - before it, what is not.")
    @Nullable
    String time;

    @Option(
            names = {"-R", "--remote-time"},
            description = "Give the local file the time of the remote one.")
    boolean remoteTime;

    @Option(
            names = {"-I", "--head"},
            description = "Print time and size only.")
    boolean head;

    @Option(
            names = {"-l", "--list-only"},
            description = "List names only (NLST).")
    boolean names;

    @Option(
            names = "--max-filesize",
            paramLabel = "BYTES",
            converter = SizeConverter.class,
            description = "Fetch no file that is larger; 200k, 3m, 1g.")
    long largest;

    @Option(
            names = {"-X", "--request"},
            paramLabel = "COMMAND",
            description = "List with this command instead of LIST or NLST, as with MLSD.")
    @Nullable
    String request;

    @Option(
            names = "--ignore-content-length",
            description = "Do not ask for the size (SIZE) nor believe the one that the server announces.")
    boolean sizeIgnored;

    @Option(
            names = "--segments",
            paramLabel = "N",
            description =
                    "Fetch N parts of a file at a time, 1 to 64, each with a session of its own, or as many as the"
                            + " server allows. After a failure -C - goes on with what is there.")
    int segments = 1;

    /** Whether several sessions are to share a download. */
    boolean isSegmented() {
        return segments > 1;
    }

    /** Whether {@code -C} asks to go on where the local file ends. */
    boolean continuesFile() {
        return "-".equals(offset);
    }

    /** The number of {@code -C}, null without one. */
    @Nullable
    Long offset() {
        return offset == null || continuesFile() ? null : Offsets.parse(offset);
    }

    /** The command that lists a directory, the empty one being the current. */
    FtpCommand listing(String directory, boolean onlyNames) {
        String argument = directory.isEmpty() ? null : directory;
        if (request == null) {
            return onlyNames ? FtpCommand.nlst(argument) : FtpCommand.list(argument);
        }
        try {
            return FtpCommand.parse(argument == null ? request : request + " " + argument);
        } catch (IllegalArgumentException e) {
            throw CliException.noCommand("-X", request, e);
        }
    }

    /** The part that {@code -r} wants, null for all. */
    @Nullable
    ByteRange range() {
        if (range == null) {
            return null;
        }
        Matcher parts = RANGE.matcher(range.matches("\\d+") ? range + "-" : range);
        if (!parts.matches() || parts.group().length() == 1) {
            throw new CliException(ExitCode.BAD_RANGE, "A range is FIRST-LAST, FIRST- or -COUNT, not " + range);
        }
        String first = parts.group(1);
        String last = parts.group(2);
        try {
            return first.isEmpty()
                    ? ByteRange.last(Long.parseLong(last))
                    : last.isEmpty()
                            ? ByteRange.from(Long.parseLong(first))
                            : ByteRange.between(Long.parseLong(first), Long.parseLong(last));
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.BAD_RANGE, String.valueOf(e.getMessage()), e);
        }
    }

    /** Refuses what cannot be done with files that are found by a listing. */
    void checkWildcard() {
        if (names) {
            throw new CliException(
                    ExitCode.USAGE, "-l lists, and --wildcard fetches files; ls --names --wildcard lists what matches");
        }
    }

    /** Refuses what contradicts itself before anything is sent. */
    void check(boolean ascii) {
        if (offset != null && range != null) {
            throw new CliException(ExitCode.USAGE, "-C and -r exclude each other");
        }
        if (ascii && (offset != null || range != null)) {
            throw new CliException(
                    ExitCode.USAGE, "-C and -r count bytes, which mean nothing in text: leave out -B and ;type=a");
        }
        if (segments < 1 || segments > 64) {
            throw new CliException(ExitCode.USAGE, "--segments needs a number from 1 to 64, not " + segments);
        }
        offset();
        range();
        listing("", false);
    }
}
