package io.ftpreactive.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.TrackingAllocator;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.ErrorResponseException;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class ExactLengthTest {

    private final TrackingAllocator allocator = new TrackingAllocator();

    @AfterEach
    void nothingIsLeft() {
        allocator.assertNoneLeft();
    }

    @Test
    void shouldPassOnWhatHasTheLength() {
        StepVerifier.create(texts(ExactLength.of(released("abc", "de"), 5)))
                .expectNext("abc", "de")
                .verifyComplete();
    }

    @Test
    void shouldAwaitTheEndOfWhatHasTheLength() {
        TestPublisher<ByteBuf> source = TestPublisher.create();

        StepVerifier.create(ExactLength.of(source.flux().doOnNext(ByteBuf::release), 2)
                        .then())
                .then(() -> source.next(buffer("ab")))
                .then(source::assertNotCancelled)
                .then(() -> source.error(new IllegalStateException("the server did not confirm it")))
                .verifyError(IllegalStateException.class);
    }

    @Test
    void shouldCutOffAndCancelWhatIsLonger() {
        TestPublisher<ByteBuf> source = TestPublisher.create();

        StepVerifier.create(texts(ExactLength.of(source.flux(), 4)))
                .then(() -> next(source, "abc"))
                .expectNext("abc")
                .then(() -> next(source, "def"))
                .expectNext("d")
                .verifyComplete();
        source.assertCancelled();
    }

    @Test
    void shouldFailWhereSomethingIsMissing() {
        StepVerifier.create(texts(ExactLength.of(released("abc"), 4)))
                .expectNext("abc")
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(ErrorResponseException.class)
                        .hasMessageContaining("shorter by 1 bytes"));
    }

    @Test
    void shouldPassOnNothing() {
        StepVerifier.create(texts(ExactLength.of(Flux.empty(), 0))).verifyComplete();
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
