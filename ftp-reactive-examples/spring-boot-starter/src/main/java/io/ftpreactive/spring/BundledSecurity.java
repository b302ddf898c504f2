package io.ftpreactive.spring;

import io.ftpreactive.options.FtpSecurity;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/** TLS with the certificates and options of one of Spring Boot's bundles. */
final class BundledSecurity implements Consumer<SslContextBuilder> {

    private final SslBundle bundle;

    private BundledSecurity(SslBundle bundle) {
        this.bundle = bundle;
    }

    static FtpSecurity of(FtpSecurity security, SslBundle bundle) {
        @Nullable String @Nullable [] versions = bundle.getOptions().getEnabledProtocols();
        FtpSecurity offered = versions == null ? security : security.versions(versions);
        return offered.context(new BundledSecurity(bundle));
    }

    /** A bundle without a store trusts what the JVM trusts, and has no certificate of the client's. */
    @Override
    public void accept(SslContextBuilder context) {
        if (bundle.getStores().getTrustStore() != null) {
            context.trustManager(bundle.getManagers().getTrustManagerFactory());
        }
        if (bundle.getStores().getKeyStore() != null) {
            context.keyManager(bundle.getManagers().getKeyManagerFactory());
        }
        String[] ciphers = bundle.getOptions().getCiphers();
        if (ciphers != null) {
            context.ciphers(Arrays.asList(ciphers));
        }
    }
}
