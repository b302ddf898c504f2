package io.ftpreactive.testkit;

import io.netty.channel.epoll.Epoll;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The servers that this machine can run, started once per JVM on first use and shared by all tests.
 *
 * <p>The embedded server is always there. The daemons are looked for in the folder that the environment variable
 * {@code FTP_REACTIVE_SERVERS_ROOT} names, into which their Debian packages were unpacked, else among the installed
 * programs. What is missing is left out and named on standard output, once, unless the environment variable
 * {@code FTP_REACTIVE_SERVERS} is {@code required}: then it is an error. A test for which nothing is left to run on is
 * skipped: see {@link NothingToRunOn}.
 *
 * <pre>{@code
 * @ParameterizedTest
 * @MethodSource("io.ftpreactive.testkit.RealServers#available")
 * void shouldListItsFiles(FtpServerFixture server) { ... }
 * }</pre>
 */
public final class RealServers {

    private static final String REQUIREMENT_VARIABLE = "FTP_REACTIVE_SERVERS";

    /** The server that is there on every machine. */
    public static final String EMBEDDED = "apache-ftpserver";

    private static final List<String> NAMES = List.of("vsftpd", "vsftpd-ipv6", "proftpd", "pure-ftpd", EMBEDDED);

    private RealServers() {}

    /** Gives the running servers. */
    public static List<FtpServerFixture> available() {
        Holder.verify();
        NAMES.forEach(LeftOut::ask);
        return Collections.unmodifiableList(Holder.SERVERS);
    }

    /** Gives one running server, or null where it was left out. */
    @Nullable
    public static FtpServerFixture named(String name) {
        Holder.verify();
        LeftOut.ask(name);
        return Holder.SERVERS.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Gives servers that exchange files with each other directly, started anew; without those that were left out. */
    public static List<FtpServerFixture> startForFxp() {
        ServerBinaries binaries = ServerBinaries.find();
        List<FtpServerFixture> servers = new ArrayList<>();
        add(servers, "vsftpd-fxp", missing(binaries, "vsftpd"), () -> Vsftpd.startPromiscuous("127.0.0.2"));
        add(servers, "vsftpd-fxp", missing(binaries, "vsftpd"), () -> Vsftpd.startPromiscuous("127.0.0.3"));
        add(servers, "proftpd-fxp", missing(binaries, "proftpd"), ProFtpd::startForeign);
        List.of("vsftpd-fxp", "proftpd-fxp").forEach(LeftOut::ask);
        return servers;
    }

    /** Gives servers that log all commands, started anew; without those that were left out. */
    public static List<CommandLog> startLogging() {
        ServerBinaries binaries = ServerBinaries.find();
        List<CommandLog> logs = new ArrayList<>();
        Vsftpd vsftpd = start("vsftpd-logging", missing(binaries, "vsftpd"), Vsftpd::startLogging);
        if (vsftpd != null) {
            logs.add(new CommandLog(vsftpd, vsftpd::commands));
        }
        ProFtpd proftpd = start("proftpd-logging", missing(binaries, "proftpd"), ProFtpd::startLogging);
        if (proftpd != null) {
            logs.add(new CommandLog(proftpd, proftpd::commands));
        }
        List.of("vsftpd-logging", "proftpd-logging").forEach(LeftOut::ask);
        return logs;
    }

    /** Gives the server that is there on every machine. */
    public static FtpServerFixture embedded() {
        return Objects.requireNonNull(named(EMBEDDED));
    }

    /** Tells whether Netty's epoll transport can be tested too. */
    public static boolean epoll() {
        Holder.verify();
        return Holder.EPOLL;
    }

    /** Tells whether nothing may be left out. */
    static boolean required() {
        return "required".equals(System.getenv(REQUIREMENT_VARIABLE));
    }

    private static void startAll() {
        List<FtpServerFixture> servers = Holder.SERVERS;
        ServerBinaries binaries = ServerBinaries.find();
        add(servers, "vsftpd", missing(binaries, "vsftpd"), Vsftpd::start);
        add(servers, "vsftpd-ipv6", missingIpv6(binaries), Vsftpd::startIpv6);
        add(servers, "proftpd", missing(binaries, "proftpd"), ProFtpd::start);
        add(servers, "pure-ftpd", missingPureFtpd(binaries), PureFtpd::start);
        add(servers, EMBEDDED, null, ApacheFtp::start);
    }

    private static void add(
            List<FtpServerFixture> servers, String name, @Nullable String missing, Start<FtpServerFixture> start) {
        FtpServerFixture server = start(name, missing, start);
        if (server != null) {
            servers.add(server);
        }
    }

    /** Starts a server, or leaves it out: null then. */
    static <S> @Nullable S start(String name, @Nullable String missing, Start<S> start) {
        if (missing != null) {
            leaveOut(name, missing, null);
            return null;
        }
        try {
            return start.start();
        } catch (IOException e) {
            leaveOut(name, "it did not start: " + e.getMessage(), e);
            return null;
        }
    }

    /**
     * Gives the path of a program of this machine that a test needs beside the servers. Where it is missing the test is
     * skipped, or fails if nothing may be left out.
     */
    public static Path program(String name) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> skipped(name, "no such program on the PATH"));
    }

    private static TestAbortedException skipped(String what, String why) {
        leaveOut(what, why, null);
        return new TestAbortedException(what + " is missing: " + why);
    }

    static void leaveOut(String what, String why, @Nullable Throwable cause) {
        if (required()) {
            throw new AssertionError(what + " is required by " + REQUIREMENT_VARIABLE + ": " + why, cause);
        }
        LeftOut.add(what, why);
        System.out.println("[servers] " + what + " is left out: " + why);
    }

    @Nullable
    static String missing(ServerBinaries binaries, String program) {
        return binaries.program(program) != null
                ? null
                : "no " + program + " below " + binaries.root() + ". To get it without installing it:"
                        + " `apt-get download " + packages(program) + "`, `dpkg -x` each into one folder, and set "
                        + ServerBinaries.ROOT_VARIABLE + " to that folder";
    }

    private static String packages(String program) {
        return switch (program) {
            case "proftpd" ->
                "proftpd-core proftpd-mod-crypto libhiredis0.14 libmemcachedutil2 libmemcached11"
                        + " libhashkit2 libpcre2-posix3";
            case "pure-ftpd" -> "pure-ftpd pure-ftpd-common libsodium23";
            case "vsftpd" -> "vsftpd libwrap0";
            case "danted" -> "dante-server libwrap0";
            case "tinyproxy" -> "tinyproxy-bin";
            default -> program;
        };
    }

    @Nullable
    static String missingPureFtpd(ServerBinaries binaries) {
        String missing = missing(binaries, "pure-ftpd");
        return missing == null && !PureFtpd.isPermitted() ? "its logins need the tests to run as root" : missing;
    }

    @Nullable
    private static String missingIpv6(ServerBinaries binaries) {
        try (ServerSocket probe =
                new ServerSocket(0, 1, DaemonProcess.address("::1", 0).getAddress())) {
            return probe.isBound() ? missing(binaries, "vsftpd") : "no IPv6 loopback";
        } catch (IOException e) {
            return "this machine has no IPv6 loopback: " + e.getMessage();
        }
    }

    private static void checkEpoll() {
        if (!Epoll.isAvailable()) {
            leaveOut("epoll", "Netty's native transport is not available here", Epoll.unavailabilityCause());
        }
    }

    @FunctionalInterface
    interface Start<S> {
        S start() throws IOException;
    }

    /** Starts everything on the first use of a server, and not when only the class is loaded. */
    private static final class Holder {
        static final boolean EPOLL = Epoll.isAvailable();
        static final List<FtpServerFixture> SERVERS = new ArrayList<>();

        /** What was required and is not there: said by every test, not only by the first that asks. */
        static @Nullable AssertionError missing;

        static {
            try {
                checkEpoll();
                startAll();
            } catch (AssertionError e) {
                missing = e;
            }
        }

        private Holder() {}

        static void verify() {
            if (missing != null) {
                throw new AssertionError(missing.getMessage(), missing);
            }
        }
    }
}
