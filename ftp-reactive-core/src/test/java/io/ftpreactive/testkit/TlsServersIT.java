package io.ftpreactive.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves the fixtures with the JDK's own TLS, without the client that they are for. */
class TlsServersIT {

    private static final byte[] CONTENT = "a secret file\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String SERVERS = "io.ftpreactive.testkit.TlsServers#available";

    /** In TLS 1.3: the tickets of vsftpd in TLS 1.2 are none that the JDK takes. */
    private static SSLContext context(TlsServer server) {
        String version = server.lacks(Lack.CLIENT_CERTIFICATE_IN_TLS13) ? "TLSv1.2" : "TLSv1.3";
        return server.asksForCertificate()
                ? RawFtp.tls(version, TestCertificate.CLIENT.keyManagers().getKeyManagers())
                : RawFtp.tls(version);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldSendAFileToAConnectionThatResumesTheSession(TlsServer server) throws Exception {
        server.write("secret.txt", CONTENT);
        SSLContext context = context(server);
        TlsServer.Handshakes before = server.dataHandshakes();
        try (RawFtp ftp = RawFtp.login(server, context);
                Socket data = ftp.passive()) {
            assertThat(ftp.command("RETR " + server.path("secret.txt"))).startsWith("150");
            assertThat(readAndClose(data, ftp.secure(data, context))).isEqualTo(CONTENT);
            assertThat(ftp.reply()).startsWith("226");
            assertThat(ftp.command("CCC")).startsWith(server.lacks(Lack.CCC) ? "5" : "2");
        }
        assertThat(server.dataHandshakes().since(before))
                .isEqualTo(new TlsServer.Handshakes(server.lacks(Lack.TLS_RESUMPTION) ? 0 : 1, 0));
    }

    private static byte[] readAndClose(Socket data, BlockingTls tls) throws IOException {
        byte[] content = tls.input().readAllBytes();
        tls.closeNotify();
        data.close();
        return content;
    }

    static Stream<TlsServer> demanding() {
        return TlsServers.available().stream().filter(server -> !server.lacks(Lack.TLS_RESUMPTION));
    }

    @ParameterizedTest
    @MethodSource("demanding")
    void shouldRefuseAConnectionThatResumesNothing(TlsServer server) throws Exception {
        server.write("truncated.txt", CONTENT);
        TlsServer.Handshakes before = server.dataHandshakes();
        try (RawFtp ftp = RawFtp.login(server, context(server));
                Socket data = ftp.passive()) {
            assertThat(ftp.command("STOR " + server.path("truncated.txt"))).startsWith("150");
            shakeHandsAndClose(ftp, data, context(server));
            assertThat(ftp.reply()).matches("(522 .*reuse required|425 Unable to build data connection).*");
        }
        assertThat(server.dataHandshakes().since(before)).isEqualTo(new TlsServer.Handshakes(0, 1));
        assertThat(server.local("truncated.txt")).isEmptyFile();
    }

    /** Succeeds, and is ended by the server; why, it says in a reply, and not before the client has closed too. */
    private static void shakeHandsAndClose(RawFtp ftp, Socket data, SSLContext context) throws IOException {
        assertThat(ftp.secure(data, context).input().read()).isEqualTo(-1);
        data.close();
    }
}
