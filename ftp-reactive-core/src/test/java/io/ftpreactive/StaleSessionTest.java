package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Sessions that ended while nobody used them do not show: their end may cross the next command. */
class StaleSessionTest extends ScriptedTest {

    private static final FtpScript.Author SIZES =
            script -> script.login().on("SIZE", "213 7").on("NOOP", "200 ok");

    static Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of("FIN", (FtpScript.Author) FtpScript::closeControl),
                Arguments.of("RST", (FtpScript.Author) FtpScript::resetControl),
                Arguments.of("421", (FtpScript.Author)
                        script -> script.reply("421 Timeout.").closeControl()),
                Arguments.of("421 alone", (FtpScript.Author)
                        script -> script.reply("421 Timeout.").expectClose()));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldBeginAgainWhereTheEndCrossesTheFirstCommand(String name, FtpScript.Author end) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script ->
                        end.write(script.login().expect("SIZE a").reply("213 7").expect("SIZE b")),
                SIZES)) {
            FtpClient client = client(server);
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
            assertThat(client.size("b").block(LONG)).isEqualTo(7);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldBeginATransferAgain(String name, FtpScript.Author end) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script ->
                        end.write(script.login().expect("SIZE a").reply("213 7").expect("EPSV")),
                script -> retrieve(script.login(), "b", "bytes"))) {
            FtpClient client = client(server);
            client.size("a").block(LONG);
            assertThat(text(client.retrieve("b"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldBeginTheUseOfASessionAgain() {
        AtomicInteger calls = new AtomicInteger();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("SIZE a")
                        .reply("213 7")
                        .expect("SIZE b")
                        .closeControl(),
                SIZES)) {
            FtpClient client = client(server);
            client.size("a").block(LONG);
            Flux<Long> twice = client.withSession(session -> {
                calls.incrementAndGet();
                return session.size("b").concatWith(session.size("c"));
            });
            assertThat(twice.collectList().block(LONG)).containsExactly(7L, 7L);
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void shouldNotRepeatWhatMayHaveBeenDone() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("SIZE a")
                        .reply("213 7")
                        .expect("DELE b")
                        .closeControl(),
                SIZES)) {
            FtpClient client = client(server);
            client.size("a").block(LONG);
            assertThat(failure(FtpConnectionException.class, client.delete("b")).reason())
                    .isEqualTo(Reason.CLOSED);
        }
    }

    @Test
    void shouldNotRepeatWhatWasAnswered() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("SIZE a")
                        .reply("213 7")
                        .expect("RNFR b")
                        .reply("350 to what?")
                        .expect("RNTO c")
                        .closeControl(),
                SIZES)) {
            FtpClient client = client(server);
            client.size("a").block(LONG);
            failure(FtpConnectionException.class, client.rename("b", "c"));
        }
    }

    @Test
    void shouldNotRepeatOnASessionThatWasNew() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("SIZE a").closeControl(), SIZES)) {
            failure(FtpConnectionException.class, client(server).size("a"));
        }
    }

    @Test
    void shouldNotRepeatWhatTheServerMayBeBusyWith() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("SIZE a")
                        .reply("213 7")
                        .expect("SIZE b")
                        .hang(),
                SIZES)) {
            FtpClient client = client(server);
            client.size("a").block(LONG);
            FtpConnectionException error = failure(
                    FtpConnectionException.class, client.replyTimeout(SHORT).size("b"));
            assertThat(error.reason()).isEqualTo(Reason.REPLY_TIMEOUT);
        }
    }

    @Test
    void shouldBeginAgainOnlyOnce() {
        FtpScript.Author dying = script ->
                script.login().expect("SIZE a").reply("213 7").expect("SIZE b").closeControl();
        FtpScript.Author deadAtOnce = script -> script.login().expect("SIZE b").closeControl();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(dying, deadAtOnce, SIZES)) {
            FtpClient client = client(server);
            client.size("a").block(LONG);
            failure(FtpConnectionException.class, client.size("b"));
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldLetItFailWhereThatIsWanted() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("SIZE a")
                        .reply("213 7")
                        .expect("SIZE b")
                        .closeControl(),
                SIZES)) {
            FtpClient client = client(
                    server,
                    FtpSessionProvider.builder()
                            .maxSessions(1)
                            .disableRetry(true)
                            .build());
            client.size("a").block(LONG);
            failure(FtpConnectionException.class, client.size("b"));
        }
    }

    @Test
    void shouldAskForASignOfLifeAfterSomeTime() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE a")
                .reply("213 7")
                .expect("NOOP")
                .reply("200 ok")
                .expect("SIZE b")
                .reply("213 8"))) {
            FtpClient client = client(server, proving());
            client.size("a").block(LONG);
            assertThat(client.size("b").block(LONG)).isEqualTo(8);
        }
    }

    private static FtpSessionProvider proving() {
        return FtpSessionProvider.builder()
                .maxSessions(1)
                .validateAfterIdle(Duration.ZERO)
                .build();
    }

    @Test
    void shouldLendAnotherWhereThereIsNoSignOfLife() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("SIZE a")
                        .reply("213 7")
                        .expect("NOOP")
                        .closeControl(),
                script -> script.login().expect("DELE b").reply("250 gone"))) {
            FtpClient client = client(server, proving());
            client.size("a").block(LONG);
            client.delete("b").block(LONG);
        }
    }

    @Test
    void shouldNotKeepASessionForLongerThanItMayLive() {
        CountDownLatch quit = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE a")
                .reply("213 7")
                .expect("QUIT")
                .run(quit::countDown)
                .reply("221 bye")
                .closeControl())) {
            FtpSessionProvider pool = FtpSessionProvider.builder()
                    .maxLifeTime(SHORT)
                    .evictInBackground(SHORT)
                    .build();
            client(server, pool).size("a").block(LONG);
            await(quit);
        }
    }
}
