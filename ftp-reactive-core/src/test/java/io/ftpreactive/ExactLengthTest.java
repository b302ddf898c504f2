package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.TrackingAllocator;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** A stream has as many bytes as were told. */
class ExactLengthTest {

    private final TrackingAllocator allocator = new TrackingAllocator();

    @AfterEach
    void nothingIsLeft() {
        allocator.assertNoneLeft();
    }

    @Test
    void shouldPassOnWhatHasTheLength() {
        StepVerifier.create(texts(ExactLength.of("a", released("abc", "de"), 5)))
                .expectNext("abc", "de")
                .verifyComplete();
    }

    @Test
    void shouldAwaitTheEndOfWhatHasTheLength() {
        TestPublisher<ByteBuf> source = TestPublisher.create();

        StepVerifier.create(ExactLength.of("a", source.flux().doOnNext(ByteBuf::release), 2)
                        .then())
                .then(() -> source.next(buffer("ab")))
                .then(source::assertNotCancelled)
                .then(() -> source.error(new IllegalStateException("the server did not confirm it")))
                .verifyError(IllegalStateException.class);
    }

    @Test
    void shouldCutOffAndCancelWhatIsLonger() {
        TestPublisher<ByteBuf> source = TestPublisher.create();

        StepVerifier.create(texts(ExactLength.of("a", source.flux(), 4)))
                .then(() -> next(source, "abc"))
                .expectNext("abc")
                .then(() -> next(source, "def"))
                .expectNext("d")
                .verifyComplete();
        source.assertCancelled();
    }

    @Test
    void shouldFailWhereSomethingIsMissing() {
        StepVerifier.create(texts(ExactLength.of("a", released("abc"), 4)))
                .expectNext("abc")
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(FtpTransferException.class, broken -> {
                            assertThat(broken.reason()).isEqualTo(Reason.WRONG_SIZE);
                            assertThat(broken.bytes()).isEqualTo(3);
                            assertThat(broken.command()).isEqualTo("RETR a");
                        })
                        .hasMessageContaining("shorter by 1 bytes"));
    }

    @Test
    void shouldPassOnNothing() {
        StepVerifier.create(texts(ExactLength.of("a", Flux.empty(), 0))).verifyComplete();
    }

    /** As a download: each buffer is released after it was given. */
    private Flux<ByteBuf> released(String... texts) {
        return Flux.fromArray(texts).concatMap(text -> Flux.using(() -> buffer(text), Flux::just, ByteBuf::release));
    }

    private void next(TestPublisher<ByteBuf> source, String text) {
        ByteBuf buffer = buffer(text);
        source.next(buffer);
        buffer.release();
    }

    private ByteBuf buffer(String text) {
        return allocator.buffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Flux<String> texts(Flux<ByteBuf> bytes) {
        return bytes.map(buffer -> buffer.toString(StandardCharsets.US_ASCII));
    }
}
