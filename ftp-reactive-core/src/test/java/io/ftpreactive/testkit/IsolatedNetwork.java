package io.ftpreactive.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A network of its own for a child JVM, with nothing in it but loopback and a packet filter. It is gone with the child's
 * last process.
 */
public final class IsolatedNetwork {

    private static final long LIMIT_SECONDS = 120;

    private IsolatedNetwork() {}

    /**
     * Tells whether this machine can have one. What it lacks is an error where nothing may be left out, and named
     * otherwise.
     */
    public static boolean isAvailable() {
        String lack = lack();
        if (lack != null) {
            RealServers.leaveOut("the test of firewalls", lack, null);
        }
        return lack == null;
    }

    private static @Nullable String lack() {
        for (String program : List.of("unshare", "ip")) {
            if (ServerBinaries.installed(program) == null) {
                return "no " + program + " here";
            }
        }
        if (nft() == null) {
            return "no nft here, of the package nftables";
        }
        if (RealServers.named("vsftpd") == null) {
            return "it needs vsftpd";
        }
        try {
            String said =
                    run(List.of("unshare", "--net", "sh", "-c", "ip link set lo up && \"$0\" list ruleset", nft()));
            return said.isEmpty() ? null : "no network of its own, or no packet filter: " + said;
        } catch (IOException | AssertionError e) {
            return "no network of its own, or no packet filter: " + e.getMessage();
        }
    }

    private static @Nullable String nft() {
        Path unpacked = ServerBinaries.find().program("nft");
        Path nft = unpacked == null ? ServerBinaries.installed("nft") : unpacked;
        return nft == null ? null : nft.toString();
    }

    /** Runs a class with a main method in a network of its own, and gives what it printed. */
    public static String run(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--net",
                "sh",
                "-c",
                "ip link set lo up && exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return run(command);
    }

    /** Has the filter of the network that this JVM is in drop all packets to these TCP ports. */
    public static void drop(String ports) throws IOException {
        open();
        filter("add table inet test");
        filter("add chain inet test in { type filter hook input priority 0; }");
        filter("add rule inet test in tcp dport " + ports + " drop");
    }

    /** Has the filter let everything pass. */
    public static void open() throws IOException {
        filter("flush ruleset");
    }

    private static void filter(String rule) throws IOException {
        String said = run(List.of(Objects.requireNonNull(nft()), rule));
        if (!said.isEmpty()) {
            throw new IOException(rule + ": " + said);
        }
    }

    private static String run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Path libraries = ServerBinaries.find().libraries();
        if (libraries != null) {
            builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
        }
        Process process = builder.start();
        Thread guard = new Thread(() -> limit(process), "limit-" + process.pid());
        guard.setDaemon(true);
        guard.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(command + " ended with " + status + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return said;
    }

    private static void limit(Process process) {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
