package io.ftpreactive.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The temporary files of one server.
 *
 * @param base holds all others
 * @param run the server's own: configuration, logs, pid
 * @param root where the login starts; not writable, as vsftpd demands, except for {@code pub} in it
 */
record ServerFiles(Path base, Path run, Path root, DaemonAccount account) {

    static ServerFiles create(String name) throws IOException {
        Path base = Files.createTempDirectory("ftp-reactive-" + name + "-");
        permit(base, "rwxr-xr-x");
        Path run = permit(Files.createDirectory(base.resolve("run")), "rwxr-xr-x");
        Path root = Files.createDirectory(base.resolve("root"));
        permit(Files.createDirectory(root.resolve("pub")), "rwxrwxrwx");
        permit(root, "r-xr-xr-x");
        return new ServerFiles(base.toRealPath(), run.toRealPath(), root.toRealPath(), DaemonAccount.of(run));
    }

    /** Writes a file of the server's own, readable for nobody else. */
    Path configure(String name, String content) throws IOException {
        Path file = Files.writeString(run.resolve(name), content);
        return account.own(permit(file, "rw-------"));
    }

    /** Writes a file of the server's own with the content of another, readable for nobody else. */
    Path configure(String name, Path original) throws IOException {
        return configure(name, Files.readString(original));
    }

    /** Writes a file in {@code pub} that the server may also overwrite, delete and date, and makes the directories above it. */
    Path write(String name, byte[] content) {
        try {
            Path parent = Path.of(name).getParent();
            if (parent != null) {
                makeDirectory(parent.toString());
            }
            Path file = Files.write(root.resolve("pub").resolve(name), content);
            return account.own(permit(file, "rw-rw-rw-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a directory in {@code pub}, and those above it, in which the server may write. */
    Path makeDirectory(String name) {
        try {
            Path directory = root.resolve("pub");
            for (Path step : Path.of(name)) {
                directory = directory.resolve(step);
                if (!Files.isDirectory(directory)) {
                    account.own(permit(Files.createDirectory(directory), "rwxrwxrwx"));
                }
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try {
            permit(root, "rwxr-xr-x");
            Files.walkFileTree(base, new Deletion());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path permit(Path path, String permissions) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE; // a server that is just ending may have removed it
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
