package io.ftpreactive.options;

/**
 * To which address the client connects when a 227 reply names one (RFC 959 section 4.1.2).
 *
 * <p>The client never connects to an address in a reply that is loopback, link-local or no host address at all, unless
 * the control connection goes to such an address itself.
 */
public enum PassiveAddress {
    /**
     * The address of the control connection's peer; the client ignores the one in the reply. A server behind NAT may
     * name an address that cannot be reached, and a hostile server could point the client at a third party.
     */
    CONTROL_PEER,
    /** The address in the reply. The transfer fails if that is one of those named above. */
    SERVER,
    /**
     * The address in the reply if it and that of the control connection's peer are both public or both private,
     * otherwise the peer's. A server behind NAT may name its private address. If a proxy resolves the server's name,
     * the client does not know the peer's address and connects to the peer.
     */
    SERVER_IF_SAME_SCOPE
}
