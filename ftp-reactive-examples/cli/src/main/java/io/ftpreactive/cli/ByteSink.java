package io.ftpreactive.cli;

import io.netty.buffer.ByteBuf;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Writes received bytes to a stream. Blocks: never for an event loop. */
final class ByteSink {

    private static final int CHUNK = 64 * 1024;

    private final OutputStream out;
    private final String name;
    private final boolean owned;
    private final byte[] chunk = new byte[CHUNK];
    private @Nullable Path part;
    private @Nullable Path target;

    private ByteSink(OutputStream out, String name, boolean owned) {
        this.out = out;
        this.name = name;
        this.owned = owned;
    }

    /** Writes to stdout, which stays open. */
    static ByteSink stdout(OutputStream out) {
        return new ByteSink(out, "standard output", false);
    }

    /** Continues a file, or begins it if there is none. */
    static ByteSink appending(Path file) {
        try {
            return new ByteSink(new FileOutputStream(file.toFile(), true), file.toString(), true);
        } catch (IOException e) {
            throw failed(file.toString(), e);
        }
    }

    /** Replaces a file when all is there, by way of {@code FILE.part}; writes directly to what is no regular file. */
    static ByteSink replacing(Path named) {
        try {
            if (isDevice(named)) {
                return new ByteSink(new FileOutputStream(named.toFile()), named.toString(), true);
            }
            Path target = Files.exists(named) ? named.toRealPath() : named;
            Path part = target.resolveSibling(target.getFileName() + ".part");
            ByteSink sink = new ByteSink(Files.newOutputStream(part), named.toString(), true);
            sink.part = part;
            sink.target = target;
            return sink;
        } catch (IOException e) {
            throw failed(named.toString(), e);
        }
    }

    /** Whether this is a device, a FIFO or the like, also {@code /dev/stdout}, whose link leads to no path. */
    static boolean isDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file);
    }

    private static CliException failed(String name, IOException cause) {
        return new CliException(ExitCode.WRITE_ERROR, "Could not write to " + name + ": " + describe(cause), cause);
    }

    private static String describe(IOException cause) {
        String kind = cause.getClass().getSimpleName();
        return kind.equals("IOException") ? String.valueOf(cause.getMessage()) : kind + ": " + cause.getMessage();
    }

    /** Writes all that is readable and releases the buffer. */
    void write(ByteBuf buffer) {
        try {
            while (buffer.isReadable()) {
                int length = Math.min(buffer.readableBytes(), CHUNK);
                buffer.readBytes(chunk, 0, length);
                out.write(chunk, 0, length);
            }
        } catch (IOException e) {
            throw failed(name, e);
        } finally {
            buffer.release();
        }
    }

    /** Ends a success: from here the file stands under its name. */
    void commit() {
        try {
            out.flush();
            close();
            if (part != null && target != null) {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /** Ends in any case. */
    void close() throws IOException {
        if (owned) {
            out.close();
        }
    }
}
