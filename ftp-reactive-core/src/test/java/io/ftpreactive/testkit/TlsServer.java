package io.ftpreactive.testkit;

/**
 * A server that insists on TLS, shows {@link TestCertificate#LOCALHOST}, and is reached by the name in it.
 *
 * <p>It prints as its name and counts by it, like any other fixture.
 */
public interface TlsServer extends FtpServerFixture {

    /** Whether TLS begins with the connection, not with AUTH TLS. */
    default boolean implicit() {
        return false;
    }

    /** Whether a client has to show a certificate: {@link TestCertificate#CLIENT}. */
    default boolean asksForCertificate() {
        return false;
    }

    @Override
    default String scheme() {
        return implicit() ? "ftps" : "ftp";
    }

    /**
     * What the server's log says until now about the handshakes of data connections: nothing, where the server
     * {@linkplain Lack#TLS_RESUMPTION lacks} it.
     */
    Handshakes dataHandshakes();

    /**
     * Counts of handshakes.
     *
     * @param resumed those that resumed the session of the control connection
     * @param others those that did not; servers that demand it refused them
     */
    record Handshakes(long resumed, long others) {

        /** What came after an earlier count. */
        public Handshakes since(Handshakes before) {
            return new Handshakes(resumed - before.resumed, others - before.others);
        }
    }
}
