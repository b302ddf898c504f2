package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.RateLimit;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
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
            FtpClient client = client(server).transferOptions(options -> options.keepAlive(SHORT));
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
            FtpClient client = client(server).transferOptions(options -> options.keepAlive(SHORT));
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
            FtpClient client = client(server).transferOptions(options -> options.keepAlive(SHORT));
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
            FtpClient client = client(server)
                    .replyTimeout(Duration.ofSeconds(1))
                    .transferOptions(options -> options.keepAlive(SHORT));
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
            FtpClient client = client(server).transferOptions(options -> options.keepAlive(SHORT));
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
            FtpClient client = client(server).transferOptions(options -> options.keepAlive(SHORT));
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
            FtpClient client = client(server).transferOptions(options -> options.keepAlive(SHORT));
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
            FtpClient client = client(server).transferOptions(options -> options.keepAlive(SHORT));
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
            FtpClient client = client(server).abortTimeout(SHORT).transferOptions(options -> options.keepAlive(SHORT));
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
                    .transferOptions(options -> options.keepAlive(SHORT).rateLimits(RateLimit.bytesPerSecond(2)));
            assertThat(text(client.retrieve("a").doOnNext(bytes -> received.countDown())))
                    .isEqualTo("abc");
            assertThat(get(client.size("next"))).isEqualTo(42);
        }
    }

    /** Stores a file while a NOOP is sent, and asks for its size then. */
    private void store(FtpScript.Author ending, Consumer<Mono<TransferResult>> check) {
        CountDownLatch kept = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login()
                    .expect("EPSV")
                    .passive()
                    .expect("STOR a")
                    .reply("150 go on")
                    .acceptData()
                    .expect("NOOP");
            ending.write(script);
            script.expect("DELE a").reply("250 gone");
        })) {
            FtpClient client = client(server)
                    .transferOptions(options -> options.keepAlive(SHORT).sizeCheck(SizeCheck.REQUIRED))
                    .doOnDialogue(line -> {
                        if (line.equals("> NOOP")) {
                            kept.countDown();
                        }
                    });
            Mono<ByteBuf> late = Mono.<ByteBuf>fromRunnable(() -> await(kept)).subscribeOn(Schedulers.boundedElastic());
            FtpSession session = connect(client);
            check.accept(session.store("a", Flux.concat(Flux.defer(() -> Flux.just(buffer("bytes"))), late)));
            session.delete("a").block(LONG);
        }
    }

    /** What was dropped is not waited for: the answer to PWD tells. */
    @ParameterizedTest
    @ValueSource(strings = {"", "200 ok", "202 ok", "250 ok", "500 what?", "502 no", "550 no"})
    void shouldNotTakeTheAnswerToSizeForTheNoops(String noop) {
        store(
                script -> {
                    script.readDataToEnd().reply("226 done").expect("PWD");
                    if (!noop.isEmpty()) {
                        script.reply(noop);
                    }
                    script.reply("257 \"/\"").expect("SIZE a").reply("500 not for you");
                },
                stored -> assertThat(failure(FtpTransferException.class, stored))
                        .hasMessageContaining("500 not for you"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 not for you", "502 what?"})
    void shouldTakeTheRefusalOfPwdBehindTheAnswerToNoop(String pwd) {
        store(
                script -> script.readDataToEnd()
                        .reply("226 done")
                        .expect("PWD")
                        .reply("200 ok", pwd)
                        .expect("SIZE a")
                        .reply("213 5"),
                stored -> assertThat(get(stored).bytes()).isEqualTo(5));
    }

    @Test
    void shouldAskTheSizeAtOnceWhenTheNoopIsAnsweredWithTheTransfer() {
        store(
                script -> script.readDataToEnd()
                        .sendRaw("226 done\r\n200 ok\r\n".getBytes(StandardCharsets.US_ASCII))
                        .expect("SIZE a")
                        .reply("213 5"),
                stored -> assertThat(get(stored).bytes()).isEqualTo(5));
    }

    @Test
    void shouldForgetARefusedNoopWithTheTransfer() {
        store(
                script -> script.reply("500 what?")
                        .on("NOOP", "500 what?")
                        .readDataToEnd()
                        .reply("226 done")
                        .expect("SIZE a")
                        .reply("200 who knows"),
                stored ->
                        assertThat(failure(FtpTransferException.class, stored)).hasMessageContaining("200 who knows"));
    }
}
