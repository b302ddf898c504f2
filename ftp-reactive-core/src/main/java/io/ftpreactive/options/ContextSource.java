package io.ftpreactive.options;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How the TLS context is obtained: given by the caller, or created from the settings.
 *
 * @param given the caller's context, null to create one
 * @param trusted a PEM file or a {@link KeyStore}; null for the JVM's trust store
 * @param trustsAll whether every certificate is trusted
 * @param anyName whether the name in the certificate is ignored
 * @param own the client certificate, null for none
 * @param customizer called last, null for none
 */
record ContextSource(
        @Nullable SslContext given,
        @Nullable Object trusted,
        boolean trustsAll,
        boolean anyName,
        @Nullable Identity own,
        @Nullable Consumer<? super SslContextBuilder> customizer) {

    static final ContextSource DEFAULT = new ContextSource(null, null, false, false, null, null);

    private static final String TICKETS = "jdk.tls.client.enableSessionTicketExtension";

    /** One day, so that sessions outlast control connections. The default of OpenSSL is 5 minutes. */
    private static final int SESSION_SECONDS = 86_400;

    private static final Object PROPERTIES = new Object();

    /** The files of a client's certificate. */
    record Identity(Path chain, Path key, @Nullable String password) {

        @Override
        public String toString() {
            return chain.toString();
        }
    }

    static ContextSource of(SslContext context) {
        if (!context.isClient()) {
            throw new IllegalArgumentException("The context is a server's; SslContextBuilder.forClient() makes others");
        }
        return new ContextSource(context, null, false, false, null, null);
    }

    boolean isGiven() {
        return given != null;
    }

    boolean isVerifying() {
        return !trustsAll && !anyName;
    }

    ContextSource trust(Object certificates) {
        return changed(new ContextSource(null, certificates, false, anyName, own, customizer));
    }

    ContextSource withAnyIssuer() {
        return changed(new ContextSource(null, null, true, anyName, own, customizer));
    }

    ContextSource withAnyName() {
        return changed(new ContextSource(null, trusted, trustsAll, true, own, customizer));
    }

    ContextSource certificate(Path chain, Path key, @Nullable String password) {
        return changed(
                new ContextSource(null, trusted, trustsAll, anyName, new Identity(chain, key, password), customizer));
    }

    ContextSource customized(Consumer<? super SslContextBuilder> changes) {
        return changed(new ContextSource(null, trusted, trustsAll, anyName, own, changes));
    }

    private ContextSource changed(ContextSource next) {
        if (given != null) {
            throw new IllegalStateException(
                    "The context was given: it has its own trust, certificate and settings, which are not changed here");
        }
        return next;
    }

    /** Returns the context; reads files. */
    SslContext context() {
        if (given != null) {
            if (given.sessionContext().getSessionTimeout() < SESSION_SECONDS) {
                given.sessionContext().setSessionTimeout(SESSION_SECONDS);
            }
            return given;
        }
        SslContextBuilder builder = SslContextBuilder.forClient()
                .protocols("TLSv1.2", "TLSv1.3")
                .sessionTimeout(SESSION_SECONDS)
                .endpointIdentificationAlgorithm("HTTPS")
                .trustManager(trust());
        identify(builder);
        if (customizer != null) {
            customizer.accept(builder);
        }
        return build(builder);
    }

    private TrustManager trust() {
        if (trustsAll) {
            return new NamelessTrust(null);
        }
        try {
            X509TrustManager issuers = trust(trusted instanceof Path file ? read(file) : (KeyStore) trusted);
            return anyName ? new NamelessTrust(issuers) : issuers;
        } catch (IOException | GeneralSecurityException e) {
            throw new FtpConnectionException(
                    Reason.TLS_TRUST_UNREADABLE,
                    "The certificates to be trusted cannot be read" + of(trusted) + ": " + explain(e)
                            + "; wanted is a PEM file with BEGIN CERTIFICATE in it",
                    e);
        }
    }

    /** The JVM's trust if there is no store. */
    private static X509TrustManager trust(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return (X509TrustManager) managers.getTrustManagers()[0];
    }

    private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
        require(file);
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry(String.valueOf(store.size()), certificate);
            }
        }
        if (store.size() == 0) {
            throw new IOException("there is no certificate in it");
        }
        return store;
    }

    private void identify(SslContextBuilder builder) {
        if (own == null) {
            return;
        }
        try {
            require(own.chain);
            require(own.key);
            builder.keyManager(own.chain.toFile(), own.key.toFile(), own.password);
        } catch (IOException | IllegalArgumentException e) {
            throw new FtpConnectionException(
                    Reason.TLS_IDENTITY_UNREADABLE,
                    "The client's certificate " + own.chain + " or its key " + own.key + " cannot be read: "
                            + explain(e) + "; wanted are PEM files, the key in PKCS #8 and with the right password",
                    e);
        }
    }

    private static SslContext build(SslContextBuilder builder) {
        // The property is the only way. Other code that sets it uses another lock.
        synchronized (PROPERTIES) {
            String before = System.getProperty(TICKETS);
            System.setProperty(TICKETS, "false");
            try {
                return builder.build();
            } catch (SSLException e) {
                throw new FtpConnectionException(
                        Reason.TLS_HANDSHAKE, "TLS cannot be set up as configured: " + explain(e), e);
            } finally {
                if (before == null) {
                    System.clearProperty(TICKETS);
                } else {
                    System.setProperty(TICKETS, before);
                }
            }
        }
    }

    private static void require(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(Files.exists(file) ? file + " may not be read" : file + " does not exist");
        }
    }

    private static String of(@Nullable Object trusted) {
        return trusted instanceof Path file ? " from " + file : "";
    }

    private static String explain(Throwable error) {
        Throwable deepest = error;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }
}
