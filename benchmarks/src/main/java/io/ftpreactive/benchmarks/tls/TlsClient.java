package io.ftpreactive.benchmarks.tls;

import io.ftpreactive.testkit.TestCertificate;
import io.ftpreactive.testkit.TlsServer;
import io.ftpreactive.tls.FtpSecurity;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A client with the TLS that it uses. */
enum TlsClient {
    OURS_JDK("ours, JDK"),
    OURS_OPENSSL("ours, OpenSSL"),
    COMMONS_NET("Commons Net, JDK");

    private final String title;
    /** One for each version, used by all its logins: where sessions could mix, they would here. */
    private final Map<String, FtpSecurity> securities = new HashMap<>();

    TlsClient(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Whether its TLS is on the class path. */
    boolean isAvailable() {
        return this != OURS_OPENSSL || OpenSsl.isAvailable();
    }

    Link open(TlsServer server, String version, Duration limit) throws IOException, GeneralSecurityException {
        return this == COMMONS_NET
                ? new CommonsNetLink(server, version, limit)
                : new ReactiveLink(server, security(version), limit);
    }

    private synchronized FtpSecurity security(String version) {
        SslProvider provider = this == OURS_OPENSSL ? SslProvider.OPENSSL : SslProvider.JDK;
        return securities.computeIfAbsent(
                version,
                any -> FtpSecurity.explicit()
                        .trust(TestCertificate.ca())
                        .context(builder -> builder.sslProvider(provider))
                        .versions(version));
    }
}
