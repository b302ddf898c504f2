package io.ftpreactive.data;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.HostPort;
import io.ftpreactive.control.ConnectErrors;
import io.ftpreactive.control.ControlConnection;
import io.ftpreactive.control.Conversation;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpConnectionException.Reason;
import io.ftpreactive.error.FtpException;
import io.netty.channel.ChannelFuture;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
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

    /** From here on, up to the broadcast address, no IPv4 network is a host's. */
    private static final int FIRST_MULTICAST = 224;

    private final PassiveMode mode;

    PassiveOpener(DataTransport transport, PassiveMode mode, Duration idleTimeout) {
        super(transport, idleTimeout);
        this.mode = mode;
    }

    @Override
    public Mono<DataChannel> open(Conversation turn, TransferFlow flow, FtpCommand... transfer) {
        return connect(turn)
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

    private Mono<DataChannel> begin(Conversation turn, DataPipe pipe, TransferFlow flow, FtpCommand... transfer) {
        FtpCommand command = last(transfer);
        return prepare(turn, transfer)
                .then(turn.transfer(command))
                .flatMap(first -> refuseNegative(command, first))
                .map(first -> DataChannel.start(pipe, turn, command, first, idleTimeout, flow));
    }

    private Mono<DataPipe> connect(Conversation turn) {
        ControlConnection control = turn.control();
        if (control.remoteAddress().getAddress() instanceof Inet6Address) {
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

    private Mono<DataPipe> extended(Conversation turn) {
        FtpCommand epsv = FtpCommand.epsv();
        return turn.exchange(epsv).flatMap(reply -> {
            if (reply.code() != 229) {
                boolean ipv6 = turn.control().remoteAddress().getAddress() instanceof Inet6Address;
                return Mono.error(refused(ipv6 ? Reason.EPSV_REFUSED : Reason.PASSIVE_REFUSED, epsv, reply, null));
            }
            try {
                int port = FtpReplies.extendedPassivePort(reply);
                return connect(
                        turn,
                        new InetSocketAddress(turn.control().remoteAddress().getAddress(), port),
                        reply);
            } catch (FtpCodecException e) {
                return Mono.error(unusable(reply, e));
            }
        });
    }

    private Mono<DataPipe> classic(Conversation turn, @Nullable FtpException before) {
        FtpCommand pasv = FtpCommand.pasv();
        return turn.exchange(pasv).flatMap(reply -> {
            if (reply.code() != 227) {
                return Mono.error(refused(Reason.PASSIVE_REFUSED, pasv, reply, before));
            }
            try {
                return connect(turn, address(turn.control(), HostPort.ofPassive(reply)), reply);
            } catch (FtpCodecException e) {
                return Mono.error(unusable(reply, e));
            }
        });
    }

    private InetSocketAddress address(ControlConnection control, HostPort said) {
        InetAddress peer = control.remoteAddress().getAddress();
        if (mode.address() == PassiveAddress.CONTROL_PEER) {
            return new InetSocketAddress(peer, said.port());
        }
        InetAddress there = literal(said.host());
        boolean local = there.isLoopbackAddress() || there.isLinkLocalAddress();
        boolean peerLocal = peer.isLoopbackAddress() || peer.isLinkLocalAddress();
        int network = there.getAddress()[0] & 0xFF;
        boolean nobody = network == 0 || network >= FIRST_MULTICAST;
        if (nobody || (local && !peerLocal)) {
            throw new FtpConnectionException(
                    Reason.BAD_PASSIVE_REPLY,
                    "The server names " + said.host() + ", an address that "
                            + (nobody ? "nobody can have" : "only its own machine or link can mean")
                            + "; leave its addresses ignored, as is the default",
                    null);
        }
        return new InetSocketAddress(there, said.port());
    }

    private static InetAddress literal(String host) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(host));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Six numbers always are an address", e);
        }
    }

    private Mono<DataPipe> connect(Conversation turn, InetSocketAddress address, FtpReply reply) {
        ControlConnection control = turn.control();
        return Mono.create(sink -> {
            ChannelFuture connecting = transport.connect(
                    control.eventLoop(), address, control.localAddress().getAddress());
            sink.onCancel(() -> connecting.channel().close());
            connecting.addListener(done -> {
                if (done.isSuccess()) {
                    sink.success(DataPipe.of(connecting.channel()));
                } else {
                    sink.error(unreachable(address, reply, done.cause()));
                }
            });
        });
    }

    private static FtpException unreachable(InetSocketAddress address, FtpReply reply, Throwable cause) {
        String where = NetUtil.toSocketAddressString(address);
        FtpException error = ConnectErrors.of(where, cause);
        Reason reason = error instanceof FtpConnectionException typed ? typed.reason() : Reason.UNREACHABLE;
        return new FtpConnectionException(
                reason,
                "The second connection, to port " + address.getPort() + " that the server named, was not made: "
                        + error.getMessage() + "; a firewall may block the server's passive ports: have them opened,"
                        + " or try active mode",
                reply,
                cause);
    }

    private static FtpException refused(
            Reason reason, FtpCommand command, FtpReply reply, @Nullable FtpException before) {
        return new FtpConnectionException(
                reason,
                "The server does not open a passive port: " + command + " was answered by " + reply
                        + (before == null ? "" : ", after: " + before.getMessage()) + "; try active mode",
                reply,
                before);
    }

    private static FtpException unusable(FtpReply reply, Throwable cause) {
        return new FtpConnectionException(
                Reason.BAD_PASSIVE_REPLY, "No passive port in " + reply + ": " + cause.getMessage(), reply, cause);
    }
}
