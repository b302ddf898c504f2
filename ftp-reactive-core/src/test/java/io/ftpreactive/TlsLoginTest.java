package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.ftpreactive.testkit.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on the control connection: when it begins, what is said before and after, and what ends the attempt. */
class TlsLoginTest extends ScriptedTest {

    static final List<TestCertificate> BAD = List.of(
            TestCertificate.WRONG_HOST,
            TestCertificate.EXPIRED,
            TestCertificate.SELF_SIGNED,
            TestCertificate.UNTRUSTED);

    private static final FtpSecurity EXPLICIT = FtpSecurity.explicit().trust(TestCertificate.ca());

    /** By the name that is in the certificate. */
    private FtpClient client(ScriptedFtpServer server, FtpSecurity security) {
        return client(server).host("localhost").security(security);
    }

    private Reason refusal(ScriptedFtpServer server, FtpSecurity security) {
        return failure(FtpConnectionException.class, client(server, security).connect())
                .reason();
    }

    private static FtpScript auth(FtpScript script) {
        return script.reply("220 ready").expect("AUTH TLS").reply("234 go ahead");
    }

    @Test
    void shouldSayNothingBeforeTheHandshakeAndProtectDataAfterTheLogin() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.loginTls())) {
            List<String> dialogue = new CopyOnWriteArrayList<>();
            FtpSession session = connect(client(server, EXPLICIT).doOnDialogue(dialogue::add));
            assertThat(server.commands())
                    .containsExactly("AUTH TLS", "USER joe", "PASS s3cret", "FEAT", "PBSZ 0", "PROT P", "TYPE I");
            assertThat(Objects.requireNonNull(session.tls()).protocol()).isEqualTo("TLSv1.2");
            assertThat(dialogue).contains("* " + session.tls());
        }
    }

    @Test
    void shouldBeginWithTlsWhereItIsImplicit() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.startTls().reply("220 ready").logInTls())) {
            connect(client(server, EXPLICIT.mode(FtpSecurity.Mode.IMPLICIT)));
            assertThat(server.commands())
                    .startsWith("USER joe")
                    .contains("PROT P")
                    .doesNotContain("AUTH TLS");
        }
    }

    /** Anybody on the way may have said that no login is needed. */
    @Test
    void shouldNotBelieveA230InPlainText() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("230 come in")
                .expect("AUTH TLS")
                .reply("234 go ahead")
                .startTls()
                .logInTls())) {
            connect(client(server, EXPLICIT));
            assertThat(server.commands()).startsWith("AUTH TLS", "USER joe");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "502 no", "504 not that", "431 later", "530 log in first"})
    void shouldTryAuthSslAndSayNothingElseWhereBothAreRefused(String refusal) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 ready")
                .expect("AUTH TLS")
                .reply(refusal)
                .expect("AUTH SSL")
                .reply(refusal)
                .expectClose())) {
            FtpConnectionException error = failure(
                    FtpConnectionException.class, client(server, EXPLICIT).connect());
            assertThat(error.reason()).isEqualTo(Reason.TLS_REFUSED);
            assertThat(error).hasMessageContaining("AUTH TLS was answered by " + refusal);
            assertThat(server.commands()).containsExactly("AUTH TLS", "AUTH SSL");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"234 go", "334 go on"})
    void shouldTakeAuthSslForAuthTls(String consent) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 ready")
                .expect("AUTH TLS")
                .reply("504 I know SSL only")
                .expect("AUTH SSL")
                .reply(consent)
                .startTls()
                .logInTls())) {
            assertThat(connect(client(server, EXPLICIT)).tls()).isNotNull();
        }
    }

    @Test
    void shouldGoOnInPlainTextOnlyWhereThatWasChosenByName() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 ready")
                .expect("AUTH TLS")
                .reply("502 no")
                .expect("AUTH SSL")
                .reply("502 no")
                .expect("USER joe")
                .reply("230 in")
                .expect("FEAT")
                .reply("502 no")
                .expect("TYPE I")
                .reply("200 binary"))) {
            FtpSecurity security = EXPLICIT.mode(FtpSecurity.Mode.EXPLICIT_IF_POSSIBLE);
            assertThat(connect(client(server, security)).tls()).isNull();
            assertThat(server.commands()).doesNotContain("PROT P");
        }
    }

    /** Else it would be read as the answer to what is said under TLS. */
    @Test
    void shouldCloseWherePlainTextFollowsTheConsent() {
        byte[] injected = "234 go ahead\r\n230 you are in\r\n".getBytes(StandardCharsets.UTF_8);
        for (FtpSecurity security : List.of(EXPLICIT, EXPLICIT.mode(FtpSecurity.Mode.EXPLICIT_IF_POSSIBLE))) {
            try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 ready")
                    .expect("AUTH TLS")
                    .sendRaw(injected)
                    .expectClose())) {
                FtpProtocolException error = failure(
                        FtpProtocolException.class, client(server, security).connect());
                assertThat(error).hasMessageContaining("plain text behind its consent");
                assertThat(server.commands()).containsExactly("AUTH TLS");
            }
        }
    }

    @ParameterizedTest
    @FieldSource("BAD")
    void shouldNotLogInWhereTheCertificateIsNotTheServers(TestCertificate certificate) {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> auth(script).failTls(certificate))) {
            assertThat(refusal(server, EXPLICIT)).isEqualTo(Reason.TLS_CERTIFICATE);
            assertThat(server.commands()).containsExactly("AUTH TLS");
        }
    }

    @ParameterizedTest
    @FieldSource("BAD")
    void shouldTakeAnyCertificateWhereThatWasChosenByName(TestCertificate certificate) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> auth(script).startTls(certificate).logInTls())) {
            connect(client(server, FtpSecurity.explicit().insecureTrustAll()));
        }
    }

    @Test
    void shouldTakeAnotherNameWhereThatWasChosenByName() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> auth(script).startTls(TestCertificate.WRONG_HOST).logInTls(),
                script -> auth(script).failTls(TestCertificate.UNTRUSTED))) {
            connect(client(server, EXPLICIT.insecureHostName()));
            assertThat(refusal(server, EXPLICIT.insecureHostName())).isEqualTo(Reason.TLS_CERTIFICATE);
        }
    }

    @Test
    void shouldSayWhatCameInsteadOfAHandshake() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                auth(script).expectClientHello().reply("500 OOPS: no key").expectClose())) {
            FtpConnectionException error = failure(
                    FtpConnectionException.class, client(server, EXPLICIT).connect());
            assertThat(error.reason()).isEqualTo(Reason.TLS_HANDSHAKE);
            assertThat(error).hasMessageContaining("plain text: 500 OOPS: no key");
        }
    }

    @Test
    void shouldFailWhereTheServerClosesInTheHandshake() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> auth(script).expectClientHello().closeControl())) {
            assertThat(refusal(server, EXPLICIT)).isEqualTo(Reason.TLS_HANDSHAKE);
        }
    }

    @Test
    void shouldNotWaitForAHandshakeForEver() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> auth(script).hang())) {
            FtpClient client = client(server, EXPLICIT).connectTimeout(Duration.ofSeconds(1));
            assertThat(failure(FtpConnectionException.class, client.connect()).reason())
                    .isEqualTo(Reason.CONNECT_TIMEOUT);
        }
    }

    @Test
    void shouldTryNewerTlsOnceWhereTls12IsRefusedAndRememberIt() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> auth(script).refuseTlsVersion().expectClose(),
                script -> auth(script)
                        .startTls(TestCertificate.LOCALHOST, "TLSv1.3")
                        .logInTls())) {
            FtpSessionProvider pool = FtpSessionProvider.builder()
                    .capabilityCache(CapabilityCache.create())
                    .build();
            FtpClient client =
                    client(pool).host("localhost").port(server.port()).security(EXPLICIT);
            for (int i = 0; i < 2; i++) {
                assertThat(Objects.requireNonNull(connect(client).tls()).protocol())
                        .isEqualTo("TLSv1.3");
            }
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void shouldGiveUpWhereNoVersionIsTaken() {
        for (FtpSecurity security :
                List.of(EXPLICIT, EXPLICIT.newerVersionTried(false), EXPLICIT.versions("TLSv1.3"))) {
            try (ScriptedFtpServer server = ScriptedFtpServer.start(
                    script -> auth(script).refuseTlsVersion().expectClose())) {
                assertThat(refusal(server, security)).isEqualTo(Reason.TLS_VERSION);
                assertThat(server.connections()).isEqualTo(security.equals(EXPLICIT) ? 2 : 1);
                assertThat(server.commands()).containsOnly("AUTH TLS");
            }
        }
    }

    private static FtpScript inPlainData(FtpScript script, String... protection) {
        return auth(script)
                .startTls()
                .expect("USER joe")
                .reply("230 in")
                .expect("FEAT")
                .reply("502 no")
                .expect("PBSZ 0")
                .reply("200 ok")
                .expect(protection[0])
                .reply(protection[1]);
    }

    @Test
    void shouldFailWhereDataCannotBeProtected() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> inPlainData(script, "PROT P", "536 not here").expectClose())) {
            assertThat(refusal(server, EXPLICIT)).isEqualTo(Reason.TLS_REFUSED);
        }
    }

    @Test
    void shouldLeaveDataInPlainTextWhereThatWasChosen() {
        FtpSecurity chosen = EXPLICIT.dataProtected(false);
        FtpSecurity ifPossible = EXPLICIT.mode(FtpSecurity.Mode.EXPLICIT_IF_POSSIBLE);
        for (FtpSecurity security : List.of(chosen, ifPossible)) {
            try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retrieve(
                    security.equals(chosen)
                            ? inPlainData(script, "PROT C", "200 clear").on("TYPE", "200 binary")
                            : inPlainData(script, "PROT P", "534 no").on("TYPE", "200 binary"),
                    "f",
                    "plain"))) {
                FtpSession session = connect(client(server, security));
                assertThat(text(session.retrieve("f"))).isEqualTo("plain");
            }
        }
    }

    @Test
    void shouldGoBackToPlainTextAfterTheLoginWhereThatWasChosen() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> inPlainData(script, "PROT P", "200 private")
                .expect("CCC")
                .reply("200 clear")
                .stopTls()
                .expect("TYPE I")
                .reply("200 binary")
                .expect("EPSV")
                .passive()
                .expect("RETR f")
                .reply("150 here")
                .acceptData()
                .resumeData()
                .sendData("secret")
                .endData()
                .reply("226 done"))) {
            FtpSession session = connect(client(server, EXPLICIT.controlCleared(true)));
            assertThat(text(session.retrieve("f"))).isEqualTo("secret");
        }
    }

    @Test
    void shouldStayEncryptedWhereCccIsRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> inPlainData(script, "PROT P", "200 private")
                .expect("CCC")
                .reply("533 not here")
                .expect("TYPE I")
                .reply("200 binary"))) {
            connect(client(server, EXPLICIT.controlCleared(true)));
        }
    }

    @Test
    void shouldNameTheVirtualHostUnderTls() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> auth(script)
                .startTls()
                .expect("HOST ftp.example.com")
                .reply("220 that is me")
                .logInTls())) {
            connect(client(server, EXPLICIT).loginOptions(login -> login.virtualHost("ftp.example.com")));
        }
    }

    /** What is learnt in plain text may be another's word. */
    @Test
    void shouldNotTrustWhatPlainSessionsLearnt() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login("MLST"), script -> script.loginTls("SIZE"))) {
            FtpSessionProvider pool = FtpSessionProvider.builder()
                    .capabilityCache(CapabilityCache.create())
                    .build();
            FtpClient client = client(pool).host("localhost").port(server.port());
            assertThat(connect(client).features().mlst()).isTrue();
            assertThat(connect(client.security(EXPLICIT)).features().mlst()).isFalse();
            assertThat(server.commands().stream().filter("FEAT"::equals)).hasSize(2);
        }
    }

    @Test
    void shouldRefuseToChangeTheProtectionByHand() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.loginTls())) {
            FtpSession session = connect(client(server, EXPLICIT));
            Stream.of("AUTH TLS", "PROT C", "CCC")
                    .forEach(command ->
                            failure(IllegalArgumentException.class, session.send(FtpCommand.parse(command))));
        }
    }

    @Test
    void shouldLoseASessionWhoseServerEndsTls() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.loginTls().expect("NOOP").endControlByCloseNotify())) {
            FtpSession session = connect(client(server, EXPLICIT));
            assertThat(failure(FtpConnectionException.class, session.noop()).reason())
                    .isEqualTo(Reason.CLOSED);
        }
    }

    @Test
    void shouldSpeakOfThePortWhereImplicitTlsIsAnsweredInPlainText() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.reply("220 plain").expectClientHello())) {
            FtpSecurity implicit = EXPLICIT.mode(FtpSecurity.Mode.IMPLICIT);
            assertThat(failure(
                            FtpConnectionException.class,
                            client(server, implicit).connect()))
                    .hasMessageContaining("plain text: 220 plain")
                    .hasMessageContaining("usually 990");
        }
    }

    @Test
    void shouldLogInWhateverTheListenerToTheDialogueDoes() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.loginTls())) {
            connect(client(server, EXPLICIT).doOnDialogue(line -> {
                throw new IllegalStateException("a listener's fault");
            }));
        }
    }

    /** Servers change, and what was remembered may have been a lie. */
    @Test
    void shouldTryOlderTlsWhereNewerTlsIsRememberedAndRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> auth(script).refuseTlsVersion().expectClose(),
                script -> auth(script)
                        .startTls(TestCertificate.LOCALHOST, "TLSv1.3")
                        .logInTls(),
                script -> auth(script).refuseTlsVersion().expectClose(),
                script -> auth(script)
                        .startTls(TestCertificate.LOCALHOST, "TLSv1.2")
                        .logInTls())) {
            FtpClient client = client(FtpSessionProvider.builder()
                            .capabilityCache(CapabilityCache.create())
                            .build())
                    .host("localhost")
                    .port(server.port())
                    .security(EXPLICIT);
            for (String version : List.of("TLSv1.3", "TLSv1.2", "TLSv1.2")) {
                assertThat(Objects.requireNonNull(connect(client).tls()).protocol())
                        .isEqualTo(version);
            }
        }
    }

    @Test
    void shouldNotTrustWhatUnverifiedSessionsLearnt() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.loginTls("MLST"), script -> script.loginTls("SIZE"))) {
            FtpSessionProvider pool = FtpSessionProvider.builder()
                    .capabilityCache(CapabilityCache.create())
                    .build();
            FtpClient client = client(pool).host("localhost").port(server.port());
            assertThat(connect(client.security(EXPLICIT.insecureTrustAll()))
                            .features()
                            .mlst())
                    .isTrue();
            assertThat(connect(client.security(EXPLICIT)).features().mlst()).isFalse();
        }
    }
}
