package io.ftpreactive.result;

import java.util.Objects;

/**
 * The TLS parameters of one connection.
 *
 * @param protocol the version, such as {@code TLSv1.2}
 * @param cipherSuite the cipher suite
 * @param resumed whether a data connection resumed the session of the control connection; false for the control
 *     connection
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
