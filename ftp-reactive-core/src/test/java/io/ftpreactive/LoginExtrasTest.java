package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.options.LoginOptions;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a login may need besides user and password. */
class LoginExtrasTest extends ScriptedTest {

    private static FtpScript setUp(FtpScript script) {
        return script.expect("FEAT").reply("500 what?").expect("TYPE I").reply("200 binary");
    }

    private static FtpScript user(FtpScript script, String reply) {
        return script.reply("220 hi").expect("USER joe").reply(reply);
    }

    private static FtpScript password(FtpScript script, String reply) {
        return user(script, "331 password").expect("PASS s3cret").reply(reply);
    }

    private void logIn(UnaryOperator<LoginOptions> options, FtpScript.Author script) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script)) {
            connect(client(server).loginOptions(options)).close().block(LONG);
        }
    }

    private FtpReplyException refusal(UnaryOperator<LoginOptions> options, FtpScript.Author script) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script)) {
            FtpReplyException error = failure(
                    FtpReplyException.class,
                    client(server).loginOptions(options).connect());
            assertThat(error.isLogin()).isTrue();
            return error;
        }
    }

    private static LoginOptions account(LoginOptions login) {
        return login.account("b1lling");
    }

    private static LoginOptions alternative(LoginOptions login) {
        return login.alternative("SITE AUTH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"230 in", "202 superfluous"})
    void shouldGiveTheAccountWhenItIsWantedAfterPass(String answer) {
        logIn(
                LoginExtrasTest::account,
                script -> setUp(
                        password(script, "332 account?").expect("ACCT b1lling").reply(answer)));
    }

    @Test
    void shouldGiveTheAccountWhenItIsWantedAfterUser() {
        logIn(
                LoginExtrasTest::account,
                script -> setUp(
                        user(script, "332 account?").expect("ACCT b1lling").reply("230 in")));
    }

    @Test
    void shouldNotGiveTheAccountUnasked() {
        logIn(LoginExtrasTest::account, script -> setUp(password(script, "230 in")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"530 no", "331 password?", "450 later"})
    void shouldFailWhenTheAccountIsRefused(String answer) {
        FtpReplyException error = refusal(
                LoginExtrasTest::account,
                script -> password(script, "332 account?")
                        .expect("ACCT b1lling")
                        .reply(answer)
                        .expectClose());
        assertThat(error.command()).isEqualTo("ACCT ****");
        assertThat(error.reply()).hasToString(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"530 no", "431 no", "500 what?"})
    void shouldTryTheAlternativeAfterARefusedUser(String refusal) {
        logIn(
                LoginExtrasTest::alternative,
                script -> setUp(user(script, refusal).expect("SITE AUTH").reply("232 in")));
    }

    @Test
    void shouldTreatTheAnswerToTheAlternativeAsOneToUser() {
        logIn(
                login -> account(alternative(login)),
                script -> setUp(password(script, "530 no")
                        .expect("SITE AUTH")
                        .reply("331 password?")
                        .expect("PASS s3cret")
                        .reply("332 account?")
                        .expect("ACCT b1lling")
                        .reply("230 in")));
    }

    @Test
    void shouldTryTheAlternativeOnlyOnce() {
        FtpReplyException error = refusal(
                LoginExtrasTest::alternative,
                script -> password(script, "530 no")
                        .expect("SITE AUTH")
                        .reply("331 password?")
                        .expect("PASS s3cret")
                        .reply("530 no")
                        .expectClose());
        assertThat(error.command()).isEqualTo("PASS ****");
    }

    @Test
    void shouldFailWhenTheAlternativeIsRefused() {
        FtpReplyException error = refusal(
                LoginExtrasTest::alternative,
                script -> user(script, "530 no")
                        .expect("SITE AUTH")
                        .reply("504 no")
                        .expectClose());
        assertThat(error.command()).isEqualTo("SITE AUTH");
    }

    @Test
    void shouldNotTryTheAlternativeAfter421() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> user(script, "421 bye").expectClose())) {
            FtpConnectionException error = failure(
                    FtpConnectionException.class,
                    client(server).loginOptions(LoginExtrasTest::alternative).connect());
            assertThat(error.reason()).isEqualTo(Reason.SERVICE_UNAVAILABLE);
        }
    }

    @Test
    void shouldNameTheVirtualHostBeforeUser() {
        logIn(
                login -> login.virtualHost("ftp.example.com"),
                script -> setUp(script.reply("220 hi")
                        .expect("HOST ftp.example.com")
                        .reply("220-ftp.example.com", "220 ready")
                        .expect("USER joe")
                        .reply("230 in")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "502 no"})
    void shouldLogInWithoutHostWhereItIsUnknown(String answer) {
        logIn(
                login -> login.virtualHost("ftp.example.com"),
                script -> setUp(script.reply("220 hi")
                        .expect("HOST ftp.example.com")
                        .reply(answer)
                        .expect("USER joe")
                        .reply("230 in")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"504 no such host", "501 what?", "503 too late", "450 later"})
    void shouldFailWhenTheVirtualHostIsRefused(String answer) {
        FtpReplyException error = refusal(
                login -> login.virtualHost("ftp.example.com"),
                script -> script.reply("220 hi")
                        .expect("HOST ftp.example.com")
                        .reply(answer)
                        .expectClose());
        assertThat(error.command()).isEqualTo("HOST ftp.example.com");
        assertThat(error).hasMessageContaining("virtual host");
    }

    @Test
    void shouldNotTakeTheDefaultHostOfAServerThatAsksForNoUser() {
        FtpReplyException error = refusal(
                login -> login.virtualHost("ftp.example.com"),
                script -> script.reply("230 in")
                        .expect("HOST ftp.example.com")
                        .reply("503 too late")
                        .expectClose());
        assertThat(error.reply().code()).isEqualTo(503);
    }

    @Test
    void shouldSetUpOs400() {
        logIn(
                login -> login.systemQuirks(true),
                script -> setUp(password(script, "230 in"))
                        .expect("PWD")
                        .reply("257 \"QGPL\" is current library.")
                        .expect("SYST")
                        .reply("215  OS/400 is the remote operating system.")
                        .expect("SITE NAMEFMT 1")
                        .reply("250  Now using naming format \"1\"."));
    }

    @Test
    void shouldLeaveOtherSystemsAsTheyAre() {
        logIn(
                login -> login.systemQuirks(true),
                script -> setUp(password(script, "230 in"))
                        .expect("PWD")
                        .reply("257 \"'IBMUSER.'\" is working directory.")
                        .expect("SYST")
                        .reply("215 MVS is the operating system of this server."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"257 \"/\"", "257 no path", "550 no"})
    void shouldNotAskForTheSystemWherePathsBeginWithASlash(String path) {
        logIn(
                login -> login.systemQuirks(true),
                script -> setUp(password(script, "230 in")).expect("PWD").reply(path));
    }

    @Test
    void shouldGoOnWhenTheQuirksAreRefused() {
        logIn(
                login -> login.systemQuirks(true),
                script -> setUp(password(script, "230 in"))
                        .expect("PWD")
                        .reply("257 \"QGPL\"")
                        .expect("SYST")
                        .reply("215 OS/400")
                        .expect("SITE NAMEFMT 1")
                        .reply("500 no"));
    }

    @Test
    void shouldTakeAReplyThatEndsWithAnotherCodeWhenLenient() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("SIZE a").reply("553-", "553- a script speaks", "213 7"))) {
            assertThat(client(server)
                            .loginOptions(login -> login.lenientReplies(true))
                            .size("a")
                            .block(LONG))
                    .isEqualTo(7);
        }
    }

    @Test
    void shouldShowNeitherAccountNorAnAlternativeThatIsASecret() {
        Queue<String> dialogue = new ConcurrentLinkedQueue<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> user(script, "530 no")
                .expect("PASS x7")
                .reply("332 account?")
                .expect("ACCT b1lling")
                .reply("530 no")
                .expectClose())) {
            UnaryOperator<LoginOptions> options = login -> account(login.alternative("pass x7"));
            FtpReplyException error = failure(
                    FtpReplyException.class,
                    client(server)
                            .loginOptions(options)
                            .doOnDialogue(dialogue::add)
                            .connect());
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace, true));
            assertThat(trace.toString() + dialogue + options.apply(LoginOptions.DEFAULT))
                    .contains("> PASS ****", "> ACCT ****")
                    .doesNotContain("x7", "b1lling");
        }
    }

    @Test
    void shouldRefuseOptionsThatCannotBeSent() {
        LoginOptions login = LoginOptions.DEFAULT;
        assertThatIllegalArgumentException().isThrownBy(() -> login.account("a\r\nDELE b"));
        assertThatIllegalArgumentException().isThrownBy(() -> login.alternative("SITE AUTH\r\nDELE b"));
        assertThatIllegalArgumentException().isThrownBy(() -> login.alternative(""));
        for (String host : new String[] {"", " ", "a b", "a\r\nDELE b"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> login.virtualHost(host));
        }
    }

    @Test
    void shouldNotShareSessionsThatAreNotLoggedInAlike() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.on("HOST", "500 what?").login().on("SIZE", "213 7"))) {
            FtpClient client = client(server);
            client.size("a").block(LONG);
            int sessions = 1;
            for (UnaryOperator<LoginOptions> options : List.<UnaryOperator<LoginOptions>>of(
                    LoginExtrasTest::account,
                    LoginExtrasTest::alternative,
                    login -> login.virtualHost("a"),
                    login -> login.lenientReplies(true))) {
                client.loginOptions(options).size("a").block(LONG);
                client.loginOptions(options).size("a").block(LONG);
                assertThat(server.connections()).isEqualTo(++sessions);
            }
        }
    }
}
