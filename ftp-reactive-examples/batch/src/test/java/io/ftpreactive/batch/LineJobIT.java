package io.ftpreactive.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpServerFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job on every server. */
class LineJobIT {

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @MethodSource("io.ftpreactive.testkit.RealServers#available")
    void shouldDeliverWhatArrives(FtpServerFixture server) {
        try (Bench bench = new Bench(server, folder)) {
            for (int file = 0; file < 20; file++) {
                bench.arrive("file " + file + ".txt", "gr\u00fc\u00dfe\n".repeat(file * 100));
            }
            assertThat(Bench.run(bench.job(Steps.sound()), 20)).allMatch(Bench::isDelivered);
            assertThat(bench.content("inbox")).isEmpty();
            assertThat(bench.content("claimed")).isEmpty();
            assertThat(bench.content("outbox"))
                    .hasSize(20)
                    .containsEntry("file 3.txt", "GR\u00dcSSE\n".repeat(300))
                    .containsEntry("file 0.txt", "");
            assertThat(bench.records()).isZero();
        }
    }
}
