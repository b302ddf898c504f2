package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;

class LoginTest extends ScriptedTest {

    private static FtpScript setUp(FtpScript script) {
        return script.expect("FEAT").reply("500 what?").expect("TYPE I").reply("200 binary");
    }

    private void logIn(FtpScript.Author script) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script)) {
            connect(server).close().block(LONG);
        }
    }

    private <E extends FtpException> E refusal(Class<E> type, FtpScript.Author script) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script)) {
            return failure(type, client(server).connect());
        }
    }

    @Test
    void shouldSayUserPassFeatTypeAndQuit() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("EPSV", "SIZE"))) {
            FtpSession session = connect(server);
            assertThat(session.isOpen()).isTrue();
            assertThat(session.features().has("SIZE")).isTrue();
            session.close().block(LONG);
            assertThat(server.commands()).containsExactly("USER joe", "PASS s3cret", "FEAT", "TYPE I", "QUIT");
        }
    }

    @Test
    void shouldWaitFor220After120() {
        logIn(script -> setUp(script.reply("120 in 2 minutes")
                .reply("220-hello", "220 ready")
                .expect("USER joe")
                .reply("230 in")));
    }

    @Test
    void shouldNotSendUserAfter230AtTheGreeting() {
        logIn(script -> setUp(script.reply("230 come in")));
    }

    @Test
    void shouldNotSendPassAfter230ToUser() {
        logIn(script -> setUp(script.reply("220 hi").expect("USER joe").reply("230 in")));
    }

    @Test
    void shouldTake202ToPassForALogin() {
        logIn(script -> setUp(script.reply("220 hi")
                .expect("USER joe")
                .reply("331 password")
                .expect("PASS s3cret")
                .reply("202 superfluous")));
    }

    @Test
    void shouldFailOn332WithoutAnAccount() {
        FtpReplyException toUser = refusal(
                FtpReplyException.class,
                script -> script.reply("220 hi")
                        .expect("USER joe")
                        .reply("332 account?")
                        .expectClose());
        assertThat(toUser.reply().code()).isEqualTo(332);
        assertThat(toUser.isLogin()).isTrue();
        assertThat(toUser).hasMessageContaining("account");
        FtpReplyException toPass = refusal(
                FtpReplyException.class,
                script -> script.reply("220 hi")
                        .expect("USER joe")
                        .reply("331 password")
                        .expect("PASS s3cret")
                        .reply("332 account?")
                        .expectClose());
        assertThat(toPass.command()).doesNotContain("s3cret").startsWith("PASS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"431 no", "530 no", "550 no"})
    void shouldFailWithTheRefusalOfEachStep(String refusal) {
        int code = Integer.parseInt(refusal.substring(0, 3));
        FtpScript.Author greeting = script -> script.reply(refusal).expectClose();
        FtpScript.Author user = script ->
                script.reply("220 hi").expect("USER joe").reply(refusal).expectClose();
        FtpScript.Author pass = script -> script.reply("220 hi")
                .expect("USER joe")
                .reply("331 password")
                .expect("PASS s3cret")
                .reply(refusal)
                .expectClose();
        FtpScript.Author type = script -> script.reply("230 in")
                .expect("FEAT")
                .reply("502 no")
                .expect("TYPE I")
                .reply(refusal)
                .expectClose();
        for (FtpScript.Author script : List.of(greeting, user, pass, type)) {
            FtpReplyException error = refusal(FtpReplyException.class, script);
            assertThat(error.reply().code()).isEqualTo(code);
            assertThat(error.isTransient()).isEqualTo(code < 500);
        }
    }

    @Test
    void shouldFailOn421ToFeat() {
        FtpConnectionException error = refusal(
                FtpConnectionException.class,
                script -> script.reply("230 in").expect("FEAT").reply("421 bye").expectClose());
        assertThat(error.reason()).isEqualTo(Reason.SERVICE_UNAVAILABLE);
        assertThat(error).hasMessageContaining("421").hasMessageContaining("FEAT");
        assertThat(error.isTransient()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.6", "HTTP/1.1 400 Bad Request", "22 hi", "331 password?", "250 hi"})
    void shouldFailOnAGreetingThatIsNoFtp(String greeting) {
        FtpProtocolException error = refusal(
                FtpProtocolException.class, script -> script.reply(greeting).expectClose());
        assertThat(error).hasMessageContaining(greeting);
    }

    @Test
    void shouldFailOnBinaryGreeting() {
        refusal(
                FtpProtocolException.class,
                script -> script.sendRaw(new byte[] {0x16, 0x03, 0x01, 0, 1, '\r', '\n'})
                        .expectClose());
    }

    @Test
    void shouldFailWhenTheGreetingIsCloseWithoutAWord() {
        FtpConnectionException error = refusal(FtpConnectionException.class, FtpScript::closeControl);
        assertThat(error.reason()).isEqualTo(Reason.CLOSED);
        assertThat(error)
                .hasMessageContaining("closed the control connection before it greeted")
                .hasMessageContaining("too many connections")
                .hasMessageContaining("TCP wrappers")
                .hasMessageContaining("implicit TLS");
    }

    @Test
    void shouldSayThatThereWasNoGreetingWhereTheConnectionIsReset() {
        CountDownLatch waiting = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.reply("120 wait").await(waiting).resetControl())) {
            FtpClient client = client(server).doOnDialogue(line -> waiting.countDown());
            assertThat(failure(FtpConnectionException.class, client.connect()))
                    .hasMessageContaining("before it greeted")
                    .hasMessageContaining("too many connections");
        }
    }

    @Test
    void shouldSayNothingOfGreetingsWhenTheConnectionIsClosedLater() {
        assertThat(refusal(
                        FtpConnectionException.class,
                        script -> script.reply("220 ready").expect("USER joe").closeControl()))
                .message()
                .contains("closed the control connection")
                .doesNotContain("greet");
    }

    @Test
    void shouldNeverLoseA421ThatIsFollowedByAClose() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.reply("421 too many").closeControl())) {
            FtpClient client = client(server);
            for (int i = 0; i < 300; i++) {
                FtpConnectionException error = failure(FtpConnectionException.class, client.connect());
                assertThat(error.reason()).isEqualTo(Reason.SERVICE_UNAVAILABLE);
                assertThat(error.reply()).hasToString("421 too many");
            }
        }
    }

    @Test
    void shouldSayWhyTheServerClosesInsteadOfAnsweringUser() {
        FtpException error = refusal(
                FtpException.class,
                script -> script.reply("220 hi").expect("USER joe").resetControl());
        assertThat(error).isInstanceOf(FtpConnectionException.class).hasMessageContaining("closed the control");
    }

    static Stream<List<String>> unusableFeatures() {
        return Stream.of(
                List.of("500 unknown"),
                List.of("502 no"),
                List.of("530 log in first"),
                List.of("211 no features"),
                List.of("200 ok"),
                List.of("211-Features", "UTF8 without its space", " ", "211 End"),
                List.of("331 what?"));
    }

    @ParameterizedTest
    @MethodSource("unusableFeatures")
    void shouldLogInWithoutKnowingFeatures(List<String> reply) {
        logIn(script -> script.reply("230 in")
                .expect("FEAT")
                .reply(reply.toArray(String[]::new))
                .on("OPTS UTF8 ON", "200 ok")
                .expect("TYPE I")
                .reply("200 binary"));
    }

    @Test
    void shouldSendOptsUtf8OnlyWhereItIsListed() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("MDTM"))) {
            connect(server).close().block(LONG);
            assertThat(server.commands()).doesNotContain("OPTS UTF8 ON");
        }
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("UTF8"))) {
            connect(server).close().block(LONG);
            assertThat(server.commands()).containsSubsequence("FEAT", "OPTS UTF8 ON", "TYPE I");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"501 always on", "451 later", "202 needless", "331 ?"})
    void shouldGoOnWhateverOptsUtf8IsAnsweredBy(String answer) {
        logIn(script -> script.reply("230 in")
                .expect("FEAT")
                .reply("211-Features", " UTF8", "211 End")
                .expect("OPTS UTF8 ON")
                .reply(answer)
                .expect("TYPE I")
                .reply("200 binary"));
    }

    @Test
    void shouldFailWhenTypeIsRefused() {
        FtpReplyException error = refusal(
                FtpReplyException.class,
                script -> script.reply("230 in")
                        .expect("FEAT")
                        .reply("502 no")
                        .expect("TYPE I")
                        .reply("504 text only")
                        .expectClose());
        assertThat(error.command()).isEqualTo("TYPE I");
    }

    @Test
    void shouldReadRepliesInAnySegmentation() {
        logIn(script -> script.replySplit("220 hi")
                .expect("USER joe")
                .replySplit("230 in")
                .expect("FEAT")
                .replySplit("502 no")
                .expect("TYPE I")
                .replySplit("200 binary"));
    }

    @Test
    void shouldSayThatTheServerDidNotGreet() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::hang)) {
            assertThat(failure(
                            FtpConnectionException.class,
                            client(server).replyTimeout(SHORT).connect()))
                    .hasMessageContaining("did not greet")
                    .hasMessageContaining("implicit TLS");
        }
    }

    @Test
    void shouldFailWhenTheServerFallsSilentAtAnyStep() {
        FtpScript.Author greeting = FtpScript::hang;
        FtpScript.Author user =
                script -> script.reply("220 hi").expect("USER joe").hang();
        FtpScript.Author pass = script -> script.reply("220 hi")
                .expect("USER joe")
                .reply("331 password")
                .expect("PASS s3cret")
                .hang();
        FtpScript.Author feat = script -> script.reply("230 in").expect("FEAT").hang();
        for (FtpScript.Author script : List.of(greeting, user, pass, feat)) {
            try (ScriptedFtpServer server = ScriptedFtpServer.start(script)) {
                FtpConnectionException error = failure(
                        FtpConnectionException.class,
                        client(server).replyTimeout(SHORT).connect());
                assertThat(error.reason()).isEqualTo(Reason.REPLY_TIMEOUT);
                assertThat(error).hasMessageNotContaining("s3cret");
            }
        }
    }

    @Test
    void shouldCloseTheConnectionWhenTheLoginIsCancelled() {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 hi")
                .expect("USER joe")
                .run(asked::countDown)
                .await(cancelled)
                .reply("331 password")
                .expectClose())) {
            Disposable login = client(server).connect().subscribe();
            await(asked);
            login.dispose();
            cancelled.countDown();
        }
    }

    @Test
    void shouldCloseTheConnectionWhenTheLoginIsCancelledBeforeTheGreeting() {
        CountDownLatch connected = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.reply("120 wait").run(connected::countDown).expectClose())) {
            Disposable login = client(server).connect().subscribe();
            await(connected);
            login.dispose();
        }
    }

    @Test
    void shouldNotDropAnErrorWhenTheLoginIsCancelled() {
        Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
        Hooks.onErrorDropped(dropped::add);
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.reply("120 wait").expectClose())) {
            for (int i = 0; i < 50; i++) {
                CountDownLatch connected = new CountDownLatch(1);
                Disposable login = client(server)
                        .doOnDialogue(line -> connected.countDown())
                        .connect()
                        .subscribe();
                await(connected);
                login.dispose();
            }
        } finally {
            Hooks.resetOnErrorDropped();
        }
        assertThat(dropped).isEmpty();
    }

    @Test
    void shouldShowThePasswordNowhere() {
        Queue<String> dialogue = new ConcurrentLinkedQueue<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 hi")
                .expect("USER joe")
                .reply("331 password")
                .expect("PASS s3cret")
                .reply("530 no")
                .expectClose())) {
            FtpClient client = client(server).doOnDialogue(dialogue::add);
            FtpReplyException error = failure(FtpReplyException.class, client.connect());
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace, true));
            assertThat(trace.toString() + error.command() + client + dialogue)
                    .contains("PASS ****")
                    .doesNotContain("s3cret");
            assertThat(dialogue).containsExactly("< 220 hi", "> USER joe", "< 331 password", "> PASS ****", "< 530 no");
        }
    }

    @Test
    void shouldSendThePasswordInTheCharsetOfTheClient() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> setUp(script.reply("220 hi")
                .expect("USER joe")
                .reply("331 password")
                .expectRaw("PASS g\u00e4nsef\u00fc\u00dfchen".getBytes(StandardCharsets.ISO_8859_1))
                .reply("230 in")))) {
            connect(client(server)
                            .charset(StandardCharsets.ISO_8859_1)
                            .credentials("joe", "g\u00e4nsef\u00fc\u00dfchen"))
                    .close()
                    .block(LONG);
        }
    }
}
