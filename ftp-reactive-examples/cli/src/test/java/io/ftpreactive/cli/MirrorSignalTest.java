package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpFault;
import io.ftpreactive.testkit.FtpTestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror in a process of its own that a signal ends. */
class MirrorSignalTest {

    @TempDir
    Path directory;

    @Test
    void shouldPrintTheSumsForPrograms() throws Exception {
        Ended ended = endInATransfer("--json");
        assertThat(ended.out().lines().toList())
                .last()
                .asString()
                .contains("\"action\":\"total\"", "\"error\":\"interrupted\"", "\"code\":130");
    }

    @Test
    void shouldPrintTheSumsForPeople() throws Exception {
        assertThat(endInATransfer().err()).contains("total: 0 of ");
    }

    private record Ended(String out, String err) {}

    private Ended endInATransfer(String... options) throws Exception {
        Path there = Files.createDirectories(directory.resolve("there"));
        Files.writeString(there.resolve("a"), "12345");
        try (FtpTestServer server = FtpTestServer.start(there)) {
            server.inject(FtpFault.stall("RETR", 0));
            Path out = directory.resolve("out");
            Process process =
                    mirror(server.url(), options).redirectOutput(out.toFile()).start();
            String err = endAtRetr(process);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return new Ended(Files.readString(out), err);
        }
    }

    private ProcessBuilder mirror(String url, String... options) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "mirror",
                "-v"));
        line.addAll(Arrays.asList(options));
        line.addAll(List.of(url, directory.resolve("here").toString()));
        return new ProcessBuilder(line);
    }

    /** Gives all that is said on stderr. */
    private static String endAtRetr(Process process) throws IOException {
        StringBuilder all = new StringBuilder();
        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                all.append(line).append('\n');
                if (line.contains("> RETR ")) {
                    process.toHandle().destroy(); // That of the process would close the stream.
                }
            }
        }
        return all.toString();
    }
}
