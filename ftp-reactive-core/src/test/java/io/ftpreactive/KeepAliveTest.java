package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.data.RateLimit;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** NOOPs during a transfer: which replies are theirs, and that replies pair with commands afterwards. */
class KeepAliveTest extends ScriptedTest {

    private static FtpScript retr(FtpScript script) {
        return script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData();
    }

    private void cancelAfterTheFirstBuffer(FtpClient client) {
        StepVerifier.create(client.retrieve("a"))
                .expectNextCount(1)
                .thenCancel()
                .verify(LONG);
    }

    @Test
    void shouldTakeALateAnswerToNoopForWhatItIs() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retr(script)
                .expect("NOOP")
                .sendData("bytes")
                .closeData()
                .reply("226 done", "200 ok")
                .expect("SIZE next")
                .reply("213 42"))) {
            FtpClient client = client(server).transfers(options -> options.keepAlive(SHORT));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
            assertThat(get(client.size("next"))).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotTakeTheAnswerToNoopForTheEndOfTheTransfer() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retr(script)
                .expect("NOOP")
                .reply("200 ok")
                .expect("NOOP")
                .reply("500 what?")
                .sendData("bytes")
                .closeData()
                .reply("226 done")
                .expect("SIZE next")
                .reply("213 42"))) {
            FtpClient client = client(server).transfers(options -> options.keepAlive(SHORT));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
            assertThat(get(client.size("next"))).isEqualTo(42);
        }
    }

    @Test
    void shouldNotTakeTheAnswerToNoopForTheEndOfAnAbort() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retr(script)
                .expect("NOOP")
                .sendData("bytes")
                .expect("ABOR")
                .reply("426 gone", "200 ok", "226 aborted")
                .expect("NOOP")
                .reply("200 ok")
                .expect("SIZE next")
                .reply("213 42"))) {
            FtpClient client = client(server).transfers(options -> options.keepAlive(SHORT));
            StepVerifier.create(client.retrieve("a"))
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(LONG);
            assertThat(get(client.size("next"))).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldCloseTheSessionButKeepTheSuccessWhenNoopIsNeverAnswered() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> retr(script)
                        .expect("NOOP")
                        .sendData("bytes")
                        .closeData()
                        .reply("226 done")
                        .expectClose(),
                script -> script.login().expect("SIZE next").reply("213 42"))) {
            FtpClient client =
                    client(server).replyTimeout(Duration.ofSeconds(1)).transfers(options -> options.keepAlive(SHORT));
            FtpSession session = connect(client);
            assertThat(text(session.retrieve("a"))).isEqualTo("bytes");
            session.onClose().block(LONG);
            assertThat(get(client.size("next"))).isEqualTo(42);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "502 not here"})
    void shouldGoOnWithNoopsThoughTheServerRefusesThem(String refusal) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retr(script)
                .expect("NOOP")
                .reply(refusal)
                .expect("NOOP")
                .reply(refusal)
                .sendData("bytes")
                .closeData()
                .reply("226 done")
                .expect("SIZE next")
                .reply("213 42"))) {
            FtpClient client = client(server).transfers(options -> options.keepAlive(SHORT));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
            assertThat(get(client.size("next"))).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 failed", "501 failed", "502 failed", "503 failed", "504 failed", "550 failed"})
    void shouldFailWithTheTransfersOwn5yzWhenTheAnswerToNoopComesAfterIt(String failed) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retr(script)
                .expect("NOOP")
                .sendData("bytes")
                .closeData()
                .reply(failed, "200 ok")
                .expect("SIZE next")
                .reply("213 42"))) {
            FtpClient client = client(server).transfers(options -> options.keepAlive(SHORT));
            FtpTransferException error = failure(FtpTransferException.class, client.retrieve("a"));
            assertThat(Objects.requireNonNull(error.reply()).code())
                    .isEqualTo(Integer.parseInt(failed.substring(0, 3)));
            assertThat(get(client.size("next"))).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"200 ok, 502 no ABOR here", "502 no ABOR here, 200 ok"})
    void shouldNotTakeTheRefusalOfAborForTheAnswerToNoop(String second, String third) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retr(script)
                .expect("NOOP")
                .sendData("bytes")
                .expect("ABOR")
                .reply("426 gone", second, third)
                .expect("NOOP")
                .reply("200 ok")
                .expect("SIZE next")
                .reply("213 42"))) {
            FtpClient client = client(server).transfers(options -> options.keepAlive(SHORT));
            cancelAfterTheFirstBuffer(client);
            assertThat(get(client.size("next"))).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldReplaceTheSessionWhenNoopIsRefusedInAnAbort() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> retr(script)
                        .expect("NOOP")
                        .sendData("bytes")
                        .expect("ABOR")
                        .reply("426 gone", "500 what?", "226 aborted")
                        .on("NOOP", "500 what?")
                        .expectClose(),
                script -> script.login().expect("SIZE next").reply("213 42"))) {
            FtpClient client = client(server).transfers(options -> options.keepAlive(SHORT));
            cancelAfterTheFirstBuffer(client);
            assertThat(get(client.size("next"))).isEqualTo(42);
        }
    }

    @Test
    void shouldReplaceTheSessionWhenNoopIsNotAnsweredInAnAbort() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> retr(script)
                        .expect("NOOP")
                        .sendData("bytes")
                        .expect("ABOR")
                        .reply("426 gone", "226 aborted")
                        .expect("NOOP")
                        .reply("200 ok")
                        .expectClose(),
                script -> script.login().expect("SIZE next").reply("213 42"))) {
            FtpClient client = client(server).abortTimeout(SHORT).transfers(options -> options.keepAlive(SHORT));
            cancelAfterTheFirstBuffer(client);
            assertThat(get(client.size("next"))).isEqualTo(42);
        }
    }

    @Test
    void shouldNotSendASecondNoopBeforeTheFirstIsAnswered() {
        CountDownLatch received = new CountDownLatch(3);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retr(script)
                .sendData("abc")
                .expect("NOOP")
                .await(received)
                .closeData()
                .reply("226 done", "200 ok")
                .expect("SIZE next")
                .reply("213 42"))) {
            // At two bytes a second the three take the time of some NOOPs.
            FtpClient client = client(server)
                    .transfers(options -> options.keepAlive(SHORT).rateLimits(RateLimit.bytesPerSecond(2)));
            assertThat(text(client.retrieve("a").doOnNext(bytes -> received.countDown())))
                    .isEqualTo("abc");
            assertThat(get(client.size("next"))).isEqualTo(42);
        }
    }
}
