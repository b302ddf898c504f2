package io.ftpreactive.internal.control;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.netty.channel.Channel;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpClientConfig;
import reactor.netty.transport.ProxyProvider;

/**
 * The way to a server, which both connections take: straight, or through the proxy of the user's {@link TcpClient}.
 *
 * <p>Chosen once for a session: a proxy's supplier may give another one each time, and what matches
 * {@code nonProxyHosts} is the server's name, which a data connection does not have.
 */
public final class Route {

    private static final AttributeKey<ProxyHandler> HANDLER = AttributeKey.valueOf(Route.class, "handler");

    private final @Nullable ProxyProvider proxy;

    private Route(@Nullable ProxyProvider proxy) {
        this.proxy = proxy;
    }

    /**
     * Chooses on a thread that may wait, since reactor-netty looks the proxy's own name up there and then.
     *
     * @param limit of the time to find out which proxy it is: the supplier is the user's, and may never return
     */
    static Mono<Route> choose(TcpClientConfig config, InetSocketAddress server, Duration limit) {
        Supplier<? extends @Nullable ProxyProvider> supplier =
                config.proxyProvider() == null ? config.proxyProviderSupplier() : config::proxyProvider;
        if (supplier == null) {
            return Mono.just(new Route(null));
        }
        return Mono.fromSupplier(supplier)
                .map(proxy -> new Route(proxy.shouldProxy(server) ? proxy : null))
                .subscribeOn(Schedulers.boundedElastic())
                .timeout(limit)
                .onErrorMap(error -> ConnectErrors.of(server.toString(), error));
    }

    /**
     * Tells whether there is a proxy on the way.
     *
     * @return true if the server is reached through a proxy, and cannot connect back
     */
    public boolean isProxied() {
        return proxy != null;
    }

    /**
     * The client whose connections take this way once {@link #enter} was called for their channels. A proxy is
     * given names as they are unless the client has a resolver.
     *
     * @param direct one without a proxy of its own
     */
    TcpClient prepare(TcpClient direct) {
        if (proxy == null) {
            return direct;
        }
        AddressResolverGroup<?> resolver = direct.configuration().resolver();
        return direct.resolver(resolver == null ? NoopAddressResolverGroup.INSTANCE : resolver);
    }

    /**
     * Puts the proxy's handler, if there is a proxy, before all others.
     *
     * @param channel a channel that is not connected yet
     * @param limit of the time that the proxy may take, unless the proxy's settings have a lower one
     */
    public void enter(Channel channel, Duration limit) {
        if (proxy != null) {
            proxy.addProxyHandler(channel);
            ProxyHandler handler = channel.pipeline().get(ProxyHandler.class);
            if (handler.connectTimeoutMillis() == 0 || handler.connectTimeoutMillis() > limit.toMillis()) {
                handler.setConnectTimeoutMillis(limit.toMillis());
            }
            channel.attr(HANDLER).set(handler);
        }
    }

    /**
     * Waits until the proxy, if there is one, has connected to the server. To cancel is to close the channel.
     *
     * @param channel a channel that is connected, be it to the proxy
     * @return the channel; fails with what {@link #error} explains
     */
    public Mono<Channel> passed(Channel channel) {
        ProxyHandler handler = channel.attr(HANDLER).get();
        if (handler == null) {
            return Mono.just(channel);
        }
        return Mono.create(sink -> {
            sink.onCancel(channel::close);
            handler.connectFuture().addListener(done -> {
                if (done.isSuccess()) {
                    sink.success(channel);
                } else {
                    sink.error(done.cause());
                }
            });
        });
    }

    /**
     * Finds whom a channel is connected to in the end.
     *
     * @param channel a channel that has passed
     * @return the server's address, or the name that the proxy was asked for, unresolved
     */
    static InetSocketAddress server(Channel channel) {
        ProxyHandler handler = channel.attr(HANDLER).get();
        return handler == null ? (InetSocketAddress) channel.remoteAddress() : handler.destinationAddress();
    }

    /**
     * Names the reason of a failed connect, and tells the proxy's troubles from the server's.
     *
     * @param peer whom it was to reach, as {@code host:port}
     * @param error what failed
     * @return the typed error; the given one if it is typed already
     */
    public FtpException error(String peer, Throwable error) {
        if (proxy == null || error instanceof FtpException || error instanceof UnknownHostException) {
            return ConnectErrors.of(peer, error);
        }
        String name = proxy.getType() + " proxy " + proxy.getProxyAddress();
        if (error instanceof TimeoutException || isTimeout(error)) {
            return new FtpConnectionException(
                    Reason.CONNECT_TIMEOUT,
                    "Connecting to " + peer + " by the " + name + " took longer than the connect timeout",
                    error);
        }
        if (error instanceof ProxyConnectException) {
            return new FtpConnectionException(
                    Reason.PROXY_REFUSED,
                    "The " + name + " did not connect to " + peer + ": " + error.getMessage(),
                    error);
        }
        return new FtpConnectionException(
                Reason.PROXY_UNREACHABLE,
                "The " + name + ", by which " + peer + " was to be reached, cannot be reached: " + error,
                error);
    }

    /** Netty has no type for it. */
    private static boolean isTimeout(Throwable error) {
        return error instanceof ProxyConnectException
                && String.valueOf(error.getMessage()).endsWith("timeout");
    }
}
