package io.ftpreactive.benchmarks.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The files that are moved. */
final class TestFiles {

    private static final int BLOCK = 1 << 20;

    /** A memory file system, so that no disk is measured. */
    private static final Path MEMORY = Path.of("/dev/shm");

    /** As it was when the process began. */
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    private TestFiles() {}

    /** Where files go unless the user says otherwise. */
    static Path defaultDirectory() {
        return Files.isWritable(MEMORY) ? MEMORY : TEMPORARY;
    }

    /** Makes a directory that servers may look into. */
    static Path workspace(Path base) throws IOException {
        Path workspace = Files.createTempDirectory(base, "ftp-reactive-benchmarks-");
        return Files.setPosixFilePermissions(workspace, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Writes a file that does not compress, which servers may read and overwrite. */
    static void fill(Path file, long size) throws IOException {
        byte[] block = new byte[BLOCK];
        new Random(1).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    /** Deletes a directory with all that is in it; what is gone already is no error. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
