package io.ftpreactive.testkit;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Resolves the names that it was given, and tells who was asked for. */
public final class KnownHosts extends AddressResolverGroup<InetSocketAddress> {

    private final Map<String, String> hosts;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** @param hosts names to IP addresses */
    public KnownHosts(Map<String, String> hosts) {
        this.hosts = Map.copyOf(hosts);
    }

    /** The names that were asked for until now. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Resolver(executor).asAddressResolver();
    }

    private final class Resolver extends InetNameResolver {

        Resolver(EventExecutor executor) {
            super(executor);
        }

        @Override
        protected void doResolve(String name, Promise<InetAddress> promise) throws UnknownHostException {
            asked.add(name);
            String address = hosts.get(name);
            if (address == null) {
                promise.setFailure(new UnknownHostException(name));
            } else {
                promise.setSuccess(InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(address)));
            }
        }

        @Override
        protected void doResolveAll(String name, Promise<List<InetAddress>> promise) throws UnknownHostException {
            Promise<InetAddress> one = executor().newPromise();
            doResolve(name, one);
            if (one.isSuccess()) {
                promise.setSuccess(List.of(one.getNow()));
            } else {
                promise.setFailure(one.cause());
            }
        }
    }
}
