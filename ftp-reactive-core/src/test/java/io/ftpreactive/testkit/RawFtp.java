package io.ftpreactive.testkit;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** The plainest FTP client there can be, blocking and without any recovery: it proves the servers of these tests. */
final class RawFtp implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final Pattern EPSV = Pattern.compile("\\(\\|\\|\\|(\\d+)\\|\\)");

    private static final AtomicInteger CACHE_KEYS = new AtomicInteger(1_000_000);

    /** What this client's sessions are kept under, in place of the port, which is another one for each connection. */
    private final int cacheKey = CACHE_KEYS.incrementAndGet();

    private final Socket control;
    private OutputStream out;
    private BufferedReader in;

    RawFtp(String host, int port) throws IOException {
        control = socket(host, port);
        out = control.getOutputStream();
        in = reader(control.getInputStream());
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static Socket socket(String host, int port) throws IOException {
        Socket socket = new Socket(DaemonProcess.address(host, port).getAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    /** TLS that trusts the good certificates, and shows one of its own where keys are given. */
    static SSLContext tls(String protocol, KeyManager... keys) {
        try {
            SSLContext context = SSLContext.getInstance(protocol);
            context.init(keys, TestCertificate.trust().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Logs in and changes to binary. */
    static RawFtp login(FtpServerFixture server) throws IOException {
        RawFtp ftp = new RawFtp(server.host(), server.port());
        ftp.reply();
        ftp.logIn(server);
        return ftp;
    }

    /** Secures the connection, logs in, changes to binary and has the data connections protected. */
    static RawFtp login(TlsServer server, SSLContext context) throws IOException {
        RawFtp ftp = new RawFtp(server.host(), server.port());
        if (!server.implicit()) {
            ftp.reply();
            ftp.require("234", "AUTH TLS");
        }
        ftp.startTls(context);
        if (server.implicit()) {
            ftp.reply();
        }
        ftp.logIn(server);
        ftp.require("200", "PBSZ 0");
        ftp.require("200", "PROT P");
        return ftp;
    }

    private void logIn(FtpServerFixture server) throws IOException {
        require("331", "USER " + server.user());
        require("230", "PASS " + server.password());
        require("200", "TYPE I");
    }

    private void require(String code, String command) throws IOException {
        String reply = command(command);
        if (!reply.startsWith(code)) {
            throw new IOException(reply);
        }
    }

    /** Puts TLS on the control connection. */
    BlockingTls startTls(SSLContext context) throws IOException {
        BlockingTls tls = secure(control, context);
        out = tls.output();
        in = reader(tls.input());
        return tls;
    }

    /** Goes on in plain text on the control connection, where both sides have sent close_notify. */
    void stopTls() throws IOException {
        out = control.getOutputStream();
        in = reader(control.getInputStream());
    }

    /** Puts TLS on a connection, resuming a session of this client's where that is possible. */
    BlockingTls secure(Socket socket, SSLContext context) throws IOException {
        SSLEngine engine = context.createSSLEngine("localhost", cacheKey);
        engine.setUseClientMode(true);
        BlockingTls tls = new BlockingTls(socket, engine);
        tls.handshake();
        return tls;
    }

    /** Sends a command and reads its reply, lines joined by LF. */
    String command(String line) throws IOException {
        send(line);
        return reply();
    }

    void send(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a reply, lines joined by LF. */
    String reply() throws IOException {
        String line = line();
        StringBuilder reply = new StringBuilder(line);
        if (line.startsWith("-", 3)) {
            String end = line.substring(0, 3) + " ";
            do {
                line = line();
                reply.append('\n').append(line);
            } while (!line.startsWith(end));
        }
        return reply.toString();
    }

    private String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("the server closed the connection");
        }
        return line;
    }

    /** Opens a passive data connection with EPSV. */
    Socket passive() throws IOException {
        String reply = command("EPSV");
        Matcher port = EPSV.matcher(reply);
        if (!port.find()) {
            throw new IOException(reply);
        }
        return socket(control.getInetAddress().getHostAddress(), Integer.parseInt(port.group(1)));
    }

    /** Listens for an active data connection, on the address that the server knows. */
    ServerSocket listen() throws IOException {
        ServerSocket listener = new ServerSocket(0, 1, control.getLocalAddress());
        listener.setSoTimeout(TIMEOUT_MILLIS);
        return listener;
    }

    /** Tells the server with PORT where to connect to. */
    String port(ServerSocket listener) throws IOException {
        InetAddress address = listener.getInetAddress();
        int port = listener.getLocalPort();
        return command("PORT " + address.getHostAddress().replace('.', ',') + "," + (port >> 8) + "," + (port & 0xff));
    }

    /** Tells the server with EPRT where to connect to. */
    String eprt(ServerSocket listener) throws IOException {
        String address = listener.getInetAddress().getHostAddress();
        return command(
                "EPRT |" + (address.contains(":") ? 2 : 1) + "|" + address + "|" + listener.getLocalPort() + "|");
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
