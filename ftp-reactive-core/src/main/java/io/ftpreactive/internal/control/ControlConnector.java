package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpClientCodec;
import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.internal.tls.MeasuredAddress;
import io.ftpreactive.internal.tls.TlsSession;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.result.ServerCapabilities;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpClientConfig;
import reactor.netty.transport.AddressUtils;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Makes control connections with a {@link TcpClient} and logs in. */
public final class ControlConnector {

    private static final String CODEC = "ftp.codec";
    private static final String CONTROL = "ftp.control";

    private static final Logger log = Loggers.getLogger("io.ftpreactive.connections");

    private final ControlSettings settings;
    private final InetSocketAddress server;
    /** Made once: each setter of a {@link TcpClient} copies all that it is configured with. */
    private final TcpClient transport;
    /** Where the proxy, if there is one, is still to be found. */
    private final TcpClientConfig origin;

    private final LoopSpread loops = new LoopSpread();

    /**
     * Prepares for any number of connections.
     *
     * <p>Of the user's client its options, resolver, bind address, proxy, loops and metrics are used. Its wiretap is
     * switched off: it would print the password.
     *
     * @param client the transport
     * @param settings how to log in where
     */
    public ControlConnector(TcpClient client, ControlSettings settings) {
        this.settings = settings;
        this.server = AddressUtils.createUnresolved(settings.host(), settings.port());
        this.origin = client.configuration();
        long millis = settings.timeouts().connect().toMillis();
        boolean keepAlive = !Boolean.FALSE.equals(origin.options().get(ChannelOption.SO_KEEPALIVE));
        this.transport = client.noProxy()
                .wiretap(false)
                .remoteAddress(() -> server)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(Integer.MAX_VALUE, millis))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, keepAlive)
                .option(ChannelOption.RECVBUF_ALLOCATOR, receive());
    }

    /**
     * Connects and logs in.
     *
     * @param memory what is known of servers, and hears what is learnt
     * @return a connection that is logged in; fails with {@link FtpConnectionException} or another
     *     {@link FtpException}. A cancelled or failed attempt leaves no connection
     */
    public Mono<ControlConnection> connect(CapabilityStore memory) {
        ServerCapabilities.Server known = settings.server();
        FtpSecurity security = settings.security();
        return Mono.defer(() -> {
            if (!security.newerVersionTried()) {
                return connect(memory, false);
            }
            boolean newer = memory.recall(known).newerTls();
            return connect(memory, newer).onErrorResume(ControlConnector::isVersionRefused, refused -> {
                log.info("{} refuses TLS 1.{}; it is tried with the other", known, newer ? 3 : 2);
                return connect(memory, !newer)
                        .doOnNext(control -> control.traits().newerTls(!newer));
            });
        });
    }

    private static boolean isVersionRefused(Throwable error) {
        return error instanceof FtpConnectionException failed && failed.reason() == Reason.TLS_VERSION;
    }

    private Mono<ControlConnection> connect(CapabilityStore memory, boolean newerTls) {
        return Mono.deferContextual(context -> {
            Attempt attempt = new Attempt(settings, memory, context);
            Mono<ControlConnection> login = TlsSession.open(settings.security(), settings.host(), newerTls)
                    .doOnNext(attempt::prepared)
                    .then(Route.choose(origin, server, settings.timeouts().connect()))
                    .flatMap(route -> connect(route, attempt));
            return Mono.<ControlConnection>create(sink -> attempt.run(login, sink))
                    .doOnCancel(attempt::cancelled);
        });
    }

    private Mono<ControlConnection> connect(Route route, Attempt attempt) {
        TcpClient once = route.prepare(transport).doOnChannelInit((observer, channel, remote) -> {
            MeasuredAddress.note(channel, remote == null ? server : remote);
            attempt.install(channel, route);
        });
        Mono<Connection> connected = loops.<Connection>over(once.configuration(), Mono.from(once.connect()))
                // reactor-netty keeps who waits for a connection as long as that lives, and with it the whole login.
                .onTerminateDetach()
                .flatMap(connection -> route.passed(connection.channel()).thenReturn(connection));
        return TimeLimit.of(settings.timeouts().connect(), connected)
                .onErrorMap(error -> route.error(settings.host() + ":" + settings.port(), error))
                .flatMap(ControlConnector::logIn);
    }

    /** Small, and reads on until nothing is left: what is already here is no answer to what is written next. */
    private static RecvByteBufAllocator receive() {
        return new AdaptiveRecvByteBufAllocator(64, 512, 4096).respectMaybeMoreData(false);
    }

    private static Mono<ControlConnection> logIn(Connection connection) {
        // A pooled TcpClient must not get this channel back: it carries a login.
        connection.markPersistent(false);
        ControlConnection control = connection.channel().pipeline().get(Handler.class).control;
        connection.channel().config().setAutoRead(true);
        return control.tls().begin().then(Login.run(control)).thenReturn(control);
    }

    /**
     * Knows the connection from its first moment to its first use: one that was made, but dropped on its way by what was
     * cancelled or timed out meanwhile, must not be left. Whether a subscriber took what it got or dropped it cannot be
     * seen, and its cancel may come at any time after either: what counts is whether the connection is used.
     */
    private static final class Attempt {

        private final ControlSettings settings;
        private final CapabilityStore memory;
        private final ContextView context;
        private volatile @Nullable TlsSession tls;
        private volatile @Nullable ControlConnection made;
        private volatile @Nullable Disposable running;
        private volatile boolean givenUp;
        private volatile boolean delivering;

        Attempt(ControlSettings settings, CapabilityStore memory, ContextView context) {
            this.settings = settings;
            this.context = context;
            this.memory = memory;
        }

        void prepared(TlsSession session) {
            tls = session;
        }

        void run(Mono<ControlConnection> login, MonoSink<ControlConnection> sink) {
            Disposable subscription = login.subscribe(
                    control -> deliver(control, sink),
                    error -> {
                        giveUp();
                        sink.error(error);
                    },
                    null,
                    Context.of(sink.contextView()));
            running = subscription;
            sink.onCancel(subscription);
        }

        private void deliver(ControlConnection control, MonoSink<ControlConnection> sink) {
            delivering = true;
            sink.success(control);
            delivering = false;
        }

        void cancelled() {
            ControlConnection control = made;
            // A subscriber that has what it wants may cancel from within its onNext, on this very loop.
            boolean taken = delivering && control != null && control.eventLoop().inEventLoop();
            if (!taken) {
                // First this: the login must not hear of its own end.
                Disposable login = running;
                if (login != null) {
                    login.dispose();
                }
                giveUp();
            }
        }

        /**
         * The handlers stand before reactor-netty's bridge and are there from the first byte: a greeting that is
         * followed by a close is never lost, and replies are read whether anybody asks for them or not.
         */
        void install(Channel channel, Route route) {
            route.enter(channel, settings.timeouts().connect());
            FtpClientCodec codec = new FtpClientCodec(
                    settings.charset(), settings.limits(), settings.login().lenientReplies());
            ControlConnection control = new ControlConnection(channel, codec, settings, route, tls, memory, context);
            channel.pipeline()
                    .addBefore(NettyPipeline.ReactiveBridge, CODEC, codec)
                    .addBefore(NettyPipeline.ReactiveBridge, CONTROL, new Handler(control));
            made = control;
            if (givenUp) {
                giveUp();
            }
        }

        void giveUp() {
            givenUp = true;
            ControlConnection control = made;
            if (control != null) {
                // Later: a cancel that another thread sends may come by while the subscriber begins its first turn.
                control.post(control::closeUnused, () -> {});
            }
        }
    }

    /** The end of the control pipeline. */
    private static final class Handler extends SimpleChannelInboundHandler<FtpReply> {

        final ControlConnection control;
        private @Nullable Throwable cause;

        Handler(ControlConnection control) {
            this.control = control;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FtpReply reply) {
            control.incoming().onReply(reply);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            control.incoming().onReadComplete();
            ctx.fireChannelReadComplete();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable error) {
            if (error instanceof FtpCodecException) {
                control.close(() -> new FtpProtocolException(String.valueOf(error.getMessage()), error));
            } else {
                cause = error;
                ctx.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            control.onInactive(cause);
            ctx.fireChannelInactive();
        }
    }
}
