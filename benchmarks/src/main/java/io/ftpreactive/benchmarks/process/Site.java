package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.Main;
import io.ftpreactive.benchmarks.client.Server;
import io.ftpreactive.benchmarks.server.Serve;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, so that its CPU is not counted as anybody else's. */
final class Site implements AutoCloseable {

    private static final long START_SECONDS = 60;

    private final Process process;
    private final String title;
    private final String prefix;
    private final Path folder;
    private final Server server;
    private final int roundTripMillis;

    private Site(Process process, int roundTripMillis, List<String> words) {
        this.process = process;
        this.roundTripMillis = roundTripMillis;
        this.title = words.get(0);
        this.prefix = words.get(1);
        this.folder = Path.of(words.get(2));
        this.server = Server.parse(words.subList(Serve.LOGIN, words.size()));
    }

    /**
     * Starts one.
     *
     * @param base for its files
     * @param args what {@link Serve} understands
     * @throws IOException if it is not there or does not start
     */
    static Site start(Path base, String... args) throws IOException {
        return start(base, 0, args);
    }

    private static Site start(Path base, int roundTripMillis, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(Main.SERVE));
        command.addAll(Arrays.asList(args));
        String directory = "-Djava.io.tmpdir=" + base;
        Process process = Processes.startJava(Processes.home(), List.of("-Xmx2g", directory), command);
        Executor late = CompletableFuture.delayedExecutor(START_SECONDS, TimeUnit.SECONDS);
        CompletableFuture<Void> watchdog = CompletableFuture.runAsync(() -> Processes.kill(process), late);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        watchdog.cancel(false);
        if (line == null || !line.startsWith(Serve.READY + "\t")) {
            Processes.end(process);
            throw new IOException(args[0] + " does not start: " + (line == null ? "its process ended" : line));
        }
        return new Site(
                process,
                roundTripMillis,
                List.of(line.substring(Serve.READY.length() + 1).split("\t", -1)));
    }

    /** Starts a relay that puts this server at a distance. */
    Site away(int roundTripMillis) throws IOException {
        List<String> args = new ArrayList<>(List.of(Serve.RELAY, Integer.toString(roundTripMillis), title, prefix));
        args.add(folder.toString());
        args.addAll(server.words());
        return start(folder, roundTripMillis, args.toArray(String[]::new));
    }

    /** The first line that it says, and its version. */
    String title() {
        return title;
    }

    /** Whether it lets only data connections in that resume the TLS session of the control connection. */
    boolean isDemandingResumption() {
        return server.tls() != null && title.startsWith("vsftpd");
    }

    /** How far away it is. */
    int roundTripMillis() {
        return roundTripMillis;
    }

    Server server() {
        return server;
    }

    /** The path of a file for FTP. */
    String path(String name) {
        return prefix + name;
    }

    /** The file behind a path. */
    Path local(String name) {
        return folder.resolve(name);
    }

    /** The URL of a path, with the login in it. */
    static String url(Server server, String path) {
        boolean implicit = server.tls() != null && server.tls().implicit();
        return (implicit ? "ftps" : "ftp") + "://" + encode(server.user()) + ":" + encode(server.password()) + "@"
                + server.host() + ":" + server.port() + "/" + (path.startsWith("/") ? "%2F" + path.substring(1) : path);
    }

    private static String encode(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        Processes.end(process);
    }
}
