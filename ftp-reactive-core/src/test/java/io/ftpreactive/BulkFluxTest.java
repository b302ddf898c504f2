package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.BulkFlux.Plan;
import io.ftpreactive.internal.control.Pipelined;
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.result.BulkTotals;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** Many files on few sessions, without a network. */
class BulkFluxTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Plan PLAN = new Plan(2, false, false, LONG, LONG);

    /** Sessions are numbers; what becomes of a file is up to the test. */
    private static final class Crew implements BulkCrew<Integer, String, BulkResult> {

        private BulkTotals totals = BulkTotals.NONE;

        final AtomicInteger lent = new AtomicInteger();
        final AtomicInteger held = new AtomicInteger();
        final AtomicInteger aborted = new AtomicInteger();
        final Queue<Integer> users = new ConcurrentLinkedQueue<>();
        final Set<Integer> broken = ConcurrentHashMap.newKeySet();
        final Map<String, Sinks.One<String>> running = new ConcurrentHashMap<>();
        private final int most;

        Crew(int most) {
            this.most = most;
        }

        @Override
        public Flux<Void> lend(Function<Integer, Publisher<Void>> use) {
            return Flux.defer(() -> {
                if (held.get() >= most) {
                    return Flux.error(new IllegalStateException("no session"));
                }
                held.incrementAndGet();
                return Flux.from(use.apply(lent.incrementAndGet())).doFinally(signal -> held.decrementAndGet());
            });
        }

        @Override
        public boolean isOpen(Integer session) {
            return !broken.contains(session);
        }

        @Override
        public Mono<BulkResult> run(Integer session, String file, @Nullable Pipelined mark) {
            users.add(session);
            return running.computeIfAbsent(file, name -> Sinks.one())
                    .asMono()
                    .map(done -> new BulkResult(file, null, null, null, BulkTotals.NONE))
                    .doOnCancel(aborted::incrementAndGet);
        }

        @Override
        public BulkResult emitted(BulkResult result) {
            BulkResult summed = result.after(totals);
            totals = summed.totals();
            return summed;
        }

        @Override
        public @Nullable Throwable failure(BulkResult result) {
            return result.failure();
        }

        @Override
        public BulkResult failed(String file, Throwable failure) {
            return new BulkResult(file, null, null, failure, BulkTotals.NONE);
        }

        void done(String file) {
            running.computeIfAbsent(file, name -> Sinks.one())
                    .tryEmitValue(file)
                    .orThrow();
        }

        void fails(String file, Throwable failure) {
            running.computeIfAbsent(file, name -> Sinks.one())
                    .tryEmitError(failure)
                    .orThrow();
        }
    }

    private static Flux<String> bulk(Publisher<String> files, Crew crew, Plan plan) {
        return new BulkFlux<>(files, crew, plan).map(BulkFluxTest::text);
    }

    private static String text(BulkResult result) {
        Throwable failure = result.failure();
        return failure == null ? result.path() : result.path() + ": " + failure.getMessage();
    }

    @Test
    void shouldTakeNoFileWithoutDemand() {
        Crew crew = new Crew(9);
        AtomicLong taken = new AtomicLong();
        Flux<String> files = Flux.just("a", "b", "c", "d", "e").doOnNext(file -> taken.incrementAndGet());
        StepVerifier.create(bulk(files, crew, PLAN), 0)
                .then(() -> assertThat(taken).hasValue(0))
                .thenRequest(1)
                .then(() -> assertThat(taken).hasValue(1))
                .then(() -> crew.done("a"))
                .expectNext("a")
                .then(() -> assertThat(taken).hasValue(1))
                .thenRequest(2)
                .then(() -> assertThat(taken).hasValue(3))
                .then(() -> crew.done("c"))
                .expectNext("c")
                .then(() -> assertThat(taken).hasValue(3))
                .thenRequest(Long.MAX_VALUE)
                .then(() -> List.of("b", "d", "e").forEach(crew::done))
                .expectNext("b", "d", "e")
                .expectComplete()
                .verify(LONG);
        assertThat(crew.held).hasValue(0);
    }

    @Test
    void shouldTakeButAFewFilesForEachSession() {
        Crew crew = new Crew(9);
        AtomicLong taken = new AtomicLong();
        Flux<String> files = Flux.range(0, 100).map(String::valueOf).doOnNext(file -> taken.incrementAndGet());
        StepVerifier.create(bulk(files, crew, PLAN))
                .then(() -> assertThat(taken).hasValue(4))
                .then(() -> assertThat(crew.users).containsExactlyInAnyOrder(1, 2))
                .thenCancel()
                .verify(LONG);
        assertThat(crew.held).hasValue(0);
        assertThat(crew.aborted).hasValue(2);
    }

    @Test
    void shouldEmitInOrderIfAsked() {
        Crew crew = new Crew(9);
        Plan plan = new Plan(3, true, false, LONG, LONG);
        StepVerifier.create(bulk(Flux.just("a", "b", "c", "d"), crew, plan))
                .then(() -> List.of("d", "c", "b").forEach(crew::done))
                .then(() -> crew.fails("a", new IllegalStateException("refused")))
                .expectNext("a: refused", "b", "c", "d")
                .expectComplete()
                .verify(LONG);
    }

    @Test
    void shouldGoOnBehindAFailureUnlessAskedToStop() {
        Crew crew = new Crew(9);
        crew.fails("a", new IllegalStateException("refused"));
        List.of("b", "c").forEach(crew::done);
        StepVerifier.create(bulk(Flux.just("a", "b", "c"), crew, PLAN))
                .expectNext("a: refused", "b", "c")
                .expectComplete()
                .verify(LONG);

        Plan stops = new Plan(2, false, true, LONG, LONG);
        crew.running.remove("b");
        StepVerifier.create(bulk(Flux.just("b", "a", "c"), crew, stops))
                .expectErrorMessage("refused")
                .verify(LONG);
        assertThat(crew.aborted).hasValue(1);
        assertThat(crew.held).hasValue(0);
    }

    @Test
    void shouldSumUp() {
        Crew crew = new Crew(9);
        crew.fails("a", new IllegalStateException("refused"));
        crew.done("b");
        assertThat(new BulkFlux<>(Flux.just("a", "b"), crew, PLAN)
                        .map(BulkResult::totals)
                        .collectList()
                        .block(LONG))
                .containsExactly(new BulkTotals(1, 1, 0), new BulkTotals(2, 1, 0));
    }

    @Test
    void shouldFinishWhatWasTakenBeforeTheSourceFailed() {
        Crew crew = new Crew(9);
        Flux<String> files = Flux.just("a").concatWith(Flux.error(new IllegalStateException("source")));
        StepVerifier.create(bulk(files, crew, PLAN))
                .then(() -> crew.done("a"))
                .expectNext("a")
                .expectErrorMessage("source")
                .verify(LONG);
    }

    @Test
    void shouldDoManyFilesOnOneLoan() {
        Crew crew = new Crew(1);
        List<String> names = IntStream.range(0, 100).mapToObj(String::valueOf).toList();
        names.forEach(crew::done);
        StepVerifier.create(bulk(Flux.fromIterable(names), crew, new Plan(1, false, false, LONG, LONG)))
                .expectNextCount(100)
                .expectComplete()
                .verify(LONG);
        assertThat(crew.lent).hasValue(1);
    }

    /** Whoever has a session does the files of those who get none. */
    @Test
    void shouldDoWithTheSessionsThatThereAre() {
        Crew crew = new Crew(1);
        StepVerifier.create(bulk(Flux.just("a", "b", "c"), crew, new Plan(3, false, false, LONG, LONG)))
                .then(() -> List.of("a", "b", "c").forEach(crew::done))
                .expectNext("a", "b", "c")
                .expectComplete()
                .verify(LONG);
        assertThat(crew.lent).hasValue(1);
    }

    @Test
    void shouldFailEachFileWithoutASession() {
        StepVerifier.create(bulk(Flux.just("a", "b"), new Crew(0), PLAN))
                .expectNext("a: no session", "b: no session")
                .expectComplete()
                .verify(LONG);
    }

    @Test
    void shouldLoseOneFileWithASession() {
        Crew crew = new Crew(1);
        StepVerifier.create(bulk(Flux.just("a", "b"), crew, new Plan(1, false, false, LONG, LONG)))
                .then(() -> crew.broken.add(1))
                .then(() -> crew.fails("a", new IllegalStateException("lost")))
                .expectNext("a: lost")
                .then(() -> crew.done("b"))
                .expectNext("b")
                .expectComplete()
                .verify(LONG);
        assertThat(crew.users).containsExactly(1, 2);
    }

    @Test
    void shouldKeepNoSessionForASourceThatIsIdle() {
        Crew crew = new Crew(1);
        CountDownLatch back = new CountDownLatch(1);
        BulkCrew<Integer, String, BulkResult> watched = new BulkCrew<>() {
            @Override
            public Flux<Void> lend(Function<Integer, Publisher<Void>> use) {
                return crew.lend(use).doFinally(signal -> back.countDown());
            }

            @Override
            public boolean isOpen(Integer session) {
                return crew.isOpen(session);
            }

            @Override
            public Mono<BulkResult> run(Integer session, String file, @Nullable Pipelined mark) {
                return crew.run(session, file, null);
            }

            @Override
            public @Nullable Throwable failure(BulkResult result) {
                return result.failure();
            }

            @Override
            public BulkResult failed(String file, Throwable failure) {
                return crew.failed(file, failure);
            }
        };
        TestPublisher<String> files = TestPublisher.create();
        List.of("a", "b").forEach(crew::done);
        StepVerifier.create(new BulkFlux<>(files, watched, new Plan(1, false, false, Duration.ofMillis(20), LONG))
                        .map(BulkResult::path))
                .then(() -> files.next("a"))
                .expectNext("a")
                .then(() -> await(back))
                .then(() -> files.next("b").complete())
                .expectNext("b")
                .expectComplete()
                .verify(LONG);
        assertThat(crew.users).containsExactly(1, 2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Others may wait for it. */
    @Test
    void shouldGiveASessionBackNowAndThen() {
        Crew crew = new Crew(1);
        List.of("a", "b", "c").forEach(crew::done);
        StepVerifier.create(bulk(Flux.just("a", "b", "c"), crew, new Plan(1, false, false, LONG, Duration.ZERO)))
                .expectNext("a", "b", "c")
                .expectComplete()
                .verify(LONG);
        assertThat(new HashSet<>(crew.users).size()).isGreaterThan(1);
    }

    @Test
    void shouldTakeASessionBackThatComesBehindACancel() {
        Crew crew = new Crew(1);
        Sinks.One<Integer> late = Sinks.one();
        AtomicInteger cancelled = new AtomicInteger();
        BulkCrew<Integer, String, BulkResult> slow = new BulkCrew<>() {
            @Override
            public Flux<Void> lend(Function<Integer, Publisher<Void>> use) {
                return late.asMono().flatMapMany(use).doOnCancel(cancelled::incrementAndGet);
            }

            @Override
            public boolean isOpen(Integer session) {
                return true;
            }

            @Override
            public Mono<BulkResult> run(Integer session, String file, @Nullable Pipelined mark) {
                return crew.run(session, file, null);
            }

            @Override
            public @Nullable Throwable failure(BulkResult result) {
                return result.failure();
            }

            @Override
            public BulkResult failed(String file, Throwable failure) {
                return crew.failed(file, failure);
            }
        };
        StepVerifier.create(new BulkFlux<>(Flux.just("a"), slow, PLAN))
                .then(() -> assertThat(cancelled).hasValue(0))
                .thenCancel()
                .verify(LONG);
        late.tryEmitValue(1).orThrow();
        assertThat(cancelled).hasValue(1);
        assertThat(crew.users).isEmpty();
    }

    /** Files that complete at once and on other threads, in both orders. */
    @Test
    void shouldPassTwoMillionNamesInConstantMemory() {
        int count = 2_000_000;
        for (boolean inOrder : new boolean[] {false, true}) {
            AtomicLong taken = new AtomicLong();
            AtomicLong most = new AtomicLong();
            Plan plan = new Plan(4, inOrder, false, LONG, LONG);
            BulkCrew<Integer, Integer, BulkResult> crew = new BulkCrew<>() {
                private BulkTotals totals = BulkTotals.NONE;

                @Override
                public BulkResult emitted(BulkResult result) {
                    BulkResult summed = result.after(totals);
                    totals = summed.totals();
                    return summed;
                }

                @Override
                public Flux<Void> lend(Function<Integer, Publisher<Void>> use) {
                    return Flux.defer(() -> use.apply(1));
                }

                @Override
                public boolean isOpen(Integer session) {
                    return true;
                }

                @Override
                public Mono<BulkResult> run(Integer session, Integer file, @Nullable Pipelined mark) {
                    Mono<BulkResult> done = Mono.just(new BulkResult("f" + file, null, null, null, BulkTotals.NONE));
                    return file % 1000 == 0 ? done.subscribeOn(Schedulers.parallel()) : done;
                }

                @Override
                public @Nullable Throwable failure(BulkResult result) {
                    return result.failure();
                }

                @Override
                public BulkResult failed(Integer file, Throwable failure) {
                    throw new AssertionError(failure);
                }
            };
            BulkResult last = new BulkFlux<>(Flux.range(0, count).doOnNext(file -> taken.incrementAndGet()), crew, plan)
                    .doOnNext(result ->
                            most.accumulateAndGet(taken.get() - result.totals().files(), Math::max))
                    .blockLast(Duration.ofMinutes(2));
            assertThat(Objects.requireNonNull(last).totals().files()).isEqualTo(count);
            assertThat(most.get()).isLessThanOrEqualTo(plan.window(1));
        }
    }
}
