package io.ftpreactive.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes received bytes where a whole file does not go: to stdout, to the end of a file, or a listing or part into a
 * file. Opens what it writes to when the first bytes come. Blocks: never for an event loop.
 */
final class ByteSink {

    /** Opens a stream. */
    private interface Opening {
        OutputStream open() throws IOException;
    }

    private final String name;
    private final Opening opening;
    private final boolean owned;
    private @Nullable OutputStream out;
    private @Nullable Path part;
    private @Nullable Path target;
    /** A file that is continued, and where it ended; less than nothing if there was none. */
    private @Nullable Path continued;

    private long before;
    private long written;

    private ByteSink(String name, boolean owned, Opening opening) {
        this.name = name;
        this.owned = owned;
        this.opening = opening;
    }

    /** Writes to stdout, which stays open. */
    static ByteSink stdout(OutputStream out) {
        return new ByteSink("standard output", false, () -> out);
    }

    /** Continues a file, or begins it if there is none. */
    static ByteSink appending(Path file) throws IOException {
        ByteSink sink = new ByteSink(file.toString(), true, () -> new FileOutputStream(file.toFile(), true));
        if (!isDevice(file)) {
            sink.continued = file;
            sink.before = Files.exists(file) ? Files.size(file) : -1;
        }
        return sink;
    }

    /** Replaces a file when all is there, by way of {@code FILE.part}; writes directly to what is no regular file. */
    static ByteSink replacing(Path named) throws IOException {
        if (isDevice(named)) {
            return new ByteSink(named.toString(), true, () -> new FileOutputStream(named.toFile()));
        }
        Path target = followed(named);
        Path part = partOf(target);
        ByteSink sink = new ByteSink(named.toString(), true, () -> Files.newOutputStream(part));
        sink.part = part;
        sink.target = target;
        return sink;
    }

    /** The size of a file; -1 where there is none, or a part of one that is to replace it. */
    static long whole(Path named) {
        try {
            return Files.exists(named) && !Files.exists(partOf(followed(named))) ? Files.size(named) : -1;
        } catch (IOException e) {
            throw new CliException(ExitCode.WRITE_ERROR, "Could not measure " + named + ": " + describe(e), e);
        }
    }

    /** Whether a download has left a part, be it of several sessions. */
    static boolean isBegun(Path named, boolean segmented) {
        try {
            Path part = partOf(followed(named));
            return Files.exists(segmented ? part.resolveSibling(part.getFileName() + "s.map") : part);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path followed(Path named) throws IOException {
        return Files.exists(named) ? named.toRealPath() : named;
    }

    private static Path partOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    /** Whether this is a device, a FIFO or the like, also {@code /dev/stdout}, whose link leads to no path. */
    static boolean isDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file);
    }

    private CliException failed(IOException cause) {
        return new CliException(ExitCode.WRITE_ERROR, "Could not write to " + name + ": " + describe(cause), cause);
    }

    private static String describe(IOException cause) {
        String kind = cause.getClass().getSimpleName();
        return kind.equals("IOException") ? String.valueOf(cause.getMessage()) : kind + ": " + cause.getMessage();
    }

    private OutputStream out() throws IOException {
        OutputStream opened = out == null ? opening.open() : out;
        out = opened;
        return opened;
    }

    void write(byte[] bytes) {
        try {
            out().write(bytes);
            written += bytes.length;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Ends a success: from here the file stands under its name. Returns the number of bytes. */
    long commit() {
        try {
            out().flush();
            close();
            if (part != null && target != null) {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return written;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Ends, and drops what was appended. */
    void undo() throws IOException {
        close();
        Path file = continued;
        if (file == null || out == null) {
            return;
        }
        if (before < 0) {
            Files.delete(file);
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(before);
        }
    }

    /** Ends in any case. */
    void close() throws IOException {
        if (owned && out != null) {
            out.close();
        }
    }
}
