package io.ftpreactive.codec;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Writes the address where a client listens the two ways FTP has for it. */
final class ListeningAddress {

    private ListeningAddress() {}

    /** Returns the argument of EPRT, RFC 2428 section 2; a scope id means nothing to the server and is left out. */
    static String extended(InetSocketAddress address) {
        InetAddress host = requireHost(address);
        String text = host.getHostAddress();
        int scope = text.indexOf('%');
        return (host instanceof Inet4Address ? "|1|" : "|2|")
                + (scope < 0 ? text : text.substring(0, scope))
                + '|'
                + address.getPort()
                + '|';
    }

    /** Returns the argument of PORT, RFC 959 section 4.1.2. */
    static String sixNumbers(InetSocketAddress address) {
        InetAddress host = requireHost(address);
        if (!(host instanceof Inet4Address)) {
            throw new IllegalArgumentException("PORT can name an IPv4 address only: " + address);
        }
        int port = address.getPort();
        return host.getHostAddress().replace('.', ',') + ',' + (port >> 8) + ',' + (port & 0xFF);
    }

    private static InetAddress requireHost(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        if (host == null || address.getPort() == 0) {
            throw new IllegalArgumentException("Not a resolved address with a port: " + address);
        }
        return host;
    }
}
