package io.ftpreactive.cli;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives one host and port, be it a name or an address, the addresses of another, and leaves the rest to others. */
final class DetourResolverGroup extends AddressResolverGroup<InetSocketAddress> {

    private final AddressResolverGroup<?> others;
    private final String host;
    private final @Nullable InetAddress literal;
    private final int port;
    private final List<InetSocketAddress> addresses;

    /**
     * Prepares.
     *
     * @param others resolve what is not this host, null for the system
     * @param host the name or address
     * @param port its port
     * @param addresses where it is said to be
     */
    DetourResolverGroup(
            @Nullable AddressResolverGroup<?> others, String host, int port, List<InetSocketAddress> addresses) {
        this.others = others == null ? DefaultAddressResolverGroup.INSTANCE : others;
        this.host = host;
        this.literal = NetUtil.createInetAddressFromIpAddressString(host);
        this.port = port;
        this.addresses = addresses;
    }

    @Override
    @SuppressWarnings("unchecked")
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Resolver(executor, (AddressResolver<SocketAddress>) others.getResolver(executor));
    }

    private final class Resolver extends AbstractAddressResolver<InetSocketAddress> {

        private final AddressResolver<SocketAddress> other;

        Resolver(EventExecutor executor, AddressResolver<SocketAddress> other) {
            super(executor, InetSocketAddress.class);
            this.other = other;
        }

        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return !isHere(address) && other.isResolved(address);
        }

        private boolean isHere(InetSocketAddress address) {
            boolean sameHost = literal == null
                    ? address.getHostString().equalsIgnoreCase(host)
                    : literal.equals(address.getAddress());
            return sameHost && address.getPort() == port;
        }

        @Override
        protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
            if (isHere(address)) {
                promise.setSuccess(addresses.get(0));
            } else {
                other.resolve(address).addListener((FutureListener<SocketAddress>)
                        done -> pass(done, done.isSuccess() ? (InetSocketAddress) done.getNow() : null, promise));
            }
        }

        @Override
        protected void doResolveAll(InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
            if (isHere(address)) {
                promise.setSuccess(addresses);
            } else {
                other.resolveAll(address).addListener((FutureListener<List<SocketAddress>>) done -> pass(
                        done,
                        done.isSuccess()
                                ? done.getNow().stream()
                                        .map(InetSocketAddress.class::cast)
                                        .toList()
                                : null,
                        promise));
            }
        }

        private <T> void pass(Future<?> done, @Nullable T value, Promise<T> promise) {
            if (value == null) {
                promise.setFailure(done.cause());
            } else {
                promise.setSuccess(value);
            }
        }
    }
}
