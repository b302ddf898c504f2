package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.testkit.DemandingFtpsServer;
import io.ftpreactive.testkit.DemandingFtpsServer.Refusal;
import io.ftpreactive.testkit.TestCertificate;
import io.ftpreactive.testkit.TlsServer.Handshakes;
import io.netty.buffer.ByteBuf;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Against a server that demands that data connections resume the TLS session of their control connection. */
class TlsResumptionTest extends ScriptedTest {

    private static final FtpSecurity SECURITY = FtpSecurity.explicit().trust(TestCertificate.ca());

    private FtpClient client(DemandingFtpsServer server, int sessions) {
        return client(FtpSessionProvider.create(sessions))
                .host(server.host())
                .port(server.port())
                .security(SECURITY);
    }

    private Flux<ByteBuf> source(String text) {
        return Flux.defer(() -> Flux.just(buffer(text)));
    }

    private static String held(DemandingFtpsServer server, String name) {
        return new String(Objects.requireNonNull(server.files().get(name)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void shouldResumeInEachOfManyTransfersOfOneSession(Refusal refusal) {
        try (DemandingFtpsServer server = DemandingFtpsServer.start(refusal)) {
            FtpSession session = connect(client(server, 1));
            for (int i = 0; i < 25; i++) {
                get(session.store("f", source("content " + i)));
                assertThat(text(session.retrieve("f"))).isEqualTo("content " + i);
                assertThat(get(session.list("").count())).isEqualTo(1);
                get(session.store("empty", Flux.empty()));
                session.delete("empty").block(LONG);
            }
            assertThat(server.dataHandshakes()).isEqualTo(new Handshakes(100, 0));
        }
    }

    @Test
    void shouldResumeInEachOfManySessionsItsOwn() {
        try (DemandingFtpsServer server = DemandingFtpsServer.start(Refusal.DROPPING)) {
            FtpClient client = client(server, 16);
            Flux.range(0, 160)
                    .flatMap(i -> client.store("f" + i, source("content")), 16)
                    .then()
                    .block(LONG);
            assertThat(server.dataHandshakes()).isEqualTo(new Handshakes(160, 0));
            assertThat(server.files()).hasSize(160);
        }
    }

    /** Where the user's context has nothing to resume, as one of the JDK with tickets has with vsftpd. */
    private static SslContext forgetful() throws SSLException {
        return SslContextBuilder.forClient()
                .trustManager(TestCertificate.ca().toFile())
                .protocols("TLSv1.2")
                .build();
    }

    private static void forget(SslContext context) {
        Collections.list(context.sessionContext().getIds())
                .forEach(id -> context.sessionContext().getSession(id).invalidate());
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhatTheServerWantsWhereNothingIsResumed(Refusal refusal) throws SSLException {
        SslContext context = forgetful();
        try (DemandingFtpsServer server = DemandingFtpsServer.start(refusal, "TLSv1.2")) {
            server.files().put("f", new byte[5]);
            FtpSession session =
                    connect(client(server, 1).security(FtpSecurity.explicit().context(context)));
            forget(context);
            FtpTransferException error = failure(FtpTransferException.class, session.retrieve("f"));
            assertThat(reason(error)).isEqualTo(Reason.TLS_NOT_RESUMED);
            assertThat(error).hasMessageContaining("enableSessionTicketExtension");
            assertThat(server.dataHandshakes()).isEqualTo(new Handshakes(0, 1));
            assertThat(isReusable(session)).isFalse();
        }
    }

    /** The server would have emptied the file by the time at which it refuses the connection. */
    @Test
    void shouldNotSendAnUploadThatWouldBeRefused() throws SSLException {
        SslContext context = forgetful();
        try (DemandingFtpsServer server = DemandingFtpsServer.start(Refusal.STAYING, "TLSv1.2")) {
            server.files().put("f", "precious".getBytes(StandardCharsets.UTF_8));
            FtpSession session =
                    connect(client(server, 1).security(FtpSecurity.explicit().context(context)));
            forget(context);
            failure(FtpTransferException.class, session.retrieve("f"));
            FtpConnectionException error = failure(FtpConnectionException.class, session.store("f", source("lost")));
            assertThat(error.reason()).isEqualTo(Reason.TLS_NOT_RESUMED);
            assertThat(error).hasMessageContaining("STOR f was not sent");
            assertThat(held(server, "f")).isEqualTo("precious");
            assertThat(server.commands()).doesNotContain("STOR f");
        }
    }

    /** With TLS 1.3 a ticket serves once; whether there is another for the next is not left to chance. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldUploadManyFilesWithTls13(int sessions) {
        try (DemandingFtpsServer server = DemandingFtpsServer.start(Refusal.DROPPING, "TLSv1.3")) {
            FtpClient client = client(server, sessions).security(SECURITY.versions("TLSv1.3"));
            Flux.range(0, 40)
                    .flatMap(i -> client.store("f" + i, source("content")), sessions)
                    .then()
                    .block(LONG);
            assertThat(server.files().values()).hasSize(40).allMatch(content -> content.length == 7);
            assertThat(server.dataHandshakes().others()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldLeaveNoSessionBehind(String version) throws SSLException {
        SslContext context = SslContextBuilder.forClient()
                .trustManager(TestCertificate.ca().toFile())
                .protocols(version)
                .build();
        try (DemandingFtpsServer server = DemandingFtpsServer.start(Refusal.STAYING, version)) {
            FtpClient client = client(server, 1).security(FtpSecurity.explicit().context(context));
            FtpSession first = connect(client);
            FtpSession second = connect(client);
            for (FtpSession session : new FtpSession[] {first, second}) {
                get(session.store("f", source("content")));
                text(session.retrieve("f"));
            }
            assertThat(context.sessionContext().getIds().hasMoreElements()).isTrue();
            first.close().block(LONG);
            // The other one is unharmed.
            assertThat(text(second.retrieve("f"))).isEqualTo("content");
            second.close().block(LONG);
            assertThat(context.sessionContext().getIds().hasMoreElements()).isFalse();
        }
    }

    @Test
    void shouldFailTheTransferOnlyForWhatConcernsIt() {
        try (DemandingFtpsServer server = DemandingFtpsServer.start(Refusal.DROPPING)) {
            FtpSession session = connect(client(server, 1));
            Predicate<Throwable> refused = error -> error instanceof FtpException;
            for (int i = 0; i < 4; i++) {
                // With TLS 1.3 each would use up a ticket if the handshake came before the answer.
                assertThat(get(session.retrieve("missing")
                                .then(Mono.just(false))
                                .onErrorReturn(refused, true)))
                        .isTrue();
            }
            get(session.store("f", source("content")));
            assertThat(server.dataHandshakes()).isEqualTo(new Handshakes(1, 0));
        }
    }
}
