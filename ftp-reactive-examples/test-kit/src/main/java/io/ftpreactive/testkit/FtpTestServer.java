package io.ftpreactive.testkit;

import io.ftpreactive.testkit.FtpFault.Pending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A real FTP server for tests, on a free port of loopback: it serves a folder, and has the faults that a test wants it to
 * have.
 *
 * <pre>{@code
 * try (FtpTestServer server = FtpTestServer.start(folder)) {
 *     FtpClient client = FtpClient.create(server.url());
 *     server.inject(FtpFault.reset("RETR", 1000).times(1));
 *     ...
 * }
 * }</pre>
 *
 * <p>The files are served by Apache FtpServer; faults are put on its connections on their way to the client. Passive and
 * active mode, over IPv4. Both {@link #USER} and {@code anonymous} may read and write. It runs on daemon threads of its own.
 * All methods may be called from any thread.
 */
public final class FtpTestServer implements AutoCloseable {

    /** Who may log in. */
    public static final String USER = "user";

    /** The password of {@link #USER}. */
    public static final String PASSWORD = "secret";

    private static final int BACKLOG = 1024;

    private final Path folder;
    private final boolean tls;
    private final FolderServer server;
    private final InetAddress loopback;
    private final int port;
    private volatile @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;
    private final Set<FaultyControl> sessions = ConcurrentHashMap.newKeySet();
    private final List<Pending> faults = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();

    private FtpTestServer(Path folder, boolean tls) throws IOException {
        this.folder = folder;
        this.tls = tls;
        this.loopback = InetAddress.getAllByName(FolderServer.LOOPBACK)[0];
        this.server = FolderServer.start(folder);
        this.port = serve(FreshPort.listen(loopback, BACKLOG));
    }

    /**
     * Starts a server.
     *
     * @param folder an existing folder, the server's root
     * @return the server, which the caller closes
     * @throws UncheckedIOException if it cannot be started
     */
    public static FtpTestServer start(Path folder) {
        return start(folder, false);
    }

    /**
     * Starts a server that offers explicit TLS (AUTH TLS, PROT P), with {@link TestCertificate#LOCALHOST}. A client trusts
     * it by {@link TestCertificate#ca()}.
     *
     * @param folder an existing folder, the server's root
     * @return the server, which the caller closes
     * @throws UncheckedIOException if it cannot be started
     */
    public static FtpTestServer startTls(Path folder) {
        return start(folder, true);
    }

    private static FtpTestServer start(Path folder, boolean tls) {
        Objects.requireNonNull(folder, "folder");
        try {
            return new FtpTestServer(folder, tls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the host to connect to.
     *
     * @return {@code localhost} with TLS, since that is the name in the certificate, else {@code 127.0.0.1}
     */
    public String host() {
        return tls ? "localhost" : FolderServer.LOOPBACK;
    }

    /**
     * Returns the port to connect to.
     *
     * @return the port, which stays the same
     */
    public int port() {
        return port;
    }

    /**
     * Returns the URL of the server's root, with user and password.
     *
     * @return {@code ftp://}, or {@code ftpes://} with TLS
     */
    public String url() {
        return (tls ? "ftpes://" : "ftp://") + USER + ":" + PASSWORD + "@" + host() + ":" + port + "/";
    }

    /**
     * Returns the folder that is served.
     *
     * @return the folder, which a test may change at any time
     */
    public Path folder() {
        return folder;
    }

    /**
     * Returns what clients have sent, of all sessions.
     *
     * @return the commands as they came, passwords replaced by {@code ****}
     */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /**
     * Returns how many sessions there are.
     *
     * @return the number of control connections that are open
     */
    public int sessions() {
        return sessions.size();
    }

    /**
     * Has something go wrong from now on. Of several faults for one command that came first is meant.
     *
     * @param fault the fault
     */
    public void inject(FtpFault fault) {
        faults.add(new Pending(fault));
    }

    /** Forgets all faults. A transfer that has come to a halt stays so. */
    public void heal() {
        faults.clear();
    }

    /** Ends all connections by a reset and refuses new ones, as a server that has crashed. */
    public synchronized void goDown() {
        ServerSocket open = listener;
        listener = null;
        if (open != null) {
            FaultyControl.close(open);
            awaitAcceptor();
        }
        sessions.forEach(FaultyControl::reset);
    }

    /** The port is free only when nobody waits for a connection any more. */
    private void awaitAcceptor() {
        Thread accepting = acceptor;
        try {
            if (accepting != null) {
                accepting.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Accepts connections again, on the same port.
     *
     * @throws UncheckedIOException if the port is taken meanwhile
     */
    public synchronized void comeUp() {
        if (listener == null) {
            try {
                serve(listenAgain(loopback, port));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends all connections and stops. */
    @Override
    public void close() {
        goDown();
        server.stop();
    }

    private int serve(ServerSocket opened) {
        listener = opened;
        acceptor = FaultyControl.daemon("ftp-test-server-" + opened.getLocalPort(), () -> accept(opened));
        return opened.getLocalPort();
    }

    private static ServerSocket listenAgain(InetAddress address, int port) throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(address, port), BACKLOG);
        return opened;
    }

    private void accept(ServerSocket accepting) {
        while (!accepting.isClosed()) {
            try {
                begin(accepting.accept());
            } catch (IOException e) {
                // The listener is closed, or this one client is gone already.
            }
        }
    }

    private void begin(Socket client) throws IOException {
        Socket behind = new Socket(loopback, server.port());
        FaultyControl session = new FaultyControl(this, client, behind);
        sessions.add(session);
        if (listener == null) {
            session.reset();
        }
        session.start();
    }

    // For its sessions

    void ended(FaultyControl session) {
        sessions.remove(session);
    }

    void heard(String command) {
        commands.add(command);
    }

    boolean offersTls() {
        return tls;
    }

    /** Finds what is to befall a command. */
    @Nullable
    FtpFault faultOf(String verb) {
        for (Pending pending : faults) {
            FtpFault fault = pending.befalls(verb);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "FtpTestServer(" + host() + ":" + port + ", " + folder + ")";
    }
}
