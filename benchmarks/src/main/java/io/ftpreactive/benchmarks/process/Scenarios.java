package io.ftpreactive.benchmarks.process;

import io.ftpreactive.testkit.FtpServerFixture;
import io.ftpreactive.testkit.TlsServers;
import io.ftpreactive.testkit.Vsftpd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Runs a scenario from the command line. A new one needs its class and a line in {@link #ALL}. */
public final class Scenarios {

    private static final Map<String, Function<Options, Scenario>> ALL = new TreeMap<>(Map.of(
            "large-download", LargeDownload::new,
            "listing", Listing::new,
            "small-files", SmallFiles::new,
            "upload", Upload::new));

    private static final String NOISE =
            "All processes share the cores with each other and with whatever else runs here:"
                    + " figures are noisy, trust ratios of one run only. CPU is the client's own, JVM clients are warm.";

    private static final String NO_SERVER = "vsftpd could not be started: %s%nTo get it without installing it:"
            + " apt-get download vsftpd && dpkg -x vsftpd_*.deb DIR, then FTP_REACTIVE_SERVERS_ROOT=DIR";

    private Scenarios() {}

    /** The names of all scenarios. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * Runs a scenario and prints its tables.
     *
     * @param name one of {@link #names()}
     * @param args its options
     * @throws IllegalArgumentException if the command line is wrong
     * @throws IOException if something that is needed is missing, or a client failed
     */
    public static void run(String name, String... args) throws IOException {
        Function<Options, Scenario> maker = ALL.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("Unknown: " + name);
        }
        Options options = Options.parse(Arrays.asList(args));
        Scenario scenario = maker.apply(options);
        Path base = Path.of(options.text("--dir", TestFiles.defaultDirectory().toString()));
        // The server's fixture asks for a temporary directory too: all bytes are to come from the same file system.
        System.setProperty("java.io.tmpdir", base.toString());
        System.out.println(Environment.describe(base) + "\n" + NOISE);
        Path directory = Files.createTempDirectory("ftp-reactive-benchmark-");
        try {
            run(scenario, directory, options);
        } finally {
            TestFiles.delete(directory);
        }
    }

    private static void run(Scenario scenario, Path directory, Options options) throws IOException {
        FtpServerFixture server = startServer(options);
        try (Contest contest = Contest.start(scenario, server, options)) {
            for (Scenario.Trial trial : scenario.prepare(server, directory)) {
                System.out.print(contest.run(scenario, trial));
            }
        } finally {
            server.stop();
        }
    }

    private static FtpServerFixture startServer(Options options) throws IOException {
        String secure = options.text("--tls", "");
        if (!secure.isEmpty()) {
            FtpServerFixture server = TlsServers.named(secure);
            if (server == null) {
                throw new IOException(secure + " could not be started");
            }
            System.out.println("TLS 1.2 with " + secure + ", commands and data");
            return server;
        }
        try {
            return Vsftpd.start();
        } catch (IOException e) {
            throw new IOException(NO_SERVER.formatted(e.getMessage()), e);
        }
    }
}
