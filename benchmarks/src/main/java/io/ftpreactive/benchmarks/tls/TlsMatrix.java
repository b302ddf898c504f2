package io.ftpreactive.benchmarks.tls;

import io.ftpreactive.benchmarks.process.Options;
import io.ftpreactive.testkit.TlsServer;
import io.ftpreactive.testkit.TlsServers;
import io.netty.handler.ssl.OpenSsl;
import io.netty.util.Version;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.net.ftp.FTPSClient;

/**
 * Which client, with whose TLS and in which version, gets its data connections through on which server: most servers
 * demand that these resume the session of the control connection.
 */
public final class TlsMatrix {

    /** The name on the command line. */
    public static final String NAME = "tls";

    private static final List<String> SERVERS = List.of(
            "vsftpd-tls",
            "vsftpd-tls-strict",
            "vsftpd-tls-no-ems",
            "vsftpd-tls-implicit",
            "proftpd-tls",
            "proftpd-tls-tickets",
            "pure-ftpd-tls");

    private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");
    private static final String ROW = "| %s | %s | %s | %s | %s | %s | %s |%n";

    private final List<String> servers;
    private final List<String> clients;
    private final int transfers;
    private final int sessions;
    private final int each;
    private final Duration transferLimit;
    private final Duration limit;

    private TlsMatrix(Options options) {
        this.servers = options.all("--server").isEmpty() ? SERVERS : options.all("--server");
        this.clients = options.all("--only");
        this.transfers = options.number("--transfers", 20);
        this.sessions = options.number("--sessions", 8);
        this.each = options.number("--each", 5);
        this.transferLimit = Duration.ofSeconds(options.number("--transfer-limit", 20));
        this.limit = Duration.ofSeconds(options.number("--limit", 60));
    }

    /**
     * Runs it and prints the table.
     *
     * @param args its options
     * @throws IllegalArgumentException if the command line is wrong
     * @throws IOException if no server is there
     */
    public static void run(String... args) throws IOException {
        try {
            new TlsMatrix(Options.parse(Arrays.asList(args))).print();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void print() throws IOException, InterruptedException {
        System.out.printf(
                "JDK %s, Netty %s, OpenSSL: %s, commons-net %s%n",
                System.getProperty("java.runtime.version"),
                nettyVersion(),
                OpenSsl.isAvailable() ? OpenSsl.versionString() : "not on the class path",
                FTPSClient.class.getPackage().getImplementationVersion());
        List<TlsServer> running = start();
        System.out.printf(
                "%nok: all succeeded, and resumed the session of the control connection. fail #n code: the n-th transfer"
                        + " of a login was the first to fail, and with what.%nMixed: LIST, RETR of 3 MB, STOR of 200 kB,"
                        + " RETR of nothing.%n%n");
        System.out.printf(
                ROW,
                "client",
                "TLS",
                "server",
                title(Load.DOWNLOADS),
                title(Load.UPLOADS),
                title(Load.MIXED),
                "mixed, " + sessions + " logins in parallel x " + each);
        System.out.println("|---".repeat(7) + "|");
        for (TlsClient client : TlsClient.values()) {
            if (client.isAvailable() && (clients.isEmpty() || clients.contains(client.name()))) {
                rows(client, running);
            }
        }
    }

    private static String nettyVersion() {
        Version handler = Version.identify().get("netty-handler");
        return handler == null ? "of unknown version" : handler.artifactVersion();
    }

    private String title(Load load) {
        return load.title() + " " + transfers + "x";
    }

    /** The greeting may name the version, and is all that is known of it. */
    private List<TlsServer> start() throws IOException {
        List<TlsServer> running = new ArrayList<>();
        for (String name : servers) {
            TlsServer server = TlsServers.named(name);
            if (server != null) {
                Load.prepare(server);
                running.add(server);
                System.out.println(name + ": " + greeting(server));
            }
        }
        if (running.isEmpty()) {
            throw new IOException("No server could be started");
        }
        return running;
    }

    private String greeting(TlsServer server) {
        try (Link link = TlsClient.OURS_JDK.open(server, VERSIONS.get(0), transferLimit)) {
            return link.greeting();
        } catch (Exception e) {
            return "no login: " + e.getMessage();
        }
    }

    private void rows(TlsClient client, List<TlsServer> running) throws InterruptedException {
        for (String version : VERSIONS) {
            for (TlsServer server : running) {
                Series series = new Series(client, version, server, transferLimit, limit);
                System.out.printf(
                        ROW,
                        client.title(),
                        version,
                        server.name(),
                        series.run(Load.DOWNLOADS, transfers),
                        series.run(Load.UPLOADS, transfers),
                        series.run(Load.MIXED, transfers),
                        series.runInParallel(sessions, each));
            }
        }
    }
}
