package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.cli.Installed.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the packaged jar and the JVM of the tests. */
class LauncherIT {

    private static final Path JAR = Path.of("target/ftp-reactive.jar").toAbsolutePath();

    @TempDir
    Path directory;

    private Installed installed;

    @BeforeEach
    void install() throws IOException {
        installed = Installed.in(directory, "app", JAR);
    }

    @AfterEach
    void awaitBackground() {
        installed.awaitBackground();
    }

    private ProcessBuilder command(String... args) throws IOException {
        ProcessBuilder command = installed.command(args);
        command.environment().put("PATH", System.getenv("PATH"));
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return command;
    }

    @Test
    void shouldLoadTheClassesOfARunFromTheArchiveAndDoWithoutADamagedOne() throws Exception {
        Result first = Installed.run(command("--version"));
        Path archive = installed.archive();

        ProcessBuilder logging = command("--version");
        Path log = directory.resolve("classes.log");
        logging.environment().put("JAVA_OPTS", "-Xlog:class+load:file=" + log);
        assertSame(Installed.run(logging), first);
        assertThat(Files.readAllLines(log))
                .filteredOn(line -> line.contains(" " + Subcommands.class.getName() + " "))
                .singleElement()
                .asString()
                .contains("shared objects file");

        byte[] whole = Files.readAllBytes(archive);
        for (byte[] damaged :
                List.of(new byte[0], new byte[whole.length], Arrays.copyOf(whole, whole.length / 2), new byte[] {1})) {
            Files.delete(archive);
            Files.write(archive, damaged);
            assertSame(Installed.run(command("--version")), first);
        }
    }

    private static void assertSame(Result result, Result first) {
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo(first.out()).startsWith("ftp-reactive ");
        assertThat(result.err()).isEmpty();
    }
}
