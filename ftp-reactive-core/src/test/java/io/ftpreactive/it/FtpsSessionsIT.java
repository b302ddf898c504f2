package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSession;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.testkit.TestCertificate;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** FTP sessions with TLS: what they leave behind, and who shares them. */
class FtpsSessionsIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] CONTENT = Bytes.random(10_000);

    static Stream<Arguments> versions() {
        return Cell.tlsServers()
                .flatMap(cell -> Stream.of("TLSv1.2", "TLSv1.3").map(version -> Arguments.of(cell, version)));
    }

    static Stream<Cell> once() {
        return Cell.tlsOnce("vsftpd-tls", "apache-ftpserver-tls");
    }

    private static SslContext context(String version) throws SSLException {
        String property = "jdk.tls.client.enableSessionTicketExtension";
        System.setProperty(property, "false");
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols(version)
                    .trustManager(TestCertificate.trust())
                    .build();
        } finally {
            System.clearProperty(property);
        }
    }

    private static FtpSession open(Cell cell, SslContext context) {
        return Objects.requireNonNull(cell.client(1)
                .security(FtpSecurity.explicit().context(context))
                .connect()
                .block(LONG));
    }

    private static void retrieve(Cell cell, FtpSession session) {
        cell.server.write("secret", CONTENT);
        assertThat(session.retrieve(cell.server.path("secret"))
                        .aggregate()
                        .asByteArray()
                        .block(LONG))
                .isEqualTo(CONTENT);
    }

    private static List<SSLSession> cached(SslContext context) {
        SSLSessionContext sessions = context.sessionContext();
        List<SSLSession> cached = new ArrayList<>();
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) {
                cached.add(session);
            }
        }
        return cached;
    }

    /** Where many sessions come and go the cache would fill with what nobody can resume. */
    @ParameterizedTest
    @MethodSource("versions")
    void shouldForgetTheTlsSessionsOfAClosedSessionAlone(Cell cell, String version) throws Exception {
        SslContext context = context(version);
        FtpSession first = open(cell, context);
        FtpSession second = open(cell, context);
        retrieve(cell, first);
        retrieve(cell, second);
        assertThat(cached(context)).extracting(SSLSession::getPeerPort).hasSizeGreaterThanOrEqualTo(2);

        first.close().block(LONG);
        Awaitility.await()
                .until(() -> cached(context).stream()
                                .map(SSLSession::getPeerPort)
                                .distinct()
                                .count()
                        == 1);
        assertThat(second.list(cell.server.path("")).count().block(LONG)).isPositive();

        second.close().block(LONG);
        Awaitility.await().until(() -> cached(context).isEmpty());
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("once")
    void shouldShareSessionsAmongThoseAloneWhoWantTheSameOfTls(Cell cell) {
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpSessionProvider pool = FtpSessionProvider.create(1);
        FtpClient client = cell.client(FtpClient.create(pool, cell.transport())).doOnDialogue(dialogue::add);
        FtpSecurity trusting = cell.security();
        verifyLogins(client.security(trusting), dialogue, 1);
        verifyLogins(client.security(cell.security()), dialogue, 1);
        verifyLogins(client.security(trusting.insecureHostName()), dialogue, 2);
        verifyLogins(client.security(trusting.insecureTrustAll()), dialogue, 3);
        verifyLogins(client.security(trusting.trust(TestCertificate.LOCALHOST.chain())), dialogue, 4);
        verifyLogins(client.security(trusting.versions("TLSv1.3")), dialogue, 5);
        verifyLogins(client.security(trusting.dataProtected(false)), dialogue, 6);
        verifyLogins(client.security(trusting.mode(FtpSecurity.Mode.EXPLICIT_IF_POSSIBLE)), dialogue, 7);
        assertThatThrownBy(() -> useOnce(client.security(FtpSecurity.none())))
                .as("encrypted sessions are idle, but not for this one")
                .isInstanceOf(FtpReplyException.class)
                .hasMessageContaining("530");
        // Each made room for the next, as there may be but one of a login.
        verifyLogins(client.security(cell.security()), dialogue, 9);
        pool.disposeLater().block(LONG);
        cell.buffers.assertNoneLeft();
    }

    private static void verifyLogins(FtpClient client, List<String> dialogue, int expected) {
        useOnce(client);
        assertThat(dialogue.stream().filter(line -> line.startsWith("> USER"))).hasSize(expected);
    }

    private static void useOnce(FtpClient client) {
        client.withSession(FtpSession::noop).blockLast(LONG);
    }
}
