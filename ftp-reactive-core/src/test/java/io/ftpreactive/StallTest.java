package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Transfers that wait for their user, while nobody else waits for the session. */
class StallTest extends ScriptedTest {

    private static FtpScript begin(FtpScript script, String command) {
        return script.expect("EPSV").passive().expect(command).reply("150 here").acceptData();
    }

    private static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR")
                .reply("426 gone", "226 aborted")
                .expect("NOOP")
                .reply("200 ok");
    }

    /** Fails by the stall timeout; after that the session is back in the pool, and as good as before. */
    private FtpTransferException stalls(
            FtpScript.Author author, Function<FtpClient, Publisher<?>> transfer, long demand) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            author.write(script);
            script.expect("SIZE next").reply("213 42");
        })) {
            FtpClient client = client(server).transferOptions(options -> options.stallTimeout(SHORT));
            AtomicReference<Throwable> failure = new AtomicReference<>();
            CountDownLatch ended = new CountDownLatch(1);
            transfer.apply(client).subscribe(new BaseSubscriber<Object>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    if (demand > 0) {
                        subscription.request(demand);
                    }
                }

                @Override
                protected void hookOnError(Throwable error) {
                    failure.set(error);
                }

                @Override
                protected void hookFinally(SignalType type) {
                    ended.countDown();
                }
            });
            await(ended);
            assertThat(get(client.size("next"))).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(1);
            FtpTransferException error = (FtpTransferException) Objects.requireNonNull(failure.get());
            assertThat(reason(error)).isEqualTo(Reason.STALLED);
            assertThat(error.reason()).isEqualTo(Reason.STALLED);
            assertThat(error.isTransient()).isTrue();
            assertThat(error).hasMessageContaining("stallTimeout");
            return error;
        }
    }

    @Test
    void shouldEndADownloadThatNobodyDemandsAnythingOf() {
        FtpTransferException error = stalls(
                script -> aborted(begin(script.login(), "RETR a").sendData("bytes")),
                client -> client.retrieve("a"),
                0);
        assertThat(error).hasMessageContaining("demanded").hasMessageContaining("RETR a");
        assertThat(error.bytes()).isZero();
    }

    @Test
    void shouldEndADownloadWhoseSubscriberTakesNoMore() {
        FtpTransferException error = stalls(
                script -> aborted(begin(script.login(), "RETR a").sendZeros(1_000_000)),
                client -> client.retrieve("a").map(ByteBuf::readableBytes),
                1);
        assertThat(error.bytes()).isPositive();
    }

    @Test
    void shouldEndADownloadThatTheServerIsDoneWith() {
        FtpTransferException error = stalls(
                script -> begin(script.login(), "RETR a")
                        .sendData("bytes")
                        .closeData()
                        .reply("226 done"),
                client -> client.retrieve("a"),
                0);
        assertThat(error.bytes()).isZero();
    }

    @Test
    void shouldEndAnUploadWhoseSourceGivesNothing() {
        FtpTransferException error = stalls(
                script -> begin(script.login(), "STOR a")
                        .readData(5)
                        .expect("ABOR")
                        .expectDataReset()
                        .reply("426 gone", "226 aborted")
                        .expect("NOOP")
                        .reply("200 ok"),
                client ->
                        client.store("a", Flux.concat(Mono.fromSupplier(() -> buffer("bytes")), Mono.<ByteBuf>never())),
                1);
        assertThat(error).hasMessageContaining("source");
        assertThat(error.bytes()).isEqualTo(5);
    }

    @Test
    void shouldEndAListingThatNobodyReadsOn() {
        String lines = "type=file; name-of-a-file\r\n".repeat(40_000);
        FtpTransferException error = stalls(
                script -> aborted(
                        begin(script.login("MLST").on("SIZE", "213 42"), "MLSD").sendData(lines)),
                client -> client.list(""),
                1);
        assertThat(error.command()).isEqualTo("MLSD");
    }

    @Test
    void shouldEndTheUseOfADataChannel() {
        stalls(
                script -> aborted(begin(script.login(), "RETR a").sendData("bytes")),
                client -> client.withSession(
                        session -> session.dataChannel(FtpCommand.retr("a")).flatMapMany(channel -> channel.receive())),
                0);
    }

    /** Many times as long as it may be silent, but never silent for long. */
    @Test
    void shouldLeaveASlowSubscriberAlone() {
        int pieces = 20;
        Duration pause = Duration.ofMillis(60);
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> retrieve(script.login(), "a", "01234567".repeat(pieces)))) {
            FtpClient client = client(server)
                    .transferOptions(options -> options.maxChunk(8).stallTimeout(pause.multipliedBy(15)));
            Flux<Integer> slow = client.retrieve("a")
                    .map(ByteBuf::readableBytes)
                    .concatMap(bytes -> Mono.delay(pause).thenReturn(bytes), 0);
            assertThat(get(slow.reduce(Integer::sum))).isEqualTo(8 * pieces);
        }
    }

    @Test
    void shouldNotBlameTheUserForTheServersSilence() {
        CountDownLatch later = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(script.login(), "RETR a")
                .await(later)
                .sendData("bytes")
                .closeData()
                .reply("226 done"))) {
            FtpClient client = client(server).transferOptions(options -> options.stallTimeout(SHORT));
            Mono.delay(SHORT.multipliedBy(3)).subscribe(tick -> later.countDown());
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldHaveAnHourByDefault() {
        assertThat(TransferOptions.DEFAULT.stallTimeout()).isEqualTo(Duration.ofHours(1));
        assertThatThrownBy(() -> TransferOptions.DEFAULT.stallTimeout(Duration.ZERO))
                .hasMessageContaining("positive");
    }
}
