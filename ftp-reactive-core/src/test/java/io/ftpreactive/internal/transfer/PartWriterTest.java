package io.ftpreactive.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ftpreactive.error.FtpFileException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.publisher.TestPublisher;

/** Bytes on their way from the event loop to a file. */
class PartWriterTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private Path target;
    private Path part;
    private final List<ByteBuf> buffers = new ArrayList<>();
    private final AtomicInteger tasks = new AtomicInteger();
    private final AtomicInteger aborts = new AtomicInteger();

    @BeforeEach
    void prepare() {
        target = dir.resolve("file");
        part = dir.resolve("file.part");
        Schedulers.onScheduleHook("count", task -> {
            tasks.incrementAndGet();
            return task;
        });
    }

    @AfterEach
    void shouldReleaseEachBufferOnce() {
        Schedulers.resetOnScheduleHook("count");
        Awaitility.await().until(() -> buffers.stream().allMatch(buffer -> buffer.refCnt() == 0));
    }

    private Mono<Void> writer(Flux<ByteBuf> lent, boolean small, Mono<Void> check) {
        return new PartWriter(
                lent, new PartWriter.Plan(target, 0, small, file -> check, () -> true, aborts::incrementAndGet));
    }

    /** As the event loop does: a buffer is released when it was given. */
    private void give(TestPublisher<ByteBuf> source, String text) {
        ByteBuf buffer = UnpooledByteBufAllocator.DEFAULT.heapBuffer();
        buffer.writeCharSequence(text, StandardCharsets.US_ASCII);
        buffers.add(buffer);
        source.next(buffer);
        buffer.release();
    }

    @Test
    void shouldDoAllOfASmallFileByOneTask() {
        TestPublisher<ByteBuf> source = TestPublisher.create();
        Mono<Void> whole = writer(source.flux(), true, Mono.empty()).cache();
        whole.subscribe();
        give(source, "so ");
        give(source, "small");
        assertThat(tasks).hasValue(0);
        assertThat(dir).isEmptyDirectory();
        source.complete();
        whole.block(LONG);
        assertThat(target).hasContent("so small");
        assertThat(part).doesNotExist();
        assertThat(tasks).hasValue(1);
        assertThat(aborts).hasValue(0);
    }

    @Test
    void shouldNotWaitForMoreThanItHasRequested() {
        TestPublisher<ByteBuf> source = TestPublisher.create();
        Disposable writing = writer(source.flux(), true, Mono.empty()).subscribe();
        for (int i = 0; i < 8; i++) {
            give(source, "x");
        }
        Awaitility.await().until(() -> Files.exists(part) && Files.size(part) == 8);
        source.assertMinRequested(1);
        writing.dispose();
    }

    @Test
    void shouldNotKeepInMemoryWhatIsLargerThanAnnounced() {
        TestPublisher<ByteBuf> source = TestPublisher.create();
        Disposable writing = writer(source.flux(), true, Mono.empty()).subscribe();
        give(source, "x".repeat((int) PartWriter.SMALL + 1));
        Awaitility.await().until(() -> Files.exists(part) && Files.size(part) == PartWriter.SMALL + 1);
        writing.dispose();
    }

    @Test
    void shouldOpenAtOnceWhatMayBeLarge() {
        Disposable writing = writer(Flux.never(), false, Mono.empty()).subscribe();
        Awaitility.await().until(() -> Files.exists(part));
        writing.dispose();
        assertThat(aborts).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepWhatCameBeforeAFailure(boolean small) {
        TestPublisher<ByteBuf> source = TestPublisher.create();
        Mono<Void> broken = writer(source.flux(), small, Mono.empty()).cache();
        broken.subscribe(nothing -> {}, error -> {});
        give(source, "half");
        source.error(new IllegalStateException("broken"));
        assertThat(catchThrowableOfType(IllegalStateException.class, () -> broken.block(LONG)))
                .hasMessage("broken");
        assertThat(part).hasContent("half");
        assertThat(target).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveNoNameBeforeTheCheckSucceeds(boolean succeeds) throws IOException {
        TestPublisher<Void> check = TestPublisher.create();
        Mono<Void> whole =
                writer(Flux.just(Unpooled.EMPTY_BUFFER), true, check.mono()).cache();
        whole.subscribe(nothing -> {}, error -> {});
        Awaitility.await().until(check::wasSubscribed);
        assertThat(part).exists();
        assertThat(target).doesNotExist();
        if (succeeds) {
            check.complete();
            whole.block(LONG);
            assertThat(target).exists();
        } else {
            check.error(new IllegalStateException("differs"));
            assertThat(catchThrowableOfType(IllegalStateException.class, () -> whole.block(LONG)))
                    .hasMessage("differs");
            assertThat(target).doesNotExist();
            assertThat(part).exists();
        }
    }

    @Test
    void shouldCancelTheCheck() {
        TestPublisher<Void> check = TestPublisher.create();
        Disposable writing = writer(Flux.empty(), true, check.mono()).subscribe();
        Awaitility.await().until(check::wasSubscribed);
        writing.dispose();
        Awaitility.await().until(check::wasCancelled);
        writer(Flux.empty(), true, Mono.empty()).block(LONG);
        assertThat(target).isEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDropWhatComesBehindACancel(boolean small) {
        TestPublisher<ByteBuf> source = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
        Disposable writing = writer(source.flux(), small, Mono.empty()).subscribe();
        give(source, "before");
        writing.dispose();
        give(source, "behind");
        assertThat(aborts).hasValue(1);
        writer(Flux.empty(), true, Mono.empty()).block(LONG);
        assertThat(target).isEmptyFile();
    }

    @Test
    void shouldAbortWhereTheFileCannotBeMade() {
        target = dir.resolve("missing").resolve("file");
        TestPublisher<ByteBuf> source = TestPublisher.create();
        Mono<Void> failing = writer(source.flux(), false, Mono.empty()).cache();
        failing.subscribe(nothing -> {}, error -> {});
        assertThat(catchThrowableOfType(FtpFileException.class, () -> failing.block(LONG)))
                .hasMessageContaining("open");
        Awaitility.await().until(() -> aborts.get() == 1);
        source.assertCancelled();
    }
}
