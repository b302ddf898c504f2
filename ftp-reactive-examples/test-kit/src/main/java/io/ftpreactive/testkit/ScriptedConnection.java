package io.ftpreactive.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One accepted control connection and what belongs to it, driven by its script on one thread; other threads only read the
 * transcript and close the sockets.
 */
final class ScriptedConnection {

    private static final int DATA_TIMEOUT_MILLIS = 10_000;
    private static final int CHUNK = 16 * 1024;

    private static final String CONTROL = "control connection";

    private final Wire control;
    private final Map<String, List<String>> standing;
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    final List<String> transcript = new CopyOnWriteArrayList<>();
    final List<String> commands;
    final List<byte[]> uploads;
    final AtomicLong dataSent;

    private @Nullable ServerSocket listener;
    private @Nullable Wire data;
    private @Nullable InetSocketAddress activePeer;
    private boolean resetAtOnce;

    ScriptedConnection(Socket control, ScriptedFtpServer server, Map<String, List<String>> standing)
            throws IOException {
        this.control = new Wire(control);
        this.standing = standing;
        this.commands = server.recordedCommands();
        this.uploads = server.recordedUploads();
        this.dataSent = server.sentCounter();
        control.setTcpNoDelay(true);
        control.setOOBInline(true);
        open.add(control);
    }

    // The control connection

    void send(byte[] bytes) throws IOException {
        transcript.add("< " + new String(bytes, StandardCharsets.UTF_8).strip());
        control.out().write(bytes);
    }

    void sendLines(List<String> lines) throws IOException {
        send((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    void sendSplit(String line) throws IOException {
        transcript.add("< " + line);
        for (byte octet : (line + "\r\n").getBytes(StandardCharsets.UTF_8)) {
            control.out().write(octet);
        }
    }

    /** Reads the next command that is not the expected one's to answer, and answers those that have a standing reply. */
    byte[] expect(String description, CommandMatcher expected) throws IOException {
        while (true) {
            byte[] line = readCommand();
            if (line == null) {
                throw new AssertionError("expected " + description + ", but the client closed the connection");
            }
            if (expected.matches(line)) {
                return line;
            }
            if (!answered(line)) {
                throw new AssertionError("expected " + description + ", but received `" + text(line) + "`");
            }
        }
    }

    /** Answers what has a standing reply until the client closes; anything else is one command too many. */
    void expectClose() throws IOException {
        for (byte[] line = readCommand(); line != null; line = readCommand()) {
            if (!answered(line)) {
                throw new AssertionError("expected no more commands, but received `" + text(line) + "`");
            }
        }
    }

    /** Stays to answer QUIT and what has a standing reply, after the script. */
    void finish() throws IOException {
        standing.putIfAbsent("QUIT", List.of("221 bye"));
        if (!control.socket().isClosed()) {
            expectClose();
        }
    }

    /** Takes commands and never answers. */
    void fallSilent() throws IOException {
        while (readCommand() != null) {
            transcript.add("(silence)");
        }
    }

    private boolean answered(byte[] line) throws IOException {
        String command = text(line);
        List<String> reply = standing.get(command);
        if (reply == null) {
            reply = standing.get(command.split(" ", 2)[0]);
        }
        if (reply == null) {
            return false;
        }
        sendLines(reply);
        if (command.equals("QUIT")) {
            control.close(); // as servers do, so that a client may wait for it
        }
        return true;
    }

    /** Reads and records a command, or gives null at the end. */
    private byte @Nullable [] readCommand() throws IOException {
        byte[] command = control.readLine();
        if (command == null) {
            transcript.add("> (closed)");
            return null;
        }
        transcript.add("> " + text(command));
        commands.add(text(command));
        rememberActivePeer(text(command));
        return command;
    }

    private void rememberActivePeer(String command) throws IOException {
        InetSocketAddress peer = ActiveAddress.parse(command);
        if (peer != null) {
            activePeer = peer;
        }
    }

    void closeControl() throws IOException {
        control.close();
    }

    void resetControl() throws IOException {
        control.reset();
    }

    Wire control() {
        return control;
    }

    void startTls(TestCertificate certificate, String... protocols) throws IOException {
        SSLSession session = control.startTls(ServerTls.engine(certificate, protocols));
        session.putValue(CONTROL, this);
        transcript.add("(" + session.getProtocol() + ")");
    }

    void stopTls() throws IOException {
        control.stopTls();
        transcript.add("(plain text)");
    }

    // The data connection

    /** Opens a listener for a data connection and gives its port. */
    int listen() throws IOException {
        ServerSocket opened = new ServerSocket(0, 16, localAddress());
        opened.setSoTimeout(DATA_TIMEOUT_MILLIS);
        open.add(opened);
        listener = opened;
        return opened.getLocalPort();
    }

    /** Reserves a port on which nobody listens, for as long as the connection lives. */
    int deadPort() throws IOException {
        Socket reserved = new Socket();
        reserved.bind(new InetSocketAddress(localAddress(), 0));
        open.add(reserved);
        return reserved.getLocalPort();
    }

    InetAddress localAddress() {
        return control.socket().getLocalAddress();
    }

    void acceptData() throws IOException {
        ServerSocket waiting = required(listener, "no passive step before acceptData");
        useData(waiting.accept());
        waiting.close();
    }

    /** Connects to what the last PORT or EPRT named. */
    Socket connectBack(@Nullable InetAddress from) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        if (from != null) {
            socket.bind(new InetSocketAddress(from, 0));
        }
        socket.connect(required(activePeer, "no PORT or EPRT was received"), DATA_TIMEOUT_MILLIS);
        return socket;
    }

    /** Makes the data connection of an active transfer. A client may reset it before connecting has returned here. */
    void connectData() throws IOException {
        try {
            useData(connectBack(null));
        } catch (ConnectException nobodyListens) {
            throw nobodyListens;
        } catch (SocketException reset) {
            resetAtOnce = true;
        }
    }

    void useData(Socket socket) throws IOException {
        resetAtOnce = false;
        open.add(socket);
        socket.setSoTimeout(DATA_TIMEOUT_MILLIS);
        data = new Wire(socket);
    }

    /** Shakes hands on the data connection and tells whether it resumes the session of this control connection. */
    boolean secureData(TestCertificate certificate, String... protocols) throws IOException {
        SSLSession session = data().startTls(ServerTls.engine(certificate, protocols));
        boolean resumed = session.getValue(CONTROL) == this;
        transcript.add("(data: " + session.getProtocol() + (resumed ? ", resumed)" : ")"));
        return resumed;
    }

    void sendData(byte[] bytes) throws IOException {
        data().out().write(bytes);
        dataSent.addAndGet(bytes.length);
    }

    /** Sends zeros in pieces, so that the count of bytes sent shows where the client stopped reading. */
    void sendZeros(long count) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (long left = count; left > 0; left -= CHUNK) {
            int length = (int) Math.min(CHUNK, left);
            data().out().write(chunk, 0, length);
            dataSent.addAndGet(length);
        }
    }

    void readData(int count) throws IOException {
        uploads.add(data().in().readNBytes(count));
    }

    void readDataToEnd() throws IOException {
        uploads.add(data().in().readAllBytes());
    }

    /** Reads until the client resets the data connection; an orderly end would say that a fragment is the whole file. */
    void expectDataReset() throws IOException {
        if (resetAtOnce) {
            return;
        }
        try {
            data().in().readAllBytes();
        } catch (SocketException reset) {
            return;
        }
        throw new AssertionError("expected a reset of the data connection, but it ended in order");
    }

    void closeData() throws IOException {
        data().close();
    }

    void resetData() throws IOException {
        data().reset();
    }

    Wire data() {
        return required(resetAtOnce ? null : data, "no data connection");
    }

    private static <T> T required(@Nullable T value, String otherwise) {
        if (value == null) {
            throw new AssertionError(otherwise);
        }
        return value;
    }

    /** Closes all sockets, from any thread. */
    void closeAll() {
        List<Closeable> closing = new ArrayList<>(open);
        for (Closeable socket : closing) {
            try {
                socket.close();
            } catch (IOException e) {
                transcript.add("(close failed: " + e + ")");
            }
        }
    }

    static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    interface CommandMatcher {
        boolean matches(byte[] line);
    }
}
