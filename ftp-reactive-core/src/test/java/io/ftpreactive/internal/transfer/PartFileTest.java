package io.ftpreactive.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ftpreactive.internal.transfer.PartFile.Claim;
import io.ftpreactive.internal.transfer.PartFile.StillOpenException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Who may write to a part file, and what becomes of it. */
class PartFileTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path dir = Path.of("");

    private Path target = Path.of("");
    private Path part = Path.of("");

    @BeforeEach
    void name() {
        target = dir.resolve("f");
        part = dir.resolve("f.part");
    }

    private PartFile open() throws IOException {
        return PartFile.open(target, 0, new Claim());
    }

    @Test
    void shouldRefuseASecondWriter() throws IOException {
        PartFile first = open();
        assertThatThrownBy(this::open)
                .isNotInstanceOf(StillOpenException.class)
                .hasMessageContaining("another download writes to it");
        first.close();
        open().commit();
        assertThat(target).isEmptyFile();
    }

    @Test
    void shouldLetTheNextWaitForOneThatIsAboutToClose() throws IOException {
        Claim claim = new Claim();
        PartFile first = PartFile.open(target, 0, claim);
        claim.end();
        StillOpenException open = catchThrowableOfType(StillOpenException.class, this::open);
        assertThat(catchThrowableOfType(StillOpenException.class, () -> PartFile.begun(target)))
                .isNotNull();
        StepVerifier.create(open.closed())
                .expectSubscription()
                .then(() -> assertThatThrownBy(this::open).isInstanceOf(StillOpenException.class))
                .then(() -> close(first))
                .expectComplete()
                .verify(LONG);
        open().close();
    }

    private static void close(PartFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldGiveTheTargetFreeWhenItCannotGetItsName() throws IOException {
        PartFile first = open();
        Files.delete(part);
        assertThatThrownBy(first::commit).isInstanceOf(NoSuchFileException.class);
        open().commit();
        assertThat(target).isEmptyFile();
    }

    @Test
    void shouldGiveTheTargetFreeWhenItCannotBeOpened() throws IOException {
        Files.createDirectory(part);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class);
        Files.delete(part);
        open().commit();
        assertThat(target).isEmptyFile();
    }

    /** As {@code timeout(..).retry()} does. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBeginAnewAtOnceAfterACancel(boolean begun) throws IOException {
        for (int i = 0; i < 50; i++) {
            Disposable first = writer(Flux.never()).subscribe();
            if (begun) {
                Awaitility.await().until(() -> Files.exists(part));
            }
            first.dispose();
            Mono<Long> there = FileDownload.begun(target).map(PartFile.Begun::bytes);
            writer(Flux.empty()).block(LONG);
            assertThat(target).isEmptyFile();
            assertThat(there.block(LONG)).isZero();
            Files.delete(target);
        }
    }

    private Mono<Void> writer(Flux<ByteBuf> content) {
        return new PartWriter(
                content, new PartWriter.Plan(target, 0, false, file -> Mono.empty(), () -> true, () -> {}));
    }

    @Test
    void shouldNameTheTargetAgainWhichHasGainedNothing() throws IOException {
        Files.writeString(target, "old");
        PartFile.open(target, 3, new Claim()).close();
        assertThat(target).hasContent("old");
        assertThat(part).doesNotExist();
    }

    @Test
    void shouldNameTheTargetAgainWhichCannotBeOpened() throws IOException {
        Files.writeString(target, "old");
        assertThatThrownBy(() -> PartFile.open(target, 2, new Claim())).hasMessageContaining("no longer 2");
        assertThat(target).hasContent("old");
        assertThat(part).doesNotExist();
        PartFile.open(target, 3, new Claim()).close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNameTheTargetAgainAfterAnInterrupt(boolean written) throws IOException {
        Files.writeString(target, "old");
        PartFile file = PartFile.open(target, 3, new Claim());
        if (written) {
            Files.writeString(part, "old and new");
        }
        // As an interrupt of the thread that writes does.
        file.out().close();
        if (written) {
            file.cutBack();
        }
        file.close();
        assertThat(target).hasContent("old");
        assertThat(part).doesNotExist();
    }

    @Test
    void shouldTellWhatIsThere() throws IOException {
        Files.writeString(part, "begun");
        assertThat(PartFile.begun(target).bytes()).isEqualTo(5);
        PartFile file = PartFile.open(target, 5, new Claim());
        assertThat(PartFile.begun(target).head()).isSameAs(Head.NONE);
        file.close();
        assertThat(PartFile.begun(target).head()).isNotSameAs(Head.NONE);
    }
}
