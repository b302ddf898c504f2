package io.ftpreactive.internal.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Who cancels what blocks does not wait for it. */
class OffLoopTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    /** Whose work ends when it is closed. */
    private static final class Endless extends AbstractInterruptibleChannel {

        final CountDownLatch begun = new CountDownLatch(1);
        final CompletableFuture<String> closedBy = new CompletableFuture<>();

        String work() throws AsynchronousCloseException {
            try {
                begin();
                begun.countDown();
                closedBy.join();
                return "ended";
            } finally {
                end(false);
            }
        }

        @Override
        protected void implCloseChannel() {
            closedBy.complete(Thread.currentThread().getName());
        }
    }

    static Stream<Function<Endless, Flux<String>>> ways() {
        return Stream.of(
                channel -> OffLoop.call(channel::work).flux(),
                channel -> Mono.fromCallable(channel::work)
                        .subscribeOn(OffLoop.scheduler())
                        .flux(),
                channel -> Flux.just(channel).publishOn(OffLoop.scheduler()).map(OffLoopTest::worked));
    }

    private static String worked(Endless channel) {
        try {
            return channel.work();
        } catch (AsynchronousCloseException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldBeInterruptedByAThreadThatMayWait(Function<Endless, Flux<String>> way) throws Exception {
        Endless channel = new Endless();
        Disposable work = way.apply(channel).onErrorComplete().subscribe();
        assertThat(channel.begun.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture.runAsync(work::dispose, task -> Schedulers.parallel().schedule(task))
                .get(10, TimeUnit.SECONDS);
        assertThat(channel.closedBy.get(10, TimeUnit.SECONDS)).startsWith("boundedElastic");
    }

    @Test
    void shouldLeaveNoThreadInterrupted() {
        for (int i = 0; i < 100; i++) {
            OffLoop.call(() -> "work").subscribe().dispose();
            OffLoop.scheduler().schedule(() -> {}).dispose();
            assertThat(OffLoop.call(() -> Thread.currentThread().isInterrupted())
                            .block(LONG))
                    .isFalse();
        }
    }

    @Test
    void shouldDoOneTaskOfAWorkerAfterTheOther() {
        assertThat(Flux.range(0, 1000)
                        .publishOn(OffLoop.scheduler(), 4)
                        .filter(i -> Thread.currentThread().getName().startsWith("boundedElastic"))
                        .collectList()
                        .block(LONG))
                .hasSize(1000)
                .isSorted();
    }
}
