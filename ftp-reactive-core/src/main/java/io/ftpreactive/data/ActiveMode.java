package io.ftpreactive.data;

import java.time.Duration;

/**
 * The server connects to a port that the client listens on: EPRT (RFC 2428), else PORT (RFC 959).
 *
 * @param address where to listen and what to announce: an IP address, the name of a network interface, or {@code -}
 *     for the local address of the control connection
 * @param extended whether EPRT is tried first; always so on IPv6, which PORT cannot name
 * @param acceptTimeout how long the server may take to connect
 */
public record ActiveMode(String address, boolean extended, Duration acceptTimeout) implements DataMode {

    /** The address of the control connection; EPRT, then PORT; 60 s to connect. */
    public static final ActiveMode DEFAULT = new ActiveMode("-", true, Duration.ofSeconds(60));

    /**
     * Checks the address and the timeout.
     *
     * @param address must not be blank
     * @param extended whether EPRT is tried first
     * @param acceptTimeout must be positive
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
        return new ActiveMode(address, extended, acceptTimeout);
    }

    /**
     * Chooses whether EPRT is tried first.
     *
     * @param extended false to begin with PORT
     * @return the changed mode
     */
    public ActiveMode extended(boolean extended) {
        return new ActiveMode(address, extended, acceptTimeout);
    }

    /**
     * Chooses how long the server may take to connect.
     *
     * @param acceptTimeout from the server's 150 reply on
     * @return the changed mode
     */
    public ActiveMode acceptTimeout(Duration acceptTimeout) {
        return new ActiveMode(address, extended, acceptTimeout);
    }
}
