package io.ftpreactive.options;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.HostPort;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where the second connection goes when a 227 reply names an address (RFC 959 section 4.1.2).
 *
 * <p>Whatever is chosen, an address that only means something on the server's own machine or link, or that no machine
 * can have, is not connected to unless the control connection goes to such an address itself.
 */
public enum PassiveAddress {
    /**
     * To the peer of the control connection; the address in the reply is ignored. Servers behind address translation
     * name addresses that cannot be reached, and a hostile one could point the client at a third party.
     */
    CONTROL_PEER {
        @Override
        InetSocketAddress choose(InetSocketAddress peer, HostPort said, FtpReply reply) {
            return withPort(peer, said.port());
        }
    },
    /** Where the server says; an address of the kinds named above fails the transfer. */
    SERVER {
        @Override
        InetSocketAddress choose(InetSocketAddress peer, HostPort said, FtpReply reply) {
            InetAddress there = literal(said.host());
            AddressScope scope = AddressScope.of(there);
            if (scope.isNarrow() && scope != AddressScope.of(peer)) {
                String why = scope == AddressScope.NOBODY ? "nobody can have" : "only its own machine or link can mean";
                throw unusable(
                        reply,
                        said.host() + ", an address that " + why
                                + "; leave its addresses ignored, as is the default (PassiveAddress.CONTROL_PEER)");
            }
            return new InetSocketAddress(there, said.port());
        }
    },
    /**
     * Where the server says if both that address and the control peer's are public, or both private; else to the peer,
     * as when a server behind address translation names its inner address. Behind a proxy that resolves names the
     * peer's address is not known, and the peer is taken.
     */
    SERVER_IF_SAME_SCOPE {
        @Override
        InetSocketAddress choose(InetSocketAddress peer, HostPort said, FtpReply reply) {
            AddressScope scope = AddressScope.of(literal(said.host()));
            boolean same = scope != AddressScope.NOBODY && scope == AddressScope.of(peer);
            return (same ? SERVER : CONTROL_PEER).choose(peer, said, reply);
        }
    };

    abstract InetSocketAddress choose(InetSocketAddress peer, HostPort said, FtpReply reply);

    /**
     * Reads a 227 reply.
     *
     * @param peer whom the control connection goes to
     * @return where to connect
     * @throws io.ftpreactive.codec.FtpCodecException if it does not hold an address
     * @throws FtpConnectionException if that is not one to connect to
     */
    public InetSocketAddress choose(InetSocketAddress peer, FtpReply reply) {
        HostPort said = HostPort.ofPassive(reply);
        if (said.port() == 0) {
            throw unusable(
                    reply, "port 0, on which nobody can listen; it may have none free: try later, or active mode");
        }
        return choose(peer, said, reply);
    }

    private static FtpConnectionException unusable(FtpReply reply, String what) {
        return new FtpConnectionException(
                Reason.BAD_PASSIVE_ADDRESS, "The server said " + reply + ", and so names " + what, reply, null);
    }

    /** The same host, by name where it has not been resolved. */
    public static InetSocketAddress withPort(InetSocketAddress host, int port) {
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
