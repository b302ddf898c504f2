package io.ftpreactive.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.testkit.TrackingAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class TranscodingFluxTest {

    /** Larger than any buffer here. */
    private static final int MAX_CHUNK = 1 << 20;

    private final TrackingAllocator buffers = new TrackingAllocator();

    @AfterEach
    void noBufferIsLeft() {
        buffers.assertNoneLeft();
    }

    private ByteBuf buffer(byte[] bytes, int from, int length) {
        return buffers.buffer().writeBytes(bytes, from, length);
    }

    private Flux<ByteBuf> pieces(byte[] bytes, int size) {
        return Flux.range(0, (bytes.length + size - 1) / size)
                .map(i -> buffer(bytes, i * size, Math.min(size, bytes.length - i * size)));
    }

    /** As a data channel gives them: released after {@code onNext}. */
    private Flux<ByteBuf> lent(byte[] bytes, int size) {
        return Flux.from(subscriber -> subscriber.onSubscribe(new LentPieces(bytes, size, subscriber)));
    }

    private final class LentPieces implements Subscription {
        private final byte[] bytes;
        private final int size;
        private final Subscriber<? super ByteBuf> subscriber;
        private volatile boolean cancelled;
        private boolean giving;
        private long demand;
        private int at;

        LentPieces(byte[] bytes, int size, Subscriber<? super ByteBuf> subscriber) {
            this.bytes = bytes;
            this.size = size;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            demand += n;
            if (giving) {
                return;
            }
            giving = true;
            for (; demand > 0 && at < bytes.length && !cancelled; demand--) {
                int length = Math.min(size, bytes.length - at);
                ByteBuf piece = buffer(bytes, at, length);
                at += length;
                subscriber.onNext(piece);
                piece.release();
            }
            giving = false;
            if (at == bytes.length && !cancelled) {
                subscriber.onComplete();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private static byte[] sent(Flux<? extends ByteBuf> stream) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        stream.doOnNext(buffer -> {
                    all.writeBytes(bytes(buffer));
                    buffer.release();
                })
                .blockLast();
        return all.toByteArray();
    }

    private static byte[] received(Flux<? extends ByteBuf> stream) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        stream.doOnNext(buffer -> all.writeBytes(bytes(buffer))).blockLast();
        return all.toByteArray();
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), bytes);
        return bytes;
    }

    private static byte[] compressed(byte[] plain) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(9))) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static String escaped(String text) {
        return text.replace("N", "\n").replace("R", "\r");
    }

    @ParameterizedTest
    @CsvSource({
        "aNbN, aRNbRN",
        "aRNb, aRNb",
        "NN, RNRN",
        "RNN, RNRN",
        "aRb, aRb",
        "aR, aR",
        "RRN, RRN",
        "N, RN",
        "ab, ab"
    })
    void shouldMakeLineEndsForTheNetworkHoweverTheTextIsCut(String text, String expected) {
        byte[] plain = escaped(text).getBytes(StandardCharsets.UTF_8);
        for (int size = 1; size <= plain.length; size++) {
            assertThat(sent(LineEnds.toNetwork(pieces(plain, size)))).asString().isEqualTo(escaped(expected));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "aRNbRN, aNbN",
        "aNb, aNb",
        "aRb, aRb",
        "RRN, RN",
        "RRNN, RNN",
        "aR, aR",
        "RRR, RRR",
        "RN, N",
        "RNRN, NN"
    })
    void shouldMakeLineEndsFromTheNetworkHoweverTheTextIsCut(String wire, String expected) {
        byte[] plain = escaped(wire).getBytes(StandardCharsets.UTF_8);
        for (int size = 1; size <= plain.length; size++) {
            for (int maxChunk = 1; maxChunk <= plain.length + 1; maxChunk++) {
                int most = maxChunk;
                Flux<ByteBuf> text = new Coding(true, 0)
                        .decode(lent(plain, size), buffers, most, Runnable::run)
                        .doOnNext(buffer -> assertThat(buffer.capacity()).isLessThanOrEqualTo(most));
                assertThat(received(text)).asString().isEqualTo(escaped(expected));
            }
        }
    }

    @Test
    void shouldAskTheSourceForNoMoreThanIsWanted() {
        AtomicLong requested = new AtomicLong();
        Flux<ByteBuf> source = pieces(new byte[1000], 10).doOnRequest(requested::addAndGet);
        StepVerifier.create(LineEnds.toNetwork(source), 0)
                .thenRequest(3)
                .consumeNextWith(ByteBuf::release)
                .consumeNextWith(ByteBuf::release)
                .consumeNextWith(ByteBuf::release)
                .then(() -> assertThat(requested).hasValue(3))
                .thenCancel()
                .verify();
    }

    @Test
    void shouldTakeItsOwnWorkApartAgain() {
        byte[] plain = new byte[1_000_000];
        Random random = new Random(5);
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) random.nextInt(8);
        }
        Coding coding = new Coding(false, 6);
        byte[] wire = sent(Flux.from(coding.encode(pieces(plain, 70_001), buffers)));
        assertThat(wire.length).isLessThan(plain.length / 2);
        assertThat(received(coding.decode(lent(wire, 777), buffers, MAX_CHUNK, Runnable::run)))
                .isEqualTo(plain);
    }

    @Test
    void shouldNotInflateMoreThanIsWanted() throws Exception {
        byte[] bomb = compressed(new byte[50_000_000]);
        AtomicLong living = new AtomicLong();
        StepVerifier.create(new Coding(false, 1).decode(lent(bomb, bomb.length), buffers, MAX_CHUNK, Runnable::run), 0)
                .thenRequest(2)
                .expectNextCount(2)
                .then(() -> living.set(buffers.living()))
                .thenCancel()
                .verify();
        // The input, and one piece made in advance.
        assertThat(living.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldGiveOutABombInBoundedPieces() throws Exception {
        byte[] bomb = compressed(new byte[50_000_000]);
        List<Integer> sizes = new ArrayList<>();
        Flux<ByteBuf> plain = new Coding(false, 1).decode(lent(bomb, bomb.length), buffers, MAX_CHUNK, Runnable::run);
        plain.doOnNext(piece -> {
                    sizes.add(piece.capacity());
                    assertThat(buffers.living()).isLessThanOrEqualTo(2);
                })
                .blockLast();
        assertThat(sizes).allMatch(size -> size <= Inflation.PIECE);
    }

    @Test
    void shouldFailWhenTheCompressedStreamBreaksOff() throws Exception {
        byte[] wire = compressed(new byte[100_000]);
        for (int left : new int[] {1, wire.length / 2, wire.length - 1}) {
            Flux<ByteBuf> plain =
                    new Coding(false, 1).decode(lent(Arrays.copyOf(wire, left), 10), buffers, MAX_CHUNK, Runnable::run);
            assertThatThrownBy(plain::blockLast)
                    .isInstanceOf(ByteTransformer.MalformedDataException.class)
                    .hasMessageContaining("breaks off");
        }
    }

    @Test
    void shouldFailOnGarbageAndOnBytesBehindTheEnd() throws Exception {
        byte[] wire = compressed("text".getBytes(StandardCharsets.UTF_8));
        byte[] longer = Arrays.copyOf(wire, wire.length + 3);
        for (int size : new int[] {1, longer.length}) {
            assertThatThrownBy(() -> new Coding(false, 1)
                            .decode(lent(longer, size), buffers, MAX_CHUNK, Runnable::run)
                            .blockLast())
                    .hasMessageContaining("behind the end");
        }
        assertThatThrownBy(() -> new Coding(false, 1)
                        .decode(
                                lent("plain text".getBytes(StandardCharsets.UTF_8), 3),
                                buffers,
                                MAX_CHUNK,
                                Runnable::run)
                        .blockLast())
                .hasMessageContaining("not a zlib stream");
    }

    @Test
    void shouldReleaseWhatItHoldsWhenItIsCancelledFromAnotherThread() throws Exception {
        byte[] wire = compressed(new byte[10_000_000]);
        for (int i = 0; i < 200; i++) {
            Handover handover = new Handover();
            new Coding(false, 1)
                    .decode(lent(wire, 500), buffers, MAX_CHUNK, Runnable::run)
                    .map(handover::hold)
                    .publishOn(Schedulers.parallel(), 2)
                    .doOnNext(held -> Objects.requireNonNull(held.take()).release())
                    .doFinally(signal -> handover.close())
                    .take(i % 5 + 1)
                    .blockLast();
        }
    }

    @Test
    void shouldPassOnTheErrorOfTheSourceAndReleaseWhatComesLater() {
        TestPublisher<ByteBuf> source = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
        StepVerifier.create(LineEnds.toNetwork(source.flux()))
                .then(() -> source.error(new IllegalStateException("broken")))
                .verifyErrorMessage("broken");
        source.next(buffers.buffer().writeByte(1));
    }

    @Test
    void shouldGiveOutWhatWasReceivedBeforeAnError() throws Exception {
        byte[] wire = compressed(new byte[200_000]);
        TestPublisher<ByteBuf> source = TestPublisher.create();
        AtomicLong count = new AtomicLong();
        StepVerifier.create(
                        new Coding(false, 1)
                                .decode(source.flux(), buffers, MAX_CHUNK, Runnable::run)
                                .doOnNext(piece -> count.addAndGet(piece.readableBytes())),
                        1)
                .then(() -> {
                    ByteBuf most = buffer(wire, 0, wire.length - 8);
                    source.next(most);
                    most.release();
                })
                .expectNextCount(1)
                .then(() -> source.error(new IllegalStateException("broken")))
                .thenRequest(Long.MAX_VALUE)
                .thenConsumeWhile(piece -> true)
                .verifyErrorMessage("broken");
        assertThat(count.get()).isGreaterThan(2 * Inflation.PIECE);
    }

    @Test
    void shouldLeaveAPlainStreamAlone() {
        Mono<ByteBuf> source = Mono.just(Unpooled.EMPTY_BUFFER);
        assertThat(new Coding(false, 0).encode(source, buffers)).isSameAs(source);
    }
}
