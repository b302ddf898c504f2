package io.ftpreactive.internal.opening;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.settings.ListenAddress;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks for a port to listen on, one after the other. Confined to the event loop.
 *
 * <p>An address that is not this machine's, as that of a router which translates addresses, is announced all the same;
 * then the port is one of the control connection's address.
 */
final class PortSearch {

    /** In which the loop's selector runs again: with NIO a closed listener keeps its port until then. */
    private static final Duration NEXT_SELECT = Duration.ofMillis(1);

    private final DataTransport transport;
    private final ControlConnection control;
    private final ListenAddress where;
    private final boolean peerChecked;
    private @Nullable Throwable last;

    PortSearch(DataTransport transport, ControlConnection control, ListenAddress where, boolean peerChecked) {
        this.transport = transport;
        this.control = control;
        this.where = where;
        this.peerChecked = peerChecked;
    }

    /**
     * Listens.
     *
     * @param address the address asked for
     * @return a listener; fails with {@link Reason#LISTEN_FAILED} when no port is to be had
     */
    Mono<ActiveListener> listen(InetAddress address) {
        InetAddress own = control.localAddress().getAddress();
        return isOurs(address, own)
                .flatMap(ours -> {
                    InetAddress bound = ours ? address : own;
                    return search(bound).switchIfEmpty(nextSelect().then(search(bound)));
                })
                .switchIfEmpty(Mono.error(() -> exhausted(address)))
                .map(listener -> listener.announce(address.isAnyLocalAddress() ? own : address));
    }

    /** An address on which not even a port of the system's choice can be bound is not this machine's. */
    private Mono<Boolean> isOurs(InetAddress address, InetAddress own) {
        if (address.equals(own)) {
            return Mono.just(true);
        }
        return bind(address, 0)
                .map(probe -> {
                    probe.close();
                    return true;
                })
                .defaultIfEmpty(false);
    }

    private Mono<ActiveListener> search(InetAddress address) {
        return Flux.range(where.firstPort(), where.ports())
                .concatMap(port -> bind(address, port), 1)
                .next();
    }

    private Mono<ActiveListener> bind(InetAddress address, int port) {
        return ActiveListener.bind(transport, control, new InetSocketAddress(address, port), peerChecked)
                .onErrorResume(error -> {
                    last = error;
                    return Mono.empty();
                });
    }

    private Mono<Void> nextSelect() {
        return Mono.create(sink ->
                control.eventLoop().schedule(() -> sink.success(), NEXT_SELECT.toNanos(), TimeUnit.NANOSECONDS));
    }

    private FtpConnectionException exhausted(InetAddress address) {
        return new FtpConnectionException(
                Reason.LISTEN_FAILED,
                "Cannot listen on " + NetUtil.toAddressString(address) + ", " + where.range() + ": "
                        + (last == null ? "" : last.getMessage()) + "; give another port or a wider range",
                last);
    }
}
