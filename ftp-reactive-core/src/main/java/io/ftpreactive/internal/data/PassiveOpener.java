package io.ftpreactive.internal.data;

import static io.ftpreactive.codec.FtpReplyCode.BAD_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.BAD_SEQUENCE;
import static io.ftpreactive.codec.FtpReplyCode.EXTENDED_PASSIVE;
import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;
import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE_NOW;
import static io.ftpreactive.codec.FtpReplyCode.NAME_NOT_ALLOWED;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED_FOR_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.NO_SPACE;
import static io.ftpreactive.codec.FtpReplyCode.OK;
import static io.ftpreactive.codec.FtpReplyCode.PASSIVE;
import static io.ftpreactive.codec.FtpReplyCode.SPACE_EXCEEDED;
import static io.ftpreactive.codec.FtpReplyCode.UNKNOWN_COMMAND;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.options.PassiveMode;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Connects to the port that the server names in its answer to EPSV (RFC 2428 section 3) or PASV (RFC 959 section
 * 4.1.2).
 *
 * <p>PASV is tried when EPSV is refused, answered with nonsense, or names a port that cannot be reached, as behind
 * firewalls that watch for PASV only; then EPSV is not tried again in that session. IPv6 has EPSV alone.
 */
final class PassiveOpener extends DataChannelOpener {

    private static final String TRY_ACTIVE = "; try active mode";

    /** The refusals that speak of the file, not of the command. */
    private static final Set<Integer> OF_FILES =
            Set.of(FILE_UNAVAILABLE_NOW, NO_SPACE, FILE_UNAVAILABLE, SPACE_EXCEEDED, NAME_NOT_ALLOWED);

    private static final Set<Integer> OF_COMMANDS =
            Set.of(UNKNOWN_COMMAND, BAD_ARGUMENT, NOT_IMPLEMENTED, BAD_SEQUENCE, NOT_IMPLEMENTED_FOR_ARGUMENT);

    private final PassiveMode mode;

    PassiveOpener(DataTransport transport, PassiveMode mode, Duration idleTimeout) {
        super(transport, idleTimeout);
        this.mode = mode;
    }

    @Override
    public Mono<DataChannel> open(Turn turn, TransferFlow flow, FtpCommand... transfer) {
        return announce(turn, last(transfer))
                .then(Mono.defer(() -> connect(turn)))
                .flatMap(pipe -> begin(turn, pipe, flow, transfer)
                        // Until the channel takes the turn over, the socket is this opener's. A FIN would
                        // be the end of an upload that the server is about to agree to.
                        .doFinally(signal -> turn.control().run(() -> {
                            if (!turn.isHandedOver()) {
                                // First the ABOR, as in every abort.
                                turn.end();
                                pipe.reset();
                            }
                        })));
    }

    /** Servers made of several machines choose one by the file before they name its port; only 200 says that they did. */
    private Mono<Void> announce(Turn turn, FtpCommand transfer) {
        Boolean wanted = mode.announced();
        if (wanted == null ? !turn.control().traits().takesAnnouncements() : !wanted) {
            return Mono.empty();
        }
        FtpCommand pret = FtpCommand.pret(transfer);
        return turn.exchange(pret)
                .flatMap(reply -> wanted == null
                        ? considered(turn, transfer, reply)
                        : reply.code() == OK ? Mono.<Void>empty() : Mono.error(pretRefused(pret, reply)));
    }

    /** What nobody asked to be sent fails nothing, unless the file is refused, as it would be with the transfer itself. */
    private static Mono<Void> considered(Turn turn, FtpCommand transfer, FtpReply reply) {
        if (OF_FILES.contains(reply.code())) {
            return Mono.error(new FtpReplyException(transfer, reply));
        }
        if (OF_COMMANDS.contains(reply.code())) {
            turn.control().traits().noAnnouncements();
        }
        return Mono.empty();
    }

    private static FtpException pretRefused(FtpCommand pret, FtpReply reply) {
        return new FtpConnectionException(
                Reason.PRET_REFUSED, pret + " was answered by " + reply + "; most servers do without it", reply, null);
    }

    private Mono<DataChannel> begin(Turn turn, DataChannelHandler pipe, TransferFlow flow, FtpCommand... transfer) {
        FtpCommand command = last(transfer);
        return prepare(turn, transfer)
                .then(turn.transfer(command))
                .flatMap(first -> refuseNegative(command, first))
                .map(first -> DataChannel.start(pipe, turn, command, first, idleTimeout, flow));
    }

    private Mono<DataChannelHandler> connect(Turn turn) {
        ControlConnection control = turn.control();
        if (isIpv6(control)) {
            return extended(turn);
        }
        if (!mode.extended() || !control.traits().extendedPassive()) {
            return classic(turn, null);
        }
        return extended(turn).onErrorResume(FtpConnectionException.class, failed -> {
            if (!control.isOpen()) {
                return Mono.error(failed);
            }
            return classic(turn, failed).doOnNext(pipe -> control.traits().noExtendedPassive());
        });
    }

    /** Through a proxy PASV is as good as EPSV over IPv6 too: only its port is used. */
    private static boolean isIpv6(ControlConnection control) {
        return control.remoteAddress().getAddress() instanceof Inet6Address
                && !control.route().isProxied();
    }

    private Mono<DataChannelHandler> extended(Turn turn) {
        FtpCommand epsv = FtpCommand.epsv();
        return turn.exchange(epsv).flatMap(reply -> {
            if (reply.code() != EXTENDED_PASSIVE) {
                return Mono.error(refused(
                        isIpv6(turn.control()) ? Reason.EPSV_REFUSED : Reason.PASSIVE_REFUSED, epsv, reply, null));
            }
            try {
                int port = FtpReplies.extendedPassivePort(reply);
                return connect(turn, PassiveTarget.withPort(turn.control().remoteAddress(), port), reply);
            } catch (FtpCodecException e) {
                return Mono.error(unusable(reply, e));
            }
        });
    }

    private Mono<DataChannelHandler> classic(Turn turn, @Nullable FtpException before) {
        FtpCommand pasv = FtpCommand.pasv();
        return turn.exchange(pasv).flatMap(reply -> {
            if (reply.code() != PASSIVE) {
                return Mono.error(refused(Reason.PASSIVE_REFUSED, pasv, reply, before));
            }
            try {
                return connect(
                        turn, PassiveTarget.of(mode.address(), turn.control().remoteAddress(), reply), reply);
            } catch (FtpCodecException e) {
                return Mono.error(unusable(reply, e));
            }
        });
    }

    private Mono<DataChannelHandler> connect(Turn turn, InetSocketAddress address, FtpReply reply) {
        ControlConnection control = turn.control();
        return transport.connect(control, address).onErrorMap(error -> unreachable(control, address, reply, error));
    }

    private static FtpException unreachable(
            ControlConnection control, InetSocketAddress address, FtpReply reply, Throwable cause) {
        FtpException error = control.route().error(NetUtil.toSocketAddressString(address), cause);
        Reason reason = error instanceof FtpConnectionException typed ? typed.reason() : Reason.UNREACHABLE;
        boolean elsewhere =
                !address.getHostString().equals(control.remoteAddress().getHostString());
        return new FtpConnectionException(
                reason,
                "The second connection, to " + (elsewhere ? "host " + address.getHostString() + " and " : "") + "port "
                        + address.getPort() + " that the server named, was not made: " + error.getMessage() + "; "
                        + advice(elsewhere, control.route().isProxied()),
                reply,
                cause);
    }

    private static String advice(boolean elsewhere, boolean proxied) {
        if (elsewhere) {
            return "it is not the host of the control connection: leave addresses in replies ignored, as is the default"
                    + " (PassiveAddress.CONTROL_PEER)";
        }
        return proxied
                ? "the proxy may not allow that port, or a firewall may block it"
                : "a firewall may block the server's passive ports: have them opened, or try active mode";
    }

    /** It is given once, at the end. */
    private static String withoutAdvice(FtpException error) {
        return String.valueOf(error.getMessage()).replace(TRY_ACTIVE, "");
    }

    private static FtpException refused(
            Reason reason, FtpCommand command, FtpReply reply, @Nullable FtpException before) {
        return new FtpConnectionException(
                reason,
                "The server does not open a passive port: " + command + " was answered by " + reply
                        + (before == null ? "" : ", after: " + withoutAdvice(before)) + TRY_ACTIVE,
                reply,
                before);
    }

    private static FtpException unusable(FtpReply reply, Throwable cause) {
        return new FtpConnectionException(
                Reason.BAD_PASSIVE_REPLY, "No passive port in " + reply + ": " + cause.getMessage(), reply, cause);
    }
}
