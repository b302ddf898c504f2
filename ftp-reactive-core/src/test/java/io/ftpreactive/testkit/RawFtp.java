package io.ftpreactive.testkit;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The plainest FTP client there can be, blocking and without any recovery: it proves the servers of these tests. */
final class RawFtp implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final Pattern EPSV = Pattern.compile("\\(\\|\\|\\|(\\d+)\\|\\)");

    private final Socket control;
    private final BufferedReader in;

    RawFtp(String host, int port) throws IOException {
        control = socket(host, port);
        in = new BufferedReader(new InputStreamReader(control.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Socket socket(String host, int port) throws IOException {
        Socket socket = new Socket(DaemonProcess.address(host, port).getAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    /** Logs in and changes to binary. */
    static RawFtp login(FtpServerFixture server) throws IOException {
        RawFtp ftp = new RawFtp(server.host(), server.port());
        ftp.reply();
        ftp.command("USER " + server.user());
        String reply = ftp.command("PASS " + server.password());
        if (!reply.startsWith("230")) {
            throw new IOException(reply);
        }
        ftp.command("TYPE I");
        return ftp;
    }

    /** Sends a command and reads its reply, lines joined by LF. */
    String command(String line) throws IOException {
        send(line);
        return reply();
    }

    void send(String line) throws IOException {
        control.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
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
