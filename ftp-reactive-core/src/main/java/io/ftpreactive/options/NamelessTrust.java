package io.ftpreactive.options;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts a certificate for any name, or any certificate at all.
 *
 * <p>The engine's own check of the name stays enabled and has no effect here. If it were disabled, the JDK would not
 * resume sessions without extended master secret (RFC 7627). Old servers have no such secret but require resumption.
 */
final class NamelessTrust extends X509ExtendedTrustManager {

    private final @Nullable X509TrustManager issuers;

    /** Trusts certificates of certain issuers; of all if there are none. */
    NamelessTrust(@Nullable X509TrustManager issuers) {
        this.issuers = issuers;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        if (issuers != null) {
            issuers.checkServerTrusted(chain, type);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("This is the trust of a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return issuers == null ? new X509Certificate[0] : issuers.getAcceptedIssuers();
    }
}
