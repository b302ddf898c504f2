package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The 226 comes on its own connection: before the data have ended, after that, or never. */
class VerdictOrderTest extends ScriptedTest {

    private static final int SIZE = 300_000;
    private static final Duration REPLY_TIMEOUT = Duration.ofMillis(400);

    private final CountDownLatch seen = new CountDownLatch(1);
    private final AtomicReference<String> signal = new AtomicReference<>("none");

    private Flux<ByteBuf> source(int buffers) {
        return Flux.range(0, buffers)
                .map(i -> this.buffers.buffer().writeZero(1000))
                .doOnDiscard(ByteBuf.class, ByteBuf::release);
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldDownloadEverythingWhenThe226ComesFirst(DataMode mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            mode.begin(script.login(), "RETR a")
                    .reply("226 done")
                    .await(seen)
                    .sendZeros(SIZE)
                    .closeData();
            mode.next(script);
        })) {
            FtpSession session = connect(mode.set(client(server).doOnDialogue(line -> {
                if (line.equals("< 226 done")) {
                    seen.countDown();
                }
            })));
            assertThat(get(session.retrieve("a").map(ByteBuf::readableBytes).reduce(0, Integer::sum)))
                    .isEqualTo(SIZE);
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldNotCompleteADownloadBeforeThe226(DataMode mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> mode.begin(script.login(), "RETR a")
                .sendData("bytes")
                .closeData()
                .await(seen)
                .run(() -> assertThat(signal.get()).isEqualTo("none"))
                .reply("226 done"))) {
            FtpSession session = connect(mode.set(client(server)));
            assertThat(text(session.retrieve("a")
                            .doOnNext(bytes -> seen.countDown())
                            .doOnTerminate(() -> signal.set("ended"))))
                    .isEqualTo("bytes");
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldFailADownloadWhose226NeverComes(DataMode mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> mode.begin(script.login(), "RETR a")
                .sendData("bytes")
                .closeData()
                .expectClose())) {
            FtpSession session = connect(mode.set(client(server).replyTimeout(REPLY_TIMEOUT)));
            neverAnswered(session, failure(FtpTransferException.class, session.retrieve("a")), 5);
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldFailAnUploadThatThe226CutsShort(DataMode mode) {
        AtomicBoolean cancelled = new AtomicBoolean();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            mode.begin(script.login(), "STOR a")
                    .readData(1000)
                    .reply("226 done")
                    .expectDataReset();
            mode.next(script);
        })) {
            FtpSession session = connect(mode.set(client(server)));
            FtpTransferException error = failure(
                    FtpTransferException.class,
                    session.store("a", source(Integer.MAX_VALUE).doOnCancel(() -> cancelled.set(true))));
            assertThat(error.reply()).hasToString("226 done");
            assertThat(error.bytes()).isPositive();
            assertThat(cancelled).isTrue();
            assertThat(text(session.retrieve("next"))).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldNotCompleteAnUploadBeforeThe226(DataMode mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> mode.begin(script.login(), "STOR a")
                .readDataToEnd()
                .run(() -> assertThat(signal.get()).isEqualTo("none"))
                .reply("226 done"))) {
            Mono<TransferResult> upload =
                    mode.set(client(server)).store("a", source(SIZE / 1000)).doOnTerminate(() -> signal.set("ended"));
            assertThat(get(upload).bytes()).isEqualTo(SIZE);
            assertThat(server.uploads().get(0)).hasSize(SIZE);
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldFailAnUploadWhose226NeverComes(DataMode mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> mode.begin(script.login(), "STOR a").readDataToEnd().expectClose())) {
            FtpSession session = connect(mode.set(client(server).replyTimeout(REPLY_TIMEOUT)));
            neverAnswered(session, failure(FtpTransferException.class, session.store("a", source(5))), 5000);
        }
    }

    /** The script accepts no QUIT either. */
    private static void neverAnswered(FtpSession session, FtpTransferException error, long bytes) {
        assertThat(reason(error)).isEqualTo(Reason.REPLY_TIMEOUT);
        assertThat(error.bytes()).isEqualTo(bytes);
        assertThat(error.reply()).isNull();
        session.close().block(LONG);
        assertThat(session.isOpen()).isFalse();
    }
}
