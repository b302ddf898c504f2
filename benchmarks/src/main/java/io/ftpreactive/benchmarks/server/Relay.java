package io.ftpreactive.benchmarks.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts a server at a distance: whatever goes in either direction, on control and data connections, arrives half a round trip
 * later.
 *
 * <p>The kernel opens connections to a relay at once, which over a distance takes a round trip. So what a client reads
 * just before it opens one, or first on a new one, is held back by a round trip more: the port of a data connection, and the
 * greeting.
 */
final class Relay {

    private static final int LONGEST_LINE = 65_536;
    private static final int BYTE = 256;
    private static final Pattern EXTENDED = Pattern.compile("229 .*\\|\\|\\|(\\d+)\\|.*", Pattern.DOTALL);
    private static final Pattern PLAIN =
            Pattern.compile("(227 .*\\d+,\\d+,\\d+,\\d+,)(\\d+),(\\d+)(.*)", Pattern.DOTALL);

    private final Transport transport = new Transport();
    private final String host;
    private final long roundTripNanos;

    Relay(String host, int roundTripMillis) {
        this.host = host;
        this.roundTripNanos = TimeUnit.MILLISECONDS.toNanos(roundTripMillis);
    }

    /** Listens for control connections to a port of the server, and gives the port to connect to instead. */
    int start(int port) {
        return port(listen(port, true, false).syncUninterruptibly());
    }

    private static int port(ChannelFuture bound) {
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private ChannelFuture listen(int target, boolean control, boolean once) {
        ServerBootstrap bootstrap = transport.server().childOption(ChannelOption.TCP_NODELAY, true);
        bootstrap.childOption(ChannelOption.AUTO_READ, false).childHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel client) {
                if (once) {
                    client.parent().close();
                }
                connect(client, target, control);
            }
        });
        return bootstrap.bind(host, 0);
    }

    private void connect(Channel client, int target, boolean control) {
        Bootstrap bootstrap = transport.client(client.eventLoop()).option(ChannelOption.TCP_NODELAY, true);
        bootstrap.option(ChannelOption.AUTO_READ, false).handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel server) {
                client.pipeline().addLast(new Way(server, false));
                if (control) {
                    server.pipeline().addLast(new LineBasedFrameDecoder(LONGEST_LINE, false, true));
                }
                server.pipeline().addLast(new Way(client, control));
            }
        });
        bootstrap.connect(host, target).addListener((ChannelFuture connected) -> {
            if (connected.isSuccess()) {
                client.config().setAutoRead(true);
                connected.channel().config().setAutoRead(true);
            } else {
                client.close();
            }
        });
    }

    /** One direction of a connection. */
    private final class Way extends ChannelInboundHandlerAdapter {

        private final Channel peer;
        private final boolean replies;
        private boolean greeted;
        private long due = System.nanoTime();

        Way(Channel peer, boolean replies) {
            this.peer = peer;
            this.replies = replies;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (!replies) {
                later(context, 0, () -> peer.writeAndFlush(bytes));
                return;
            }
            String line = bytes.toString(StandardCharsets.ISO_8859_1);
            bytes.release();
            Integer port = passivePort(line);
            if (port == null) {
                later(context, greeted ? 0 : roundTripNanos, () -> write(line));
                greeted = true;
            } else {
                relay(port, own -> later(context, roundTripNanos, () -> write(rewritten(line, own))));
            }
        }

        private void write(String line) {
            peer.writeAndFlush(Unpooled.copiedBuffer(line, StandardCharsets.ISO_8859_1));
        }

        private void relay(int port, IntConsumer ready) {
            listen(port, false, true).addListener((ChannelFuture bound) -> ready.accept(port(bound)));
        }

        /** Never before what came earlier in this direction. */
        private void later(ChannelHandlerContext context, long more, Runnable action) {
            due = Math.max(due, System.nanoTime() + roundTripNanos / 2 + more);
            context.executor().schedule(action, due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            later(context, 0, peer::close);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private static @Nullable Integer passivePort(String line) {
        Matcher extended = EXTENDED.matcher(line);
        if (extended.matches()) {
            return Integer.valueOf(extended.group(1));
        }
        Matcher plain = PLAIN.matcher(line);
        return plain.matches()
                ? Integer.valueOf(Integer.parseInt(plain.group(2)) * BYTE + Integer.parseInt(plain.group(3)))
                : null;
    }

    private static String rewritten(String line, int port) {
        Matcher plain = PLAIN.matcher(line);
        return plain.matches()
                ? plain.group(1) + port / BYTE + "," + port % BYTE + plain.group(4)
                : line.replaceFirst("\\|\\|\\|\\d+\\|", "|||" + port + "|");
    }
}
