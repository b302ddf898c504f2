package io.ftpreactive.benchmarks.server;

import io.ftpreactive.benchmarks.client.Server;
import io.ftpreactive.testkit.ApacheFtp;
import io.ftpreactive.testkit.FtpServerFixture;
import io.ftpreactive.testkit.PureFtpd;
import io.ftpreactive.testkit.TestCertificate;
import io.ftpreactive.testkit.TlsServer;
import io.ftpreactive.testkit.TlsServers;
import io.ftpreactive.testkit.Vsftpd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process that keeps a server until its standard input ends. */
public final class Serve {

    /** The server that takes the size of all its files, and how many entries its listings have. */
    public static final String SYNTHETIC = "synthetic";

    /** What takes a round trip in milliseconds, and the words behind {@link #READY} of the server that it is to. */
    public static final String RELAY = "relay";

    /** The first word of the line that is printed when a server has started. */
    public static final String READY = "ready";

    /** How many words stand between that and the login. */
    public static final int LOGIN = 3;

    private static final int GREETING_MILLIS = 5000;

    private Serve() {}

    /**
     * Starts a server and prints one line: {@code ready}, title, prefix of FTP paths, folder, and the login, with tabs
     * between; or why not.
     *
     * @param args the name of the server, and what it takes
     */
    public static void main(String... args) throws IOException {
        String line;
        try {
            line = started(args);
        } catch (IOException | RuntimeException | AssertionError e) {
            line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
        System.out.println(line);
        while (System.in.read() >= 0) {
            // Nothing is said to it.
        }
        System.exit(0);
    }

    private static String started(String... args) throws IOException {
        return switch (args[0]) {
            case SYNTHETIC -> synthetic(Long.parseLong(args[1]), Integer.parseInt(args[2]));
            case RELAY -> relay(Integer.parseInt(args[1]), Arrays.asList(args).subList(2, args.length));
            default -> describe(args.length > 1 ? limited(args[0], Integer.parseInt(args[1])) : fixture(args[0]));
        };
    }

    private static String synthetic(long size, int entries) {
        Server server = new Server("127.0.0.1", new Synthetic(size, entries).start(), "user", "password", null);
        return ready(SYNTHETIC + ", a server of these benchmarks without files", "/", "/", server);
    }

    /** The words of another server, told of from a distance. */
    private static String relay(int roundTripMillis, List<String> words) {
        Server near = Server.parse(words.subList(LOGIN, words.size()));
        int port = new Relay(near.host(), roundTripMillis).start(near.port());
        Server far = new Server(near.host(), port, near.user(), near.password(), near.tls());
        return ready(words.get(0) + ", " + roundTripMillis + " ms away", words.get(1), words.get(2), far);
    }

    private static String ready(String title, String prefix, String folder, Server server) {
        List<String> words = new ArrayList<>(List.of(READY, title, prefix, folder));
        words.addAll(server.words());
        return String.join("\t", words);
    }

    private static FtpServerFixture fixture(String name) throws IOException {
        return switch (name) {
            case "vsftpd" -> Vsftpd.start();
            case "pure-ftpd" -> PureFtpd.start();
            case "apache-ftpserver" -> ApacheFtp.start();
            default -> {
                TlsServer server = TlsServers.named(name);
                if (server == null) {
                    throw new IOException("left out");
                }
                yield server;
            }
        };
    }

    private static FtpServerFixture limited(String name, int perAddress) throws IOException {
        return switch (name) {
            case "vsftpd" -> Vsftpd.startLimited(perAddress);
            case "pure-ftpd" -> PureFtpd.startLimited(perAddress);
            default -> throw new IOException(name + " cannot be limited here");
        };
    }

    private static String describe(FtpServerFixture fixture) {
        Server.@Nullable Tls tls =
                fixture instanceof TlsServer secure ? new Server.Tls(TestCertificate.ca(), secure.implicit()) : null;
        Server server = new Server(fixture.host(), fixture.port(), fixture.user(), fixture.password(), tls);
        return ready(title(fixture), fixture.path("") + "/", fixture.local("").toString(), server);
    }

    /** The name and the greeting, which may tell the version. */
    private static String title(FtpServerFixture fixture) {
        try (Socket socket = new Socket(fixture.host(), fixture.port())) {
            socket.setSoTimeout(GREETING_MILLIS);
            String greeting = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
            return fixture.name() + " "
                    + (greeting == null
                            ? ""
                            : greeting.replaceAll("^220[ -]+|[ -]+$", "").replace('\t', ' '));
        } catch (IOException e) {
            return fixture.name();
        }
    }
}
