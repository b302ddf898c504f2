package io.ftpreactive.testkit;

import static io.ftpreactive.testkit.FtpFault.Kind.RESET;
import static io.ftpreactive.testkit.FtpFault.Kind.SLOW;
import static io.ftpreactive.testkit.FtpFault.Kind.STALL;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One data connection of a {@link FtpTestServer}: waits for who connects, connects to the other, and takes the bytes both
 * ways with what its fault does to them.
 */
final class FaultyData {

    private static final Set<String> TRANSFERS = Set.of("RETR", "STOR", "APPE", "STOU", "LIST", "NLST", "MLSD");
    private static final int CHUNK = 16 * 1024;
    private static final int SLICES_PER_SECOND = 20;

    private final FaultyControl control;
    private final @Nullable ServerSocket listener;
    private final Socket reserved = new Socket();
    private final CountDownLatch ended = new CountDownLatch(1);
    /** The server's side has nothing more to give. */
    private final CountDownLatch delivered = new CountDownLatch(1);

    private final AtomicInteger directions = new AtomicInteger(2);
    private volatile @Nullable FtpFault fault;
    private volatile @Nullable Wire client;
    private volatile @Nullable Socket behind;

    private FaultyData(FaultyControl control, boolean listens) throws IOException {
        this.control = control;
        InetAddress loopback = InetAddress.getLoopbackAddress();
        this.listener = listens ? new ServerSocket(0, 1, loopback) : null;
        if (!listens) {
            reserved.bind(new InetSocketAddress(loopback, 0)); // nobody else will listen there
        }
    }

    /** The client is to connect here; where it is not to be reachable, nobody listens. */
    static FaultyData passive(FaultyControl control, InetSocketAddress server, boolean isReachable) throws IOException {
        FaultyData data = new FaultyData(control, isReachable);
        data.await(accepted -> data.carry(accepted, connect(server)));
        return data;
    }

    /** The server behind is to connect here, and the client is connected to then. */
    static FaultyData active(FaultyControl control, InetSocketAddress client) throws IOException {
        FaultyData data = new FaultyData(control, true);
        data.await(accepted -> data.carry(connect(client), accepted));
        return data;
    }

    /** Tells whether a command makes use of a data connection. */
    static boolean carries(String verb) {
        return TRANSFERS.contains(verb);
    }

    int port() {
        return listener == null ? reserved.getLocalPort() : listener.getLocalPort();
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        return new Socket(address.getAddress(), address.getPort());
    }

    private void await(Use use) {
        ServerSocket waiting = listener;
        if (waiting != null) {
            FaultyControl.daemon("ftp-test-server-data", () -> {
                try (waiting) {
                    use.of(waiting.accept());
                } catch (IOException e) {
                    reset(); // nobody connected, or one of both has gone
                }
            });
        }
    }

    private void carry(Socket clientSocket, Socket behindSocket) throws IOException {
        Wire wire = new Wire(clientSocket);
        client = wire;
        behind = behindSocket;
        if (ended.getCount() == 0) {
            reset();
        }
        control.secure(wire);
        Pump up = new Pump(behindSocket.getOutputStream(), behindSocket::shutdownOutput);
        FaultyControl.daemon("ftp-test-server-upload", () -> pump(wire.in(), up));
        pump(behindSocket.getInputStream(), new Pump(wire.out(), wire::endOutput));
        delivered.countDown();
    }

    private void pump(InputStream in, Pump pump) {
        try {
            byte[] buffer = new byte[CHUNK];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                pump.take(buffer, read, fault);
            }
            pump.end();
            if (directions.decrementAndGet() == 0) {
                reset(); // which is none, where both sides have had their end
            }
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody has connected yet, and nobody is to. */
    void giveUpWaiting() {
        if (listener != null) {
            FaultyControl.close(listener);
        }
        FaultyControl.close(reserved);
    }

    /** Ends what waits and what is under way. */
    void close() {
        giveUpWaiting();
        reset();
    }

    /** Something is to go wrong with its transfer, which begins now; or nothing. */
    void befall(@Nullable FtpFault wrong) {
        fault = wrong;
    }

    /**
     * Waits until the client's side has got what it is to get: a server does not say before that a transfer has ended.
     *
     * @param isWhole false if the server has given up, perhaps since nobody connected
     */
    void awaitDelivery(boolean isWhole) throws InterruptedException {
        if (fault != null && (isWhole || client != null)) {
            delivered.await();
        }
    }

    private void reset() {
        ended.countDown();
        delivered.countDown();
        Wire wire = client;
        Socket socket = behind;
        if (wire != null) {
            reset(wire.socket());
        }
        if (socket != null) {
            reset(socket);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already.
        }
        FaultyControl.close(socket);
    }

    /** One direction. */
    private final class Pump {

        private final OutputStream out;
        private final Ending end;
        private long passed;
        private boolean hasEnded;

        Pump(OutputStream out, Ending end) {
            this.out = out;
            this.end = end;
        }

        void take(byte[] bytes, int length, @Nullable FtpFault fault) throws IOException, InterruptedException {
            if (hasEnded) {
                return; // the rest is lost
            }
            if (fault == null) {
                out.write(bytes, 0, length);
            } else if (fault.kind() == SLOW) {
                drip(bytes, length, fault.bytes());
            } else {
                int allowed = (int) Math.min(length, fault.bytes() - passed);
                out.write(bytes, 0, allowed);
                passed += allowed;
                if (allowed < length) {
                    befall(fault.kind());
                }
            }
        }

        private void drip(byte[] bytes, int length, long perSecond) throws IOException, InterruptedException {
            int slice = (int) Math.max(1, Math.min(CHUNK, perSecond / SLICES_PER_SECOND));
            for (int at = 0; at < length; at += slice) {
                int count = Math.min(slice, length - at);
                out.write(bytes, at, count);
                ended.await(TimeUnit.SECONDS.toNanos(count) / perSecond, TimeUnit.NANOSECONDS);
            }
        }

        private void befall(FtpFault.Kind kind) throws IOException, InterruptedException {
            if (kind == STALL) {
                ended.await();
            } else if (kind == RESET) {
                reset();
            } else {
                end();
            }
        }

        void end() throws IOException {
            if (!hasEnded) {
                hasEnded = true;
                end.run();
            }
        }
    }

    @FunctionalInterface
    private interface Use {
        void of(Socket accepted) throws IOException;
    }

    @FunctionalInterface
    private interface Ending {
        void run() throws IOException;
    }
}
