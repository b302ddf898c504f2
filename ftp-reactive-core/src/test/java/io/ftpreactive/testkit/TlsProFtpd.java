package io.ftpreactive.testkit;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/** ProFTPD with mod_tls, demanding that data connections resume the control connection's session, as it does by default. */
final class TlsProFtpd extends ProFtpd implements TlsServer {

    private static final String SETTINGS = """
            LoadModule mod_tls.c
            PassivePorts 27900 28499
            TLSEngine on
            TLSLog %s/tls.log
            TLSECCertificateFile %s
            TLSECCertificateKeyFile %s
            TLSCACertificateFile %s
            TLSRenegotiate none
            """;

    private static final String BOTH_VERSIONS = "TLSProtocol TLSv1.2 TLSv1.3\n";
    private static final String REQUIRED = "TLSRequired on\n";
    private static final String ASKING = "TLSVerifyClient on\n";
    private static final Pattern RESUMED = Pattern.compile("client reused TLS session for data connection");
    private static final Pattern OTHERS = Pattern.compile("lient did not reuse TLS session");

    private final boolean asksForCertificate;

    private TlsProFtpd(String name, String variant, Launch launch) throws IOException {
        super(name, launch, variant.contains(REQUIRED) ? Set.of(Lack.CCC) : Set.of());
        this.asksForCertificate = variant.contains(ASKING);
    }

    static TlsProFtpd startExplicit() throws IOException {
        return startVariant("proftpd-tls", BOTH_VERSIONS + REQUIRED);
    }

    /** With session tickets in TLS 1.2 too. */
    static TlsProFtpd startWithTickets() throws IOException {
        return startVariant("proftpd-tls-tickets", BOTH_VERSIONS + REQUIRED + "TLSSessionTickets on\n");
    }

    /** Allows CCC and PROT C: TLS is required for logins only. */
    static TlsProFtpd startWithCcc() throws IOException {
        return startVariant("proftpd-tls-ccc", BOTH_VERSIONS + "TLSRequired auth\n");
    }

    static TlsProFtpd startWithTls13Only() throws IOException {
        return startVariant("proftpd-tls13", "TLSProtocol TLSv1.3\n" + REQUIRED);
    }

    static TlsProFtpd startAskingForCertificates() throws IOException {
        return startVariant("proftpd-tls-client-certificate", BOTH_VERSIONS + REQUIRED + ASKING);
    }

    /** Allows data connections to and from other hosts (FXP), which can resume no session of the client's. */
    static TlsProFtpd startForFxp() throws IOException {
        return startVariant(
                "proftpd-tls-fxp",
                BOTH_VERSIONS + REQUIRED + "TLSOptions NoSessionReuseRequired\nAllowForeignAddress on\n");
    }

    private static TlsProFtpd startVariant(String name, String variant) throws IOException {
        ServerFiles files = ServerFiles.create(name);
        String settings = SETTINGS.formatted(
                files.run(),
                files.configure("chain.pem", TestCertificate.LOCALHOST.chain()),
                files.configure("key.pem", TestCertificate.LOCALHOST.key()),
                files.configure("ca.pem", TestCertificate.ca()));
        return new TlsProFtpd(name, variant, launch(files, "localhost", settings + variant));
    }

    @Override
    public boolean asksForCertificate() {
        return asksForCertificate;
    }

    @Override
    public Handshakes dataHandshakes() {
        String log = log("tls.log");
        return new Handshakes(
                RESUMED.matcher(log).results().count(),
                OTHERS.matcher(log).results().count());
    }
}
