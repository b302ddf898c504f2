package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.OneFileServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file by several sessions. */
class SegmentsTest {

    private static final int SIZE = 4_000_000;

    private final OneFileServer server = OneFileServer.start(bytes());

    @TempDir
    Path directory;

    private static byte[] bytes() {
        byte[] bytes = new byte[SIZE];
        new Random(5).nextBytes(bytes);
        return bytes;
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Outcome get(String... args) {
        return Outcome.of(Stream.of(
                        Stream.of("get", "--segments", "3"),
                        Arrays.stream(args),
                        Stream.of("ftp://127.0.0.1:" + server.port() + "/a"))
                .flatMap(parts -> parts)
                .toArray(String[]::new));
    }

    private Outcome toFile(String... args) {
        return get(Stream.concat(Stream.of("-O", "--output-dir", directory.toString()), Arrays.stream(args))
                .toArray(String[]::new));
    }

    private byte[] file() throws IOException {
        return Files.readAllBytes(directory.resolve("a"));
    }

    @Test
    void shouldWriteAFile() throws IOException {
        server.waitForSessions(3);

        Outcome outcome = toFile();

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).startsWith("a: 4000000 bytes");
        assertThat(file()).isEqualTo(server.file);
        assertThat(server.mostSessions()).isEqualTo(3);
    }

    @Test
    void shouldWriteToStandardOutputInOrder() {
        assertThat(get().bytes()).isEqualTo(server.file);
    }

    @Test
    void shouldWriteAPart() {
        assertThat(get("-r", "1000-3000000").bytes()).isEqualTo(Arrays.copyOfRange(server.file, 1000, 3_000_001));
    }

    @Test
    void shouldGoOnWithWhatIsThere() throws IOException {
        server.breaks = number -> true;
        server.breaksAfter = 1_500_000;
        assertThat(toFile().code()).isNotZero();
        server.breaks = number -> false;

        Outcome outcome = toFile("-C", "-");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).containsPattern("a: [123]\\d{6} bytes");
        assertThat(file()).isEqualTo(server.file);
    }

    @Test
    void shouldGiveTheFileItsTime() throws IOException {
        toFile("-R");

        assertThat(Files.getLastModifiedTime(directory.resolve("a")).toString()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void shouldDownloadSeveralFilesInSegments() {
        Outcome outcome = get("-Z", "ftp://127.0.0.1:" + server.port() + "/b");

        assertThat(outcome.bytes()).hasSize(2 * SIZE);
        assertThat(Arrays.copyOf(outcome.bytes(), SIZE)).isEqualTo(server.file);
    }

    @Test
    void shouldRefuseWhatIsForOneSession() {
        assertThat(get("-Q", "PWD").code()).isEqualTo(2);
        assertThat(get("--ftp-method", "singlecwd").code()).isEqualTo(2);
        assertThat(Outcome.of("get", "--segments", "65", "ftp://127.0.0.1:1/a").code())
                .isEqualTo(2);
    }
}
