package io.ftpreactive.benchmarks.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/** The files that are moved. */
final class TestFiles {

    static final double GB = 1e9;

    private static final int MEBIBYTE = 1 << 20;

    /** A memory file system, so that no disk is measured. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private TestFiles() {}

    /** Where files go unless the user says otherwise. */
    static Path defaultDirectory() {
        return Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Writes a file of whole mebibytes that do not compress, and gives its size. */
    static long fill(Path file, int mebibytes) throws IOException {
        byte[] block = new byte[MEBIBYTE];
        new Random(1).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < mebibytes; i++) {
                out.write(block);
            }
        }
        return (long) mebibytes * MEBIBYTE;
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
