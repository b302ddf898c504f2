package io.ftpreactive.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The three standard streams, and whether a person looks at the two that are written.
 *
 * @param in standard input
 * @param out data only; an error of writing must be thrown, which a {@link PrintStream} does not do
 * @param err all else
 * @param outIsTerminal whether {@code out} is a terminal
 * @param errIsTerminal whether {@code err} is a terminal
 */
record Streams(InputStream in, OutputStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {

    Streams {
        in = new Counted.In(in);
        out = new Counted.Out(out);
    }

    /** How much has been written to standard output. */
    long printed() {
        return ((Counted.Out) out).bytes();
    }

    /** How often standard input was read, be it to its end. */
    long read() {
        return ((Counted.In) in).reads();
    }

    /** The streams of this process. */
    static Streams system() {
        return new Streams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                isTerminal(1),
                isTerminal(2));
    }

    /** Java tells only of a terminal on both ends; Linux tells of each. Elsewhere there is no bar, only lines. */
    private static boolean isTerminal(int descriptor) {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
