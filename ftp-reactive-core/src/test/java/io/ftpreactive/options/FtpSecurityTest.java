package io.ftpreactive.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.internal.tls.TlsSession;
import io.ftpreactive.testkit.TestCertificate;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class FtpSecurityTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String TICKETS = "jdk.tls.client.enableSessionTicketExtension";
    private static final FtpSecurity JDK =
            FtpSecurity.explicit().context(builder -> builder.sslProvider(SslProvider.JDK));

    private static TlsSession open(FtpSecurity security) {
        return Objects.requireNonNull(
                TlsSession.open(security, "ftp.example.com", false).block(LONG));
    }

    @Test
    void shouldBeEqualIfTheChoicesAre() {
        Path file = Path.of("ca.pem");
        assertThat(FtpSecurity.explicit().trust(file))
                .isEqualTo(FtpSecurity.none().trust(file).mode(FtpSecurity.Mode.EXPLICIT))
                .hasSameHashCodeAs(FtpSecurity.explicit().trust(file));
        List<FtpSecurity> all = List.of(
                FtpSecurity.none(),
                FtpSecurity.explicit(),
                FtpSecurity.explicitIfPossible(),
                FtpSecurity.implicit(),
                FtpSecurity.explicit().trust(file),
                FtpSecurity.explicit().insecureTrustAll(),
                FtpSecurity.explicit().insecureHostName(),
                FtpSecurity.explicit().certificate(file, file, null),
                FtpSecurity.explicit().certificate(file, file, "secret"),
                FtpSecurity.explicit().versions("TLSv1.3"),
                FtpSecurity.explicit().newerVersionTried(false),
                FtpSecurity.explicit().dataProtected(false),
                FtpSecurity.explicit().controlCleared(true),
                FtpSecurity.explicit().applicationProtocol(true),
                FtpSecurity.explicit().lenientEnd(true),
                JDK);
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all.toString()).doesNotContain("secret");
    }

    @Test
    void shouldRefuseOldVersions() {
        for (String version : List.of("TLSv1", "TLSv1.1", "SSLv3", "1.2")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FtpSecurity.explicit().versions(version));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpSecurity.explicit().versions(new String[0]));
    }

    @Test
    void shouldNotChangeAContextThatWasGiven() throws IOException {
        SslContext context = SslContextBuilder.forClient().build();
        FtpSecurity given = FtpSecurity.explicit().context(context);
        assertThatIllegalStateException().isThrownBy(() -> given.trust(Path.of("ca.pem")));
        assertThat(given.newerVersionTried()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpSecurity.explicit()
                        .context(SslContextBuilder.forServer(TestCertificate.LOCALHOST.keyManagers())
                                .build()));
    }

    @Test
    void shouldPrepareNothingWithoutTls() {
        StepVerifier.create(TlsSession.open(FtpSecurity.none().trust(Path.of("missing")), "ftp.example.com", false))
                .verifyComplete();
    }

    @Test
    void shouldGiveBothConnectionsOfASessionOneKeyThatNoOtherHas() {
        TlsSession session = open(JDK);
        SslHandler control = session.controlHandler(new EmbeddedChannel(), LONG);
        SslHandler data = session.dataHandler(new EmbeddedChannel(), LONG);
        SslHandler other = open(JDK).controlHandler(new EmbeddedChannel(), LONG);

        assertThat(control.engine().getPeerHost())
                .isEqualTo(data.engine().getPeerHost())
                .isEqualTo("ftp.example.com");
        assertThat(control.engine().getPeerPort())
                .isEqualTo(data.engine().getPeerPort())
                .isGreaterThan(65535)
                .isNotEqualTo(other.engine().getPeerPort());
        for (SslHandler handler : List.of(control, data)) {
            assertThat(handler.engine().getSSLParameters().getEndpointIdentificationAlgorithm())
                    .isEqualTo("HTTPS");
            assertThat(handler.engine().getEnabledProtocols()).containsExactly("TLSv1.2");
            assertThat(handler.engine().getSSLParameters().getApplicationProtocols())
                    .isEmpty();
        }
    }

    @Test
    void shouldNameTheProtocolWhereThatWasChosen() {
        TlsSession session = open(JDK.applicationProtocol(true));
        assertThat(protocol(session.controlHandler(new EmbeddedChannel(), LONG)))
                .containsExactly("ftp");
        assertThat(protocol(session.dataHandler(new EmbeddedChannel(), LONG))).containsExactly("ftp-data");
    }

    private static String[] protocol(SslHandler handler) {
        return handler.engine().getSSLParameters().getApplicationProtocols();
    }

    @Test
    void shouldLeaveTheSystemPropertyAsItWas() {
        String[] within = new String[1];
        Consumer<SslContextBuilder> changes = builder -> within[0] = System.getProperty(TICKETS, "unset");
        open(FtpSecurity.explicit().context(changes));
        assertThat(within[0]).isEqualTo("unset");
        assertThat(System.getProperty(TICKETS)).isNull();
        System.setProperty(TICKETS, "true");
        try {
            open(JDK);
            assertThat(System.getProperty(TICKETS)).isEqualTo("true");
        } finally {
            System.clearProperty(TICKETS);
        }
    }

    @Test
    void shouldReadFilesAnewAfterTheyCouldNotBeRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("ca.pem");
        FtpSecurity security = FtpSecurity.explicit().trust(file);
        assertThat(failure(security)).isEqualTo(Reason.TLS_TRUST_UNREADABLE);
        Files.writeString(file, "no certificate");
        assertThat(failure(security)).isEqualTo(Reason.TLS_TRUST_UNREADABLE);
        Files.copy(TestCertificate.ca(), file, StandardCopyOption.REPLACE_EXISTING);
        open(security);
        assertThat(failure(FtpSecurity.explicit().certificate(file, file, null)))
                .isEqualTo(Reason.TLS_IDENTITY_UNREADABLE);
    }

    private static Reason failure(FtpSecurity security) {
        Mono<Reason> reason = TlsSession.open(security, "ftp.example.com", false)
                .map(session -> Reason.CLOSED)
                .onErrorResume(FtpConnectionException.class, error -> Mono.just(error.reason()));
        return Objects.requireNonNull(reason.block(LONG));
    }
}
