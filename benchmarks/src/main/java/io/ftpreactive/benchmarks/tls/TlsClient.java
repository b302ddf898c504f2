package io.ftpreactive.benchmarks.tls;

import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.testkit.TestCertificate;
import io.ftpreactive.testkit.TlsServer;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A client with the TLS that it uses. */
enum TlsClient {
    OURS_JDK("ours, JDK"),
    OURS_OPENSSL("ours, OpenSSL"),
    COMMONS_NET("Commons Net, JDK");

    /** One for each client and version, used by all its logins: where sessions could mix, they would here. */
    private static final Map<String, FtpSecurity> SECURITIES = new ConcurrentHashMap<>();

    private final String title;

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

    private FtpSecurity security(String version) {
        SslProvider provider = this == OURS_OPENSSL ? SslProvider.OPENSSL : SslProvider.JDK;
        return SECURITIES.computeIfAbsent(
                name() + version,
                any -> FtpSecurity.explicit()
                        .trust(TestCertificate.ca())
                        .context(builder -> builder.sslProvider(provider))
                        .versions(version));
    }
}
