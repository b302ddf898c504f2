package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own says nothing that this program does not say. */
class QuietTest extends WireTest {

    @TempDir
    Path directory;

    /** Netty warns of a machine without a hardware address in the same place as of a malformed one. */
    @Test
    void shouldNotShowWhatLibrariesLog() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retrieve(login(script), "a"))) {
            Path out = directory.resolve("out");
            Path err = directory.resolve("err");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Dio.netty.machineId=malformed",
                            "-cp",
                            classpathWithoutLogging(),
                            Main.class.getName(),
                            "get",
                            "-s",
                            "ftp://" + server.host() + ":" + server.port() + "/a")
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();

            assertThat(process.waitFor()).isZero();
            assertThat(Files.readString(out, StandardCharsets.UTF_8)).isEqualTo("bytes");
            assertThat(Files.readString(err, StandardCharsets.UTF_8)).isEmpty();
        }
    }

    /** With it, tests would see the logging of tests. */
    private static String classpathWithoutLogging() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("slf4j"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
