package io.ftpreactive.internal.opening;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.ReplyReceiver;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.data.DataChannelHandler;
import io.ftpreactive.internal.data.Opening;
import io.ftpreactive.options.ActiveMode;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Listens for the server's connection: EPRT (RFC 2428 section 2), where that is refused PORT (RFC 959 section 4.1.2),
 * which IPv6 does not have.
 */
final class ActiveOpening implements Opening {

    private final Listening listening;
    private final ActiveMode mode;
    private final Turn turn;
    private final FtpCommand transfer;
    private final @Nullable ListeningAhead ahead;
    private final Listener listener;
    private @Nullable Disposable announcing;
    private @Nullable ActiveListener port;
    private boolean over;

    ActiveOpening(
            Listening listening,
            ActiveMode mode,
            Turn turn,
            FtpCommand transfer,
            @Nullable ListeningAhead ahead,
            Listener listener) {
        this.listening = listening;
        this.mode = mode;
        this.turn = turn;
        this.transfer = transfer;
        this.ahead = ahead;
        this.listener = listener;
    }

    @Override
    public void begin() {
        if (turn.control().route().isProxied()) {
            failed(new FtpConnectionException(
                    Reason.LISTEN_FAILED, "A server cannot connect back through a proxy; use passive mode", null));
            return;
        }
        ActiveListener ready = ahead == null ? null : ahead.take();
        if (ready != null) {
            ready.serve(turn);
        }
        if (ready != null && mayBeHasty()) {
            announceHastily(ready);
            return;
        }
        Mono<ActiveListener> listener = ready == null ? listening.on(turn.control()) : Mono.just(ready);
        Disposable begun = listener.flatMap(open -> guard(turn, open, announce(turn, open)))
                .subscribe(this::announced, this::failed);
        if (port == null && !over) {
            announcing = begun;
        }
    }

    /**
     * Whether the transfer command can go out along with PORT: where the server has accepted a port before, and what it does can be
     * done again. An upload that was asked for cannot be taken back: with the session gone, it could still empty its file.
     */
    private boolean mayBeHasty() {
        boolean proven = turn.control().traits().acceptsPorts()
                && Boolean.TRUE.equals(turn.control().traits().pipelined());
        return transfer.verb().equals("RETR") && (turn.isEarly() || proven);
    }

    private void announceHastily(ActiveListener ready) {
        port = ready;
        boolean extended = isIpv6(ready) || isExtended();
        FtpCommand command = extended ? FtpCommand.eprt(ready.address()) : FtpCommand.port(ready.address());
        turn.send(command, new ReplyReceiver() {
            @Override
            public void onReply(FtpReply reply) {
                if (!reply.isPreliminary() && !ReplyChecks.isDone(command, reply)) {
                    turn.control().stumbled(() -> refused(command, reply));
                }
            }

            @Override
            public void onLost(FtpException cause) {
                // The turn's holder hears of it.
            }
        });
        listener.ready();
    }

    private void announced(ActiveListener announced) {
        turn.control().traits().hasAcceptedPort();
        announcing = null;
        port = announced;
        listener.ready();
    }

    private void failed(Throwable error) {
        if (!over) {
            close();
            listener.failed(error);
        }
    }

    @Override
    public void await() {
        if (port != null) {
            port.await(turn, transfer, mode.acceptTimeout(), this::joined, this::failed);
        }
    }

    private void joined(DataChannelHandler connection, FtpReply first) {
        over = true;
        FtpReply last = port == null ? null : port.early();
        listener.opened(connection, first);
        if (last != null) {
            listener.replied(last);
        }
    }

    @Override
    public void onReply(FtpReply reply) {
        if (port != null) {
            port.onReply(reply);
        }
    }

    @Override
    public boolean isUnused() {
        return port == null || !port.isConnected();
    }

    @Override
    public FtpException explain(FtpException cause) {
        return port == null ? cause : port.lost(cause);
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        if (ahead != null) {
            ahead.close();
        }
        if (announcing != null) {
            announcing.dispose();
            announcing = null;
        }
        if (port != null) {
            port.close();
        }
    }

    private boolean isExtended() {
        return mode.extended() && turn.control().traits().extendedPort();
    }

    private static boolean isIpv6(ActiveListener listener) {
        return listener.address().getAddress() instanceof Inet6Address;
    }

    /** It is listened on before that is said: the server may connect the moment it has read the command. */
    private Mono<ActiveListener> announce(Turn turn, ActiveListener listener) {
        boolean ipv6 = isIpv6(listener);
        if (!ipv6 && !isExtended()) {
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
        return listening
                .on(control)
                .doOnNext(listener -> refused.close())
                .onErrorReturn(error -> error instanceof FtpConnectionException, refused);
    }

    /** Closes a listener that nobody comes to own. */
    private static Mono<ActiveListener> guard(Turn turn, ActiveListener listener, Mono<ActiveListener> announced) {
        return announced
                .doOnError(error -> listener.close())
                .doOnCancel(() -> turn.control().run(listener::close));
    }

    private static Mono<ActiveListener> say(
            Turn turn, ActiveListener listener, Function<InetSocketAddress, FtpCommand> naming) {
        FtpCommand command = naming.apply(listener.address());
        return turn.exchange(command)
                .flatMap(reply ->
                        ReplyChecks.isDone(command, reply) ? Mono.just(listener) : Mono.error(refused(command, reply)));
    }

    private static FtpConnectionException refused(FtpCommand command, FtpReply reply) {
        return new FtpConnectionException(
                Reason.PORT_REFUSED,
                "The server does not connect back: " + command + " was answered by " + reply
                        + "; behind address translation only passive mode works",
                reply,
                null);
    }
}
