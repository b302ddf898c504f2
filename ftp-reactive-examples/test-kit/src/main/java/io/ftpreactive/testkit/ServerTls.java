package io.ftpreactive.testkit;

import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** TLS of the servers within this JVM: by it they know which session a client resumes. */
final class ServerTls {

    private static final String TICKETS = "jdk.tls.server.enableSessionTicketExtension";
    private static final Map<TestCertificate, SSLContext> CONTEXTS = new HashMap<>();

    private ServerTls() {}

    /**
     * Gives TLS that shows a certificate. All connections share the sessions of their certificate, so that a client can
     * also resume the wrong one.
     *
     * @param protocols what to speak, or nothing for TLS 1.2 and 1.3
     */
    static SSLEngine engine(TestCertificate certificate, String... protocols) {
        SSLEngine engine = context(certificate).createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(protocols.length == 0 ? new String[] {"TLSv1.2", "TLSv1.3"} : protocols);
        return engine;
    }

    /** Gives TLS that shows a certificate, for who makes engines and sockets of it himself. */
    static synchronized SSLContext context(TestCertificate certificate) {
        return CONTEXTS.computeIfAbsent(certificate, ServerTls::build);
    }

    /**
     * Sessions stay in the server's memory, with the values put into them, only where they are not handed to the client in
     * tickets; the JDK reads that when it builds a context, and nowhere else can it be said.
     */
    private static SSLContext build(TestCertificate certificate) {
        String before = System.getProperty(TICKETS);
        System.setProperty(TICKETS, "false");
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    certificate.keyManagers().getKeyManagers(),
                    TestCertificate.trust().getTrustManagers(),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            if (before == null) {
                System.clearProperty(TICKETS);
            } else {
                System.setProperty(TICKETS, before);
            }
        }
    }
}
