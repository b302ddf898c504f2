package io.ftpreactive.data;

/**
 * The client connects to a port that the server names: EPSV (RFC 2428), else PASV (RFC 959).
 *
 * @param extended whether EPSV is tried first; always so on IPv6, which PASV cannot name
 * @param address whether the address in a 227 reply is believed
 * @param announced whether the transfer is announced first (PRET), as servers that are made of several machines need
 */
public record PassiveMode(boolean extended, PassiveAddress address, boolean announced) implements DataMode {

    /** EPSV, then PASV; always to the address of the control connection's peer; no PRET. */
    public static final PassiveMode DEFAULT = new PassiveMode(true, PassiveAddress.CONTROL_PEER, false);

    /**
     * Chooses whether EPSV is tried first.
     *
     * @param extended false to begin with PASV
     * @return the changed mode
     */
    public PassiveMode extended(boolean extended) {
        return new PassiveMode(extended, address, announced);
    }

    /**
     * Chooses whether the address in a 227 reply is believed.
     *
     * @param address where to connect
     * @return the changed mode
     */
    public PassiveMode address(PassiveAddress address) {
        return new PassiveMode(extended, address, announced);
    }

    /**
     * Chooses whether the server is told what transfer is to come before it names a port (PRET).
     *
     * @param announced true to send PRET before EPSV or PASV
     * @return the changed mode
     */
    public PassiveMode announced(boolean announced) {
        return new PassiveMode(extended, address, announced);
    }
}
