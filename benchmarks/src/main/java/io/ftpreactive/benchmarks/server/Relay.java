package io.ftpreactive.benchmarks.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Puts a server at a distance: whatever goes in either direction, on control and data connections, arrives half a round trip
 * later, in order.
 *
 * <p>The kernel opens connections to and from a relay at once, which over a distance takes a round trip, and the side that
 * accepts knows of it another half later. {@link RelayedSession} makes up for that. There is no limit of bandwidth, no slow
 * start, and no loss; what comes in one segment leaves in one; and a server that waits until its last bytes were acknowledged, as vsftpd does before each 226, does not
 * wait here.
 */
final class Relay {

    private final Transport transport = new Transport();
    private final String host;
    private final long roundTripNanos;

    Relay(String host, int roundTripMillis) {
        this.host = host;
        this.roundTripNanos = TimeUnit.MILLISECONDS.toNanos(roundTripMillis);
    }

    /** Listens for control connections to a port of the server, and gives the port to connect to instead. */
    int start(int port) {
        return port(transport
                .server()
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        new RelayedSession(Relay.this, client).start(port);
                    }
                })
                .bind(host, 0)
                .syncUninterruptibly()
                .channel());
    }

    long roundTripNanos() {
        return roundTripNanos;
    }

    /**
     * Listens for one connection. To be called on its loop, where a listener is registered and bound at once, without waiting.
     *
     * @param loop for the listener and the connection
     * @param accepted gets it before anything of it is read
     * @return the port
     */
    int listen(EventLoop loop, Consumer<Channel> accepted) {
        Channel listener = transport
                .server(loop)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.parent().close();
                        accepted.accept(channel);
                    }
                })
                .register()
                .channel();
        listener.bind(new InetSocketAddress(host, 0));
        return port(listener);
    }

    /** Connects to a port of either side; nothing is read of it yet. */
    ChannelFuture connect(EventLoop loop, int port) {
        return transport
                .client(loop)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // Its handlers come when it is connected.
                    }
                })
                .connect(host, port);
    }

    private static int port(Channel listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }
}
