package io.ftpreactive.options;

import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server connects to a port that the client listens on: EPRT (RFC 2428), else PORT (RFC 959).
 *
 * @param address where to listen, and what to announce; see {@link #address(String)}
 * @param announced the IP address that the server is told if it is not the one listened on, as behind address
 *     translation
 * @param extended whether EPRT is tried first; always so on IPv6, which PORT cannot name
 * @param acceptTimeout how long the server may take to connect
 * @param peerChecked whether only the server's own address may connect
 */
public record ActiveMode(
        String address, @Nullable String announced, boolean extended, Duration acceptTimeout, boolean peerChecked)
        implements DataMode {

    /** The address of the control connection; EPRT, then PORT; 60 s to connect. */
    public static final ActiveMode DEFAULT = new ActiveMode("-", null, true, Duration.ofSeconds(60), true);

    /**
     * Checks the address and the timeout.
     *
     * @param address in the form that {@link #address(String)} describes
     * @param announced an IP address, or null
     * @param extended whether EPRT is tried first
     * @param acceptTimeout must be positive
     * @param peerChecked whether only the server's own address may connect
     */
    public ActiveMode {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(acceptTimeout, "acceptTimeout");
        ListenAddress.parse(address);
        if (announced != null && !NetUtil.isValidIpV4Address(announced) && !NetUtil.isValidIpV6Address(announced)) {
            throw new IllegalArgumentException("Not an IP address to announce: \"" + announced + "\"");
        }
        if (acceptTimeout.isZero() || acceptTimeout.isNegative()) {
            throw new IllegalArgumentException("The accept timeout must be positive, not " + acceptTimeout);
        }
    }

    /**
     * Chooses where to listen, and so what the server is told.
     *
     * <p>{@code -} is the local address of the control connection, which is right nearly always. An IP address, the name
     * of a network interface or, where there is none of that name, a host name may stand instead; it must have an
     * address of the control connection's family. Host names are resolved by the transport's resolver or, if it was
     * given none, by the system's. An address that is not this machine's is announced, and the control connection's is
     * listened on, as address translation needs it.
     *
     * <p>Each form may be followed by {@code :port} or {@code :port-port}; these may also stand alone. Ports are tried
     * in order until one is free; port 0, the default, is any that the system has free. An IPv6 address with ports is
     * put in brackets: {@code [fe80::1]:32000-32100}.
     *
     * @param address such as {@code -}, {@code :32000-32100}, {@code eth0} or {@code 192.0.2.7:32000}; anything else is
     *     an {@link IllegalArgumentException}
     * @return the changed mode
     */
    public ActiveMode address(String address) {
        Objects.requireNonNull(address, "address");
        return new ActiveMode(address, announced, extended, acceptTimeout, peerChecked);
    }

    /**
     * Chooses whether EPRT is tried first.
     *
     * @param extended false to begin with PORT
     * @return the changed mode
     */
    public ActiveMode extended(boolean extended) {
        return new ActiveMode(address, announced, extended, acceptTimeout, peerChecked);
    }

    /**
     * Chooses how long the server may take to connect.
     *
     * @param acceptTimeout from the transfer command on, and again from the server's 150 reply on; 60 s by default
     * @return the changed mode
     */
    public ActiveMode acceptTimeout(Duration acceptTimeout) {
        Objects.requireNonNull(acceptTimeout, "acceptTimeout");
        return new ActiveMode(address, announced, extended, acceptTimeout, peerChecked);
    }

    /**
     * Chooses what the server is told, where that is not the address listened on, as behind address translation.
     *
     * @param announced an IP address that leads to this machine, of the control connection's family; null for the one
     *     listened on
     * @return the changed mode
     */
    public ActiveMode announced(@Nullable String announced) {
        return new ActiveMode(address, announced, extended, acceptTimeout, peerChecked);
    }

    /**
     * Chooses whether a connection from any other address than the control connection's peer is turned away
     * (RFC 2577 section 8).
     *
     * @param peerChecked false for servers that connect from another address
     * @return the changed mode
     */
    public ActiveMode peerChecked(boolean peerChecked) {
        return new ActiveMode(address, announced, extended, acceptTimeout, peerChecked);
    }
}
