package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.RateLimit;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The pauses of a rate limit: they end with the transfer, and are neither the server's time nor the subscriber's. */
class RateLimitedTransferTest extends ScriptedTest {

    /** A slice is one byte, and each is followed by a pause that outlasts {@link #IDLE}. */
    private static final long SLOWEST = 1;

    private static final Duration IDLE = Duration.ofMillis(600);

    @TempDir
    Path directory = Path.of("");

    private final CountDownLatch moved = new CountDownLatch(1);

    private FtpClient limited(ScriptedFtpServer server, RateLimit... limits) {
        return client(server).transferOptions(options -> options.rateLimits(limits));
    }

    private static FtpScript begin(FtpScript script, String command) {
        return DataMode.PASSIVE.begin(script, command);
    }

    private static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR")
                .expectDataReset()
                .reply("426 gone")
                .expect("NOOP")
                .reply("226 aborted", "200 ok");
    }

    private static void goesOn(FtpSession session) {
        FtpSession fast = session.transferOptions(options -> options.rateLimits(new RateLimit[0]));
        assertThat(text(fast.retrieve("next"))).isEqualTo("next");
    }

    @Test
    void shouldGoOnAfterADownloadIsCancelledInAPause() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(begin(script.login(), "RETR a").sendData("bytes"));
            DataMode.PASSIVE.next(script);
        })) {
            FtpSession session = connect(limited(server, RateLimit.bytesPerSecond(SLOWEST)));
            StepVerifier.create(session.retrieve("a"))
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(LONG);
            goesOn(session);
        }
    }

    @Test
    void shouldGoOnAfterAnUploadOfAStreamIsCancelledInAPause() {
        Flux<ByteBuf> source = Flux.defer(() -> Flux.just(buffer("bytes")));
        cancelledUpload(session -> session.store("a", source));
    }

    @Test
    void shouldGoOnAfterAnUploadOfAFileIsCancelledInAPause() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "bytes");
        cancelledUpload(session -> session.store("a", file));
    }

    private void cancelledUpload(Function<FtpSession, Mono<?>> store) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            aborted(begin(script.login(), "STOR a").readData(1).run(moved::countDown));
            DataMode.PASSIVE.next(script);
        })) {
            FtpSession session = connect(limited(server, RateLimit.bytesPerSecond(SLOWEST)));
            Disposable upload = store.apply(session).subscribe();
            await(moved);
            upload.dispose();
            goesOn(session);
        }
    }

    @Test
    void shouldHoldAllLimits() {
        String content = "0123456789".repeat(200);
        RateLimit fast = RateLimit.bytesPerSecond(1_000_000);
        RateLimit slow = RateLimit.bytesPerSecond(4_000);
        for (List<RateLimit> limits : List.of(List.of(fast, slow), List.of(slow, fast))) {
            try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> begin(script.login(), "RETR a")
                    .sendData(content)
                    .closeData()
                    .reply("226 done"))) {
                List<Integer> sizes = new CopyOnWriteArrayList<>();
                long start = System.nanoTime();
                assertThat(text(limited(server, limits.toArray(RateLimit[]::new))
                                .retrieve("a")
                                .doOnNext(bytes -> sizes.add(bytes.readableBytes()))))
                        .isEqualTo(content);
                assertThat(sizes).containsOnly(400);
                // The last slice is not waited for, and a tenth of a second is granted.
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
            }
        }
    }

    @Test
    void shouldShareOneLimitAndKeepToItsOwn() {
        String content = "0123456789".repeat(200);
        RateLimit shared = RateLimit.bytesPerSecond(4_000);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                begin(script.login(), "RETR a").sendData(content).closeData().reply("226 done"))) {
            FtpClient first = client(server)
                    .transferOptions(options -> options.rateLimits(RateLimit.bytesPerSecond(1_000_000), shared));
            FtpClient second = client(server)
                    .transferOptions(options -> options.rateLimits(shared, RateLimit.bytesPerSecond(2_000)));
            List<Integer> sizes = new CopyOnWriteArrayList<>();
            long start = System.nanoTime();
            Flux<String> both = Flux.merge(
                    first.retrieve("a").asString(),
                    second.retrieve("a")
                            .doOnNext(bytes -> sizes.add(bytes.readableBytes()))
                            .map(bytes -> bytes.toString(StandardCharsets.UTF_8)));
            assertThat(get(both.reduce("", String::concat))).hasSize(2 * content.length());
            assertThat(sizes).containsOnly(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(790));
        }
    }

    @Test
    void shouldNotCallAPauseIdle() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .acceptData()
                .sendData("ab")
                .closeData()
                .reply("150 here", "226 done"))) {
            FtpClient client =
                    limited(server, RateLimit.bytesPerSecond(SLOWEST)).idleTimeout(IDLE);
            assertThat(text(client.retrieve("a"))).isEqualTo("ab");
        }
    }

    @Test
    void shouldNotCallAPauseOfAnUploadIdle() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "ab");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(script.login(), "STOR a").readDataToEnd().reply("226 done"))) {
            FtpClient client =
                    limited(server, RateLimit.bytesPerSecond(SLOWEST)).idleTimeout(IDLE);
            assertThat(get(client.store("a", file)).bytes()).isEqualTo(2);
            assertThat(new String(server.uploads().get(0), StandardCharsets.UTF_8))
                    .isEqualTo("ab");
        }
    }

    @Test
    void shouldGiveTheServerItsWholeIdleTimeAfterAPause() {
        AtomicLong last = new AtomicLong();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> aborted(begin(script.login(), "RETR a").sendData("a")))) {
            FtpClient client = limited(server, RateLimit.bytesPerSecond(2)).idleTimeout(IDLE);
            FtpTransferException error = failure(
                    FtpTransferException.class, client.retrieve("a").doOnNext(bytes -> last.set(System.nanoTime())));
            // The pause took 400 ms at the least.
            assertThat(Duration.ofNanos(System.nanoTime() - last.get())).isGreaterThan(IDLE.plusMillis(350));
            assertThat(reason(error)).isEqualTo(Reason.IDLE_TIMEOUT);
        }
    }
}
