package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The launcher and a jar beside it in a directory of a test, with a home and a cache of their own. */
final class Installed {

    private static final Path SOURCE = Path.of("src/main/launcher/ftp-reactive").toAbsolutePath();

    private final Path directory;
    private final Path launcher;

    private Installed(Path directory, Path launcher) {
        this.directory = directory;
        this.launcher = launcher;
    }

    /** Copies both into a directory of this name. */
    static Installed in(Path directory, String name, Path jar) throws IOException {
        Path home = Files.createDirectories(directory.resolve(name));
        Files.createDirectories(directory.resolve("home/.cache/ftp-reactive"));
        Files.copy(jar, home.resolve("ftp-reactive.jar"));
        Path launcher = home.resolve("ftp-reactive");
        Files.copy(SOURCE, launcher, StandardCopyOption.COPY_ATTRIBUTES);
        return new Installed(directory, launcher);
    }

    Path jar() {
        return launcher.resolveSibling("ftp-reactive.jar");
    }

    Path launcher() {
        return launcher;
    }

    Path home() {
        return directory.resolve("home");
    }

    Path cache() {
        return home().resolve(".cache/ftp-reactive");
    }

    /** Prepares a run whose environment is the home directory alone. */
    ProcessBuilder command(String... args) throws IOException {
        return command(launcher, args);
    }

    /** The same by another name of the launcher. */
    ProcessBuilder command(Path program, String... args) throws IOException {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectOutput(Files.createTempFile(directory, "out", "").toFile())
                .redirectError(Files.createTempFile(directory, "err", "").toFile());
        builder.environment().clear();
        builder.environment().put("HOME", home().toString());
        return builder;
    }

    /**
     * What a run gave.
     *
     * @param code the exit code
     * @param pid of the process that was started
     * @param out what stood on stdout
     * @param err what stood on stderr
     */
    record Result(int code, long pid, String out, String err) {}

    static Result run(ProcessBuilder command) {
        try {
            Process process = command.start();
            process.getOutputStream().close();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return new Result(
                    process.exitValue(),
                    process.pid(),
                    Files.readString(
                            Objects.requireNonNull(command.redirectOutput().file())
                                    .toPath()),
                    Files.readString(
                            Objects.requireNonNull(command.redirectError().file())
                                    .toPath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(cache())) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    /** Waits until nothing goes on in the background any more. */
    void awaitBackground() {
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(directory.toString()))
                .forEach(process ->
                        process.onExit().orTimeout(2, TimeUnit.MINUTES).join());
    }

    /** Waits until the only archive is there, and gives it. */
    Path archive() throws IOException {
        awaitBackground();
        assertThat(archives()).hasSize(1);
        return archives().get(0);
    }
}
