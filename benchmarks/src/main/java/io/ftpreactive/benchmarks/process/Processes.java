package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Every process that a run starts: none outlives it, however it ends. */
final class Processes {

    /** How long a process may take to clean up when its standard input ends. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    private static final Set<Path> DIRECTORIES = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Processes::endAll, "end-processes"));
    }

    private Processes() {}

    static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        RUNNING.add(process);
        return process;
    }

    /** Starts this program anew, in a JVM that tells what is wrong on this one's standard error. */
    static Process startJava(Path home, List<String> options, List<String> args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dio.netty.machineId=00:00:00:00:00:00:00:01"); // else a network without hardware is warned of
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(args);
        return start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    /** The home of the JVM that this runs in. */
    static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    /**
     * Waits for a process that ends by itself.
     *
     * @return its exit code
     * @throws IOException if it does not, and then it is ended
     */
    static int await(Process process, String what, Duration limit) throws IOException {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(what + " did not finish within " + limit.toSeconds() + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(what + " was interrupted", e);
        } finally {
            kill(process);
        }
    }

    /** The first line that a program prints; what it prints besides is not read. */
    static String firstLine(String... command) throws IOException {
        Process process = start(new ProcessBuilder(command).redirectErrorStream(true));
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            return line == null ? "" : line;
        } finally {
            kill(process);
        }
    }

    /** Ends a process by the end of its standard input, so that it can clean up, else by force. */
    static void end(Process process) {
        try {
            process.getOutputStream().close();
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            // It had ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            kill(process);
        }
    }

    /** Ends a process and those it started, at once. */
    static void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        RUNNING.remove(process);
    }

    /** Deletes a directory when no process needs it any more: at the latest when this process ends. */
    static void deleteLast(Path directory) {
        DIRECTORIES.add(directory);
    }

    /** Ends everything, and deletes what was left. */
    static void endAll() {
        List<Process> running = List.copyOf(RUNNING);
        running.forEach(Processes::closeInput);
        running.forEach(Processes::end);
        for (Path directory : DIRECTORIES) {
            try {
                TestFiles.delete(directory);
            } catch (IOException e) {
                System.err.println("left behind: " + directory + ", " + e);
            }
        }
        DIRECTORIES.clear();
    }

    private static void closeInput(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException | UncheckedIOException e) {
            // It had ended.
        }
    }
}
