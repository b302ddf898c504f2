package io.ftpreactive.control;

import io.ftpreactive.codec.FtpClientCodec;
import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpConnectionException.Reason;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpProtocolException;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.SignalType;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.tcp.TcpClient;
import reactor.netty.transport.AddressUtils;
import reactor.util.context.Context;

/** Makes control connections with a {@link TcpClient} and logs in. */
public final class ControlConnector {

    private static final String CODEC = "ftp.codec";
    private static final String CONTROL = "ftp.control";

    private ControlConnector() {}

    /**
     * Connects and logs in.
     *
     * <p>Of the user's client its options, resolver, bind address, proxy, loops and metrics are used. Its wiretap is
     * switched off: it would print the password.
     *
     * @param client the transport
     * @param settings how to log in where
     * @param memory what is known of servers, and hears what is learnt
     * @return a connection that is logged in; fails with {@link FtpConnectionException} or another
     *     {@link FtpException}. A cancelled or failed attempt leaves no connection
     */
    public static Mono<ControlConnection> connect(TcpClient client, ControlSettings settings, ServerMemory memory) {
        InetSocketAddress server = AddressUtils.createUnresolved(settings.host(), settings.port());
        Mono<ControlConnection> attempt =
                Route.choose(client.configuration(), server).flatMap(route -> connect(client, settings, route, memory));
        return Mono.create(sink -> deliver(attempt, sink));
    }

    private static Mono<ControlConnection> connect(
            TcpClient client, ControlSettings settings, Route route, ServerMemory memory) {
        long millis = settings.timeouts().connect().toMillis();
        boolean keepAlive =
                !Boolean.FALSE.equals(client.configuration().options().get(ChannelOption.SO_KEEPALIVE));
        TcpClient transport = route.prepare(client)
                .wiretap(false)
                .host(settings.host())
                .port(settings.port())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(Integer.MAX_VALUE, millis))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, keepAlive)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(64, 512, 4096))
                .doOnChannelInit((observer, channel, remote) -> install(channel, settings, route, memory));
        return Mono.<Connection>from(transport.connect())
                .flatMap(connection -> route.passed(connection.channel()).thenReturn(connection))
                .timeout(settings.timeouts().connect())
                .onErrorMap(error -> route.error(settings.host() + ":" + settings.port(), error))
                .flatMap(ControlConnector::logIn);
    }

    /**
     * Delivers the connection, or closes it: a cancel that comes just when the login succeeds must not leave one that
     * nobody knows. The sink calls {@code onCancel} only if it has not delivered.
     */
    private static void deliver(Mono<ControlConnection> attempt, MonoSink<ControlConnection> sink) {
        AtomicReference<@Nullable ControlConnection> made = new AtomicReference<>();
        AtomicBoolean cancelled = new AtomicBoolean();
        Disposable running = attempt.subscribe(
                control -> {
                    made.set(control.loggedIn());
                    sink.success(control);
                    if (cancelled.get()) {
                        abandon(control);
                    }
                },
                sink::error,
                null,
                Context.of(sink.contextView()));
        sink.onCancel(() -> {
            cancelled.set(true);
            running.dispose();
            ControlConnection control = made.get();
            if (control != null) {
                control.run(() -> abandon(control));
            }
        });
    }

    /**
     * The handlers stand before reactor-netty's bridge and are there from the first byte: a greeting that is followed
     * by a close is never lost, and replies are read whether anybody asks for them or not.
     */
    private static void install(Channel channel, ControlSettings settings, Route route, ServerMemory memory) {
        route.enter(channel, settings.timeouts().connect());
        ControlConnection control = new ControlConnection(channel, settings, route, memory);
        channel.pipeline()
                .addBefore(
                        NettyPipeline.ReactiveBridge,
                        CODEC,
                        new FtpClientCodec(
                                settings.charset(),
                                settings.limits(),
                                settings.login().lenientReplies()))
                .addBefore(NettyPipeline.ReactiveBridge, CONTROL, new Handler(control));
    }

    private static Mono<ControlConnection> logIn(Connection connection) {
        // A pooled TcpClient must not get this channel back: it carries a login.
        connection.markPersistent(false);
        ControlConnection control = connection.channel().pipeline().get(Handler.class).control;
        connection.channel().config().setAutoRead(true);
        return Login.run(control)
                .thenReturn(control)
                .doOnError(error -> abandon(control))
                // Not doOnCancel, which comes before the cancel: the login must not hear of its own end.
                .doFinally(signal -> {
                    if (signal == SignalType.CANCEL) {
                        control.run(() -> cancelled(control));
                    }
                });
    }

    /** Runs after what the login emitted was taken, if it was. */
    private static void cancelled(ControlConnection control) {
        if (!control.isLoggedIn()) {
            abandon(control);
        }
    }

    private static void abandon(ControlConnection control) {
        control.close(() -> new FtpConnectionException(Reason.CLOSED, "The login was given up", null));
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
            control.onReply(reply);
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
