package io.ftpreactive.internal.opening;

import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.settings.ListenAddress;
import io.ftpreactive.options.ActiveMode;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Listens where a mode says. */
final class Listening {

    private final DataTransport transport;
    private final ActiveMode mode;

    Listening(DataTransport transport, ActiveMode mode) {
        this.transport = transport;
        this.mode = mode;
    }

    /** Listens on one more port; on the event loop. */
    Mono<ActiveListener> on(ControlConnection control) {
        ListenAddress where = ListenAddress.parse(mode.address());
        InetAddress own = control.localAddress().getAddress();
        PortSearch search = new PortSearch(transport, control, where, mode.peerChecked());
        Mono<ActiveListener> listening =
                find(where.host(), control).defaultIfEmpty(own).flatMap(search::listen);
        return find(mode.announced(), control)
                .flatMap(announced -> listening.map(listener -> listener.announce(announced)))
                .switchIfEmpty(listening);
    }

    private Mono<InetAddress> find(@Nullable String name, ControlConnection control) {
        return name == null
                ? Mono.empty()
                : LocalAddress.find(
                                name, control.localAddress().getAddress(), transport.resolver(), control.eventLoop())
                        .publishOn(Schedulers.fromExecutor(control.eventLoop()));
    }
}
