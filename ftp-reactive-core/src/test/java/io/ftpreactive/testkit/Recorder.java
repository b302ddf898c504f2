package io.ftpreactive.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a server and writes down the commands that it passes on, for servers that keep no log of them. */
public final class Recorder implements AutoCloseable {

    private final FtpServerFixture server;
    private final ServerSocket listener;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();

    private Recorder(FtpServerFixture server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /** Starts one on the server's own address, so that data connections lead to the server. */
    public static Recorder before(FtpServerFixture server) throws IOException {
        Recorder recorder = new Recorder(server, new ServerSocket(0, 50, InetAddress.getByName(server.host())));
        daemon(recorder::accept);
        return recorder;
    }

    /** The port for control connections. */
    public int port() {
        return listener.getLocalPort();
    }

    /** The commands until now, of all connections. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = keep(listener.accept());
            Socket far = keep(new Socket(server.host(), server.port()));
            daemon(() -> record(client, far));
            daemon(() -> {
                far.getInputStream().transferTo(client.getOutputStream());
                client.shutdownOutput();
            });
        }
    }

    private Socket keep(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        open.add(socket);
        return socket;
    }

    private void record(Socket client, Socket far) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = far.getOutputStream();
        StringBuilder together = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            commands.add(line);
            together.append(line).append("\r\n");
            // What came together goes on together: a server may drop what comes during a transfer.
            if (!lines.ready()) {
                out.write(together.toString().getBytes(StandardCharsets.ISO_8859_1));
                together.setLength(0);
            }
        }
        far.shutdownOutput();
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // A connection has ended, or all are to.
                    }
                },
                "recorder");
        thread.setDaemon(true);
        thread.start();
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
}
