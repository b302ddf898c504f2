package io.ftpreactive.data;

import io.ftpreactive.codec.HostPort;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpConnectionException.Reason;
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
        InetSocketAddress choose(InetSocketAddress peer, HostPort said) {
            return withPort(peer, said.port());
        }
    },
    /** Where the server says; an address of the kinds named above fails the transfer. */
    SERVER {
        @Override
        InetSocketAddress choose(InetSocketAddress peer, HostPort said) {
            InetAddress there = literal(said.host());
            AddressScope scope = AddressScope.of(there);
            if (scope.isNarrow() && scope != AddressScope.of(peer)) {
                throw new FtpConnectionException(
                        Reason.BAD_PASSIVE_REPLY,
                        "The server names " + said.host() + ", an address that "
                                + (scope == AddressScope.NOBODY
                                        ? "nobody can have"
                                        : "only its own machine or link can mean")
                                + "; leave its addresses ignored, as is the default",
                        null);
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
        InetSocketAddress choose(InetSocketAddress peer, HostPort said) {
            AddressScope scope = AddressScope.of(literal(said.host()));
            boolean same = scope != AddressScope.NOBODY && scope == AddressScope.of(peer);
            return (same ? SERVER : CONTROL_PEER).choose(peer, said);
        }
    };

    abstract InetSocketAddress choose(InetSocketAddress peer, HostPort said);

    /** The same host, by name where it has not been resolved. */
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
