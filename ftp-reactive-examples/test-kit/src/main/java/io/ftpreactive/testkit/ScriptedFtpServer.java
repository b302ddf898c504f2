package io.ftpreactive.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that plays a script of expected commands and canned replies: for faults and for the exact dialogue.
 *
 * <pre>{@code
 * try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script
 *         .login("EPSV", "SIZE")
 *         .expect("EPSV").passive()
 *         .expect("RETR a").reply("150 here").acceptData().sendData("bytes").closeData()
 *         .reply("226 done"))) {
 *     ... a client at server.host(), server.port() ...
 * }
 * }</pre>
 *
 * <p>{@link #close()} waits for the scripts to come to their end, and fails with the first deviation and the transcript.
 */
public final class ScriptedFtpServer implements AutoCloseable {

    private static final long FINISH_TIMEOUT_SECONDS = 20;

    private final ServerSocket listener;
    private final List<FtpScript> scripts;
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<byte[]> uploads = new CopyOnWriteArrayList<>();
    private final AtomicLong dataSent = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();

    private ScriptedFtpServer(ServerSocket listener, List<FtpScript> scripts) {
        this.listener = listener;
        this.scripts = scripts;
        daemon("scripted-ftp-accept", this::acceptAll);
    }

    /**
     * Starts on 127.0.0.1; the n-th connection plays the n-th script, and all further ones the last.
     *
     * @param scripts one for each connection in the order in which they come; the last serves all further ones
     * @return the server, which the test closes
     */
    public static ScriptedFtpServer start(FtpScript.Author... scripts) {
        return start("127.0.0.1", List.of(scripts));
    }

    /**
     * Starts on another loopback address, such as {@code ::1}.
     *
     * @param host the address to listen on
     * @param scripts one for each connection in the order in which they come; the last serves all further ones
     * @return the server, which the test closes
     */
    public static ScriptedFtpServer startOn(String host, FtpScript.Author... scripts) {
        return start(host, List.of(scripts));
    }

    private static ScriptedFtpServer start(String host, List<FtpScript.Author> authors) {
        List<FtpScript> written = authors.stream().map(ScriptedFtpServer::write).toList();
        if (written.isEmpty()) {
            throw new IllegalArgumentException("no script");
        }
        try {
            ServerSocket listener = FreshPort.listen(InetAddress.getAllByName(host)[0], 100);
            return new ScriptedFtpServer(listener, written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FtpScript write(FtpScript.Author author) {
        FtpScript script = new FtpScript();
        author.write(script);
        return script;
    }

    /**
     * The address to connect to.
     *
     * @return the address
     */
    public String host() {
        return listener.getInetAddress().getHostAddress();
    }

    /**
     * The port to connect to.
     *
     * @return the port
     */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * The commands received until now on all connections.
     *
     * @return the commands as they came, in order
     */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /**
     * What each {@code readData} step read.
     *
     * @return the bytes of each
     */
    public List<byte[]> uploads() {
        return List.copyOf(uploads);
    }

    /**
     * How many bytes went into data connections until now.
     *
     * @return how many bytes
     */
    public long dataSent() {
        return dataSent.get();
    }

    /**
     * How many control connections were accepted until now.
     *
     * @return how many
     */
    public int connections() {
        return sessions.size();
    }

    /**
     * Waits for the scripts of all accepted connections to come to their end, and throws the first deviation.
     */
    public void verify() {
        sessions.forEach(Session::verify);
    }

    @Override
    public void close() {
        try {
            verify();
        } finally {
            closing.set(true);
            closeListener();
            sessions.forEach(session -> session.connection.closeAll());
        }
        sessions.forEach(Session::throwFailure); // a command after the end of the script
    }

    private void closeListener() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> recordedCommands() {
        return commands;
    }

    List<byte[]> recordedUploads() {
        return uploads;
    }

    AtomicLong sentCounter() {
        return dataSent;
    }

    private void acceptAll() {
        while (!closing.get()) {
            try {
                Socket control = listener.accept();
                FtpScript script = scripts.get(Math.min(sessions.size(), scripts.size() - 1));
                Session session = new Session(sessions.size() + 1, script, control);
                sessions.add(session);
                daemon("scripted-ftp-" + session.number, session::play);
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection playing one script. */
    private final class Session {
        final int number;
        final ScriptedConnection connection;
        private final FtpScript script;
        private final CountDownLatch finished = new CountDownLatch(1);
        private volatile String current = "start";
        private volatile @Nullable AssertionError failure;

        Session(int number, FtpScript script, Socket control) throws IOException {
            this.number = number;
            this.script = script;
            Map<String, List<String>> standing = new HashMap<>(script.standing());
            this.connection = new ScriptedConnection(control, ScriptedFtpServer.this, standing);
        }

        void play() {
            try {
                for (FtpScript.Step step : script.steps()) {
                    current = step.name();
                    if (current.equals(FtpScript.Step.HANG)) {
                        finished.countDown(); // the rest is silence
                    }
                    step.action().run(connection);
                }
                finished.countDown();
                connection.finish();
            } catch (IOException | RuntimeException | AssertionError e) {
                fail(e);
            } finally {
                finished.countDown();
            }
        }

        private void fail(Throwable cause) {
            if (!closing.get()) {
                failure = describe(cause instanceof AssertionError ? cause.getMessage() : cause.toString(), cause);
                connection.closeAll(); // the client must not wait for what will not come
            }
        }

        private AssertionError describe(@Nullable String what, @Nullable Throwable cause) {
            return new AssertionError(
                    "connection " + number + ", step \"" + current + "\": " + what + "\n"
                            + String.join("\n", connection.transcript),
                    cause);
        }

        void verify() {
            try {
                if (!finished.await(FINISH_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    throw describe("the script did not come to its end", null);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            throwFailure();
        }

        void throwFailure() {
            AssertionError failed = failure;
            if (failed != null) {
                // A new one each time: none can be suppressed by itself, where a test fails and closes.
                throw new AssertionError(failed.getMessage(), failed);
            }
        }
    }
}
