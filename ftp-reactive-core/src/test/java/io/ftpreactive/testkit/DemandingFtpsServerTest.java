package io.ftpreactive.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.testkit.DemandingFtpsServer.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DemandingFtpsServerTest {

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.US_ASCII);

    static Stream<Arguments> variants() {
        return Stream.of(Refusal.values())
                .flatMap(refusal -> Stream.of("TLSv1.2", "TLSv1.3").map(protocol -> Arguments.of(refusal, protocol)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldServeConnectionsThatResumeTheSession(Refusal refusal, String protocol) throws IOException {
        SSLContext context = RawFtp.tls(protocol);
        try (DemandingFtpsServer server = DemandingFtpsServer.start(refusal, protocol);
                RawFtp ftp = logIn(server, context)) {
            assertThat(store(ftp, context, true)).startsWith("226");
            assertThat(server.files().get("a")).isEqualTo(CONTENT);
            assertThat(retrieve(ftp, context, "RETR /a")).isEqualTo("content");
            assertThat(retrieve(ftp, context, "MLSD")).isEqualTo("type=file;size=7; a\r\n");
            assertThat(retrieve(ftp, context, "LIST")).endsWith(" 7 Jan 01 2020 a\r\n");
            assertThat(server.dataHandshakes()).isEqualTo(new TlsServer.Handshakes(4, 0));
            assertThat(ftp.command("SIZE a")).isEqualTo("213 7");
            assertThat(ftp.command("DELE a")).startsWith("250");
            assertThat(ftp.command("RETR a")).startsWith("425");
            assertThat(ftp.command("QUIT")).startsWith("221");
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldRefuseAConnectionThatResumesNothing(Refusal refusal, String protocol) throws IOException {
        try (DemandingFtpsServer server = DemandingFtpsServer.start(refusal);
                RawFtp ftp = logIn(server, RawFtp.tls(protocol))) {
            server.files().put("a", CONTENT);
            assertThat(shakeHandsOnly(ftp, RawFtp.tls(protocol))).isEqualTo(refusal.reply);
            assertThat(server.files().get("a")).isEmpty();
            assertThat(server.dataHandshakes()).isEqualTo(new TlsServer.Handshakes(0, 1));
            if (refusal == Refusal.STAYING) {
                assertThat(ftp.command("NOOP")).startsWith("200");
            } else {
                assertThatThrownBy(ftp::reply).isInstanceOf(EOFException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shouldRefuseAnUploadThatDoesNotEndByCloseNotify(Refusal refusal, String protocol) throws IOException {
        SSLContext context = RawFtp.tls(protocol);
        try (DemandingFtpsServer server = DemandingFtpsServer.start(refusal);
                RawFtp ftp = logIn(server, context)) {
            assertThat(store(ftp, context, false)).startsWith("426");
            assertThat(server.files().get("a")).isEmpty();
        }
    }

    private static RawFtp logIn(DemandingFtpsServer server, SSLContext context) throws IOException {
        RawFtp ftp = new RawFtp(server.host(), server.port());
        ftp.reply();
        assertThat(ftp.command("USER u")).startsWith("530");
        assertThat(ftp.command("AUTH TLS")).startsWith("234");
        ftp.startTls(context);
        for (String command : List.of("USER u", "PASS p", "FEAT", "PBSZ 0", "PROT P", "TYPE I")) {
            assertThat(ftp.command(command).charAt(0)).isIn('2', '3');
        }
        return ftp;
    }

    private static String store(RawFtp ftp, SSLContext context, boolean inOrder) throws IOException {
        try (Socket data = ftp.passive()) {
            assertThat(ftp.command("STOR a")).startsWith("150");
            BlockingTls tls = ftp.secure(data, context);
            tls.output().write(CONTENT);
            if (inOrder) {
                tls.closeNotify();
                tls.input().read(); // to the end: in TLS 1.3 the ticket for the next connection comes before it
            }
        }
        return ftp.reply();
    }

    /** Succeeds, and is ended by the server; why, it says in a reply, and not before the client has closed too. */
    private static String shakeHandsOnly(RawFtp ftp, SSLContext context) throws IOException {
        try (Socket data = ftp.passive()) {
            assertThat(ftp.command("STOR a")).startsWith("150");
            assertThat(ftp.secure(data, context).input().read()).isEqualTo(-1);
        }
        return ftp.reply();
    }

    private static String retrieve(RawFtp ftp, SSLContext context, String command) throws IOException {
        String content;
        try (Socket data = ftp.passive()) {
            assertThat(ftp.command(command)).startsWith("150");
            BlockingTls tls = ftp.secure(data, context);
            content = new String(tls.input().readAllBytes(), StandardCharsets.UTF_8);
            tls.closeNotify();
        }
        assertThat(ftp.reply()).startsWith("226");
        return content;
    }
}
