package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** A download is complete when the data have ended and the server has said 2yz, in whichever order. */
class DownloadTest extends ScriptedTest {

    /** Open when the subscriber has a first buffer. */
    private final CountDownLatch seen = new CountDownLatch(1);

    private static FtpScript begin(FtpScript script) {
        return script.expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData();
    }

    private static void complete(FtpScript script) {
        retrieve(script, "next", "next");
    }

    /** Fails with what the script does to a download, after which the session is as good as before. */
    private FtpTransferException failureThatLeavesTheSession(FtpScript.Author fault) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            begin(script.login());
            fault.write(script);
            complete(script);
        })) {
            FtpSession session = connect(server);
            FtpTransferException error =
                    failure(FtpTransferException.class, session.retrieve("a").doOnNext(bytes -> seen.countDown()));
            assertThat(error.command()).isEqualTo("RETR a");
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
            return error;
        }
    }

    @Test
    void shouldCompleteWhen226FollowsTheEnd() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).sendData("bytes").closeData().reply("226 done"))) {
            List<TransferResult> results = new ArrayList<>();
            assertThat(text(client(server).doOnTransfer(results::add).retrieve("a")))
                    .isEqualTo("bytes");
            assertThat(results).singleElement().satisfies(result -> {
                assertThat(result.path()).isEqualTo("a");
                assertThat(result.bytes()).isEqualTo(5);
                assertThat(result.reply().code()).isEqualTo(226);
            });
        }
    }

    @Test
    void shouldNotCompleteAtTheEndOfDataBeforeThe226() {
        AtomicReference<String> signal = new AtomicReference<>("none");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(script.login())
                .sendData("bytes")
                .closeData()
                .await(seen)
                .run(() -> assertThat(signal.get()).isEqualTo("none"))
                .reply("226 done"))) {
            FtpSession session = connect(server);
            StepVerifier.create(session.retrieve("a")
                            .doOnComplete(() -> signal.set("complete"))
                            .doOnNext(bytes -> seen.countDown()))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(LONG);
        }
    }

    @Test
    void shouldDeliverEverythingWhen226ComesBeforeTheData() {
        int size = 3_000_000;
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                begin(script.login()).reply("226 done").sendZeros(size).closeData())) {
            Integer got = client(server)
                    .retrieve("a")
                    .map(bytes -> bytes.readableBytes())
                    .reduce(0, Integer::sum)
                    .block(LONG);
            assertThat(got).isEqualTo(size);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"426 broken", "451 disk", "551 page"})
    void shouldFailWhenTheFinalReplyIsARefusalAfterAllBytes(String refusal) {
        FtpTransferException error = failureThatLeavesTheSession(
                script -> script.sendData("bytes").await(seen).closeData().reply(refusal));
        assertThat(error.bytes()).isEqualTo(5);
        assertThat(error.reply()).hasToString(refusal);
    }

    @Test
    void shouldFailWithTheBytesWhenSilenceFollowsTheEnd() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).sendData("bytes").closeData().hang())) {
            FtpTransferException error = failure(
                    FtpTransferException.class,
                    client(server).replyTimeout(Duration.ofMillis(500)).retrieve("a"));
            assertThat(error.bytes()).isEqualTo(5);
            assertThat(error.reply()).isNull();
            assertThat(error).hasMessageContaining("RETR a");
            assertThat(error.getCause())
                    .isInstanceOfSatisfying(
                            FtpConnectionException.class,
                            cause -> assertThat(cause.reason()).isEqualTo(Reason.REPLY_TIMEOUT));
        }
    }

    @Test
    void shouldFailWithTheReplyWhenTheDataConnectionIsReset() {
        FtpTransferException error = failureThatLeavesTheSession(
                script -> script.sendData("bytes").resetData().reply("426 reset"));
        assertThat(error.reply()).hasToString("426 reset");
    }

    @Test
    void shouldFailEvenIfTheServerCallsAResetDownloadComplete() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                begin(script.login()).sendData("bytes").await(seen).resetData().reply("226 done"))) {
            FtpTransferException error = failure(
                    FtpTransferException.class, client(server).retrieve("a").doOnNext(bytes -> seen.countDown()));
            assertThat(error.reply()).hasToString("226 done");
            assertThat(error.bytes()).isEqualTo(5);
        }
    }

    @Test
    void shouldFailWithTheBytesWhenTheControlConnectionIsClosedMidTransfer() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).sendData("bytes").await(seen).closeControl())) {
            FtpTransferException error = failure(
                    FtpTransferException.class, client(server).retrieve("a").doOnNext(bytes -> seen.countDown()));
            assertThat(error.bytes()).isEqualTo(5);
            assertThat(error).hasMessageContaining("control connection");
        }
    }

    @Test
    void shouldFailWhenTheControlConnectionIsClosedInsteadOfA226() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).sendData("bytes").closeData().closeControl())) {
            failure(FtpTransferException.class, client(server).retrieve("a"));
        }
    }

    @Test
    void shouldFailWhen226ComesAndTheDataNeverEnd() {
        FtpTransferException error;
        CountDownLatch failed = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> complete(
                begin(script.login()).sendData("bytes").reply("226 done").await(failed)))) {
            FtpSession session = connect(client(server).idleTimeout(Duration.ofMillis(300)));
            error = failure(FtpTransferException.class, session.retrieve("a"));
            failed.countDown();
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
        assertThat(reason(error)).isEqualTo(Reason.IDLE_TIMEOUT);
        assertThat(error.bytes()).isEqualTo(5);
    }

    @Test
    void shouldDeliverWhatIsUnreadWhenTheServerLeavesAfterIts226() {
        CountDownLatch left = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(script.login())
                .sendZeros(16384)
                .closeData()
                .reply("226 done")
                .reply("421 idle for too long")
                .closeControl()
                .run(left::countDown))) {
            FtpSession session = connect(server);
            AtomicReference<Long> got = new AtomicReference<>(0L);
            StepVerifier.create(session.retrieve("a").map(bytes -> (long) bytes.readableBytes()), 0)
                    .thenAwait()
                    .then(() -> await(left))
                    .then(() -> session.onClose().block(LONG))
                    .thenRequest(Long.MAX_VALUE)
                    .thenConsumeWhile(size -> got.accumulateAndGet(size, Long::sum) > 0)
                    .expectComplete()
                    .verify(LONG);
            assertThat(got.get()).isEqualTo(16384);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tiny"})
    void shouldReceiveAFileWhoseServerClosesBeforeThe150(String content) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login();
            for (int i = 0; i < 1000; i++) {
                script.expect("EPSV")
                        .passive()
                        .expect("RETR a")
                        .acceptData()
                        .sendData(content)
                        .closeData()
                        .reply("150 here")
                        .reply("226 done");
            }
        })) {
            FtpSession session = connect(server);
            for (int i = 0; i < 1000; i++) {
                assertThat(text(session.retrieve("a"))).isEqualTo(content);
            }
        }
    }

    @Test
    void shouldReceiveWhenAllRepliesComeAtOnceAndOnlyTheFinalOne() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .acceptData()
                .sendData("bytes")
                .closeData()
                .reply("150 here", "226 done")
                .expect("EPSV")
                .passive()
                .expect("RETR b")
                .acceptData()
                .sendData("others")
                .closeData()
                .reply("250 done"))) {
            FtpSession session = connect(server);
            assertThat(text(session.retrieve("a"))).isEqualTo("bytes");
            assertThat(text(session.retrieve("b"))).isEqualTo("others");
        }
    }

    private static FtpScript rest(FtpScript script, String offset, String data) {
        return script.expect("EPSV")
                .passive()
                .expect("REST " + offset)
                .reply("350 from there")
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData(data)
                .closeData()
                .reply("226 done");
    }

    /** Without the size only another transfer, of the last byte, shows that the server begins there. */
    @Test
    void shouldSayRestRightBeforeRetr() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> rest(rest(script.login(), "5000000000", "rest"), "5000000003", "t"))) {
            assertThat(text(client(server).retrieve("a", 5_000_000_000L))).isEqualTo("rest");
        }
    }

    @Test
    void shouldNotSayRetrWhenRestIsRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> complete(
                script.login().expect("EPSV").passive().expect("REST 7").reply("502 no")))) {
            FtpSession session = connect(server);
            FtpReplyException error = failure(FtpReplyException.class, session.retrieve("a", 7));
            assertThat(error.command()).isEqualTo("REST 7");
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
    }

    @Test
    void shouldReadOnlyOnDemandSoThatTheServerStalls() {
        long huge = 256L << 20;
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendZerosUntilReset(huge)
                .expect("ABOR")
                .reply("426 gone")
                .expect("NOOP")
                .reply("226 aborted", "200 ok"))) {
            FtpSession session = connect(server);
            StepVerifier.create(session.retrieve("a"), 1)
                    .expectNextCount(1)
                    .then(() -> assertThat(stalledAt(server)).isLessThan(huge / 4))
                    .then(() -> assertThat(buffers.living()).isLessThan(8))
                    .thenCancel()
                    .verify(LONG);
            session.close().block(LONG);
        }
    }

    /** Waits until the server has not got rid of a byte for a while. */
    private static long stalledAt(ScriptedFtpServer server) {
        AtomicLong before = new AtomicLong(-1);
        Awaitility.await().pollInterval(SHORT).until(() -> before.getAndSet(server.dataSent()) == server.dataSent());
        return before.get();
    }

    @Test
    void shouldServeOneReceiveOnly() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login()).sendData("bytes").closeData().reply("226 done"))) {
            FtpSession session = connect(server);
            String received = session.dataChannel(FtpCommand.retr("a"))
                    .flatMap(channel -> {
                        assertThat(channel.opening().code()).isEqualTo(150);
                        return channel.receive().aggregate().asString().doOnNext(text -> {
                            failure(IllegalStateException.class, channel.receive());
                            assertThat(channel.verdict()).hasToString("226 done");
                            assertThat(channel.bytes()).isEqualTo(5);
                        });
                    })
                    .block(LONG);
            assertThat(received).isEqualTo("bytes");
        }
    }
}
