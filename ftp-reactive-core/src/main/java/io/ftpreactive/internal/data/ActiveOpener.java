package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.settings.ListenAddress;
import io.ftpreactive.options.ActiveMode;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Listens for the server's connection: EPRT (RFC 2428 section 2), where that is refused PORT (RFC 959 section 4.1.2),
 * which IPv6 does not have.
 */
final class ActiveOpener extends DataChannelOpener {

    private final ActiveMode mode;
    private final ListenAddress where;

    ActiveOpener(DataTransport transport, ActiveMode mode, Duration idleTimeout) {
        super(transport, idleTimeout);
        this.mode = mode;
        this.where = ListenAddress.parse(mode.address());
    }

    @Override
    public Mono<DataChannel> open(Turn turn, TransferFlow flow, FtpCommand... transfer) {
        if (turn.control().route().isProxied()) {
            return Mono.error(new FtpConnectionException(
                    Reason.LISTEN_FAILED, "A server cannot connect back through a proxy; use passive mode", null));
        }
        FtpCommand command = last(transfer);
        return announce(turn)
                .flatMap(listener -> prepare(turn, transfer)
                        .then(listener.await(turn, command, mode.acceptTimeout()))
                        .map(arrival ->
                                DataChannel.start(arrival.pipe(), turn, command, arrival.reply(), idleTimeout, flow))
                        .doFinally(signal -> turn.control().run(() -> {
                            // First the ABOR, as in every abort; it does nothing once the channel has the turn.
                            turn.end();
                            listener.close();
                        })));
    }

    /** Listens before it says so: the server may connect the moment it has read the command. */
    private Mono<ActiveListener> announce(Turn turn) {
        return listen(turn.control()).flatMap(listener -> guard(turn, listener, announce(turn, listener)));
    }

    private Mono<ActiveListener> announce(Turn turn, ActiveListener listener) {
        boolean ipv6 = listener.address().getAddress() instanceof Inet6Address;
        if (!ipv6 && !(mode.extended() && turn.control().traits().extendedPort())) {
            return say(turn, listener, FtpCommand::port);
        }
        Mono<ActiveListener> eprt = say(turn, listener, FtpCommand::eprt);
        return ipv6
                ? eprt
                : eprt.onErrorResume(
                        FtpConnectionException.class,
                        failed -> failed.reason() == Reason.PORT_REFUSED
                                ? announceClassic(turn, listener)
                                : Mono.error(failed));
    }

    private Mono<ActiveListener> announceClassic(Turn turn, ActiveListener refused) {
        ControlConnection control = turn.control();
        return another(control, refused)
                .flatMap(listener -> guard(turn, listener, say(turn, listener, FtpCommand::port)))
                .doOnSuccess(listener -> control.traits().noExtendedPort());
    }

    /**
     * Listens on another port than on the one that EPRT named: who understood EPRT better than the server, as a firewall
     * on the way, may hold that port taken, and nobody who connects to it is to be taken for the one that PORT invites.
     * Where no other is free, or the mode has only one, it is kept: it cannot be closed and had again before the next
     * turn of the event loop.
     */
    private Mono<ActiveListener> another(ControlConnection control, ActiveListener refused) {
        return listen(control)
                .doOnNext(listener -> refused.close())
                .onErrorReturn(error -> error instanceof FtpConnectionException, refused);
    }

    /** Closes a listener that nobody comes to own. */
    private static Mono<ActiveListener> guard(Turn turn, ActiveListener listener, Mono<ActiveListener> announced) {
        return announced
                .doOnError(error -> listener.close())
                .doOnCancel(() -> turn.control().run(listener::close));
    }

    private Mono<ActiveListener> listen(ControlConnection control) {
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

    private static Mono<ActiveListener> say(
            Turn turn, ActiveListener listener, Function<InetSocketAddress, FtpCommand> naming) {
        FtpCommand command = naming.apply(listener.address());
        return turn.exchange(command)
                .flatMap(reply -> ReplyChecks.isDone(command, reply)
                        ? Mono.just(listener)
                        : Mono.error(new FtpConnectionException(
                                Reason.PORT_REFUSED,
                                "The server does not connect back: " + command + " was answered by " + reply
                                        + "; behind address translation only passive mode works",
                                reply,
                                null)));
    }
}
