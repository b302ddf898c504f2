package io.ftpreactive.result;

import java.util.Objects;

/**
 * The TLS of one connection.
 *
 * @param protocol the version, such as {@code TLSv1.2}
 * @param cipherSuite the cipher suite
 * @param resumed whether the session is that of the control connection, resumed on a data connection; false for the
 *     control connection itself
 */
public record TlsInfo(String protocol, String cipherSuite, boolean resumed) {

    /**
     * Checks that nothing is missing.
     *
     * @param protocol the version
     * @param cipherSuite the cipher suite
     * @param resumed whether a session was resumed
     */
    public TlsInfo {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(cipherSuite, "cipherSuite");
    }

    @Override
    public String toString() {
        return protocol + " " + cipherSuite + (resumed ? ", session resumed" : "");
    }
}
