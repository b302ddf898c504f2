package io.ftpreactive.internal.opening;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** How far away an address means the same machine. */
enum AddressScope {
    /** No machine has it: this network, multicast, broadcast (RFC 6890). */
    NOBODY,
    /** This machine. */
    LOOPBACK,
    /** The machines on one link; in clouds also services of the machine's host. */
    LINK,
    /** A network of its own (RFC 1918, RFC 4193), or one behind the translation of a provider (RFC 6598). */
    PRIVATE,
    PUBLIC,
    /** A name that somebody else resolves. */
    UNKNOWN;

    /** From here on, up to the broadcast address, no IPv4 network is a host's. */
    private static final int FIRST_MULTICAST = 224;

    static AddressScope of(InetSocketAddress address) {
        return address.isUnresolved() ? UNKNOWN : of(address.getAddress());
    }

    static AddressScope of(InetAddress address) {
        int first = address.getAddress()[0] & 0xFF;
        int second = address.getAddress()[1] & 0xFF;
        boolean ipv6 = address instanceof Inet6Address;
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        if (address.isLinkLocalAddress()) {
            return LINK;
        }
        if (address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || (!ipv6 && (first == 0 || first >= FIRST_MULTICAST))) {
            return NOBODY;
        }
        boolean translated = !ipv6 && first == 100 && (second & 0xC0) == 64;
        boolean unique = ipv6 && (first & 0xFE) == 0xFC;
        return address.isSiteLocalAddress() || translated || unique ? PRIVATE : PUBLIC;
    }

    /** Whether a server that is elsewhere cannot mean it. */
    boolean isNarrow() {
        return this == NOBODY || this == LOOPBACK || this == LINK;
    }
}
