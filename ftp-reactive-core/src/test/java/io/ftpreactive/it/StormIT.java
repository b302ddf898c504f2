package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.result.SessionPoolMetrics;
import io.ftpreactive.testkit.ApacheFtp;
import io.ftpreactive.testkit.TrackingAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/**
 * What services do to a client, in the disorder in which they do it: many operations at a time on a small pool, given up
 * at any moment. Afterwards nothing is left of it.
 *
 * <p>{@code -Dftpreactive.soak=3600} has the soak last an hour, {@code -Dftpreactive.storm=N} has as many operations
 * cancelled.
 */
class StormIT {

    private static final int SIZE = 40_000;
    private static final int SESSIONS = 24;
    private static final int CONCURRENCY = 200;
    private static final Duration LONG = Duration.ofMinutes(2);

    private final byte[] content = Bytes.random(SIZE);
    private final TrackingAllocator buffers = new TrackingAllocator();
    private final LoopResources loops = LoopResources.create("storm", 2, true);
    private final FtpSessionProvider pool = FtpSessionProvider.builder()
            .maxSessions(SESSIONS)
            .pendingAcquireMaxCount(-1)
            .pendingAcquireTimeout(LONG)
            .build();
    private ApacheFtp server;
    private FtpClient client;

    @BeforeEach
    void start() throws IOException {
        server = ApacheFtp.start();
        server.write("content", content);
        client = FtpClient.create(pool, TcpClient.newConnection().runOn(loops).option(ChannelOption.ALLOCATOR, buffers))
                .host(server.host())
                .port(server.port())
                .credentials(server.user(), server.password());
    }

    @AfterEach
    void stop() {
        pool.disposeLater().block(LONG);
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(LONG);
        server.stop();
    }

    @Test
    void shouldBeAsBeforeAfterManyCancels() {
        int times = Integer.getInteger("ftpreactive.storm", 5_000);
        AtomicInteger whole = new AtomicInteger();
        Flux.range(0, times)
                .flatMap(
                        i -> i % 10 == 0
                                ? download(client).doOnSuccess(done -> whole.incrementAndGet())
                                : oneOf(i).takeUntilOther(soon()),
                        CONCURRENCY)
                .blockLast(LONG);
        assertThat(whole).hasValue((times + 9) / 10);
        assertNothingIsLeft();
    }

    /** At any moment of an operation, often before it has a session. */
    private static Mono<Long> soon() {
        return Mono.delay(Duration.ofNanos(ThreadLocalRandom.current().nextLong(400_000_000)));
    }

    private Mono<Void> oneOf(int i) {
        return switch (i % 5) {
            case 0, 1 -> download(client);
            case 2 -> upload(i);
            case 3 -> client.list(server.path("")).then();
            default -> client.size(server.path("content")).then();
        };
    }

    private Mono<Void> download(FtpClient from) {
        AtomicInteger position = new AtomicInteger();
        return from.retrieve(server.path("content"))
                .doOnNext(buffer -> verify(buffer, position))
                .then(Mono.fromRunnable(() -> assertThat(position).hasValue(SIZE)));
    }

    private void verify(ByteBuf buffer, AtomicInteger position) {
        for (int i = buffer.readerIndex(); i < buffer.writerIndex(); i++) {
            if (buffer.getByte(i) != content[position.getAndIncrement()]) {
                throw new AssertionError("A wrong byte at " + position);
            }
        }
    }

    private Mono<Void> upload(int i) {
        return client.store(server.path("up" + i % 50), Bytes.chunks(content, 10_000))
                .then();
    }

    private void assertNothingIsLeft() {
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(pool.metrics())
                        .allSatisfy(now -> assertThat(now)
                                .returns(0, SessionPoolMetrics::active)
                                .returns(0, SessionPoolMetrics::pending)
                                .returns(0, SessionPoolMetrics::opening)));
        Flux.range(0, 2 * SESSIONS).flatMap(i -> download(client), SESSIONS).blockLast(LONG);
        Awaitility.await().atMost(LONG).untilAsserted(buffers::assertNoneLeft);
    }

    /** Longer where all servers are, and so all time is taken; else as long as one waits gladly. */
    private static Duration soakTime() {
        boolean thorough = "required".equals(System.getenv("FTP_REACTIVE_SERVERS"));
        return Duration.ofSeconds(Integer.getInteger("ftpreactive.soak", thorough ? 20 : 5));
    }

    @Test
    void shouldServeForLong() {
        AtomicInteger served = new AtomicInteger();
        AtomicInteger unserved = new AtomicInteger();
        Flux.generate(sink -> sink.next(served))
                .take(soakTime())
                .flatMap(
                        i -> request(served.get())
                                .doOnSuccess(done -> served.incrementAndGet())
                                .onErrorResume(
                                        FtpException.class, error -> Mono.fromRunnable(unserved::incrementAndGet)),
                        64)
                .blockLast(soakTime().plus(LONG));
        System.out.println("soak: " + served + " operations, " + unserved + " of them failed");
        assertThat(unserved).hasValue(0);
        assertNothingIsLeft();
    }

    /** Most run to their end; some are given up, some read slowly, some copy on the server. */
    private Mono<Void> request(int i) {
        Random random = ThreadLocalRandom.current();
        return switch (random.nextInt(10)) {
            case 0 -> oneOf(i).takeUntilOther(soon());
            case 1 -> slow();
            case 2 ->
                client.copyTo(server.path("content"), client, server.path("copy" + random.nextInt(30)))
                        .then();
            case 3 ->
                client.withSession(session ->
                                session.changeDirectory(server.path("")).thenMany(session.list("")))
                        .then();
            default -> oneOf(random.nextInt(5));
        };
    }

    private Mono<Void> slow() {
        return client.retrieve(server.path("content"))
                .map(ByteBuf::readableBytes)
                .delayElements(Duration.ofMillis(20), Schedulers.parallel())
                .then();
    }
}
