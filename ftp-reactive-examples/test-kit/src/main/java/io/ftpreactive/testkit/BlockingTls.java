package io.ftpreactive.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS on a connected socket, blocking, on one thread at a time.
 *
 * <p>It does what an {@code SSLSocket} cannot: an end without close_notify is an error here, TLS can be left without
 * closing the socket and without having read what follows it, and a client may choose what its sessions are kept under.
 */
final class BlockingTls {

    private static final int HEADER = 5;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final InputStream socketIn;
    private final OutputStream socketOut;
    private final SSLEngine engine;
    private final ByteBuffer outgoing;

    /** One record, to be read from. */
    private ByteBuffer record = NOTHING;

    /** What was decrypted, to be read from. */
    private ByteBuffer content;

    BlockingTls(Socket socket, SSLEngine engine) throws IOException {
        this.socketIn = socket.getInputStream();
        this.socketOut = socket.getOutputStream();
        this.engine = engine;
        this.outgoing = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        this.content = ByteBuffer.allocate(2 * engine.getSession().getApplicationBufferSize())
                .limit(0);
    }

    /** Shakes hands; where that fails, the peer is told why before the error is thrown. */
    void handshake() throws IOException {
        try {
            engine.beginHandshake();
            while (goOn()) {
                unwrap();
            }
        } catch (SSLException e) {
            explain(e);
            throw e;
        }
    }

    private void explain(SSLException failure) {
        try {
            closeNotify(); // or rather the alert that is waiting to be sent
        } catch (IOException gone) {
            failure.addSuppressed(gone);
        }
    }

    SSLSession session() {
        return engine.getSession();
    }

    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return awaitContent() ? content.get() & 0xff : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                if (!awaitContent()) {
                    return -1;
                }
                int count = Math.min(length, content.remaining());
                content.get(bytes, offset, count);
                return count;
            }
        };
    }

    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer source = ByteBuffer.wrap(bytes, offset, length);
                while (source.hasRemaining()) {
                    wrap(source);
                }
            }
        };
    }

    /** Sends close_notify, and nothing more after it; the socket stays open. */
    void closeNotify() throws IOException {
        engine.closeOutbound();
        flush();
    }

    /** Waits for content; false where the peer has sent close_notify instead. */
    private boolean awaitContent() throws IOException {
        while (!content.hasRemaining() && !engine.isInboundDone()) {
            unwrap();
            if (!engine.isInboundDone()) {
                goOn(); // but a close_notify is not answered before that is asked for
            }
        }
        return content.hasRemaining();
    }

    /** Does all that the engine wants but to read; true where that is what it wants next. */
    private boolean goOn() throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    return true;
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return false;
                }
            }
        }
    }

    private void unwrap() throws IOException {
        content.compact();
        try {
            if (!record.hasRemaining()) {
                record = readRecord();
            }
            engine.unwrap(record, content);
        } finally {
            content.flip();
        }
    }

    private void wrap(ByteBuffer source) throws IOException {
        SSLEngineResult result = engine.wrap(source, outgoing.clear());
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && source.hasRemaining()) {
            throw new SSLException("TLS was ended");
        }
        socketOut.write(outgoing.array(), 0, outgoing.position());
    }

    private void flush() throws IOException {
        while (!engine.isOutboundDone()) {
            wrap(NOTHING);
        }
    }

    /** Reads one record and not a byte more. */
    private ByteBuffer readRecord() throws IOException {
        byte[] header = exactly(HEADER);
        if (header[0] < 20 || header[0] > 24) {
            throw new SSLException("not a record of TLS: it begins with " + header[0]);
        }
        byte[] body = exactly(((header[3] & 0xff) << 8) | (header[4] & 0xff));
        return ByteBuffer.allocate(HEADER + body.length).put(header).put(body).flip();
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = socketIn.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the connection ended without close_notify");
        }
        return bytes;
    }
}
