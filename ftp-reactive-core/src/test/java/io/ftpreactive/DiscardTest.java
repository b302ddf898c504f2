package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.testkit.OneFileServer;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What becomes of buffers that nobody receives: each is released, and once. */
class DiscardTest extends ScriptedTest {

    private static final byte[] FILE = new byte[2_000_000];

    private OneFileServer server = OneFileServer.start(FILE);
    private FtpClient client = FtpClient.create();

    @BeforeEach
    void connect() {
        client = client(FtpSessionProvider.create(1)).host("127.0.0.1").port(server.port());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private static int use(ByteBuf buffer) {
        try {
            return buffer.readableBytes();
        } finally {
            release(buffer);
        }
    }

    /** Once too often is an error. */
    private static void release(ByteBuf buffer) {
        assertThat(buffer.refCnt()).isPositive();
        buffer.release();
    }

    private static <T> Flux<T> discarding(Flux<T> stream) {
        return stream.doOnDiscard(ByteBuf.class, DiscardTest::release);
    }

    private void isWhole(Flux<Integer> lengths) {
        assertThat(get(lengths.reduce(0, Integer::sum))).isEqualTo(FILE.length);
        buffers.assertNoneLeft();
    }

    private void isCut(Flux<Integer> lengths) {
        lengths.take(2).blockLast(LONG);
        buffers.assertNoneLeft();
    }

    /** The operators of the rule, with the hook behind them; cancelled by what is behind, on the same thread. */
    @Test
    void shouldReleaseWhatOperatorsDropOrHold() {
        List<Function<Flux<ByteBuf>, Flux<Integer>>> uses = List.of(
                bytes -> bytes.map(DiscardTest::use),
                bytes -> bytes.flatMap(buffer -> Mono.fromCallable(() -> use(buffer))),
                bytes -> bytes.concatMap(buffer -> Mono.fromCallable(() -> use(buffer)), 1),
                bytes -> bytes.buffer(3).flatMapIterable(list -> list, 1).map(DiscardTest::use));
        for (Function<Flux<ByteBuf>, Flux<Integer>> use : uses) {
            isWhole(discarding(client.retrieve("a").retain().transform(use)));
            isCut(discarding(client.retrieve("a").retain().transform(use)));
        }
    }

    @Test
    void shouldReleaseWhatAFilterDrops() {
        AtomicInteger count = new AtomicInteger();
        Flux<Integer> some = client.retrieve("a")
                .retain()
                .filter(buffer -> count.incrementAndGet() % 2 == 0)
                .map(DiscardTest::use);
        assertThat(get(discarding(some).count())).isPositive();
        buffers.assertNoneLeft();
    }

    /** The client releases what it has lent, with or without interest. */
    @Test
    void shouldFilterWhatIsNotRetainedWithoutAHook() {
        AtomicInteger count = new AtomicInteger();
        Flux<Integer> some = client.retrieve("a")
                .filter(buffer -> count.incrementAndGet() % 2 == 0)
                .map(ByteBuf::readableBytes);
        assertThat(get(some.count())).isPositive();
        buffers.assertNoneLeft();
    }

    @Test
    void shouldReleaseWhatWasHeldWhenSomethingFails() {
        Flux<Integer> failing = client.retrieve("a")
                .retain()
                .map(DiscardTest::use)
                .map(length -> {
                    throw new IllegalStateException("ours");
                });
        failure(IllegalStateException.class, discarding(failing));
        Flux<List<ByteBuf>> held = client.retrieve("a")
                .retain()
                .concatWith(Mono.error(new IllegalStateException("ours")))
                .buffer(10_000);
        failure(IllegalStateException.class, discarding(held));
        buffers.assertNoneLeft();
    }

    @Test
    void shouldTakeCopiesToOtherThreads() {
        Flux<Integer> lengths = client.retrieve("a")
                .asByteArray()
                .publishOn(Schedulers.parallel(), 4)
                .map(bytes -> bytes.length);
        isWhole(lengths);
        isCut(lengths);
    }

    /** A part that ends with the file, of which more comes: that is cut to nothing, and nobody's to release. */
    @Test
    void shouldNotDiscardWhatItCutsItself() {
        CountDownLatch first = new CountDownLatch(1);
        try (ScriptedFtpServer grown = ScriptedFtpServer.start(script -> script.login()
                .expect("SIZE a")
                .reply("213 5")
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData("abcde")
                .await(first)
                .sendData("fgh")
                .expect("ABOR")
                .reply("426 aborted", "226 ok")
                .expect("NOOP")
                .reply("200 ok"))) {
            Flux<Integer> part = client(grown)
                    .transferOptions(options -> options.sizeCheck(SizeCheck.REQUIRED))
                    .retrieve("a", ByteRange.between(0, 4))
                    .retain()
                    .map(DiscardTest::use)
                    .doOnNext(length -> first.countDown());
            assertThat(get(discarding(part).reduce(0, Integer::sum))).isEqualTo(5);
        }
    }

    @Test
    void shouldHandBuffersOver() {
        Flux<Integer> lengths = client.retrieve("a").transform(BufferHandover.to(Schedulers.parallel(), buffer -> {
            assertThat(Thread.currentThread().getName()).startsWith("parallel");
            assertThat(buffer.refCnt()).isPositive();
            return buffer.readableBytes();
        }));
        isWhole(lengths);
        isCut(lengths);
        isCut(discarding(lengths));
        Flux<Integer> none = client.retrieve("a").transform(BufferHandover.to(Schedulers.parallel(), buffer -> null));
        assertThat(get(none.count())).isZero();
        buffers.assertNoneLeft();
    }

    @Test
    void shouldReleaseWhatIsOnItsWayWhenTheHandoverFails() {
        failure(
                IllegalStateException.class,
                client.retrieve("a").transform(BufferHandover.to(Schedulers.parallel(), buffer -> {
                    throw new IllegalStateException("ours");
                })));
        failure(
                IllegalStateException.class,
                client.retrieve("a")
                        .transform(BufferHandover.to(Schedulers.parallel(), ByteBuf::readableBytes))
                        .map(length -> {
                            throw new IllegalStateException("ours");
                        }));
        buffers.assertNoneLeft();
    }

    /** At any moment, from another thread: what is in the queue, and what is just on its way there. */
    @Test
    void shouldReleaseWhatIsOnItsWayWhenTheHandoverIsCancelled() {
        for (int i = 0; i < 100; i++) {
            AtomicLong seen = new AtomicLong();
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch ended = new CountDownLatch(1);
            Disposable running = client.retrieve("a")
                    .transform(BufferHandover.to(Schedulers.parallel(), buffer -> {
                        begun.countDown();
                        return seen.addAndGet(buffer.readableBytes());
                    }))
                    .doFinally(signal -> ended.countDown())
                    .subscribe();
            await(begun);
            for (int spins = ThreadLocalRandom.current().nextInt(5000); spins > 0; spins--) {
                Thread.onSpinWait();
            }
            running.dispose();
            await(ended);
            buffers.assertNoneLeft();
        }
    }
}
