package io.ftpreactive.options;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The client connects to a port that the server names: EPSV (RFC 2428), else PASV (RFC 959).
 *
 * @param extended whether EPSV is tried first; always so on IPv6, which PASV cannot name
 * @param address whether the address in a 227 reply is believed
 * @param announced whether the transfer is announced first (PRET), as servers that are made of several machines need; null
 *     to do so where FEAT lists PRET
 */
public record PassiveMode(
        boolean extended, PassiveAddress address, @Nullable Boolean announced) implements DataMode {

    /** EPSV, then PASV; always to the address of the control connection's peer; PRET where FEAT lists it. */
    public static final PassiveMode DEFAULT = new PassiveMode(true, PassiveAddress.CONTROL_PEER, null);

    /**
     * Checks that nothing is missing.
     *
     * @param extended whether EPSV is tried first
     * @param address whether the address in a 227 reply is believed
     * @param announced whether PRET is sent, null to go by FEAT
     */
    public PassiveMode {
        Objects.requireNonNull(address, "address");
    }

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
        Objects.requireNonNull(address, "address");
        return new PassiveMode(extended, address, announced);
    }

    /**
     * Chooses whether the server is told what transfer is to come before it names a port (PRET).
     *
     * <p>By default it is told where FEAT lists PRET, and only a refusal of the file itself (450, 452, 550, 552, 553) fails the
     * transfer then, as if the transfer had been refused. That costs a round trip with Pure-FTPd, which lists PRET and does
     * not need it.
     *
     * @param announced true to send PRET before EPSV or PASV, and to fail if it is not answered by 200; false to send none
     * @return the changed mode
     */
    public PassiveMode announced(boolean announced) {
        return new PassiveMode(extended, address, announced);
    }
}
