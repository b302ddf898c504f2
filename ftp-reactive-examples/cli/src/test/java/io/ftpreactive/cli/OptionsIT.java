package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpServerFixture;
import io.ftpreactive.testkit.RealServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The options of transfers with every server that this machine can run, in both modes. */
class OptionsIT {

    private static final String CASES = "serversAndModes";
    private static final int SIZE = 300_000;
    private static final Instant MODIFIED = Instant.parse("2020-01-02T03:04:05Z");

    @TempDir
    Path directory;

    static Stream<Arguments> serversAndModes() {
        return RealServers.available().stream()
                .flatMap(server -> Stream.of(Arguments.of(server, "--ftp-pasv"), Arguments.of(server, "-P-")));
    }

    private static Outcome run(String mode, String command, Object... args) {
        List<String> all = new ArrayList<>(List.of(command, mode));
        Arrays.stream(args).map(String::valueOf).forEach(all::add);
        return Outcome.of(all.toArray(String[]::new));
    }

    private static String url(FtpServerFixture server, String name) {
        return server.url(server.path(name)).toString();
    }

    private static byte[] random() {
        byte[] bytes = new byte[SIZE];
        new Random(SIZE).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void shouldFetchParts(FtpServerFixture server, String mode) {
        byte[] content = random();
        server.write("opt-part.bin", content);
        String url = url(server, "opt-part.bin");

        assertThat(run(mode, "get", "-r", "0-9", url).bytes()).isEqualTo(Arrays.copyOf(content, 10));
        assertThat(run(mode, "get", "-r", "70000-170000", url, url).bytes())
                .startsWith(Arrays.copyOfRange(content, 70_000, 170_001))
                .hasSize(2 * 100_001);
        assertThat(run(mode, "get", "-r", "299990-", url).bytes())
                .isEqualTo(Arrays.copyOfRange(content, SIZE - 10, SIZE));
        assertThat(run(mode, "get", "-r", "-10", url).bytes()).isEqualTo(Arrays.copyOfRange(content, SIZE - 10, SIZE));
        assertThat(run(mode, "get", "-r", "400000-", url).code()).isEqualTo(36);
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void shouldGoOnWithWhatIsBegun(FtpServerFixture server, String mode) throws IOException {
        byte[] content = random();
        Path local = directory.resolve("file");
        Path part = Files.write(directory.resolve("file.part"), Arrays.copyOf(content, 120_000));
        server.write("opt-rest.bin", content);
        String url = url(server, "opt-rest.bin");

        assertThat(run(mode, "get", "-C", "-", "-o", local, url).code()).isZero();
        assertThat(local).hasBinaryContent(content);
        assertThat(part).doesNotExist();
        assertThat(run(mode, "get", "-C", SIZE + 1, url).code()).isEqualTo(36);

        server.write("opt-rest.bin", Arrays.copyOf(content, 50_000));
        assertThat(run(mode, "put", "-C", "-", local, url).code()).isZero();
        assertThat(server.local("opt-rest.bin")).hasBinaryContent(content);
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void shouldBringTextThereAndBack(FtpServerFixture server, String mode) throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "one\ntwo\n");
        String url = url(server, "opt-text-" + mode.length() + ".txt");

        assertThat(run(mode, "put", "-B", text, url).code()).isZero();
        assertThat(run(mode, "get", "-B", url).out()).isEqualTo("one\ntwo\n");
        assertThat(run(mode, "get", url + ";type=a").out()).isEqualTo("one\ntwo\n");
        assertThat(run(mode, "put", "--crlf", text, url).code()).isZero();
        assertThat(run(mode, "get", url).out()).isEqualTo("one\r\ntwo\r\n");
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void shouldGoByTheTime(FtpServerFixture server, String mode) throws IOException {
        Path remote = server.write("opt-time.txt", "old".getBytes(StandardCharsets.UTF_8));
        Files.setLastModifiedTime(remote, FileTime.from(MODIFIED));
        Path local = directory.resolve("file");
        String url = url(server, "opt-time.txt");

        assertThat(run(mode, "get", "-z", "2020-01-02 03:04:04", url).out()).isEqualTo("old");
        assertThat(run(mode, "get", "-z", "2020-01-02 03:04:05", url).out()).isEmpty();
        assertThat(run(mode, "get", "-z", "-2020-01-02 03:04:05", url).out()).isEqualTo("old");
        assertThat(run(mode, "get", "-R", "-o", local, url).code()).isZero();
        assertThat(Files.getLastModifiedTime(local).toInstant()).isEqualTo(MODIFIED);
        assertThat(run(mode, "get", "-I", url).out())
                .isEqualTo(String.join(
                        "\r\n",
                        "Last-Modified: Thu, 02 Jan 2020 03:04:05 GMT",
                        "Content-Length: 3",
                        "Accept-ranges: bytes",
                        ""));
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void shouldMakeDirectoriesAndFindThemByEachMethod(FtpServerFixture server, String mode) throws IOException {
        Path one = Files.writeString(directory.resolve("one"), "1");
        Path two = Files.writeString(directory.resolve("two"), "2");
        for (String method : List.of("multicwd", "singlecwd", "nocwd")) {
            String made = "opt-" + method + mode.length() + "/a/b";
            String url = url(server, made);

            assertThat(run(mode, "put", "--ftp-create-dirs", "--ftp-method", method, one, two, url + "/")
                            .code())
                    .as(method)
                    .isZero();
            assertThat(server.local(made + "/two")).hasContent("2");
            for (String back : List.of("MULTICWD", "SINGLECWD", "NOCWD")) {
                assertThat(run(mode, "get", "--ftp-method", back, url + "/one", url + "/two")
                                .out())
                        .as(method + ", " + back.toLowerCase(Locale.ROOT))
                        .isEqualTo("12");
            }
            assertThat(run(mode, "get", "--ftp-method", "multicwd", url + "/c/d")
                            .code())
                    .isEqualTo(9);
        }
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void shouldSendCommandsAround(FtpServerFixture server, String mode) {
        Path remote = server.write("opt-quote.txt", "text".getBytes(StandardCharsets.UTF_8));
        String url = url(server, "opt-quote.txt");

        assertThat(run(mode, "get", "-Q", "XNOSUCH", url).code()).isEqualTo(21);
        Outcome outcome = run(
                mode, "get", "-v", "-Q", "*XNOSUCH", "-Q", "+NOOP", "-Q", "-DELE " + server.path("opt-quote.txt"), url);

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("text");
        assertThat(outcome.err()).containsSubsequence("> XNOSUCH", "> NOOP", "> RETR", "> DELE");
        assertThat(remote).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void shouldBoundSizeAndSpeed(FtpServerFixture server, String mode) {
        byte[] content = random();
        server.write("opt-bound.bin", content);
        String url = url(server, "opt-bound.bin");

        assertThat(run(mode, "get", "--max-filesize", SIZE - 1, url).code()).isEqualTo(63);
        assertThat(run(mode, "get", "--max-filesize", SIZE, "--limit-rate", "20m", "-Y", "1", url)
                        .bytes())
                .isEqualTo(content);
    }
}
