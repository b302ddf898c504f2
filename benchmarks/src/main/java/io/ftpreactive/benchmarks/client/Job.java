package io.ftpreactive.benchmarks.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What every client does in one round.
 *
 * @param kind what it is
 * @param remote the file on the server; with several files the start of their names, see {@link #remote(int)}; of a tree
 *     its directory
 * @param local the local file, or the folder of a tree; not used by all kinds
 * @param files how many
 * @param sessions how many logins work at the same time
 * @param amount the bytes of one file or of a whole tree, the entries of a listing, or the seconds of {@link Kind#STALLED}
 * @param active whether the server opens the data connections
 */
public record Job(Kind kind, String remote, Path local, int files, int sessions, long amount, boolean active) {

    /** The bytes of each buffer of {@link Kind#UPLOAD_STREAM}. */
    public static final int CHUNK = 64 * 1024;

    /** The bytes of each buffer of {@link Kind#UPLOAD_LINES}. */
    public static final int LINE = 64;

    private static final String SEPARATOR = "\t";
    private static final int FIELDS = 7;
    private static final int FIRST_NUMBER = 100_000;

    /** The kinds of work. */
    public enum Kind {
        /** RETR, and the bytes are dropped. */
        TO_NOTHING,
        /** RETR into a local file. */
        TO_FILE,
        /** RETR of each file that {@link #paths()} has, into a folder, to the same path. */
        TREE,
        /** STOR of a local file. */
        UPLOAD,
        /** STOR of buffers that the program makes. */
        UPLOAD_STREAM,
        /** The same in buffers of one line each. */
        UPLOAD_LINES,
        /** A listing of a directory: its entries count, instead of bytes. */
        LIST,
        /** RETR whose subscriber takes one buffer every 100 ms, broken off after some seconds: no bytes count. */
        STALLED
    }

    /** Passive. */
    public Job(Kind kind, String remote, Path local, int files, int sessions, long amount) {
        this(kind, remote, local, files, sessions, amount, false);
    }

    /** The paths of the files of a tree, below its directory: the lines of a file beside the local folder. */
    public List<String> paths() throws IOException {
        return Files.readAllLines(list(local));
    }

    /** The file beside a local folder that has the paths. */
    public static Path list(Path folder) {
        return Path.of(folder + ".list");
    }

    /** The path of one of several files: five digits behind the start. Without a formatter, which would show in profiles. */
    public String remote(int index) {
        return files == 1
                ? remote
                : remote + Integer.toString(FIRST_NUMBER + index).substring(1);
    }

    /** What a client is to have moved in the end: bytes, or entries. */
    public long total() {
        return switch (kind) {
            case STALLED -> 0;
            case TREE -> amount;
            default -> files * amount;
        };
    }

    /** Writes it for {@link #parse}: neither path may hold a tab. */
    public String line() {
        return String.join(
                SEPARATOR,
                kind.name(),
                remote,
                local.toString(),
                Integer.toString(files),
                Integer.toString(sessions),
                Long.toString(amount),
                Boolean.toString(active));
    }

    static Job parse(String line) {
        List<String> fields = List.of(line.split(SEPARATOR, FIELDS));
        return new Job(
                Kind.valueOf(fields.get(0)),
                fields.get(1),
                Path.of(fields.get(2)),
                Integer.parseInt(fields.get(3)),
                Integer.parseInt(fields.get(4)),
                Long.parseLong(fields.get(5)),
                Boolean.parseBoolean(fields.get(6)));
    }
}
