package io.ftpreactive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/**
 * What was received before a command was written cannot answer it: the command is not sent, and the session is closed
 * without QUIT. Lines are sent in one segment where a script gives them to one {@code reply}.
 */
class PairingTest extends ScriptedTest {

    private static FtpScript raw(FtpScript script, String text) {
        return script.sendRaw(text.getBytes(US_ASCII));
    }

    /** The transfer has begun on this side too: in active mode a connection may be accepted late. */
    private final CountDownLatch begun = new CountDownLatch(1);

    /** A listing whose end comes with something behind it. */
    private FtpScript names(DataMode mode, FtpScript script, String end) {
        return raw(mode.begin(script, "NLST").sendData("a\r\n").await(begun).closeData(), end);
    }

    private void list(FtpOperations operations) {
        assertThat(operations
                        .names("")
                        .doOnNext(name -> begun.countDown())
                        .collectList()
                        .block(LONG))
                .containsExactly("a");
    }

    private FtpProtocolException refusedLogin(FtpScript.Author author) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(author)) {
            return failure(FtpProtocolException.class, client(server).connect());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    230 Logged in.  | 220 ready.
                    220 ready       | 220 welcome
                    220 ready       | 331 password?
                    220 ready       | 230 in
                    220 ready       | 150 now
                    220 ready       | 500 what?
                    """)
    void shouldRefuseWhatComesBehindTheGreeting(String greeting, String more) {
        FtpProtocolException error =
                refusedLogin(script -> script.reply(greeting, more).expectClose());
        assertThat(error).hasMessageContaining(more).hasMessageContaining("nothing asked for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "331 pass", "220-we", "220-welcome\r\n", "220-welcome\r\n22"})
    void shouldRefuseHalfAReplyBehindTheGreeting(String half) {
        FtpProtocolException error =
                refusedLogin(script -> raw(script, "220 ready\r\n" + half).expectClose());
        assertThat(error).hasMessageContaining("A reply has begun that nothing asked for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"230 in", "530 no", "33"})
    void shouldNotSendThePasswordWhenItsAnswerIsThereAlready(String early) {
        FtpProtocolException error = refusedLogin(
                script -> raw(script.reply("220 ready").expect("USER joe"), "331 password?\r\n" + early + "\r\n")
                        .expectClose());
        assertThat(error).hasMessageContaining(early).message().doesNotContain("s3cret");
    }

    @Test
    void shouldNotTakeTheGreetingForTheAnswerToFeat() {
        CountDownLatch asked = new CountDownLatch(1);
        FtpProtocolException error = refusedLogin(script -> script.reply("230 in")
                .expect("FEAT")
                .run(asked::countDown)
                .reply("220 ready")
                .expectClose());
        assertThat(error).hasMessageContaining("cannot be the answer to FEAT: 220 ready");
    }

    /** Somebody on the way may have said it, or a server that is confused: it must not answer USER and PASS. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "502 no TLS\r\n331 password?\r\n230 in\r\n",
                "502 no TLS\r\n502 no SSL\r\n331 password?\r\n230 in\r\n",
                "502 no TLS\r\n502 no SS"
            })
    void shouldRefuseWhatComesBehindARefusalOfTls(String answer) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                raw(script.reply("220 ready").expect("AUTH TLS"), answer).expectClose())) {
            failure(
                    FtpProtocolException.class,
                    client(server).security(FtpSecurity.explicitIfPossible()).connect());
            assertThat(server.commands()).containsExactly("AUTH TLS");
        }
    }

    @Test
    void shouldRefuseWhatComesBehindTheLastRefusalOfTls() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.reply("220 ready")
                .expect("AUTH TLS")
                .reply("502 no TLS")
                .expect("AUTH SSL")
                .reply("502 no SSL", "331 password?", "230 in")
                .expectClose())) {
            failure(
                    FtpProtocolException.class,
                    client(server).security(FtpSecurity.explicitIfPossible()).connect());
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldNotDeleteOnTheSecondEndOfAListing(DataMode mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                names(mode, script.login(), "226 done\r\n226 done\r\n").expectClose())) {
            FtpSession session = connect(mode.set(client(server)));
            list(session);
            FtpProtocolException error = failure(FtpProtocolException.class, session.delete("/victim"));
            assertThat(error).hasMessageContaining("226 done");
            assertThat(server.commands()).doesNotContain("DELE /victim");
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldDeleteInAnotherSessionOfThePool(DataMode mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script ->
                        names(mode, script.login(), "226 done\r\n226 done\r\n").expectClose(),
                script -> script.login().expect("DELE /victim").reply("250 gone"))) {
            FtpClient client = mode.set(client(server));
            list(client);
            client.delete("/victim").block(LONG);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "22", "226 do", "226-do\r\n", "226-do\r\n226 ne"})
    void shouldNotSendBehindHalfAReply(String half) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> names(DataMode.PASSIVE, script.login(), "226 done\r\n" + half)
                        .expectClose(),
                script -> script.login().expect("DELE /victim").reply("250 gone"))) {
            FtpClient client = client(server);
            list(client);
            client.delete("/victim").block(LONG);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldSayWhatWasThereBeforeTheCommand() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                raw(script.login().expect("SIZE a"), "213 7\r\n550 a b").expectClose())) {
            FtpSession session = connect(server);
            assertThat(session.size("a").block(LONG)).isEqualTo(7);
            assertThat(failure(FtpProtocolException.class, session.delete("a")))
                    .hasMessageContaining("A reply has begun that nothing asked for: \"550 a b\"");
        }
    }

    /** One turn, two commands. */
    @Test
    void shouldNotSayRntoWhenItsAnswerIsThereAlready() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().expect("RNFR a").reply("350 to?", "250 done").expectClose())) {
            FtpProtocolException error =
                    failure(FtpProtocolException.class, connect(server).rename("a", "b"));
            assertThat(error).hasMessageContaining("before RNTO b was sent: 250 done");
        }
    }

    @Test
    void shouldNotRetrieveWhenTheAnswerIsThereBeforeTheConnection() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passiveReply("229 (|||{port}|)\r\n550 no such file")
                .expectClose())) {
            failure(FtpProtocolException.class, connect(server).retrieve("a"));
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldKeepAGoodDownloadThoughTheSessionIsLost(DataMode mode) {
        CountDownLatch twice = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> mode.begin(script.login(), "RETR a")
                        .sendData("by")
                        .await(begun)
                        .reply("226 done", "226 done")
                        .await(twice)
                        .sendData("tes")
                        .closeData()
                        .expectClose(),
                script -> mode.next(script.login()))) {
            int[] seen = {0};
            FtpClient client = mode.set(client(server).doOnDialogue(line -> {
                if (line.equals("< 226 done") && ++seen[0] == 2) {
                    twice.countDown();
                }
            }));
            assertThat(text(client.retrieve("a").doOnNext(bytes -> begun.countDown())))
                    .isEqualTo("bytes");
            assertThat(text(client.retrieve("next"))).isEqualTo("next");
        }
    }

    @Test
    void shouldNotSendTheNextOneInTheQueue() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch queued = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE a")
                .run(asked::countDown)
                .await(queued)
                .reply("213 7", "250 gone")
                .expectClose())) {
            FtpSession session = connect(server);
            Mono<Long> size = session.size("a").cache();
            size.subscribe();
            await(asked);
            Mono<Boolean> delete = session.delete("/victim")
                    .thenReturn(true)
                    .onErrorReturn(FtpProtocolException.class, false)
                    .cache();
            delete.subscribe();
            queued.countDown();
            assertThat(get(size)).isEqualTo(7);
            assertThat(get(delete)).isFalse();
        }
    }

    /** What a pool asks before it lends a session. */
    @Test
    void shouldNotLendAnIdleSessionOnWhichSomethingHasBegun() {
        CountDownLatch idle = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> raw(script.login().expect("SIZE a").reply("213 7").await(idle), "250 go")
                        .expectClose())) {
            FtpSession session = connect(server);
            assertThat(session.size("a").block(LONG)).isEqualTo(7);
            assertThat(isReusable(session)).isTrue();
            idle.countDown();
            long end = System.nanoTime() + LONG.toNanos();
            while (isReusable(session) && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(session.isOpen()).isTrue();
            assertThat(isReusable(session)).isFalse();
            session.close().block(LONG);
        }
    }

    /** The half of it is no reason to say anything else. */
    @Test
    void shouldKnowA421ThatComesInTwoHalves() {
        CountDownLatch idle = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().await(idle).replySplit("421 idle for too long").expectClose())) {
            FtpSession session = connect(server);
            idle.countDown();
            session.onClose().block(LONG);
            assertThat(failure(FtpConnectionException.class, session.noop()).reason())
                    .isEqualTo(Reason.SERVICE_UNAVAILABLE);
        }
    }

    @Test
    void shouldPassOverBlankLinesBetweenReplies() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.on("SIZE a", "213 7", "")
                .login()
                .reply("", "")
                .expect("DELE b")
                .reply("", "250 gone", "", "")
                .expect("NOOP")
                .reply("200 ok"))) {
            FtpSession session = connect(server);
            assertThat(session.size("a").block(LONG)).isEqualTo(7);
            session.delete("b").block(LONG);
            session.noop().block(LONG);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseNulInAReply() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> raw(script.login().expect("DELE b"), "250 go\0ne\r\n").expectClose())) {
            assertThat(failure(FtpProtocolException.class, connect(server).delete("b")))
                    .hasMessageContaining("NUL");
        }
    }

    @Test
    void shouldRefuseASecondReplyToRein() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("REIN")
                .reply("120 wait", "220 ready", "331 password?")
                .expectClose())) {
            FtpSession session = connect(server);
            assertThat(session.send(FtpCommand.of("REIN")).block(LONG)).hasToString("220 ready");
            failure(FtpProtocolException.class, session.send(FtpCommand.user("joe")));
        }
    }

    private static Mono<?> change(FtpSession session, String command) {
        return switch (command) {
            case "DELE a" -> session.delete("a");
            case "RMD a" -> session.removeDirectory("a");
            case "MKD a" -> session.makeDirectory("a");
            default -> session.rename("b", "a");
        };
    }

    private static FtpScript changing(FtpScript script, String command) {
        return (command.startsWith("RNTO") ? script.expect("RNFR b").reply("350 to?") : script).expect(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELE a", "RMD a", "MKD a", "RNTO a"})
    void shouldNotTakeTheLateEndOfATransferForTheAnswerToACommand(String command) {
        for (String answer : List.of("550 denied", "250 done", "450 busy", "226 late again")) {
            try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> changing(script.login(), command)
                    .reply("226 late")
                    .expect("NOOP")
                    .reply(answer)
                    .expectClose())) {
                FtpSession session = connect(server);
                FtpProtocolException error = failure(FtpProtocolException.class, change(session, command));
                assertThat(error).hasMessageContaining(answer);
                if (!answer.startsWith("226")) {
                    assertThat(error).hasMessageContaining("226 late");
                    assertThat(error.command()).isEqualTo(command);
                }
                assertThat(session.isOpen()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELE a", "RMD a", "MKD a", "RNTO a"})
    void shouldBelieveAServerThatCallsEveryCommandATransfer(String command) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> changing(script.login(), command)
                .reply("226 done")
                .expect("NOOP")
                .reply("200 ok"))) {
            change(connect(server), command).block(LONG);
        }
    }
}
