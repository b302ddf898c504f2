package io.ftpreactive.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Contestants that do not behave: a run ends with what is wrong, and none of their processes is left. */
class ContestantTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String FOREVER = "tail -f /dev/null";

    private static Job job(int sessions) {
        return new Job(Job.Kind.TO_NOTHING, "file", Path.of("none"), sessions, sessions, 42);
    }

    /** A bash script for each session. */
    private record Script(String text) implements CommandContestant.Dialect {
        @Override
        public List<String> words(Job job) {
            return List.of("bash", "-c");
        }

        @Override
        public List<String> lasts(Job job, Path directory) {
            return Collections.nCopies(job.sessions(), text);
        }

        @Override
        public boolean isCounting() {
            return true;
        }
    }

    private static Measurement run(String script, int sessions, Duration limit) throws IOException {
        return new CommandContestant("program", new Script(script), limit).run(job(sessions));
    }

    private static JvmContestant worker(String script, Duration limit) throws IOException {
        return new JvmContestant("worker", Processes.start(new ProcessBuilder("bash", "-c", script)), limit);
    }

    private static void assertNothingLeft() {
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .allSatisfy(process ->
                        process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }

    @Test
    void shouldAddUpLinesThatEachProcessWritesInPieces() throws IOException {
        assertThat(run("printf 4; printf '2\\n'", 8, LONG).moved()).isEqualTo(8 * 42);
    }

    @Test
    void shouldTellWhatAFailedProgramSaid() {
        assertThatThrownBy(() -> run("echo no such host >&2; exit 6", 2, LONG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("program ended with 6: no such host");
        assertNothingLeft();
    }

    @Test
    void shouldTellThatAProgramMovedTooLittle() {
        assertThatThrownBy(() -> run("echo 41", 1, LONG)).hasMessageContaining("program moved 41, not 42");
    }

    @Test
    void shouldTellThatAProgramPrintedNoNumber() {
        assertThatThrownBy(() -> run("echo 4x", 1, LONG)).hasMessageContaining("something else than numbers: 4x");
    }

    @Test
    void shouldEndAProgramThatHangs() {
        assertThatThrownBy(() -> run(FOREVER, 3, SHORT)).hasMessageContaining("program did not finish within");
        assertNothingLeft();
    }

    @Test
    void shouldEndAProgramWhoseScriptIsEnded() throws Exception {
        CompletableFuture<ProcessHandle> program = CompletableFuture.supplyAsync(ContestantTest::endScript);
        assertThatThrownBy(() -> run(FOREVER, 1, LONG)).hasMessageContaining("program ended with 130");
        program.get(10, TimeUnit.SECONDS).onExit().get(10, TimeUnit.SECONDS);
    }

    /** Ends the script that has started a program, as Ctrl-C does, which does not reach that one. */
    private static ProcessHandle endScript() {
        while (true) {
            Optional<ProcessHandle> program = ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("tail"))
                    .findFirst();
            if (program.isPresent()) {
                program.get().parent().ifPresent(ProcessHandle::destroy);
                return program.get();
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldReadAWorkersAnswerBetweenOtherLines() throws IOException {
        try (JvmContestant worker =
                worker("read -r; echo hello; echo done 42 1.0 2.0 3.0 NaN NaN 4.0; read -r", LONG)) {
            assertThat(worker.run(job(1)).wallSeconds()).isEqualTo(2.0);
        }
    }

    @Test
    void shouldTellWhyAWorkerFailed() throws IOException {
        try (JvmContestant worker = worker("read -r; echo failed because", LONG)) {
            assertThatThrownBy(() -> worker.run(job(1))).hasMessageContaining("worker: failed because");
        }
        assertNothingLeft();
    }

    @Test
    void shouldTellThatAWorkerIsGone() throws IOException {
        try (JvmContestant worker = worker("read -r; exit 3", LONG)) {
            assertThatThrownBy(() -> worker.run(job(1))).hasMessageContaining("its process ended");
        }
    }

    @Test
    void shouldEndAWorkerThatHangs() throws IOException {
        try (JvmContestant worker = worker("read -r; read -r", SHORT)) {
            assertThatThrownBy(() -> worker.run(job(1))).hasMessageContaining("worker did not finish within");
        }
        assertNothingLeft();
    }
}
