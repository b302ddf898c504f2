package io.ftpreactive.data;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The server connects to a port that the client listens on: EPRT (RFC 2428), else PORT (RFC 959).
 *
 * @param address where to listen and what to announce: an IP address, the name of a network interface, or {@code -}
 *     for the local address of the control connection
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
     * @param address must not be blank
     * @param announced an IP address, or null
     * @param extended whether EPRT is tried first
     * @param acceptTimeout must be positive
     * @param peerChecked whether only the server's own address may connect
     */
    public ActiveMode {
        if (address.isBlank()) {
            throw new IllegalArgumentException("The address to listen on is empty; - stands for the control address");
        }
        if (acceptTimeout.isZero() || acceptTimeout.isNegative()) {
            throw new IllegalArgumentException("The accept timeout must be positive, not " + acceptTimeout);
        }
    }

    /**
     * Chooses where to listen.
     *
     * @param address an IP address, the name of a network interface, or {@code -}
     * @return the changed mode
     */
    public ActiveMode address(String address) {
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
     * @param acceptTimeout from the server's 150 reply on
     * @return the changed mode
     */
    public ActiveMode acceptTimeout(Duration acceptTimeout) {
        return new ActiveMode(address, announced, extended, acceptTimeout, peerChecked);
    }

    /**
     * Chooses what the server is told, where that is not the address listened on, as behind address translation.
     *
     * @param announced an IP address that leads to this machine; null for the one listened on
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
