package io.ftpreactive.cli;

import io.ftpreactive.codec.FtpCommand;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * What is to be uploaded.
 *
 * @param path the local file, null for standard input
 * @param stdin standard input
 */
record LocalFile(@Nullable Path path, InputStream stdin) {

    private static final String STDIN = "-";

    /** Finds a file that can be read, or standard input for a dash. */
    static LocalFile of(String name, InputStream stdin) {
        return new LocalFile(name.equals(STDIN) ? null : readable(name), stdin);
    }

    private static Path readable(String name) {
        try {
            Path file = Path.of(name);
            if (Files.isReadable(file) && !Files.isDirectory(file)) {
                return file;
            }
            String why =
                    Files.isDirectory(file) ? "it is a directory" : Files.exists(file) ? "no permission" : "no file";
            throw new CliException(ExitCode.READ_ERROR, "Cannot read " + file + ": " + why);
        } catch (InvalidPathException e) {
            throw new CliException(ExitCode.READ_ERROR, "Not a name for a local file: " + name, e);
        }
    }

    /** What to call it. */
    String name() {
        return path == null ? STDIN : String.valueOf(path.getFileName());
    }

    /** The remote path that a URL gives it. */
    String remotePath(Target target) {
        String remote = target.path();
        if (target.isDirectory()) {
            if (path == null) {
                throw new CliException(ExitCode.USAGE, "Standard input has no name: the URL must name the remote file");
            }
            remote += path.getFileName();
        }
        try {
            return String.valueOf(FtpCommand.stor(remote).argument());
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.BAD_URL, "The local name cannot be sent: " + e.getMessage(), e);
        }
    }

    /** The file where it is a regular one, null for standard input, a FIFO, a device. */
    @Nullable
    Path regular() {
        return path != null && Files.isRegularFile(path) ? path : null;
    }

    /** The number of bytes, -1 where that is not known. */
    long size() {
        try {
            Path regular = regular();
            return regular == null ? -1 : Files.size(regular);
        } catch (IOException e) {
            // The upload will say it better.
            return -1;
        }
    }

    /** Streams what comes after so many bytes. */
    Flux<ByteBuf> bytes(long from) {
        return path == null ? LocalSource.of(stdin, from) : LocalSource.of(path, from);
    }
}
