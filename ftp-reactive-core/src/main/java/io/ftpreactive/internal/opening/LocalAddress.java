package io.ftpreactive.internal.opening;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Finds the address that an IP address, a network interface or a host name stands for, of the control connection's
 * family: the server connects from an address of that family.
 */
final class LocalAddress {

    private final String name;
    private final InetAddress control;

    private LocalAddress(String name, InetAddress control) {
        this.name = name;
        this.control = control;
    }

    /**
     * Names are looked up by the resolver given, without one by the system's, on a thread that may wait.
     *
     * @param name address, interface or host
     * @param control whose family is needed
     */
    static Mono<InetAddress> find(
            String name, InetAddress control, @Nullable AddressResolverGroup<?> resolver, EventLoop loop) {
        return Mono.defer(() -> new LocalAddress(name, control).find(resolver, loop));
    }

    private Mono<InetAddress> find(@Nullable AddressResolverGroup<?> resolver, EventLoop loop) {
        try {
            if (isLiteral(name)) {
                return Mono.just(choose("the address", List.of(InetAddress.getByName(name))));
            }
            NetworkInterface network = NetworkInterface.getByName(name);
            if (network != null) {
                return Mono.just(choose("the network interface", Collections.list(network.getInetAddresses())));
            }
        } catch (IOException e) {
            return Mono.error(failed(e.getMessage(), e));
        }
        Mono<List<InetAddress>> lookUp =
                resolver == null || resolver == NoopAddressResolverGroup.INSTANCE ? lookUp() : lookUp(resolver, loop);
        return lookUp.map(found -> choose("the host", found))
                .onErrorMap(UnknownHostException.class, e -> failed("no interface and no host is called so", e));
    }

    static boolean isLiteral(String name) {
        return NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
    }

    private Mono<List<InetAddress>> lookUp() {
        return Mono.fromCallable(() -> List.of(InetAddress.getAllByName(name)))
                .subscribeOn(Schedulers.boundedElastic());
    }

    @SuppressWarnings("unchecked")
    private Mono<List<InetAddress>> lookUp(AddressResolverGroup<?> group, EventLoop loop) {
        return Mono.create(sink -> {
            AddressResolver<SocketAddress> resolver = (AddressResolver<SocketAddress>) group.getResolver(loop);
            resolver.resolveAll(InetSocketAddress.createUnresolved(name, 0)).addListener(done -> {
                if (done.isSuccess()) {
                    sink.success(((List<InetSocketAddress>) done.getNow())
                            .stream().map(InetSocketAddress::getAddress).toList());
                } else {
                    sink.error(done.cause());
                }
            });
        });
    }

    private InetAddress choose(String what, List<InetAddress> found) {
        for (InetAddress address : found) {
            if (address.getClass() == control.getClass()) {
                return address;
            }
        }
        throw failed(
                what + " has no " + (control instanceof Inet6Address ? "IPv6" : "IPv4")
                        + " address, which the control connection has",
                null);
    }

    private FtpConnectionException failed(@Nullable String why, @Nullable Throwable cause) {
        return new FtpConnectionException(Reason.LISTEN_FAILED, "Cannot listen on " + name + ": " + why, cause);
    }
}
