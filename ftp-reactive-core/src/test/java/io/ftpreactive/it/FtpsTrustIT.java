package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.FtpClient;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.result.TlsInfo;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.TestCertificate;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is trusted, and what becomes of those who are not, on both connections. */
class FtpsTrustIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] CONTENT = Bytes.random(30_000);

    static Stream<Cell> trusted() {
        return Cell.tls("vsftpd-tls", "apache-ftpserver-tls");
    }

    static Stream<Cell> insistingOnResumption() {
        return Cell.tls("vsftpd-tls");
    }

    static Stream<Cell> asking() {
        return Cell.tls("proftpd-tls-client-certificate", "apache-ftpserver-tls-client-certificate");
    }

    private static FtpClient client(Cell cell, UnaryOperator<FtpSecurity> changes) {
        return cell.client(1).security(changes.apply(cell.untrusting()));
    }

    /** One upload, whose data connection must have resumed the session. */
    private static TlsInfo transfer(Cell cell, FtpClient client) {
        TransferResult result =
                Objects.requireNonNull(client.store(cell.server.path("trusted"), Bytes.chunks(CONTENT, 10_000))
                        .block(LONG));
        assertThat(cell.server.local("trusted")).hasBinaryContent(CONTENT);
        TlsInfo tls = Objects.requireNonNull(result.tls());
        assertThat(tls.resumed()).isTrue();
        cell.buffers.assertNoneLeft();
        return tls;
    }

    private static void verifyRefused(Cell cell, FtpClient client, Reason reason, String... messages) {
        assertThatThrownBy(() -> client.connect().block(LONG))
                .isInstanceOfSatisfying(
                        FtpConnectionException.class,
                        error -> assertThat(error.reason()).isEqualTo(reason))
                .hasMessageContainingAll(messages);
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("trusted")
    void shouldRefuseATrustedCertificateForAnotherName(Cell cell) {
        FtpClient client =
                client(cell, security -> security.trust(TestCertificate.ca())).host("127.0.0.1");
        verifyRefused(cell, client, Reason.TLS_CERTIFICATE, "127.0.0.1");
    }

    @ParameterizedTest
    @MethodSource("trusted")
    void shouldNotMindTheNameIfToldSo(Cell cell) {
        FtpClient client = client(
                        cell, security -> security.trust(TestCertificate.ca()).insecureHostName())
                .host("127.0.0.1");
        transfer(cell, client);
    }

    @ParameterizedTest
    @MethodSource("trusted")
    void shouldRefuseAnIssuerThatIsNotTrusted(Cell cell) {
        verifyRefused(cell, client(cell, security -> security), Reason.TLS_CERTIFICATE, "trust");
        verifyRefused(
                cell,
                client(cell, security -> security.trust(TestCertificate.SELF_SIGNED.chain())),
                Reason.TLS_CERTIFICATE,
                "trust");
        verifyRefused(cell, client(cell, FtpSecurity::insecureHostName), Reason.TLS_CERTIFICATE, "trust");
    }

    @ParameterizedTest
    @MethodSource("trusted")
    void shouldTrustAllIfToldSo(Cell cell) {
        transfer(cell, client(cell, FtpSecurity::insecureTrustAll).host("127.0.0.1"));
    }

    @ParameterizedTest
    @MethodSource("trusted")
    void shouldTrustAKeyStore(Cell cell) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "localhost", TestCertificate.LOCALHOST.bundle().getCertificate());
        transfer(cell, client(cell, security -> security.trust(store)));
    }

    @ParameterizedTest
    @MethodSource("trusted")
    void shouldNameTheFileThatCannotBeRead(Cell cell, @TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.pem");
        Path other = Files.writeString(folder.resolve("other.pem"), "no certificate");
        Path key = TestCertificate.CLIENT.key();
        for (Path file : new Path[] {missing, other}) {
            verifyRefused(
                    cell, client(cell, security -> security.trust(file)), Reason.TLS_TRUST_UNREADABLE, file.toString());
            verifyRefused(
                    cell,
                    client(cell, security -> security.certificate(file, key, null)),
                    Reason.TLS_IDENTITY_UNREADABLE,
                    file.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("trusted")
    void shouldLetTheContextBeChanged(Cell cell) {
        String suite = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256";
        FtpClient client = client(
                cell,
                security -> security.trust(TestCertificate.ca())
                        .context(builder -> builder.sslProvider(SslProvider.JDK).ciphers(List.of(suite))));
        assertThat(transfer(cell, client).cipherSuite()).isEqualTo(suite);
    }

    /** As somebody makes it who does not know of FTP; the JDK reads the property when a context is made. */
    private static SslContext context(boolean tickets) throws IOException {
        String property = "jdk.tls.client.enableSessionTicketExtension";
        System.setProperty(property, String.valueOf(tickets));
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.2")
                    .trustManager(TestCertificate.trust())
                    .build();
        } finally {
            System.clearProperty(property);
        }
    }

    @ParameterizedTest
    @MethodSource("trusted")
    void shouldResumeWithAContextOfOnesOwnThatHasNoTickets(Cell cell) throws IOException {
        SslContext own = context(false);
        transfer(cell, cell.client(1).security(FtpSecurity.explicit().context(own)));
    }

    /** The JDK drops the ticket of vsftpd, whose lifetime is too long for it, and has nothing to resume then. */
    @ParameterizedTest
    @MethodSource("insistingOnResumption")
    void shouldExplainThatAContextOfOnesOwnHasTickets(Cell cell) throws IOException {
        SslContext own = context(true);
        cell.server.write("kept", CONTENT);
        FtpClient client = cell.client(1).security(FtpSecurity.explicit().context(own));
        assertThatThrownBy(() -> client.retrieve(cell.server.path("kept"))
                        .aggregate()
                        .asByteArray()
                        .block(LONG))
                .isInstanceOf(FtpTransferException.class)
                .hasMessageContainingAll("session reuse required", "jdk.tls.client.enableSessionTicketExtension=false")
                .cause()
                .isInstanceOfSatisfying(
                        FtpConnectionException.class,
                        error -> assertThat(error.reason()).isEqualTo(Reason.TLS_NOT_RESUMED));
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("asking")
    void shouldShowItsCertificateToAServerThatAsks(Cell cell) {
        TestCertificate own = TestCertificate.CLIENT;
        transfer(
                cell,
                client(
                        cell,
                        security -> security.trust(TestCertificate.ca()).certificate(own.chain(), own.key(), null)));
    }

    /** In TLS 1.3 the client's handshake is over before the server refuses: whatever comes next fails then. */
    @ParameterizedTest
    @MethodSource("asking")
    void shouldFailWithoutTheCertificateThatTheServerAsksFor(Cell cell) {
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            FtpClient client = client(
                    cell, security -> security.trust(TestCertificate.ca()).versions(version));
            assertThatThrownBy(() -> client.connect().block(LONG))
                    .isInstanceOf(FtpException.class)
                    .isInstanceOfSatisfying(
                            FtpConnectionException.class,
                            error -> assertThat(error.reason()).isEqualTo(Reason.TLS_HANDSHAKE));
        }
        cell.buffers.assertNoneLeft();
    }
}
