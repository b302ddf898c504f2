package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.TransferProgress;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.OneFileServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** Downloads as a stream that several sessions share. */
class SegmentedRetrievalTest extends ScriptedTest {

    private static final int SIZE = 3_000_000;

    private final OneFileServer server = OneFileServer.start(bytes(SIZE));
    private final List<TransferResult> results = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private FtpClient client(int segments) {
        return client(segments, FtpSessionProvider.create(segments));
    }

    private FtpClient client(int segments, FtpSessionProvider pool) {
        return client(pool)
                .host("127.0.0.1")
                .port(server.port())
                .doOnTransfer(results::add)
                .transferOptions(options -> options.segments(segments));
    }

    private static byte[] all(Flux<byte[]> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.doOnNext(all::writeBytes).blockLast(LONG);
        return all.toByteArray();
    }

    private static byte[] read(FtpClient client) {
        return all(client.retrieve("a").asByteArray());
    }

    private static FtpException failure(FtpClient client) {
        FtpException[] failure = new FtpException[1];
        StepVerifier.create(client.retrieve("a").asByteArray().then())
                .expectErrorSatisfies(error -> failure[0] = (FtpException) error)
                .verify(LONG);
        return failure[0];
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void shouldEmitTheBytesInOrderAsOneTransfer(int segments) {
        server.waitForSessions(segments);
        List<TransferProgress> progress = new ArrayList<>();
        FtpClient client = client(segments).transferOptions(options -> options.progress(Duration.ZERO, progress::add));

        assertThat(read(client)).isEqualTo(server.file);

        assertThat(server.mostSessions()).isEqualTo(segments);
        assertThat(results).hasSize(1);
        assertThat(results.get(0).bytes()).isEqualTo(SIZE);
        assertThat(progress).extracting(TransferProgress::bytes).isSorted().endsWith((long) SIZE);
        assertThat(progress).extracting(TransferProgress::total).containsOnly((long) SIZE);
    }

    @Test
    void shouldReadAtTheSameTime() {
        CountDownLatch all = new CountDownLatch(4);
        server.before = (number, position) -> {
            // By its last byte a session is shown that the server obeys.
            if (position < SIZE - 1) {
                all.countDown();
                waitFor(all);
            }
        };

        assertThat(read(client(4))).isEqualTo(server.file);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldEmitRanges() {
        FtpClient client = client(3);

        assertThat(all(client.retrieve("a", ByteRange.from(1_000_000)).asByteArray()))
                .isEqualTo(Arrays.copyOfRange(server.file, 1_000_000, SIZE));
        assertThat(all(client.retrieve("a", ByteRange.between(100, 1_500_000)).asByteArray()))
                .isEqualTo(Arrays.copyOfRange(server.file, 100, 1_500_001));
        assertThat(all(client.retrieve("a", ByteRange.last(900_000)).asByteArray()))
                .isEqualTo(Arrays.copyOfRange(server.file, SIZE - 900_000, SIZE));
        assertThat(results).hasSize(2);
    }

    @Test
    void shouldReadSmallFilesAtOnce() {
        server.file = bytes(1000);

        assertThat(read(client(4))).isEqualTo(server.file);
        assertThat(server.downloads()).isOne();
    }

    @Test
    void shouldReadNothingWithoutDemand() {
        Holding holding = new Holding();
        client(2).retrieve("a").subscribe(holding);
        assertThat(server.downloads()).isZero();
        holding.cancel();
    }

    /** Of a file much larger than the window no more is read than the window and what sockets hold. */
    @Test
    void shouldReadNoFurtherThanTheWindow() {
        assertReadsTheWindow(3);
    }

    @Test
    void shouldReadNoFurtherInOneIfTheServerRefusesRest() {
        server.restart = "502 no";

        assertReadsTheWindow(2);
    }

    private void assertReadsTheWindow(int segments) {
        server.file = bytes(50_000_000);
        long window = segments * 4L * 1024 * 1024;
        AtomicLong read = new AtomicLong();
        Holding holding = new Holding();
        client(segments)
                .transferOptions(options -> options.progress(Duration.ZERO, progress -> read.set(progress.bytes())))
                .retrieve("a")
                .subscribe(holding);
        holding.request(1);
        Awaitility.await().atMost(LONG).until(() -> read.get() >= window);

        // Meanwhile all of it could have come.
        assertThat(read(client(1))).isEqualTo(server.file);
        assertThat(read.get()).isLessThan(window + 1_000_000);

        holding.request(Long.MAX_VALUE);
        waitFor(holding.complete);
        assertThat(holding.all.toByteArray()).isEqualTo(server.file);
    }

    /** Who could only help is not one for whom a reader that pauses has to end. */
    @Test
    void shouldNotWaitForHelpWhileNothingIsWanted() {
        server.file = bytes(20_000_000);
        server.allowed = 1;
        FtpSessionProvider pool = FtpSessionProvider.create(4);
        Holding holding = new Holding();
        client(3, pool).turnTimeout(Duration.ofSeconds(1)).retrieve("a").subscribe(holding);
        holding.request(1);
        waitFor(holding.started);

        Awaitility.await()
                .atMost(LONG)
                .until(() -> pool.metrics().get(0).pending() == 0 && server.sent() > 3 * 4_000_000);
        holding.request(Long.MAX_VALUE);
        waitFor(holding.complete);

        assertThat(holding.all.toByteArray()).isEqualTo(server.file);
    }

    private static final class Holding extends BaseSubscriber<ByteBuf> {

        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch complete = new CountDownLatch(1);

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(ByteBuf bytes) {
            started.countDown();
            all.writeBytes(ByteBufUtil.getBytes(bytes));
        }

        @Override
        protected void hookOnComplete() {
            complete.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldShareAmongAsManySessionsAsTheServerAllows(int allowed) {
        server.allowed = allowed;
        server.waitForSessions(allowed);

        assertThat(read(client(5))).isEqualTo(server.file);
        assertThat(server.mostSessions()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"502 no", "504 no", "500 what", "550 no"})
    void shouldReadInOneIfTheServerRefusesRest(String refusal) {
        server.restart = refusal;

        assertThat(read(client(4))).isEqualTo(server.file);
        assertThat(results).hasSize(1);
    }

    @Test
    void shouldReadInOneIfTheServerIgnoresRest() {
        server.obeys = false;

        assertThat(read(client(4))).isEqualTo(server.file);
    }

    /** The first download waits until another session reads a part: else it might read all before. */
    private void waitForAnother(Runnable then) {
        CountDownLatch another = new CountDownLatch(1);
        server.before = (number, position) -> {
            if (number == 1) {
                waitFor(another);
            } else if (position < SIZE - 1) {
                then.run();
                another.countDown();
            }
        };
    }

    @Test
    void shouldFailIfASessionSeesAnotherFile() {
        server.before = (number, position) -> {
            server.modified = "213 20260101000001";
            Awaitility.await()
                    .until(() ->
                            server.commands().stream().filter("MDTM a"::equals).count()
                                    > 2 /* two by the first session */);
        };

        FtpException failure = failure(client(3));

        assertThat(((FtpTransferException) failure).reason()).isEqualTo(Reason.CHANGED);
    }

    @Test
    void shouldFailIfTheFileHasChangedInTheEnd() {
        waitForAnother(() -> server.modified = "213 20260101000001");

        FtpException failure = failure(client(2));

        assertThat(((FtpTransferException) failure).reason()).isEqualTo(Reason.CHANGED);
    }

    @Test
    void shouldFailIfAPartBreaksOff() {
        waitForAnother(() -> {});
        server.breaks = number -> number == 3;
        server.breaksAfter = 500_000;

        assertThat(failure(client(2)).getMessage()).contains("451 disk error");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5})
    void shouldReadAPartAgainIfTold(int broken) {
        server.breaks = number -> number == broken;

        assertThat(read(client(2).transferOptions(options -> options.retry(Retry.max(2)))))
                .isEqualTo(server.file);
        assertThat(results).hasSize(1);
    }

    @Test
    void shouldReadPartsAgainAsOftenAsTold() {
        server.breaks = number -> number > 4;
        server.breaksAfter = 30_000;

        assertThat(read(client(3).transferOptions(options -> options.retry(Retry.indefinitely()))))
                .isEqualTo(server.file);
    }

    @Test
    void shouldFailAsAPlainDownloadWhereThereIsNoFile() {
        server.file = new byte[0];

        assertThat(read(client(3))).isEmpty();
    }

    @Test
    void shouldLeaveNothingBehindWhenCancelled() {
        Random random = new Random(3);
        FtpClient client = client(3);
        for (int i = 0; i < 20; i++) {
            long enough = random.nextInt(SIZE);
            long[] count = new long[1];
            client.retrieve("a")
                    .asByteArray()
                    .takeUntil(chunk -> (count[0] += chunk.length) >= enough)
                    .blockLast(LONG);
        }

        assertThat(read(client)).isEqualTo(server.file);
    }

    @Test
    void shouldNotShareOnOneSession() {
        UnaryOperator<TransferOptions> four = options -> options.segments(4);
        byte[] got = all(client(4)
                .withSession(
                        session -> session.transferOptions(four).retrieve("a").asByteArray()));

        assertThat(got).isEqualTo(server.file);
        assertThat(server.downloads()).isOne();
    }
}
