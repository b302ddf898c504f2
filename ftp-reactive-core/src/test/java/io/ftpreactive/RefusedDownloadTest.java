package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A server that breaks a download off: what came before is the subscriber's, then follows the error. */
class RefusedDownloadTest extends ScriptedTest {

    /** More than one buffer, and less than what sockets hold. */
    private static final int SIZE = 100_000;

    private static final Duration IDLE = Duration.ofMillis(400);

    /** Open when the client has read the refusal. */
    private final CountDownLatch refused = new CountDownLatch(1);

    /** Open when the subscriber has a first buffer. */
    private final CountDownLatch seen = new CountDownLatch(1);

    private final AtomicLong got = new AtomicLong();

    @TempDir
    Path directory = Path.of("");

    private FtpSession session(ScriptedFtpServer server) {
        return session(client(server));
    }

    private FtpSession session(FtpClient client) {
        return connect(client.doOnDialogue(line -> {
            if (line.matches("< (4|55).*")) {
                refused.countDown();
            }
        }));
    }

    private static FtpScript begin(FtpScript script) {
        return DataMode.PASSIVE.begin(script, "RETR a");
    }

    private static ScriptedFtpServer start(FtpScript.Author fault) {
        return ScriptedFtpServer.start(script -> {
            fault.write(begin(script.login()));
            DataMode.PASSIVE.next(script);
        });
    }

    private StepVerifier.FirstStep<Integer> withoutDemand(FtpSession session) {
        return StepVerifier.create(
                session.retrieve("a").map(ByteBuf::readableBytes).doOnNext(got::addAndGet), 0);
    }

    private static void failed(Throwable error, String reply, long bytes) {
        assertThat(error).isInstanceOfSatisfying(FtpTransferException.class, failure -> {
            assertThat(failure.reply()).hasToString(reply);
            assertThat(failure.bytes()).isEqualTo(bytes);
        });
    }

    private static void goesOn(FtpSession session) {
        assertThat(text(session.retrieve("next"))).isEqualTo("next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"426 broken", "451 disk", "550 gone"})
    void shouldDeliverWhatCameBeforeTheRefusal(String refusal) {
        try (ScriptedFtpServer server =
                start(script -> script.sendZeros(SIZE).closeData().reply(refusal))) {
            FtpSession session = session(server);
            withoutDemand(session)
                    .then(() -> await(refused))
                    .thenRequest(1)
                    .expectNextCount(1)
                    .then(() -> assertThat(got.get()).isLessThan(SIZE))
                    .thenRequest(Long.MAX_VALUE)
                    .thenConsumeWhile(size -> true)
                    .expectErrorSatisfies(error -> failed(error, refusal, SIZE))
                    .verify(LONG);
            assertThat(got).hasValue(SIZE);
            goesOn(session);
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldDeliverWhatComesAfterTheRefusalUpToTheEnd(DataMode mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            mode.begin(script.login(), "RETR a")
                    .sendZeros(100)
                    .await(seen)
                    .reply("426 broken")
                    .await(refused)
                    .sendZeros(SIZE)
                    .closeData();
            mode.next(script);
        })) {
            FtpSession session = session(mode.set(client(server)));
            FtpTransferException error =
                    failure(FtpTransferException.class, session.retrieve("a").doOnNext(bytes -> seen.countDown()));
            failed(error, "426 broken", SIZE + 100);
            goesOn(session);
        }
    }

    @Test
    void shouldFailWithoutDemandWhenNothingIsLeft() {
        try (ScriptedFtpServer server = start(script -> script.closeData().reply("451 disk"))) {
            FtpSession session = session(server);
            withoutDemand(session)
                    .expectErrorSatisfies(error -> failed(error, "451 disk", 0))
                    .verify(LONG);
            goesOn(session);
        }
    }

    @Test
    void shouldFailWithTheRefusalWhenTheServerLeavesTheDataConnectionOpen() {
        try (ScriptedFtpServer server =
                start(script -> script.sendZeros(5).reply("451 disk").expectDataReset())) {
            FtpSession session = session(client(server).idleTimeout(IDLE));
            FtpTransferException error = failure(FtpTransferException.class, session.retrieve("a"));
            failed(error, "451 disk", 5);
            assertThat(error).hasNoCause();
            goesOn(session);
        }
    }

    /** The idle timeout is longer than this test waits; what is on its way is given out first. */
    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldNotWaitForTheIdleTimeoutAfterARefusal(DataMode mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            mode.begin(script.login(), "RETR a")
                    .sendZeros(5)
                    .await(seen)
                    .reply("426 broken")
                    .await(refused)
                    .sendZeros(SIZE)
                    .expectDataReset();
            mode.next(script);
        })) {
            FtpSession session = session(mode.set(client(server).idleTimeout(LONG.multipliedBy(3))));
            failed(
                    failure(FtpTransferException.class, session.retrieve("a").doOnNext(bytes -> seen.countDown())),
                    "426 broken",
                    SIZE + 5);
            goesOn(session);
        }
    }

    @Test
    void shouldNotWaitForTheIdleTimeoutOfAListingEither() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            DataMode.PASSIVE
                    .begin(script.login(), "NLST")
                    .reply("451 no memory")
                    .expectDataReset();
            DataMode.PASSIVE.next(script);
        })) {
            FtpSession session = session(client(server).idleTimeout(LONG.multipliedBy(3)));
            failed(failure(FtpTransferException.class, session.names("")), "451 no memory", 0);
            goesOn(session);
        }
    }

    @Test
    void shouldFailWithTheRefusalWhenTheDataConnectionIsResetAfterIt() {
        try (ScriptedFtpServer server = start(
                script -> script.sendZeros(5).reply("426 broken").await(refused).resetData())) {
            FtpSession session = session(server);
            FtpTransferException error = failure(FtpTransferException.class, session.retrieve("a"));
            assertThat(error.reply()).hasToString("426 broken");
            assertThat(error.problem()).isEqualTo("the server did not complete it");
            goesOn(session);
        }
    }

    @Test
    void shouldGoOnWithoutAborWhenCancelledAfterTheRefusal() {
        try (ScriptedFtpServer server =
                start(script -> script.sendZeros(SIZE).reply("426 broken").expectDataReset())) {
            FtpSession session = session(server);
            withoutDemand(session)
                    .then(() -> await(refused))
                    .thenRequest(1)
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(LONG);
            goesOn(session);
        }
    }

    @Test
    void shouldDeliverWhatIsUnreadWhenTheServerLeavesAfterItsRefusal() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(script.login())
                .sendZeros(SIZE)
                .closeData()
                .reply("426 broken", "421 and good bye")
                .closeControl())) {
            FtpSession session = session(server);
            withoutDemand(session)
                    .then(() -> session.onClose().block(LONG))
                    .thenRequest(Long.MAX_VALUE)
                    .thenConsumeWhile(size -> true)
                    .expectErrorSatisfies(error -> failed(error, "426 broken", SIZE))
                    .verify(LONG);
        }
    }

    @Test
    void shouldLetOthersHaveTheSessionWhenNobodyWantsWhatIsLeft() {
        try (ScriptedFtpServer server =
                start(script -> script.sendZeros(SIZE).reply("451 disk").expectDataReset())) {
            FtpSession session = session(client(server).turnTimeout(IDLE));
            withoutDemand(session)
                    .then(() -> await(refused))
                    .then(() -> goesOn(session))
                    .expectErrorSatisfies(error -> {
                        failed(error, "451 disk", 0);
                        assertThat(reason((FtpTransferException) error)).isEqualTo(Reason.TURN_TIMEOUT);
                    })
                    .verify(LONG);
        }
    }

    @Test
    void shouldLeaveAllThatCameInThePartFile() {
        Path target = directory.resolve("a");
        try (ScriptedFtpServer server =
                start(script -> script.sendZeros(SIZE).reply("451 disk").closeData())) {
            FtpSession session = session(server);
            Mono<?> download = session.download("a", target);
            failed(failure(FtpTransferException.class, download), "451 disk", SIZE);
            assertThat(directory.resolve("a.part")).hasSize(SIZE);
            goesOn(session);
        }
    }
}
