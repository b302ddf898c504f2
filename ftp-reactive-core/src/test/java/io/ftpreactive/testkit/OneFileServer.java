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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback with one file, whatever its name, for downloads by several sessions at a time, whose order no script
 * can tell. Its fields are its faults.
 */
public final class OneFileServer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger downloads = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final List<String> commands = new CopyOnWriteArrayList<>();

    /** What it serves. */
    public volatile byte[] file;
    /** The answer to MDTM. */
    public volatile String modified = "213 20260101000000";
    /** How many sessions it allows. */
    public volatile int allowed = 100;
    /** The answer to REST. */
    public volatile String restart = "350 go on";
    /** Whether it begins where REST said. */
    public volatile boolean obeys = true;
    /** Which downloads, counted from 1, break off. */
    public volatile IntPredicate breaks = number -> false;
    /** After how many bytes. */
    public volatile int breaksAfter = 100_000;
    /** Runs before each download, with its number and where it begins. */
    public volatile BiConsumer<Integer, Integer> before = (number, position) -> {};

    private OneFileServer(ServerSocket listener, byte[] file) {
        this.listener = listener;
        this.file = file;
        daemon(this::accept);
    }

    /** Starts on 127.0.0.1. */
    public static OneFileServer start(byte[] file) {
        try {
            return new OneFileServer(FreshPort.listen(InetAddress.getLoopbackAddress(), 100), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "one-file-server");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many downloads were begun. */
    public int downloads() {
        return downloads.get();
    }

    /** How many sessions there were at the same time. */
    public int mostSessions() {
        return most.get();
    }

    /** Has the first download wait for so many sessions: else it might be over before they are there. */
    public void waitForSessions(int count) {
        before = (number, position) -> {
            if (number == 1) {
                waitUntil(() -> most.get() >= count);
            }
        };
    }

    /** Waits, but not for ever; without a library, since modules use this that do not have it. */
    public static void waitUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** How many bytes were written to data connections. */
    public long sent() {
        return sent.get();
    }

    /** What was received. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket control = listener.accept();
                sockets.add(control);
                daemon(() -> serve(control));
            }
        } catch (IOException closed) {
            // The test is over.
            return;
        }
    }

    private void serve(Socket control) {
        boolean allows = open.incrementAndGet() <= allowed;
        try (control) {
            if (allows) {
                most.accumulateAndGet(open.get(), Math::max);
                new Session(control).run();
            } else {
                control.getOutputStream().write("421 too many sessions\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException gone) {
            // The client, or the test.
            return;
        } finally {
            open.decrementAndGet();
        }
    }

    private final class Session {

        private final Socket control;
        private final BufferedReader in;
        private final OutputStream out;
        private @Nullable ServerSocket passive;
        private int offset;

        Session(Socket control) throws IOException {
            this.control = control;
            control.setTcpNoDelay(true);
            in = new BufferedReader(new InputStreamReader(control.getInputStream(), StandardCharsets.UTF_8));
            out = control.getOutputStream();
        }

        private void reply(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        void run() throws IOException {
            reply("220 ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                String[] parts = line.split(" ", 2);
                switch (parts[0]) {
                    case "USER" -> reply("331 password");
                    case "PASS" -> reply("230 in");
                    case "FEAT" -> reply("211-Features:\r\n SIZE\r\n MDTM\r\n REST STREAM\r\n211 End");
                    case "TYPE", "NOOP" -> reply("200 ok");
                    case "SIZE" -> reply("213 " + file.length);
                    case "MDTM" -> reply(modified);
                    case "EPSV" -> passive();
                    case "REST" -> restart(Integer.parseInt(parts[1]));
                    case "RETR" -> send();
                    case "ABOR" -> reply("226 nothing to abort");
                    case "QUIT" -> {
                        reply("221 bye");
                        return;
                    }
                    default -> reply("500 what");
                }
            }
        }

        private void passive() throws IOException {
            if (passive != null) {
                passive.close();
            }
            passive = FreshPort.listen(control.getLocalAddress(), 1);
            reply("229 here (|||" + passive.getLocalPort() + "|)");
        }

        private void restart(int position) throws IOException {
            reply(restart);
            offset = obeys && restart.startsWith("350") ? position : 0;
        }

        private void send() throws IOException {
            int number = downloads.incrementAndGet();
            int position = offset;
            offset = 0;
            byte[] bytes = file;
            before.accept(number, position);
            ServerSocket waiting = passive;
            if (waiting == null) {
                reply("425 no port");
                return;
            }
            boolean broken = breaks.test(number);
            reply("150 here");
            try (Socket data = waiting.accept()) {
                sockets.add(data);
                data.setSendBufferSize(64 * 1024);
                int end = broken ? Math.min(bytes.length, position + breaksAfter) : bytes.length;
                for (int i = position; i < end; i += 16 * 1024) {
                    int count = Math.min(16 * 1024, end - i);
                    data.getOutputStream().write(bytes, i, count);
                    sent.addAndGet(count);
                }
            } catch (IOException aborted) {
                reply("426 aborted");
                return;
            } finally {
                waiting.close();
            }
            reply(broken ? "451 disk error" : "226 done");
        }
    }
}
