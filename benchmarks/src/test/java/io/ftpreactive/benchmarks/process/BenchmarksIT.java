package io.ftpreactive.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.benchmarks.client.ClientKind;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario runs and has figures; which ones depends on the machine. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BenchmarksIT {

    private static final String FIGURES = "\\| " + ClientKind.OURS.title() + "[^|]* \\|( [0-9.,]* \\|)+";

    @TempDir
    private Path directory;

    /** The command line may not have been built. */
    static Stream<String> scenarios() {
        return Run.names().stream().filter(name -> !name.equals("start"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void shouldHaveFigures(String scenario) throws Exception {
        Run.run(scenario, "--quick", "--out", directory.toString());

        List<String> lines = Files.readAllLines(directory.resolve("RESULTS.md"));
        assertThat(lines).contains("## " + scenario);
        long tables = lines.stream().filter(line -> line.startsWith("### ")).count();
        assertThat(tables).isPositive();
        assertThat(lines.stream().filter(line -> line.matches(FIGURES))).hasSize((int) tables);
        assertThat(lines.stream().filter(line -> line.startsWith("![")))
                .allSatisfy(line -> assertThat(directory.resolve(line.replaceAll(".*\\((.*)\\)", "$1")))
                        .isNotEmptyFile());
    }

    @Test
    void shouldLeaveNoProcessWhenItIsStopped() throws Exception {
        Process run = Processes.startJava(
                Processes.home(),
                List.of(),
                List.of("slow-downloads", "--sessions", "20", "--slow-kb", "100000", "--dir", directory.toString()));
        List<ProcessHandle> children;
        try (BufferedReader out = run.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isNotNull();
            do {
                Thread.onSpinWait();
                children = run.descendants().toList();
            } while (children.size() < 2 && run.isAlive());
            run.toHandle().destroy(); // as Ctrl-C does
            assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(run.exitValue()).isNotZero();
        for (ProcessHandle child : children) {
            child.onExit().get(1, TimeUnit.MINUTES);
        }
        assertThat(directory).isEmptyDirectory();
    }
}
