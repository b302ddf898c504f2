package io.ftpreactive.data;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelMetricsRecorder;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.tcp.TcpClientConfig;

/**
 * Gives data connections the transport of the control connection: options, local address, wiretap, metrics and channel
 * initialisers of the user's {@code TcpClient}, on the loop of the session.
 *
 * <p>The pipeline is wiretap?, metrics?, what the user's {@code doOnChannelInit} adds, {@link DataPipe}. The pipe bears
 * the name of reactor-netty's bridge, so that initialisers that look for it find it.
 */
final class DataTransport {

    private final TcpClientConfig config;
    private final Map<ChannelOption<?>, Object> options = new LinkedHashMap<>();
    /** Connecting is what every transfer does: one bootstrap serves all of a loop. */
    private final Map<EventLoop, Bootstrap> prepared = new ConcurrentHashMap<>();

    DataTransport(TcpClientConfig config, Duration connectTimeout) {
        this.config = config;
        options.put(ChannelOption.TCP_NODELAY, true);
        options.put(ChannelOption.SO_KEEPALIVE, true);
        // Large reads are what makes a download fast: at 64 KiB one costs half as much CPU again.
        options.put(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(64, 65_536, 262_144));
        options.putAll(config.options());
        options.put(ChannelOption.AUTO_READ, false);
        options.put(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(Integer.MAX_VALUE, connectTimeout.toMillis()));
    }

    ChannelFuture connect(EventLoop loop, InetSocketAddress remote, InetAddress local) {
        Bootstrap bootstrap = prepared.computeIfAbsent(loop, this::prepare);
        boolean init = config.doOnChannelInit() != ChannelPipelineConfigurer.emptyConfigurer();
        if (init || config.metricsRecorder() != null) {
            // Both are told whom the connection goes to.
            bootstrap = bootstrap.clone().handler(new Initializer(remote, pipe -> {}));
        }
        Supplier<? extends SocketAddress> bind = config.bindAddress();
        return bind == null ? bootstrap.connect(remote) : bootstrap.connect(remote, new InetSocketAddress(local, 0));
    }

    /** Resolves names of this side; null for the system's. */
    @Nullable
    AddressResolverGroup<?> resolver() {
        return config.resolver();
    }

    private Bootstrap prepare(EventLoop loop) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(config.loopResources().onChannelClass(SocketChannel.class, loop))
                .handler(new Initializer(null, pipe -> {}));
        options.forEach((option, value) -> set(bootstrap, option, value));
        return bootstrap;
    }

    ChannelFuture listen(EventLoop loop, InetSocketAddress local, Consumer<DataPipe> accepted) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(config.loopResources().onChannelClass(ServerSocketChannel.class, loop))
                .childHandler(new Initializer(null, accepted));
        options.forEach((option, value) -> setChild(bootstrap, option, value));
        return bootstrap.bind(local);
    }

    @SuppressWarnings("unchecked")
    private static <T> void set(Bootstrap bootstrap, ChannelOption<T> option, Object value) {
        bootstrap.option(option, (T) value);
    }

    @SuppressWarnings("unchecked")
    private static <T> void setChild(ServerBootstrap bootstrap, ChannelOption<T> option, Object value) {
        bootstrap.childOption(option, (T) value);
    }

    @ChannelHandler.Sharable
    private final class Initializer extends ChannelInitializer<Channel> {

        private final @Nullable SocketAddress remote;
        private final Consumer<DataPipe> active;

        Initializer(@Nullable SocketAddress remote, Consumer<DataPipe> active) {
            this.remote = remote;
            this.active = active;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (config.loggingHandler() != null) {
                channel.pipeline().addFirst(NettyPipeline.LoggingHandler, config.loggingHandler());
            }
            Supplier<? extends ChannelMetricsRecorder> metrics = config.metricsRecorder();
            if (metrics != null) {
                ChannelOperations.addMetricsHandler(channel, metrics.get(), remote, false);
            }
            channel.pipeline().addLast(NettyPipeline.ReactiveBridge, new DataPipe(channel, active));
            config.doOnChannelInit().onChannelInit(ConnectionObserver.emptyListener(), channel, remote);
        }
    }
}
