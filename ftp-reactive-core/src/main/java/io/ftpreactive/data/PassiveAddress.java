package io.ftpreactive.data;

/**
 * Where the second connection goes when a 227 reply names an address (RFC 959 section 4.1.2).
 *
 * <p>Whatever is chosen, an address that only means something on the server's own machine or link, or that no machine
 * can have, is refused unless the control connection goes to such an address itself.
 */
public enum PassiveAddress {
    /**
     * To the peer of the control connection; the address in the reply is ignored. Servers behind address translation
     * name addresses that cannot be reached, and a hostile one could point the client at a third party.
     */
    CONTROL_PEER,
    /** Where the server says. */
    SERVER,
    /** Where the server says if both that address and the control peer's are public, or both private; else to the peer. */
    SERVER_IF_SAME_SCOPE
}
