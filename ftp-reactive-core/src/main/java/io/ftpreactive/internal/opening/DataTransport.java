package io.ftpreactive.internal.opening;

import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Route;
import io.ftpreactive.internal.data.DataChannelHandler;
import io.ftpreactive.internal.tls.MeasuredAddress;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
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
import reactor.netty.tcp.TcpClientConfig;

/**
 * Gives data connections the transport of the control connection: options, local address, wiretap, metrics and channel
 * initialisers of the user's {@code TcpClient}, on the loop of the session.
 *
 * <p>The pipeline is proxy?, wiretap?, metrics?, what the user's {@code doOnChannelInit} adds, {@link DataChannelHandler}. The last bears
 * the name of reactor-netty's bridge, so that initialisers that look for it find it.
 */
final class DataTransport {

    /** Large reads are what makes a download fast: with 64 KiB one costs half as much CPU again. */
    static final int LARGEST_READ = 262_144;

    private static final int SMALLEST_READ = 64;

    private final TcpClientConfig config;
    private final Duration connectTimeout;
    private final Map<ChannelOption<?>, Object> options = new LinkedHashMap<>();
    /** Connecting is what every transfer does: one bootstrap serves all of a loop. */
    private final Map<EventLoop, Bootstrap> prepared = new ConcurrentHashMap<>();

    /**
     * Prepares it.
     *
     * @param largestRead how many bytes a read may bring, a power of two, unless an option of the user's says otherwise
     */
    DataTransport(
            TcpClientConfig config,
            Map<ChannelOption<?>, Object> dataOptions,
            Duration connectTimeout,
            int largestRead) {
        this.config = config;
        this.connectTimeout = connectTimeout;
        options.put(ChannelOption.SO_KEEPALIVE, true);
        options.put(ChannelOption.RECVBUF_ALLOCATOR, readsOf(largestRead));
        options.putAll(config.options());
        options.putAll(dataOptions);
        // Netty has set it by then: it would cost each connection another system call.
        options.remove(ChannelOption.TCP_NODELAY, true);
        options.put(ChannelOption.AUTO_READ, false);
        options.put(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(Integer.MAX_VALUE, connectTimeout.toMillis()));
    }

    /** Reads begin with a quarter of the largest, into which most files fit, and many senders are slow: they grow from there. */
    private static RecvByteBufAllocator readsOf(int most) {
        return most < SMALLEST_READ
                ? new FixedRecvByteBufAllocator(most)
                : new AdaptiveRecvByteBufAllocator(SMALLEST_READ, Math.max(SMALLEST_READ, most / 4), most);
    }

    /** Hears what comes of an attempt to connect, on the event loop. */
    interface Connected {

        /** The connection is there. */
        void connected(DataChannelHandler made);

        /** There will be none. */
        void notConnected(Throwable cause);
    }

    /**
     * Connects the way that the control connection took.
     *
     * @param remote the server's address, or its name where the proxy resolves it
     * @param then hears what comes of it, unless it is cancelled
     */
    Attempt connect(ControlConnection control, InetSocketAddress remote, Connected then) {
        ChannelFuture connecting = bootstrap(control, remote).connect(remote, bind(control));
        Attempt attempt = new Attempt(connecting.channel(), control.route(), then);
        connecting.addListener(attempt);
        return attempt;
    }

    /** A connection in the making. Confined to the event loop. */
    static final class Attempt implements ChannelFutureListener {

        private final Channel channel;
        private final Route route;
        private final Connected then;
        private boolean cancelled;

        private Attempt(Channel channel, Route route, Connected then) {
            this.channel = channel;
            this.route = route;
            this.then = then;
        }

        @Override
        public void operationComplete(ChannelFuture connecting) {
            if (!connecting.isSuccess()) {
                failed(connecting.cause());
            } else if (route.isProxied()) {
                route.passed(channel).subscribe(passed -> succeeded(), this::failed);
            } else {
                succeeded();
            }
        }

        private void succeeded() {
            if (!cancelled) {
                then.connected(DataChannelHandler.of(channel));
            }
        }

        private void failed(Throwable cause) {
            if (!cancelled) {
                then.notConnected(cause);
            }
        }

        /** Closes the socket, of which nothing is heard any more. */
        void cancel() {
            cancelled = true;
            channel.close();
        }
    }

    private Bootstrap bootstrap(ControlConnection control, InetSocketAddress remote) {
        Bootstrap bootstrap = prepared.computeIfAbsent(control.eventLoop(), this::prepare);
        Route route = control.route();
        boolean init = config.doOnChannelInit() != ChannelPipelineConfigurer.emptyConfigurer();
        // Initialisers and metrics are told whom the connection goes to.
        boolean own = init || config.metricsRecorder() != null || route.isProxied();
        return own ? bootstrap.clone().handler(new Initializer(control, remote, route, made -> {})) : bootstrap;
    }

    private @Nullable SocketAddress bind(ControlConnection control) {
        return config.bindAddress() == null
                ? null
                : new InetSocketAddress(control.localAddress().getAddress(), 0);
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
                .handler(new Initializer(null, null, null, made -> {}))
                // What is not resolved by now is for the proxy to resolve.
                .resolver(NoopAddressResolverGroup.INSTANCE);
        options.forEach((option, value) -> set(bootstrap, option, value));
        return bootstrap;
    }

    ChannelFuture listen(ControlConnection control, InetSocketAddress local, Consumer<DataChannelHandler> accepted) {
        EventLoop loop = control.eventLoop();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(config.loopResources().onChannelClass(ServerSocketChannel.class, loop))
                .childHandler(new Initializer(control, null, null, accepted));
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

        private final @Nullable ControlConnection control;
        private final @Nullable SocketAddress remote;
        private final @Nullable Route route;
        private final Consumer<DataChannelHandler> active;

        Initializer(
                @Nullable ControlConnection control,
                @Nullable SocketAddress remote,
                @Nullable Route route,
                Consumer<DataChannelHandler> active) {
            this.control = control;
            this.remote = remote;
            this.route = route;
            this.active = active;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (config.loggingHandler() != null) {
                channel.pipeline().addFirst(NettyPipeline.LoggingHandler, config.loggingHandler());
            }
            Supplier<? extends ChannelMetricsRecorder> metrics = config.metricsRecorder();
            if (metrics != null && control != null) {
                MeasuredAddress.measure(channel, control.measuredAddress(), metrics.get());
            }
            channel.pipeline().addLast(NettyPipeline.ReactiveBridge, new DataChannelHandler(channel, active));
            if (route != null) {
                route.enter(channel, connectTimeout);
            }
            config.doOnChannelInit().onChannelInit(ConnectionObserver.emptyListener(), channel, remote);
        }
    }
}
