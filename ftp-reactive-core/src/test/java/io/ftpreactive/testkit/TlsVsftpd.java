package io.ftpreactive.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** vsftpd with TLS 1.2 and 1.3, demanding that data connections resume the control connection's session. */
final class TlsVsftpd extends Vsftpd implements TlsServer {

    private static final String SETTINGS = """
            listen=YES
            listen_ipv6=NO
            listen_address=127.0.0.1
            pasv_min_port=27000
            pasv_max_port=27899
            ssl_enable=YES
            ssl_tlsv1=YES
            ssl_sslv2=NO
            ssl_sslv3=NO
            ssl_ciphers=HIGH
            rsa_cert_file=%s
            rsa_private_key_file=%s
            require_ssl_reuse=YES
            allow_anon_ssl=YES
            force_anon_logins_ssl=YES
            force_anon_data_ssl=YES
            debug_ssl=YES
            xferlog_enable=YES
            """;

    /** Only OpenSSL itself can be told to do without it. */
    private static final String NO_EXTENDED_MASTER_SECRET = """
            openssl_conf = init
            [init]
            ssl_conf = ssl
            [ssl]
            system_default = defaults
            [defaults]
            Options = -ExtendedMasterSecret
            """;

    // Lines of data connections have the user's name after the process, those of control connections do not.
    private static final Pattern RESUMED = Pattern.compile("\\] \\[.*\"SSL version: .*, reused,");
    private static final Pattern OTHERS = Pattern.compile("\\] \\[.*\"SSL version: .*, not reused,");

    private final boolean implicit;

    private TlsVsftpd(String name, boolean implicit, Launch launch) throws IOException {
        super(name, launch, Set.of(Lack.CCC));
        this.implicit = implicit;
    }

    static TlsVsftpd startExplicit() throws IOException {
        return startVariant("vsftpd-tls", "", "");
    }

    /** Refuses uploads that do not end by close_notify, and waits for the client's after downloads. */
    static TlsVsftpd startStrict() throws IOException {
        return startVariant("vsftpd-tls-strict", "strict_ssl_read_eof=YES\nstrict_ssl_write_shutdown=YES\n", "");
    }

    static TlsVsftpd startImplicit() throws IOException {
        return startVariant("vsftpd-tls-implicit", "implicit_ssl=YES\n", "");
    }

    /** Without the extension of RFC 7627 in TLS 1.2, as servers of its time are. */
    static TlsVsftpd startWithoutExtendedMasterSecret() throws IOException {
        return startVariant("vsftpd-tls-no-ems", "", NO_EXTENDED_MASTER_SECRET);
    }

    private static TlsVsftpd startVariant(String name, String variant, String openSsl) throws IOException {
        ServerFiles files = ServerFiles.create(name);
        List<String> inside = openSsl.isEmpty()
                ? List.of()
                : List.of("env", "OPENSSL_CONF=" + files.configure("openssl.cnf", openSsl));
        String settings = SETTINGS.formatted(
                files.configure("chain.pem", TestCertificate.LOCALHOST.chain()),
                files.configure("key.pem", TestCertificate.LOCALHOST.key()));
        Launch launch = launch(files, "localhost", FreePort.on(LOOPBACK), inside, settings + variant);
        return new TlsVsftpd(name, !launch.greets(), launch);
    }

    @Override
    public boolean implicit() {
        return implicit;
    }

    @Override
    public Handshakes dataHandshakes() {
        String log = log("vsftpd.log");
        return new Handshakes(
                RESUMED.matcher(log).results().count(),
                OTHERS.matcher(log).results().count());
    }
}
