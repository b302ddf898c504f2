package io.ftpreactive.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the daemons are.
 *
 * @param root the folder their packages were unpacked into, or the root of the file system where they are installed
 */
record ServerBinaries(Path root) {

    /** Names the folder that the servers' Debian packages were unpacked into. */
    static final String ROOT_VARIABLE = "FTP_REACTIVE_SERVERS_ROOT";

    static ServerBinaries find() {
        String root = System.getenv(ROOT_VARIABLE);
        return new ServerBinaries(Path.of(root == null || root.isEmpty() ? "/" : root));
    }

    /** Gives a program's path, or null where it is missing. */
    @Nullable
    Path program(String name) {
        return Stream.of("usr/sbin", "usr/bin", "usr/local/sbin", "usr/local/bin")
                .map(directory -> root.resolve(directory).resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Gives a program's path where it was found before. */
    String require(String name) throws IOException {
        Path program = program(name);
        if (program == null) {
            throw new IOException("no " + name + " below " + root);
        }
        return program.toString();
    }

    /** The folder of the unpacked libraries, or null where the system's own are used. */
    @Nullable
    Path libraries() {
        return root.equals(Path.of("/"))
                ? null
                : libraryFolders().stream().findFirst().orElse(null);
    }

    /** The folder of ProFTPD's modules. */
    Path modules() {
        Path installed = Stream.concat(libraryFolders().stream(), Stream.of(root.resolve("usr/lib")))
                .map(folder -> folder.resolve("proftpd"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
        return installed == null ? root.resolve("usr/lib/proftpd") : installed;
    }

    private List<Path> libraryFolders() {
        Path libraries = root.resolve("usr/lib");
        if (!Files.isDirectory(libraries)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(libraries)) {
            return folders.filter(folder -> folder.getFileName().toString().endsWith("-linux-gnu"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
