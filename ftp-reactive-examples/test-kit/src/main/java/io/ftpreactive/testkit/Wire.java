package io.ftpreactive.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A connection of a test server: plain at first, then perhaps with TLS, and perhaps without it again. */
final class Wire {

    private static final int PEER_TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private InputStream in;
    private OutputStream out;
    private @Nullable BlockingTls tls;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    Socket socket() {
        return socket;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Reads a line without its CRLF, or null at the end; an aborted connection is an end too. */
    byte @Nullable [] readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        try {
            for (next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.write(next);
            }
        } catch (SocketException | EOFException broken) {
            next = -1;
        }
        if (next < 0 && line.size() == 0) {
            return null;
        }
        byte[] bytes = line.toByteArray();
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        return Arrays.copyOf(bytes, length);
    }

    /** Shakes hands as the server. */
    SSLSession startTls(SSLEngine engine) throws IOException {
        BlockingTls started = new BlockingTls(socket, engine);
        int timeout = socket.getSoTimeout();
        socket.setSoTimeout(PEER_TIMEOUT_MILLIS);
        started.handshake();
        socket.setSoTimeout(timeout);
        tls = started;
        in = started.input();
        out = started.output();
        return started.session();
    }

    /** Leaves TLS with a close_notify, waits for the peer's, and goes on in plain text. */
    void stopTls() throws IOException {
        required().closeNotify();
        if (in.read() >= 0) {
            throw new AssertionError("the client sent something in TLS after its end");
        }
        tls = null;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Sends a close_notify, and leaves the socket open. */
    void closeNotify() throws IOException {
        required().closeNotify();
    }

    /** Ends in order: by a close_notify, where there is TLS, and a FIN. */
    void close() throws IOException {
        if (tls != null && !socket.isClosed()) {
            sayGoodbye(tls);
        }
        socket.close();
    }

    private static void sayGoodbye(BlockingTls tls) throws IOException {
        try {
            tls.closeNotify();
        } catch (SocketException gone) {
            return; // nobody is left to say it to
        }
    }

    /** Ends what is sent, in order, and goes on reading. */
    void endOutput() throws IOException {
        if (tls != null) {
            sayGoodbye(tls);
        }
        socket.shutdownOutput();
    }

    /** Ends by a FIN alone, whether there is TLS or not. */
    void end() throws IOException {
        socket.shutdownOutput();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Begins a record of TLS that is never finished. */
    void breakRecordOff() throws IOException {
        OutputStream raw = socket.getOutputStream();
        raw.write(new byte[] {23, 3, 3, 0x10, 0, 1, 2, 3, 4, 5});
    }

    private BlockingTls required() {
        if (tls == null) {
            throw new AssertionError("no TLS on this connection");
        }
        return tls;
    }
}
