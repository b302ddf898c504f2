package io.ftpreactive.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ftpreactive.FtpClient;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpFault;
import io.ftpreactive.testkit.FtpTestServer;
import io.ftpreactive.testkit.TrackingAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscription;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.tcp.TcpClient;
import reactor.test.StepVerifier;

class DataBuffersTest {

    private static final int SIZE = 1_000_000;

    @TempDir
    static Path folder;

    private static FtpTestServer server;

    private final TrackingAllocator allocator = new TrackingAllocator();
    private final NettyDataBufferFactory netty = new NettyDataBufferFactory(allocator);

    @BeforeAll
    static void start() throws IOException {
        // An application has loaded Spring's logging at its start. Here an event loop would, which reads files.
        LogFactory.getLog(DataBuffersTest.class);
        Files.write(folder.resolve("a.bin"), new byte[SIZE]);
        server = FtpTestServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothingIsLeft() {
        server.heal();
        allocator.assertNoneLeft();
    }

    private FtpClient client() {
        return FtpClient.create(TcpClient.create().option(ChannelOption.ALLOCATOR, allocator))
                .host(server.host())
                .port(server.port())
                .credentials(FtpTestServer.USER, FtpTestServer.PASSWORD);
    }

    private Flux<DataBuffer> download() {
        return DataBuffers.from(client().retrieve("a.bin"), netty);
    }

    private static int release(DataBuffer buffer) {
        int count = buffer.readableByteCount();
        DataBufferUtils.release(buffer);
        return count;
    }

    @Test
    void shouldGiveTheSameMemory() {
        ByteBuf buffer = buffer("abc");

        DataBuffer bridged = Objects.requireNonNull(
                DataBuffers.from(Flux.just(buffer), netty).blockFirst());
        buffer.release();

        assertThat(bridged)
                .isInstanceOfSatisfying(
                        NettyDataBuffer.class,
                        same -> assertThat(same.getNativeBuffer()).isSameAs(buffer));
        assertThat(DataBuffers.toByteBufs(Flux.just(bridged)).blockFirst()).isSameAs(buffer);
        buffer.release();
    }

    @Test
    void shouldCopyForOtherFactoriesAndFromThem() {
        ByteBuf buffer = buffer("abc");

        DataBuffer copy = Objects.requireNonNull(DataBuffers.from(Flux.just(buffer), new DefaultDataBufferFactory())
                .blockFirst());
        buffer.release();
        ByteBuf back =
                Objects.requireNonNull(DataBuffers.toByteBufs(Flux.just(copy)).blockFirst());

        assertThat(back.toString(StandardCharsets.US_ASCII)).isEqualTo("abc");
    }

    @Test
    void shouldDownload() {
        assertThat(download()
                        .map(DataBuffersTest::release)
                        .reduce(0, Integer::sum)
                        .block())
                .isEqualTo(SIZE);
    }

    @Test
    void shouldReleaseWhatIsTaken() {
        assertThat(download()
                        .take(2)
                        .map(DataBuffersTest::release)
                        .collectList()
                        .block())
                .hasSize(2);
    }

    @Test
    void shouldReleaseWhatIsDiscarded() {
        Mono<Void> nothing = download()
                .skip(2)
                .filter(buffer -> false)
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .then();

        StepVerifier.create(nothing).verifyComplete();
    }

    @Test
    void shouldPassOnACancel() {
        List<Integer> counts = new ArrayList<>();
        BaseSubscriber<DataBuffer> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
            }

            @Override
            protected void hookOnNext(DataBuffer buffer) {
                counts.add(release(buffer));
                cancel();
            }
        };

        download().doFinally(end -> subscriber.dispose()).subscribe(subscriber);

        await().until(() -> counts.size() == 1);
    }

    @Test
    void shouldDemandNoMoreThanIsWanted() {
        StepVerifier.create(download().map(DataBuffersTest::release), 2)
                .expectNextCount(2)
                .thenCancel()
                .verify();
    }

    @Test
    void shouldPassOnAnErrorBeforeTheFirstBuffer() {
        server.inject(FtpFault.refuse("RETR", "550 No such file"));

        StepVerifier.create(download())
                .verifyErrorSatisfies(error -> assertThat(error).isInstanceOf(FtpReplyException.class));
    }

    /** Spring WebFlux looks for words of a connection that was reset, and takes it for that of the HTTP client. */
    @Test
    void shouldNotLetAFragmentPassForTheWhole() {
        server.inject(FtpFault.reset("RETR", 300_000));

        StepVerifier.create(download().map(DataBuffersTest::release).then()).verifyErrorSatisfies(error -> {
            assertThat(error).isInstanceOf(BrokenOffException.class).hasNoCause();
            assertThat(NestedExceptionUtils.getMostSpecificCause(error).getMessage())
                    .doesNotContainIgnoringCase("connection")
                    .doesNotContainIgnoringCase("pipe");
            assertThat(error.getSuppressed()[0]).isInstanceOf(FtpTransferException.class);
        });
    }

    @Test
    void shouldUpload() throws IOException {
        Flux<DataBuffer> body = Flux.range(0, 100)
                .map(i -> i % 2 == 0
                        ? netty.wrap(buffer("netty"))
                        : new DefaultDataBufferFactory().wrap("other".getBytes(StandardCharsets.US_ASCII)));

        client().store("up.txt", DataBuffers.toByteBufs(body)).block();

        assertThat(folder.resolve("up.txt")).hasContent("nettyother".repeat(50));
    }

    @Test
    void shouldReleaseWhatIsNotUploaded() {
        server.inject(FtpFault.reset("STOR", 10_000));
        Flux<DataBuffer> body = Flux.<DataBuffer>generate(sink -> sink.next(netty.wrap(buffer("x".repeat(1000)))))
                .take(10_000)
                .subscribeOn(Schedulers.parallel());

        StepVerifier.create(
                        client().store("up.bin", DataBuffers.toByteBufs(body)).then())
                .verifyError();
    }

    @Test
    void shouldReleaseWhatIsLeftOfABodyThatFails() {
        Flux<DataBuffer> body = Flux.<DataBuffer>generate(sink -> sink.next(netty.wrap(buffer("x".repeat(1000)))))
                .take(1000)
                .concatWith(Mono.error(new IllegalStateException("the reader has gone")));

        StepVerifier.create(
                        client().store("up.bin", DataBuffers.toByteBufs(body)).then())
                .verifyErrorMessage("the reader has gone");
    }

    private ByteBuf buffer(String text) {
        return allocator.buffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
