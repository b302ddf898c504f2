package io.ftpreactive.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.batch.Outcome.Completed;
import io.ftpreactive.batch.Outcome.Delivered;
import io.ftpreactive.batch.Outcome.Failed;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.RealServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/** What a job does when all is well, when something fails, and when it dies between any two steps. */
class LineJobTest {

    private static final Steps SOUND = Steps.sound();

    @TempDir
    Path folder = Path.of("");

    private @Nullable Bench prepared;

    @BeforeEach
    void prepare() {
        prepared = new Bench(RealServers.embedded(), folder);
    }

    @AfterEach
    void close() {
        bench().close();
    }

    private Bench bench() {
        return Objects.requireNonNull(prepared);
    }

    private void nothingIsLeft() {
        assertThat(bench().content("inbox")).isEmpty();
        assertThat(bench().content("claimed")).isEmpty();
        assertThat(bench().content("failed")).isEmpty();
    }

    /**
     * The steps are: claim, convert, publish, record, delete, forget. Only between publishing and recording does a result
     * appear twice.
     */
    @ParameterizedTest
    @CsvSource({
        "1, false, Delivered, 1",
        "1, true, Delivered, 1",
        "2, false, Delivered, 1",
        "2, true, Delivered, 1",
        "3, false, Delivered, 1",
        "3, true, Delivered, 2",
        "4, false, Delivered, 2",
        "4, true, Completed, 1",
        "5, false, Completed, 1",
        "5, true, , 1",
        "6, false, , 1",
        "6, true, , 1"
    })
    void shouldGoOnWhereItDied(int step, boolean done, String outcome, int publications) {
        bench().arrive("a.txt", "one\ntwo\n");
        Steps first = Steps.mortal(step, done);
        Disposable run = Bench.run(bench().job(first)).subscribe();
        first.death().block(Bench.LONG);
        run.dispose();
        assertThat(first.taken()).hasSize(step);

        bench().arrive("next.txt", "three\n");
        Steps second = Steps.sound();
        List<Outcome> outcomes = Bench.run(bench().job(second), outcome == null ? 1 : 2);

        assertThat(outcomes).contains(new Delivered("next.txt", 6));
        Outcome expected = "Completed".equals(outcome) ? new Completed("a.txt") : new Delivered("a.txt", 8);
        assertThat(outcomes.contains(expected)).isEqualTo(outcome != null);
        assertThat(bench().content("outbox")).isEqualTo(Map.of("a.txt", "ONE\nTWO\n", "next.txt", "THREE\n"));
        nothingIsLeft();
        boolean inVain = step == 3 && !done; // which was not done
        assertThat(published(first) - (inVain ? 1 : 0) + published(second) - 1).isEqualTo(publications);
        boolean forgotten = !((step == 5 && done) || (step == 6 && !done));
        assertThat(bench().records()).isEqualTo(forgotten ? 0 : 1); // a record too many does no harm
    }

    private static long published(Steps steps) {
        return steps.taken().stream().filter("target rename"::equals).count();
    }

    @Test
    void shouldBeCancelledWithinAFile() {
        bench().arrive("a.txt", "one\ntwo\n");
        Sinks.Empty<Void> reached = Sinks.empty();
        LineJob job = bench().job(
                        SOUND,
                        lines -> lines.take(1)
                                .concatWith(Flux.<String>never().doOnSubscribe(ignored -> reached.tryEmitEmpty())));
        Disposable run = Bench.run(job).subscribe();
        reached.asMono().block(Bench.LONG);
        run.dispose();

        assertThat(Bench.run(bench().job(SOUND), 1)).containsExactly(new Delivered("a.txt", 8));
        assertThat(bench().content("outbox")).isEqualTo(Map.of("a.txt", "ONE\nTWO\n"));
        nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTryEachStepAgain(boolean done) {
        bench().arrive("a.txt", "one\n");
        Steps flaky = Steps.flaky(done);
        assertThat(Bench.run(bench().job(flaky), 1)).containsExactly(new Delivered("a.txt", 4));
        assertThat(flaky.taken()).hasSize(12);
        assertThat(bench().content("outbox")).isEqualTo(Map.of("a.txt", "ONE\n"));
        assertThat(bench().records()).isZero();
        nothingIsLeft();
    }

    @Test
    void shouldReportASingleFailureAndGoOn() {
        bench().arrive("bad.txt", "fine\npoison\n");
        List.of("a.txt", "b.txt", "c.txt").forEach(name -> bench().arrive(name, "fine\n"));
        LineJob job = bench().job(
                        SOUND,
                        lines -> lines.doOnNext(line -> {
                            if (line.equals("poison")) {
                                throw new IllegalStateException("refused");
                            }
                        }));
        List<Outcome> outcomes = Bench.run(job, 4);

        assertThat(outcomes).filteredOn(Bench::isDelivered).hasSize(3);
        assertThat(outcomes)
                .filteredOn(Failed.class::isInstance)
                .singleElement()
                .satisfies(outcome -> assertThat(((Failed) outcome).error()).hasMessage("refused"));
        assertThat(bench().content("outbox")).containsOnlyKeys("a.txt", "b.txt", "c.txt");
        assertThat(bench().content("failed")).hasSize(1).allSatisfy((name, text) -> {
            assertThat(name).endsWith("_bad.txt");
            assertThat(text).isEqualTo("fine\npoison\n");
        });
        assertThat(bench().content("claimed")).isEmpty();
    }

    @Test
    void shouldKeepForTheNextStartWhatMayPass() {
        bench().arrive("a.txt", "one\n");
        LineJob hasty = bench().job(Steps.losing(2)).retry(Retry.max(0));
        assertThat(Bench.run(hasty, 1))
                .singleElement()
                .satisfies(outcome -> assertThat(((Failed) outcome).error()).hasMessage("lost"));
        assertThat(bench().content("claimed")).hasSize(1);
        assertThat(Bench.run(bench().job(SOUND), 1)).containsExactly(new Delivered("a.txt", 4));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotTakeATemporaryFileThatSomebodyDeletedForAResult(boolean earlier) {
        if (earlier) {
            bench().write("outbox/a.txt", "of an earlier version\n");
        }
        bench().arrive("a.txt", "one\n");
        LineJob job = bench().job(Steps.before("target rename", () -> bench().empty("outbox", ".part")));
        assertThat(Bench.run(job, 1)).singleElement().isInstanceOf(Failed.class);
        assertThat(bench().content("claimed")).hasSize(1);
        assertThat(bench().records()).isZero();
        assertThat(Bench.run(bench().job(SOUND), 1)).containsExactly(new Delivered("a.txt", 4));
        assertThat(bench().content("outbox")).isEqualTo(Map.of("a.txt", "ONE\n"));
    }

    @Test
    void shouldConvertEachAttemptAnew() {
        bench().arrive("a.txt", "one\ntwo\n");
        LineJob job = bench().job(Steps.flaky(true), lines -> {
            AtomicInteger number = new AtomicInteger();
            return lines.map(line -> number.incrementAndGet() + " " + line);
        });
        assertThat(Bench.run(job, 1)).singleElement().isInstanceOf(Delivered.class);
        assertThat(bench().content("outbox")).isEqualTo(Map.of("a.txt", "1 one\n2 two\n"));
    }

    @Test
    void shouldTellThatAFailedFileCouldNotBePutAway() {
        bench().arrive("a.txt", "one\n");
        bench().remove("failed");
        LineJob job = bench().job(SOUND, lines -> lines.concatWith(Flux.error(new IllegalStateException("refused"))));
        assertThat(Bench.run(job, 1)).singleElement().satisfies(outcome -> {
            Throwable error = ((Failed) outcome).error();
            assertThat(error).hasMessage("refused");
            assertThat(error.getSuppressed()).anyMatch(FtpReplyException.class::isInstance);
        });
        assertThat(bench().content("claimed")).hasSize(1);
    }

    @Test
    void shouldReplaceTheResultOfAnEarlierVersion() {
        bench().arrive("a.txt", "one\n");
        Bench.run(bench().job(SOUND), 1);
        bench().arrive("a.txt", "two\n");
        Bench.run(bench().job(SOUND), 1);
        assertThat(bench().content("outbox")).isEqualTo(Map.of("a.txt", "TWO\n"));
    }

    @Test
    void shouldLeaveAloneWhatItHasNotClaimed() {
        bench().write("claimed/notes.txt", "of somebody else\n");
        bench().arrive("a.txt", "one\n");
        assertThat(Bench.run(bench().job(SOUND), 1)).containsExactly(new Delivered("a.txt", 4));
        assertThat(bench().content("claimed")).containsOnlyKeys("notes.txt");
    }

    @Test
    void shouldWorkOnEightAtATime() {
        for (int file = 0; file < 20; file++) {
            bench().arrive("file" + file, "line\n");
        }
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Sinks.Empty<Void> eight = Sinks.empty();
        LineJob job = bench().job(
                        SOUND,
                        lines -> Flux.defer(() -> {
                            int now = running.incrementAndGet();
                            most.accumulateAndGet(now, Math::max);
                            if (now == 8) {
                                eight.tryEmitEmpty();
                            }
                            return eight.asMono().thenMany(lines).doFinally(ignored -> running.decrementAndGet());
                        }));
        assertThat(Bench.run(job, 20)).allMatch(Bench::isDelivered);
        assertThat(most).hasValue(8);
    }

    @Test
    void shouldShareAnInboxWithAnother() {
        for (int file = 0; file < 40; file++) {
            bench().arrive("file" + file, "line " + file + "\n");
        }
        LineJob other = new LineJob(
                        bench().source(),
                        bench().target(),
                        bench().foldersOfAnother(),
                        bench().ledger(),
                        lines -> lines.map(Bench::capitals))
                .retry(Bench.impatient());
        List<Outcome> delivered = Objects.requireNonNull(Flux.merge(Bench.run(bench().job(SOUND)), Bench.run(other))
                .doOnNext(outcome -> assertThat(outcome).isNotInstanceOf(Failed.class))
                .filter(Bench::isDelivered)
                .take(40)
                .collectList()
                .block(Bench.LONG));
        assertThat(delivered).extracting(Outcome::name).doesNotHaveDuplicates();
        assertThat(bench().content("outbox")).hasSize(40).containsEntry("file7", "LINE 7\n");
        nothingIsLeft();
        assertThat(bench().content("claimed-by-other")).isEmpty();
    }
}
