package io.ftpreactive.testkit;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The servers with TLS that this machine can run: found, left out or required as {@link RealServers} are, but each started
 * on its own first use.
 *
 * <pre>{@code
 * static Stream<TlsServer> vsftpd() { // of a parameterized test, which is skipped where it is empty
 *     return Stream.ofNullable(TlsServers.named("vsftpd-tls"));
 * }
 * }</pre>
 */
public final class TlsServers {

    private static final Map<String, Entry> SERVERS = new LinkedHashMap<>();

    static {
        add("vsftpd-tls", TlsServers::missingVsftpd, TlsVsftpd::startExplicit);
        add("vsftpd-tls-strict", TlsServers::missingVsftpd, TlsVsftpd::startStrict);
        add("vsftpd-tls-implicit", TlsServers::missingVsftpd, TlsVsftpd::startImplicit);
        add("vsftpd-tls-no-ems", TlsServers::missingVsftpd, TlsVsftpd::startWithoutExtendedMasterSecret);
        add("proftpd-tls", TlsServers::missingProFtpd, TlsProFtpd::startExplicit);
        add("proftpd-tls-tickets", TlsServers::missingProFtpd, TlsProFtpd::startWithTickets);
        add("proftpd-tls-ccc", TlsServers::missingProFtpd, TlsProFtpd::startWithCcc);
        add("proftpd-tls13", TlsServers::missingProFtpd, TlsProFtpd::startWithTls13Only);
        add("proftpd-tls-client-certificate", TlsServers::missingProFtpd, TlsProFtpd::startAskingForCertificates);
        add("pure-ftpd-tls", () -> RealServers.missingPureFtpd(ServerBinaries.find()), TlsPureFtpd::startExplicit);
        add("apache-ftpserver-tls", () -> null, TlsApacheFtp::startExplicit);
        add("apache-ftpserver-tls-implicit", () -> null, TlsApacheFtp::startImplicit);
        add("apache-ftpserver-tls13", () -> null, TlsApacheFtp::startWithTls13Only);
        add("apache-ftpserver-tls-client-certificate", () -> null, TlsApacheFtp::startAskingForCertificates);
    }

    private TlsServers() {}

    /** Gives all of them, running. */
    public static List<TlsServer> available() {
        return SERVERS.values().stream()
                .map(Entry::server)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** Gives one of them, running, or null where it was left out. */
    @Nullable
    public static TlsServer named(String name) {
        Entry entry = SERVERS.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no server " + name + " among " + names());
        }
        return entry.server();
    }

    /** Starts one anew that exchanges files with others directly, or gives null where it was left out. */
    @Nullable
    public static TlsServer startForFxp() {
        String name = "proftpd-tls-fxp";
        TlsServer started = RealServers.start(name, missingProFtpd(), TlsProFtpd::startForFxp);
        LeftOut.ask(name);
        return started;
    }

    /** The names of all, also of those that this machine cannot run. */
    static Set<String> names() {
        return SERVERS.keySet();
    }

    private static void add(String name, Supplier<@Nullable String> missing, RealServers.Start<TlsServer> start) {
        SERVERS.put(name, new Entry(name, missing, start));
    }

    @Nullable
    private static String missingVsftpd() {
        return RealServers.missing(ServerBinaries.find(), "vsftpd");
    }

    @Nullable
    private static String missingProFtpd() {
        ServerBinaries binaries = ServerBinaries.find();
        String missing = RealServers.missing(binaries, "proftpd");
        return missing == null && !Files.exists(binaries.modules().resolve("mod_tls.so"))
                ? "no mod_tls.so in " + binaries.modules() + ": it comes with the package proftpd-mod-crypto"
                : missing;
    }

    /** One server, not started yet, running, left out, or required and missing: then every test that asks is told so. */
    private static final class Entry {
        private final String name;
        private final Supplier<@Nullable String> missing;
        private final RealServers.Start<TlsServer> start;
        private boolean asked;
        private @Nullable TlsServer server;
        private @Nullable AssertionError failure;

        Entry(String name, Supplier<@Nullable String> missing, RealServers.Start<TlsServer> start) {
            this.name = name;
            this.missing = missing;
            this.start = start;
        }

        synchronized @Nullable TlsServer server() {
            if (!asked) {
                asked = true;
                try {
                    server = RealServers.start(name, missing.get(), start);
                } catch (AssertionError e) {
                    failure = e;
                }
            }
            if (failure != null) {
                throw new AssertionError(failure.getMessage(), failure);
            }
            LeftOut.ask(name);
            return server;
        }
    }
}
