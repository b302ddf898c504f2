package io.ftpreactive.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One daemon in the foreground: started, waited for until it greets, and ended by its own handle. */
final class DaemonProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 20;
    private static final int LOG_TAIL = 2_000;

    private final Process process;

    private DaemonProcess(Process process) {
        this.process = process;
    }

    /** Gives the address of a host that is written as an IP address. */
    static InetSocketAddress address(String host, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getAllByName(host)[0], port);
    }

    /**
     * Starts a daemon and returns when it greets with a 220 or, where it is one that waits for its peer to speak, listens;
     * everything in {@code run} named *.log tells why it did not.
     */
    static DaemonProcess start(
            List<String> command, @Nullable Path libraries, Path run, InetSocketAddress control, boolean greets)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(run.toFile())
                .redirectErrorStream(true)
                .redirectOutput(run.resolve("output.log").toFile());
        if (libraries != null) {
            builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
        }
        DaemonProcess daemon = new DaemonProcess(builder.start());
        try {
            daemon.awaitGreeting(control, greets);
            return daemon;
        } catch (IOException e) {
            daemon.close();
            throw new IOException(e.getMessage() + "; command: " + String.join(" ", command) + logs(run), e);
        }
    }

    private void awaitGreeting(InetSocketAddress control, boolean greets) throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        String last = "nothing tried";
        while (System.nanoTime() < deadline) {
            try {
                last = greets ? greeting(control) : listening(control);
                if (!greets || last.startsWith("220")) {
                    return;
                }
                if (!last.isEmpty()) {
                    break;
                }
            } catch (IOException e) {
                last = e.toString();
            }
            if (exited()) {
                throw new IOException("exited with " + process.exitValue());
            }
        }
        throw new IOException("no greeting on " + control + ", last: " + last);
    }

    private static String listening(InetSocketAddress control) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(control, (int) START_TIMEOUT.toMillis());
            return "";
        }
    }

    /** Reads the first line; a daemon that refuses because of its configuration says why in it. */
    private static String greeting(InetSocketAddress control) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(control, (int) START_TIMEOUT.toMillis());
            socket.setSoTimeout((int) START_TIMEOUT.toMillis());
            StringBuilder line = new StringBuilder();
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.append((char) next);
            }
            return line.toString().strip();
        }
    }

    /** Waits between two attempts, but not for a daemon that is gone. */
    private boolean exited() throws IOException {
        try {
            return process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the daemon", e);
        }
    }

    /** Ends the daemon and then the children that served its connections, which it leaves behind. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .collect(Collectors.toList());
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle handle : all) {
            try {
                handle.onExit().get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                handle.destroyForcibly();
            } catch (Exception e) {
                handle.destroyForcibly();
            }
        }
    }

    private static String logs(Path run) {
        try (Stream<Path> files = Files.list(run)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .map(DaemonProcess::tail)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tail(Path log) {
        try {
            String text = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
            return "\n--- " + log.getFileName() + "\n" + text.substring(Math.max(0, text.length() - LOG_TAIL));
        } catch (IOException e) {
            return "\n--- " + log.getFileName() + ": " + e;
        }
    }
}
