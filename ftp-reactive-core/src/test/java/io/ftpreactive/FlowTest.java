package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.RateLimit;
import io.ftpreactive.result.TransferProgress;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** How fast bytes flow, and who is told. */
class FlowTest extends ScriptedTest {

    private static final String CONTENT = "0123456789".repeat(3_000);

    private static final RateLimit LIMIT = RateLimit.bytesPerSecond(200_000);

    @TempDir
    Path directory = Path.of("");

    private static FtpScript retr(FtpScript script) {
        return retr(script, "150 here");
    }

    private static FtpScript retr(FtpScript script, String reply150) {
        return script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply(reply150)
                .acceptData();
    }

    private static FtpScript stor(FtpScript script) {
        return script.login()
                .expect("EPSV")
                .passive()
                .expect("STOR a")
                .reply("150 go")
                .acceptData()
                .readDataToEnd()
                .reply("226 done");
    }

    @Test
    void shouldReceiveAllInSlicesUnderALimit() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> retr(script).sendData(CONTENT).closeData().reply("226 done"))) {
            List<Integer> sizes = new CopyOnWriteArrayList<>();
            FtpClient client = client(server).transferOptions(options -> options.rateLimits(LIMIT));
            assertThat(text(client.retrieve("a").doOnNext(buffer -> sizes.add(buffer.readableBytes()))))
                    .isEqualTo(CONTENT);
            assertThat(sizes).hasSizeGreaterThan(1).allMatch(size -> size <= 20_000);
        }
    }

    @Test
    void shouldSendAStreamUnderALimit() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FlowTest::stor)) {
            FtpClient client = client(server).transferOptions(options -> options.rateLimits(LIMIT));
            assertThat(get(client.store("a", Flux.defer(() -> Flux.just(buffer(CONTENT), buffer("end")))))
                            .bytes())
                    .isEqualTo(CONTENT.length() + 3);
            assertThat(new String(server.uploads().get(0), StandardCharsets.UTF_8))
                    .isEqualTo(CONTENT + "end");
        }
    }

    @Test
    void shouldSendAFileUnderALimit() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), CONTENT);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FlowTest::stor)) {
            FtpClient client = client(server).transferOptions(options -> options.rateLimits(LIMIT));
            assertThat(get(client.store("a", file)).bytes()).isEqualTo(CONTENT.length());
            assertThat(new String(server.uploads().get(0), StandardCharsets.UTF_8))
                    .isEqualTo(CONTENT);
        }
    }

    @Test
    void shouldFailWhenTheServerIsTooSlow() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retr(script)
                .sendData("bytes")
                .expect("ABOR")
                .reply("426 gone", "226 aborted")
                .expect("NOOP")
                .reply("200 ok")
                .expect("SIZE next")
                .reply("213 42"))) {
            FtpClient client = client(server).transferOptions(options -> options.minimumSpeed(1_000, SHORT));
            FtpTransferException error = failure(FtpTransferException.class, client.retrieve("a"));
            assertThat(reason(error)).isEqualTo(Reason.LOW_SPEED);
            assertThat(error.bytes()).isEqualTo(5);
            assertThat(get(client.size("next"))).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotCallItSlowWhenALimitHoldsItBack() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> retr(script).sendData(CONTENT).closeData().reply("226 done"))) {
            FtpClient client = client(server)
                    .transferOptions(options -> options.rateLimits(RateLimit.bytesPerSecond(60_000))
                            .minimumSpeed(1_000_000, Duration.ofMillis(50)));
            assertThat(text(client.retrieve("a"))).isEqualTo(CONTENT);
        }
    }

    @Test
    void shouldTellTheBeginningAndTheEnd() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retr(script, "150 here (30000 bytes)")
                .sendData(CONTENT)
                .closeData()
                .reply("226 done"))) {
            List<TransferProgress> told = new CopyOnWriteArrayList<>();
            FtpClient client = client(server)
                    .transferOptions(options -> options.progress(LONG, progress -> {
                        told.add(progress);
                        throw new IllegalStateException("a broken listener");
                    }));
            assertThat(text(client.retrieve("a"))).isEqualTo(CONTENT);
            assertThat(told).extracting(TransferProgress::bytes).containsExactly(0L, 30_000L);
            assertThat(told).extracting(TransferProgress::total).containsOnly(30_000L);
        }
    }

    @Test
    void shouldStreamTheProgressOfAnUpload() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), CONTENT);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FlowTest::stor)) {
            FtpClient client = client(server);
            Flux<TransferProgress> progress = TransferProgress.stream(
                    listener -> client.transferOptions(options -> options.progress(LONG, listener))
                            .store("a", file));
            StepVerifier.create(progress.map(TransferProgress::bytes))
                    .expectNext(0L, 30_000L)
                    .expectComplete()
                    .verify(LONG);
        }
    }

    @Test
    void shouldStreamTheResultAndKeepTheContext() {
        AtomicReference<Object> seen = new AtomicReference<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FlowTest::stor)) {
            FtpClient client = client(server);
            Flux<TransferProgress> progress = TransferProgress.stream(listener -> client.transferOptions(
                            options -> options.progress(LONG, listener))
                    .store("a", Flux.deferContextual(context -> {
                        seen.set(context.get("key"));
                        return Flux.just(buffer(CONTENT));
                    })));
            TransferProgress last = get(progress.contextWrite(context -> context.put("key", "value"))
                    .last());
            assertThat(seen).hasValue("value");
            assertThat(Objects.requireNonNull(last.result()).reply().code()).isEqualTo(226);
            assertThat(last.bytes()).isEqualTo(CONTENT.length());
        }
    }

    @Test
    void shouldCompleteWithoutFurtherDemandOnceTheServerHasConfirmed() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> retr(script).sendData("bytes").closeData().reply("226 done"))) {
            StepVerifier.create(client(server).retrieve("a").map(Unpooled::copiedBuffer), 1)
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(LONG);
        }
    }

    @Test
    void shouldFailWhenTheServerTakesAnUploadTooSlowly() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("STOR a")
                .reply("150 go")
                .acceptData()
                .readData(1_000)
                .expect("ABOR")
                .expectDataReset()
                .reply("426 gone", "226 aborted")
                .expect("NOOP")
                .reply("200 ok")
                .expect("SIZE next")
                .reply("213 42"))) {
            FtpClient client = client(server).transferOptions(options -> options.minimumSpeed(1_000, SHORT));
            Flux<ByteBuf> endless = Flux.<ByteBuf>generate(
                            sink -> sink.next(buffers.buffer().writeZero(4_096)))
                    .doOnDiscard(ByteBuf.class, ByteBuf::release);
            FtpTransferException error = failure(FtpTransferException.class, client.store("a", endless));
            assertThat(reason(error)).isEqualTo(Reason.LOW_SPEED);
            assertThat(get(client.size("next"))).isEqualTo(42);
        }
    }

    @Test
    void shouldNotCallItSlowWhileNothingIsWanted() {
        CountDownLatch waited = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retr(script)
                .sendData(CONTENT)
                .expect("NOOP")
                .reply("200 ok")
                .expect("NOOP")
                .run(waited::countDown)
                .reply("200 ok")
                .on("NOOP", "200 ok")
                .closeData()
                .reply("226 done"))) {
            // Some windows go by between two NOOPs.
            FtpClient client = client(server)
                    .transferOptions(options ->
                            options.minimumSpeed(1_000_000, SHORT.dividedBy(5)).keepAlive(SHORT));
            StepVerifier.create(client.retrieve("a").map(ByteBuf::readableBytes), 0)
                    .then(() -> await(waited))
                    .thenRequest(Long.MAX_VALUE)
                    .thenConsumeWhile(size -> true)
                    .expectComplete()
                    .verify(LONG);
        }
    }

    @Test
    void shouldCancelTheTransferWithItsProgress() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retr(script)
                .expect("ABOR")
                .reply("426 gone", "226 aborted")
                .expect("NOOP")
                .reply("200 ok")
                .expect("SIZE next")
                .reply("213 42"))) {
            FtpClient client = client(server);
            StepVerifier.create(TransferProgress.stream(
                            listener -> client.transferOptions(options -> options.progress(LONG, listener))
                                    .download("a", directory.resolve("f"))))
                    .assertNext(progress -> assertThat(progress.path()).isEqualTo("a"))
                    .thenCancel()
                    .verify(LONG);
            assertThat(get(client.size("next"))).isEqualTo(42);
        }
    }

    @Test
    void shouldKeepOnlyTheLatestProgressForASlowSubscriber() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), CONTENT);
        CountDownLatch stored = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FlowTest::stor)) {
            FtpClient client = client(server);
            Flux<TransferProgress> progress = TransferProgress.stream(
                    listener -> client.transferOptions(options -> options.progress(Duration.ZERO, listener))
                            .store("a", file)
                            .doFinally(signal -> stored.countDown()));
            StepVerifier.create(progress.map(TransferProgress::bytes), 0)
                    .then(() -> await(stored))
                    .thenRequest(1)
                    .expectNext(30_000L)
                    .expectComplete()
                    .verify(LONG);
        }
    }

    @Test
    void shouldTellTheProgressUnderTheNameThatWasAskedFor() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("STOR a.part")
                .reply("150 go")
                .acceptData()
                .readDataToEnd()
                .reply("226 done")
                .expect("RNFR a.part")
                .reply("350 to?")
                .expect("RNTO a")
                .reply("250 done"))) {
            List<TransferProgress> told = new CopyOnWriteArrayList<>();
            FtpClient client = client(server)
                    .transferOptions(options ->
                            options.temporaryName(name -> name + ".part").progress(LONG, told::add));
            get(client.store("a", Flux.defer(() -> Flux.just(buffer("bytes")))));
            assertThat(told).hasSize(2).extracting(TransferProgress::path).containsOnly("a");
        }
    }
}
