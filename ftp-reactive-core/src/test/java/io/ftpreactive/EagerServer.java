package io.ftpreactive;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A small server that has files, and deals in one of many ways with commands that come before their time. */
final class EagerServer implements AutoCloseable {

    /** What becomes of commands that come behind a transfer command. */
    enum Manner {
        /** They are done in their turn. */
        ORDERLY,
        /** They are lost. */
        DROPS,
        /** They are refused while the transfer is under way, and so before its last reply. */
        REFUSES,
        /** They are refused after the last reply to the transfer. */
        REFUSES_LATER,
        /** They are answered while the transfer is under way. */
        AT_ONCE,
        /** A new port closes the one before, and the connection to it; the answers come in order. */
        ONE_PORT,
        /** The last port that was told is where all connections go; the answers come in order. */
        LAST_PORT,
        /** A port that was told for the next transfer is where the connection goes; the answers come in order. */
        NEXT_PORT,
        /** The session is ended. */
        HANGS_UP;

        /** Whether what comes early is done as it should be, in the mode. */
        boolean isOrderly(boolean active) {
            return this == ORDERLY || (!active && (this == LAST_PORT || this == NEXT_PORT));
        }
    }

    /** What goes wrong with one command. */
    enum Fault {
        REFUSED,
        RESET,
        LATE,
        SPLIT,
        BYE,
        /** It is never answered, nor is anything behind it. */
        SILENT,
        /** The data connection is reset when some bytes have moved. */
        DATA_RESET
    }

    private static final int SPLIT_MILLIS = 10;

    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final Queue<String> commands = new ConcurrentLinkedQueue<>();
    final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final Manner manner;
    private final Function<String, @Nullable Fault> faults;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    EagerServer(Manner manner) {
        this(manner, command -> null);
    }

    /** The faults are asked for with each command; null for none. */
    EagerServer(Manner manner, Function<String, @Nullable Fault> faults) {
        this.manner = manner;
        this.faults = faults;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(() -> {
            while (!listener.isClosed()) {
                try {
                    Session session = new Session(listener.accept());
                    sessions.add(session);
                    threads.execute(session);
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Session session : sessions) {
            session.end();
        }
        threads.shutdownNow();
    }

    private final class Session implements Runnable {

        private final Socket control;
        private final BufferedInputStream in;
        private final Deque<String> ahead = new ArrayDeque<>();
        private @Nullable ServerSocket passive;
        private @Nullable InetSocketAddress active;
        private @Nullable Socket data;
        private boolean split;
        private boolean breaking;

        Session(Socket control) throws IOException {
            this.control = control;
            this.in = new BufferedInputStream(control.getInputStream());
            control.setTcpNoDelay(true);
        }

        @Override
        public void run() {
            try (control) {
                say("220 ready");
                for (String line = read(); line != null; line = read()) {
                    commands.add(line);
                    answer(line);
                }
            } catch (IOException e) {
                // Either side has ended the session.
            } finally {
                end();
            }
        }

        private void end() {
            quietly(control);
            quietly(passive);
            quietly(data);
        }

        private @Nullable String read() throws IOException {
            return ahead.isEmpty() ? readLine() : ahead.remove();
        }

        private @Nullable String readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    return line.toString(StandardCharsets.UTF_8).strip();
                }
                line.write(next);
            }
            return null;
        }

        private void say(String whole) throws IOException {
            String reply = whole;
            if (split) {
                control.getOutputStream().write(reply.substring(0, 2).getBytes(StandardCharsets.UTF_8));
                sleep(SPLIT_MILLIS);
                reply = reply.substring(2);
            }
            control.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        private void answer(String line) throws IOException {
            String verb = line.split(" ", 2)[0];
            Fault fault = faults.apply(verb);
            if (fault == Fault.RESET) {
                control.setSoLinger(true, 0);
                throw new IOException("reset");
            }
            if (fault == Fault.BYE) {
                say("421 bye");
                throw new IOException("bye");
            }
            if (fault == Fault.REFUSED) {
                say("451 not now");
                return;
            }
            if (fault == Fault.SILENT) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            if (fault == Fault.LATE) {
                sleep(30);
            }
            split = fault == Fault.SPLIT;
            if (verb.equals("RETR") || verb.equals("STOR")) {
                breaking = fault == Fault.DATA_RESET;
                transfer(verb, argument(line));
            } else {
                say(reply(verb, argument(line)));
            }
        }

        private static String argument(String line) {
            int blank = line.indexOf(' ');
            return blank < 0 ? "" : line.substring(blank + 1);
        }

        private String reply(String verb, String argument) throws IOException {
            return switch (verb) {
                case "USER" -> "230 logged in";
                case "FEAT" -> "211 none";
                case "TYPE", "NOOP" -> "200 ok";
                case "SYST" -> "215 UNIX";
                case "SIZE" -> {
                    byte[] content = files.get(argument);
                    yield content == null ? "550 none" : "213 " + content.length;
                }
                case "DELE" -> files.remove(argument) == null ? "550 none" : "250 gone";
                case "ABOR" -> "226 aborted";
                case "PWD" -> "257 \"/\"";
                case "QUIT" -> "221 bye";
                case "EPSV" -> {
                    quietly(passive);
                    passive = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                    yield "229 here (|||" + passive.getLocalPort() + "|)";
                }
                case "EPRT" -> {
                    active = address(argument);
                    yield "200 ok";
                }
                default -> "500 " + verb + "?";
            };
        }

        private static InetSocketAddress address(String argument) {
            String[] parts = argument.split("\\|", -1);
            return new InetSocketAddress(parts[2], Integer.parseInt(parts[3]));
        }

        /** What has come behind the transfer command by now. */
        private void readAhead() throws IOException {
            if (manner == Manner.ORDERLY) {
                return;
            }
            sleep(5);
            while (in.available() > 0) {
                String line = readLine();
                if (line != null) {
                    ahead.add(line);
                }
            }
        }

        private void transfer(String verb, String path) throws IOException {
            byte[] content = verb.equals("STOR") ? new byte[0] : files.get(path);
            if (content == null) {
                say("550 none");
                return;
            }
            try (Socket used = connect()) {
                data = used;
                say("150 here" + (verb.equals("RETR") ? " (" + content.length + " bytes)" : ""));
                if (!duringTransfer()) {
                    return;
                }
                move(verb, path, content, used);
            } catch (IOException e) {
                say("426 broken");
                return;
            }
            say("226 done");
            afterTransfer();
        }

        /** Both ends are there before anything is made of what stands behind the transfer command. */
        private Socket connect() throws IOException {
            InetSocketAddress target = active;
            ServerSocket port = passive;
            passive = null;
            active = null;
            if (port != null) {
                try (port) {
                    Socket connection = port.accept();
                    readAhead();
                    return connection;
                }
            }
            if (target == null) {
                throw new IOException("no port");
            }
            readAhead();
            InetSocketAddress told = otherPort(target);
            return new Socket(told.getAddress(), told.getPort());
        }

        /** Returns whether the transfer goes on. */
        private boolean duringTransfer() throws IOException {
            while (manner == Manner.AT_ONCE && !ahead.isEmpty()) {
                answer(ahead.remove());
            }
            while (manner == Manner.REFUSES && ahead.poll() != null) {
                say("500 not during a transfer");
            }
            boolean closed = manner == Manner.ONE_PORT && !ahead.isEmpty();
            if (closed) {
                say("426 closed");
            }
            return !closed;
        }

        private void afterTransfer() throws IOException {
            if (manner == Manner.DROPS) {
                ahead.clear();
            }
            if (manner == Manner.HANGS_UP && !ahead.isEmpty()) {
                throw new IOException("hung up");
            }
            while (manner == Manner.REFUSES_LATER && ahead.poll() != null) {
                say("503 one after the other");
            }
        }

        private InetSocketAddress otherPort(InetSocketAddress own) {
            List<InetSocketAddress> told = ahead.stream()
                    .filter(line -> line.startsWith("EPRT"))
                    .map(line -> address(argument(line)))
                    .toList();
            boolean misled = manner == Manner.LAST_PORT || manner == Manner.NEXT_PORT;
            return told.isEmpty() || !misled ? own : told.get(manner == Manner.LAST_PORT ? told.size() - 1 : 0);
        }

        private void move(String verb, String path, byte[] content, Socket used) throws IOException {
            if (verb.equals("RETR")) {
                used.getOutputStream().write(content, 0, breaking ? content.length / 2 : content.length);
            } else {
                files.put(
                        path,
                        breaking
                                ? used.getInputStream().readNBytes(1)
                                : used.getInputStream().readAllBytes());
            }
            if (breaking) {
                used.setSoLinger(true, 0);
                throw new IOException("reset");
            }
            used.shutdownOutput();
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void quietly(@Nullable Closeable closed) {
        try {
            if (closed != null) {
                closed.close();
            }
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
