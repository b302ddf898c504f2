package io.ftpreactive.internal.opening;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.HostPort;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.options.PassiveAddress;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The address that a data connection goes to in passive mode. */
final class PassiveTarget {

    private PassiveTarget() {}

    /**
     * Reads a 227 reply.
     *
     * @param choice what the user chose
     * @param peer the control connection's peer
     * @param reply the reply
     * @return where to connect
     * @throws io.ftpreactive.codec.FtpCodecException if the reply holds no address
     * @throws FtpConnectionException if the client must not connect to that address
     */
    static InetSocketAddress of(PassiveAddress choice, InetSocketAddress peer, FtpReply reply) {
        HostPort said = HostPort.ofPassive(reply);
        if (said.port() == 0) {
            throw unusable(
                    reply, "port 0, on which nobody can listen; it may have none free: try later, or active mode");
        }
        AddressScope scope = AddressScope.of(literal(said.host()));
        boolean same = scope == AddressScope.of(peer);
        return switch (choice) {
            case CONTROL_PEER -> withPort(peer, said.port());
            case SERVER -> {
                if (scope.isNarrow() && !same) {
                    throw unusable(reply, misleading(said.host(), scope));
                }
                yield new InetSocketAddress(literal(said.host()), said.port());
            }
            case SERVER_IF_SAME_SCOPE ->
                same && scope != AddressScope.NOBODY
                        ? new InetSocketAddress(literal(said.host()), said.port())
                        : withPort(peer, said.port());
        };
    }

    private static String misleading(String host, AddressScope scope) {
        String why = scope == AddressScope.NOBODY ? "nobody can have" : "only its own machine or link can mean";
        return host + ", an address that " + why
                + "; leave its addresses ignored, as is the default (PassiveAddress.CONTROL_PEER)";
    }

    private static FtpConnectionException unusable(FtpReply reply, String what) {
        return new FtpConnectionException(
                Reason.BAD_PASSIVE_ADDRESS, "The server said " + reply + ", and so names " + what, reply, null);
    }

    /** The same host with another port; a name that was not resolved stays one. */
    static InetSocketAddress withPort(InetSocketAddress host, int port) {
        return host.isUnresolved()
                ? InetSocketAddress.createUnresolved(host.getHostString(), port)
                : new InetSocketAddress(host.getAddress(), port);
    }

    private static InetAddress literal(String host) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(host));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Six numbers always are an address", e);
        }
    }
}
