package io.ftpreactive.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A host of its own with vsftpd on it, behind a packet filter that drops what it is told to, silently as firewalls do.
 *
 * <p>It is a network namespace with a cable to this machine: nothing leaves the machine. It takes root, {@code ip} and
 * {@code iptables}.
 */
public final class FirewalledHost implements AutoCloseable {

    private static final long COMMAND_TIMEOUT_SECONDS = 20;
    private static final int CONTROL_PORT = 2121;

    private final String namespace;
    private final String address;
    private @Nullable Vsftpd server;

    private FirewalledHost(String namespace, String address) {
        this.namespace = namespace;
        this.address = address;
    }

    /** Starts the host; null, or an error where nothing may be left out, if this machine cannot have one. */
    public static @Nullable FirewalledHost start() throws IOException {
        long pid = ProcessHandle.current().pid();
        // From the addresses for tests of networks (RFC 2544), so that no network that exists is hidden.
        String net = "198.18." + pid % 256 + ".";
        FirewalledHost host = new FirewalledHost("ftp-reactive-" + pid, net + "2");
        try {
            host.connect("ftpr" + pid % 100_000_000, net + "1/30", net + "2/30");
            host.server = Vsftpd.startOn(host.address, CONTROL_PORT, host.inside());
            return host;
        } catch (IOException e) {
            host.closeWhatThereIs(e);
            RealServers.leaveOut("the firewall test", String.valueOf(e.getMessage()), e);
            return null;
        }
    }

    private void connect(String cable, String here, String there) throws IOException {
        run("ip", "netns", "add", namespace);
        run("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        run("ip", "addr", "add", here, "dev", cable);
        run("ip", "link", "set", cable, "up");
        runInside("ip", "addr", "add", there, "dev", "eth0");
        runInside("ip", "link", "set", "eth0", "up");
        runInside("ip", "link", "set", "lo", "up");
        runInside("iptables", "-L", "-n");
    }

    /** The server on it. */
    public FtpServerFixture server() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    /** Lets no connection through to the ports that the server names for passive mode. */
    public void dropPassive() throws IOException {
        runInside("iptables", "-A", "INPUT", "-p", "tcp", "--dport", "20000:28999", "-j", "DROP");
    }

    /** Lets no connection through that the server makes. */
    public void dropActive() throws IOException {
        runInside("iptables", "-A", "OUTPUT", "-p", "tcp", "--syn", "-j", "DROP");
    }

    /** Lets everything through again. */
    public void open() throws IOException {
        runInside("iptables", "-F");
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.stop();
        }
        // Takes the cable with it.
        run("ip", "netns", "del", namespace);
    }

    /** There may not even be a namespace. */
    private void closeWhatThereIs(IOException why) {
        try {
            close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private List<String> inside() {
        return List.of("ip", "netns", "exec", namespace);
    }

    private void runInside(String... command) throws IOException {
        List<String> whole = new ArrayList<>(inside());
        whole.addAll(List.of(command));
        run(whole.toArray(String[]::new));
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND_TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroy();
                throw new IOException(String.join(" ", command) + ": " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
