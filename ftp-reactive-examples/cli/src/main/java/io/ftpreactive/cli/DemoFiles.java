package io.ftpreactive.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The demo's files: made up, of mixed sizes, with their checksums. All in one temporary directory. */
final class DemoFiles {

    private static final int SMALLEST = 1024;
    private static final int LARGEST = 256 * 1024;
    private static final long SEED = 42;

    private final Path root;
    private final Map<String, byte[]> checksums = new HashMap<>();
    private long bytes;

    private DemoFiles(Path root) {
        this.root = root;
    }

    static DemoFiles make(int count) throws IOException {
        DemoFiles files = new DemoFiles(Files.createTempDirectory("ftp-reactive-demo"));
        for (Path directory : List.of(files.sources(), files.downloads(), files.served())) {
            Files.createDirectory(directory);
        }
        Random random = new Random(SEED);
        for (int i = 0; i < count; i++) {
            files.add(String.format("file-%05d.bin", i), random);
        }
        return files;
    }

    private void add(String name, Random random) throws IOException {
        // As many small files as large ones: sizes spread evenly over powers of two.
        double size = SMALLEST * Math.pow((double) LARGEST / SMALLEST, random.nextDouble());
        byte[] content = new byte[(int) size];
        random.nextBytes(content);
        Files.write(sources().resolve(name), content);
        checksums.put(name, sha256(content));
        bytes += content.length;
    }

    List<String> names() {
        return checksums.keySet().stream().sorted().toList();
    }

    long bytes() {
        return bytes;
    }

    Path sources() {
        return root.resolve("sources");
    }

    Path downloads() {
        return root.resolve("downloads");
    }

    /** The directory that the server serves. */
    Path served() {
        return root.resolve("served");
    }

    /** Tells whether a downloaded file is what was uploaded. Blocks. */
    boolean isIntact(String name) {
        try {
            byte[] content = Files.readAllBytes(downloads().resolve(name));
            return MessageDigest.isEqual(checksums.get(name), sha256(content));
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Deletes everything. */
    void delete() {
        try {
            Files.walkFileTree(root, new Deleting());
        } catch (IOException e) {
            // What is left in the temporary directory is the system's to remove.
            return;
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
