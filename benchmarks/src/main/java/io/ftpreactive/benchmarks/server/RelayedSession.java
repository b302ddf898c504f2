package io.ftpreactive.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A control connection through a {@link Relay}, and its data connections; all on one loop.
 *
 * <p>A client that opens a connection could send its first byte after a round trip, which arrives half a round trip later, and
 * that is when the server learns of it too. So that is when the relay connects to the server, and no command that the client
 * sends after it has opened a data connection arrives before.
 *
 * <p>A server that opens a data connection (active mode) waits a round trip for it, within the command that wants it. So that
 * command reaches the server a round trip later, and those behind it when it has been answered, since a server does one after
 * the other. A command that is refused before it would connect is late by that round trip, too.
 */
final class RelayedSession {

    private static final int LONGEST_LINE = 65_536;
    private static final int CODE = 3;
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Set<String> TRANSFERS = Set.of("RETR", "STOR", "STOU", "APPE", "LIST", "NLST", "MLSD");

    private final Relay relay;
    private final Channel client;
    private final EventLoop loop;
    private final long half;
    private final Promise<Channel> server;
    private final Way up;
    private final Way down;

    /** Lines that have arrived, while the server is busy. */
    private final Queue<String> arrived = new ArrayDeque<>();

    private boolean active;
    /** A transfer in active mode is under way, and nothing else goes to the server. */
    private boolean busy;

    private boolean connecting;
    /** Replies that are due; the greeting is the first. */
    private int unanswered = 1;

    RelayedSession(Relay relay, Channel client) {
        this.relay = relay;
        this.client = client;
        this.loop = client.eventLoop();
        this.half = relay.roundTripNanos() / 2;
        this.server = loop.newPromise();
        long known = System.nanoTime() + relay.roundTripNanos() + half;
        this.up = new Up(known);
        this.down = new Down();
    }

    /** Connects to the server when it would know of the client. */
    void start(int port) {
        client.pipeline().addLast(new LineBasedFrameDecoder(LONGEST_LINE, false, true), up);
        client.config().setAutoRead(true);
        loop.schedule(
                () -> join(port, server, new LineBasedFrameDecoder(LONGEST_LINE, false, true), down),
                relay.roundTripNanos() + half,
                TimeUnit.NANOSECONDS);
    }

    private void join(int port, Promise<Channel> connected, ChannelHandler... handlers) {
        relay.connect(loop, port).addListener((ChannelFuture connecting) -> {
            if (connecting.isSuccess()) {
                Channel channel = connecting.channel();
                channel.pipeline().addLast(handlers);
                connected.setSuccess(channel);
                channel.config().setAutoRead(true);
            } else {
                connected.setFailure(connecting.cause());
            }
        });
    }

    /** The client has opened a data connection. */
    private void openedByClient(Channel channel, int port) {
        long known = System.nanoTime() + relay.roundTripNanos() + half;
        up.holdUntil(known);
        Promise<Channel> peer = loop.newPromise();
        accept(channel, new Way(loop, half, known, peer));
        loop.schedule(
                () -> join(
                        port,
                        peer,
                        new Way(loop, half, known, loop.<Channel>newPromise().setSuccess(channel))),
                known - System.nanoTime(),
                TimeUnit.NANOSECONDS);
    }

    /**
     * The server has opened a data connection, for which it had waited before. The client may accept it a moment too early,
     * but not after a reply that the server has sent behind it.
     */
    private void openedByServer(Channel channel, int port) {
        long known = System.nanoTime() + half;
        Promise<Channel> peer = loop.newPromise();
        accept(channel, new Way(loop, half, known, peer));
        loop.schedule(
                () -> join(
                        port,
                        peer,
                        new Way(loop, half, known, loop.<Channel>newPromise().setSuccess(channel))),
                Math.max(0, half - MOMENT),
                TimeUnit.NANOSECONDS);
    }

    private static void accept(Channel channel, Way way) {
        channel.pipeline().addLast(way);
        channel.config().setAutoRead(true);
    }

    /** The server is free to take what has arrived, up to a transfer for which it connects. */
    private void serve() {
        while (!busy && !arrived.isEmpty()) {
            String line = arrived.remove();
            String verb = verb(line);
            Ports ports = Ports.in(line);
            if (ports != null) {
                active = true;
                write(ports.replacedBy(relay.listen(loop, channel -> openedByServer(channel, ports.port()))));
            } else if (active && TRANSFERS.contains(verb)) {
                transfer(line);
            } else {
                active &= !verb.equals("EPSV") && !verb.equals("PASV");
                write(line);
            }
        }
    }

    private void transfer(String line) {
        busy = true;
        connecting = true;
        loop.schedule(
                () -> {
                    connecting = false;
                    write(line);
                    up.flush();
                },
                relay.roundTripNanos(),
                TimeUnit.NANOSECONDS);
    }

    private static String verb(String line) {
        return line.strip().split(" ", 2)[0].toUpperCase(Locale.ROOT);
    }

    private void write(String line) {
        unanswered++;
        up.deliver(buffer(line));
    }

    private static ByteBuf buffer(String line) {
        return Unpooled.copiedBuffer(line, StandardCharsets.ISO_8859_1);
    }

    /** The last line of a reply that no other one follows. */
    private static boolean isFinal(String line) {
        return line.length() > CODE
                && line.charAt(0) >= '2'
                && line.charAt(CODE) == ' '
                && line.chars().limit(CODE).allMatch(Character::isDigit);
    }

    private void replied(String line) {
        if (isFinal(line)) {
            unanswered--;
            if (busy && !connecting && unanswered <= 0) {
                busy = false;
                serve();
                up.flush();
            }
        }
    }

    /** Lines that came in one segment leave in one, since some servers drop what comes in another one during a transfer. */
    private abstract class Lines extends Way {

        private List<String> read = new ArrayList<>();

        Lines(long earliest, Future<Channel> peer) {
            super(loop, half, earliest, peer);
        }

        /** A line on its way. */
        abstract String onRead(String line);

        /** A line that has arrived. */
        abstract void onArrival(String line);

        @Override
        public final void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            String line = bytes.toString(StandardCharsets.ISO_8859_1);
            bytes.release();
            read.add(onRead(line));
        }

        @Override
        public final void channelReadComplete(ChannelHandlerContext context) {
            List<String> lines = read;
            read = new ArrayList<>();
            onArrival(() -> {
                lines.forEach(this::onArrival);
                flush();
            });
        }
    }

    /** Commands. */
    private final class Up extends Lines {

        Up(long earliest) {
            super(earliest, server);
        }

        @Override
        String onRead(String line) {
            return line;
        }

        @Override
        void onArrival(String line) {
            if (busy && line.contains("ABOR")) {
                write(line);
            } else {
                arrived.add(line);
                serve();
            }
        }
    }

    /** Replies. */
    private final class Down extends Lines {

        Down() {
            super(System.nanoTime(), loop.<Channel>newPromise().setSuccess(client));
        }

        @Override
        String onRead(String line) {
            replied(line);
            Ports ports = Ports.in(line);
            return ports == null
                    ? line
                    : ports.replacedBy(relay.listen(loop, channel -> openedByClient(channel, ports.port())));
        }

        @Override
        void onArrival(String line) {
            deliver(buffer(line));
        }
    }
}
