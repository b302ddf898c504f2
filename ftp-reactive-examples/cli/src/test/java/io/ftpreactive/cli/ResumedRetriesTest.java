package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.OneFileServer;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --retry} goes on with, and what it must begin anew. */
class ResumedRetriesTest extends WireTest {

    private static final int SIZE = 1_000_000;
    private static final int BROKEN_AT = 300_000;
    private static final String[] RETRY = {"--retry", "2", "--retry-delay", "0.01"};

    private final OneFileServer server = OneFileServer.start(bytes());

    @TempDir
    Path directory;

    private static byte[] bytes() {
        byte[] bytes = new byte[SIZE];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Outcome get(String... args) {
        String url = "ftp://127.0.0.1:" + server.port() + "/a";
        return Outcome.of(Stream.of(
                        Stream.of("get", "-O", "--output-dir", directory.toString()),
                        Stream.of(RETRY),
                        Stream.of(args),
                        Stream.of(url))
                .flatMap(parts -> parts)
                .toArray(String[]::new));
    }

    private void breaksAtFirst() {
        server.breaks = number -> number == 1;
        server.breaksAfter = BROKEN_AT;
    }

    private void assertWhole() throws IOException {
        assertThat(Files.readAllBytes(directory.resolve("a"))).isEqualTo(server.file);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(directory.resolve("a"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-progress-meter", "-Z", "-R"})
    void shouldGoOnWithADownload(String option) throws IOException {
        breaksAtFirst();
        Files.writeString(directory.resolve("a"), "an old one");

        Outcome outcome = get(option);

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).contains("451 disk error", "2 retries left.");
        assertThat(server.commands()).contains("REST " + BROKEN_AT);
        assertThat(server.sent()).isLessThan(SIZE + 64 * 1024);
        assertWhole();
    }

    @Test
    void shouldGoOnAgainAndAgain() throws IOException {
        server.breaks = number -> number < 3;
        server.breaksAfter = BROKEN_AT;

        assertThat(get().code()).isZero();

        assertThat(server.commands()).contains("REST " + BROKEN_AT, "REST " + 2 * BROKEN_AT);
        assertWhole();
    }

    @Test
    void shouldGoOnWithADownloadInSegments() throws IOException {
        server.file = new byte[4_000_000];
        new Random(4).nextBytes(server.file);
        server.breaks = number -> number == 1;
        server.breaksAfter = BROKEN_AT;
        server.before = (number, position) -> {
            // By its last byte a session is shown that the server obeys.
            if (position > 0 && position < server.file.length - 1) {
                OneFileServer.waitUntil(() -> server.sent() >= BROKEN_AT);
            }
        };

        Outcome outcome = get("--segments", "2");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).contains("2 retries left.").containsPattern("a: [123]\\d{6} bytes");
        assertWhole();
    }

    @Test
    void shouldBeginAnewWhereItIsAnotherFile() throws IOException {
        breaksAtFirst();
        server.before = (number, position) -> {
            if (number == 1) {
                server.modified = "213 20260101000001";
            }
        };

        assertThat(get().code()).isZero();

        assertThat(server.commands()).noneMatch(command -> command.startsWith("REST "));
        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBeginAnewWhereTheServerDoesNotRestart(boolean refuses) throws IOException {
        breaksAtFirst();
        server.obeys = false;
        server.restart = refuses ? "502 no" : "350 as you like";

        assertThat(get().code()).isZero();

        assertWhole();
    }

    /** What an earlier run has left is somebody else's, or of another file. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "a.part"})
    void shouldNotGoOnWithWhatWasThereBefore(String name) throws IOException {
        Path old = Files.writeString(directory.resolve(name), "old");
        Outcome outcome = run(
                script -> retrieve(
                        script.login()
                                .on("SIZE", "213 5")
                                .on("MDTM", "213 20260101000000")
                                .expect("EPSV")
                                .passive()
                                .expect("RETR a")
                                .reply("450 busy"),
                        "a"),
                "get",
                "--retry",
                "1",
                "--retry-delay",
                "0.01",
                "-o",
                old.resolveSibling("a").toString(),
                "URLa");

        assertThat(outcome.code()).isZero();
        assertThat(directory.resolve("a")).hasContent("bytes");
    }

    @Test
    void shouldGoOnWithADownloadOnAnotherSession() throws IOException {
        Path file = directory.resolve("a");
        try (ScriptedFtpServer scripted = ScriptedFtpServer.start(
                script -> sized(script)
                        .expect("EPSV")
                        .passive()
                        .expect("RETR a")
                        .reply("150 coming")
                        .acceptData()
                        .sendData("by")
                        // In order: a reset might overtake the bytes.
                        .closeData()
                        .reply("426 broken")
                        .closeControl(),
                script -> sized(script)
                        .expect("EPSV")
                        .passive()
                        .expect("REST 2")
                        .reply("350 ok")
                        .expect("RETR a")
                        .reply("150 coming")
                        .acceptData()
                        .sendData("tes")
                        .closeData()
                        .reply("226 done"))) {
            Outcome outcome = Outcome.of(
                    "get",
                    "--retry",
                    "1",
                    "--retry-delay",
                    "0.01",
                    "--retry-all-errors",
                    "-o",
                    file.toString(),
                    "ftp://127.0.0.1:" + scripted.port() + "/a");
            scripted.verify();

            assertThat(outcome.code()).as(outcome.err()).isZero();
        }
        assertThat(file).hasContent("bytes");
    }

    private static FtpScript sized(FtpScript script) {
        return script.login().on("SIZE", "213 5").on("MDTM", "213 20260101000000");
    }

    @ParameterizedTest
    @CsvSource({"2, APPE, xt", "4, '', ''", "0, STOR, text", "9, STOR, text"})
    void shouldGoOnWithAnUploadBehindWhatHasArrived(int arrived, String command, String sent) throws IOException {
        Run run = put(script -> {
            FtpScript second = broken(script.login()).expect("SIZE a").reply("213 " + arrived);
            if (arrived > 0 && arrived <= 4) {
                second.expect("SIZE a").reply("213 " + arrived);
            }
            if (!command.isEmpty()) {
                store(second, command + " a");
            }
            if (command.equals("APPE")) {
                second.expect("SIZE a").reply("213 4");
            }
        });

        assertThat(run.outcome().code()).as(run.outcome().err()).isZero();
        assertThat(String.join("|", run.texts())).isEqualTo(sent.isEmpty() ? "text" : "text|" + sent);
    }

    @Test
    void shouldNotBeginWithWhatWasOnTheServerBefore() throws IOException {
        Run run = put(script ->
                store(script.login().expect("EPSV").passive().expect("STOR a").reply("452 full"), "STOR a"));

        assertThat(run.outcome().code()).as(run.outcome().err()).isZero();
        assertThat(run.texts()).containsExactly("text");
    }

    /** The fragment on the server is newer than what it is a part of. */
    @Test
    void shouldDecideByTheTimeOfTheRemoteFileOnlyOnce() throws IOException {
        Run run = put(
                script -> broken(script.login().expect("MDTM a").reply("213 20000101000000"))
                        .expect("SIZE a")
                        .reply("213 2")
                        .expect("SIZE a")
                        .reply("213 2")
                        .expect("EPSV")
                        .passive()
                        .expect("APPE a")
                        .reply("150 send")
                        .acceptData()
                        .readDataToEnd()
                        .reply("226 done")
                        .expect("SIZE a")
                        .reply("213 4"),
                "-z",
                "-2020-01-01");

        assertThat(run.outcome().code()).as(run.outcome().err()).isZero();
        assertThat(run.texts()).containsExactly("text", "xt");
    }

    private static FtpScript broken(FtpScript script) {
        return script.expect("EPSV")
                .passive()
                .expect("STOR a")
                .reply("150 send")
                .acceptData()
                .readDataToEnd()
                .reply("451 broken");
    }

    private Run put(FtpScript.Author author, String... options) throws IOException {
        String file = Files.writeString(directory.resolve("f"), "text").toString();
        return with(
                new byte[0],
                author,
                Stream.of(Stream.of("put"), Stream.of(RETRY), Stream.of(options), Stream.of(file, "URLa"))
                        .flatMap(parts -> parts)
                        .toArray(String[]::new));
    }
}
