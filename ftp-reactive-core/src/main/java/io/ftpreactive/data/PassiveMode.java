package io.ftpreactive.data;

/**
 * The client connects to a port that the server names: EPSV (RFC 2428), else PASV (RFC 959).
 *
 * @param extended whether EPSV is tried first; always so on IPv6, which PASV cannot name
 * @param serverAddress whether the address in a 227 reply is believed. By default it is not: servers behind address
 *     translation name addresses that cannot be reached, and a hostile one could point the client at a third party
 */
public record PassiveMode(boolean extended, boolean serverAddress) implements DataMode {

    /** EPSV, then PASV; always to the address of the control connection's peer. */
    public static final PassiveMode DEFAULT = new PassiveMode(true, false);

    /**
     * Chooses whether EPSV is tried first.
     *
     * @param extended false to begin with PASV
     * @return the changed mode
     */
    public PassiveMode extended(boolean extended) {
        return new PassiveMode(extended, serverAddress);
    }

    /**
     * Chooses whether the address in a 227 reply is believed.
     *
     * <p>Even then, an address that only means something on the server's own machine or link is refused, unless the
     * control connection goes to such an address itself.
     *
     * @param serverAddress true to connect where the server says
     * @return the changed mode
     */
    public PassiveMode serverAddress(boolean serverAddress) {
        return new PassiveMode(extended, serverAddress);
    }
}
