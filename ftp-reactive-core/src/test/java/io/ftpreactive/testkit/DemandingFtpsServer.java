package io.ftpreactive.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;

/**
 * An FTP server with explicit TLS within this JVM, for where none is installed: like vsftpd and ProFTPD it refuses data
 * connections that do not resume the session of their own control connection.
 *
 * <pre>{@code
 * try (DemandingFtpsServer server = DemandingFtpsServer.start(Refusal.DROPPING, "TLSv1.2")) {
 *     server.files().put("a", content);
 *     ... a client at server.host(), server.port(), any user and password ...
 * }
 * }</pre>
 *
 * <p>It knows EPSV, RETR, STOR, MLSD, LIST, SIZE, DELE and what a login needs, and one directory, which is in memory.
 */
public final class DemandingFtpsServer implements AutoCloseable {

    /** What a data connection gets that does not resume the session. */
    public enum Refusal {
        /** A 522, and the control connection is closed: vsftpd. */
        DROPPING("522 SSL connection failed: session reuse required"),
        /** A 425, and the session goes on: ProFTPD. */
        STAYING("425 Unable to build data connection: Operation not permitted");

        final String reply;

        Refusal(String reply) {
            this.reply = reply;
        }
    }

    private final ServerSocket listener;
    private final Refusal refusal;
    private final List<String> protocols;
    private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong resumed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    private DemandingFtpsServer(ServerSocket listener, Refusal refusal, List<String> protocols) {
        this.listener = listener;
        this.refusal = refusal;
        this.protocols = protocols;
        daemon(this::acceptAll);
    }

    /** Starts it with these versions of TLS or, where none is named, with 1.2 and 1.3. */
    public static DemandingFtpsServer start(Refusal refusal, String... protocols) {
        try {
            ServerSocket listener = FreshPort.listen(InetAddress.getByName("localhost"), 100);
            return new DemandingFtpsServer(listener, refusal, List.of(protocols));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name in its certificate, {@link TestCertificate#LOCALHOST}. */
    public String host() {
        return "localhost";
    }

    /** The port of the control connection. */
    public int port() {
        return listener.getLocalPort();
    }

    /** What it serves, by name: to look at, and to change at any time. */
    public Map<String, byte[]> files() {
        return files;
    }

    /** The commands received until now on all connections. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** How many data connections resumed their session until now, and how many were refused. */
    public TlsServer.Handshakes dataHandshakes() {
        return new TlsServer.Handshakes(resumed.get(), refused.get());
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Refusal refusal() {
        return refusal;
    }

    SSLEngine engine() {
        return ServerTls.engine(TestCertificate.LOCALHOST, protocols.toArray(String[]::new));
    }

    void record(String command) {
        commands.add(command);
    }

    void count(boolean resumption) {
        (resumption ? resumed : refused).incrementAndGet();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new DemandingFtpsSession(this, socket).serve();
        } catch (IOException e) {
            record("(" + e + ")");
        } finally {
            open.remove(socket);
        }
    }

    private static void daemon(Runnable body) {
        Thread thread = new Thread(body, "demanding-ftps");
        thread.setDaemon(true);
        thread.start();
    }
}
