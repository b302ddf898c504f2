package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.ApacheFtp;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several files at a time: what runs beside what, what is shown of it, and how it ends. */
class ParallelTest extends WireTest {

    private static final int LARGE = 2_000_000;

    private static ApacheFtp apache;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        apache = ApacheFtp.start();
        for (int i = 0; i < 4; i++) {
            byte[] bytes = new byte[LARGE];
            Arrays.fill(bytes, (byte) ('0' + i));
            apache.write("large" + i, bytes);
            apache.write("small" + i, new byte[] {(byte) ('0' + i)});
        }
    }

    @AfterAll
    static void stop() {
        apache.stop();
    }

    private static String url(String name) {
        return apache.url(apache.path(name)).toString();
    }

    private String[] into(String... more) {
        return Stream.concat(Stream.of("get", "-Z", "--output-dir", directory.toString()), Arrays.stream(more))
                .toArray(String[]::new);
    }

    private String content(String name) throws IOException {
        return Files.readString(directory.resolve(name), StandardCharsets.UTF_8);
    }

    /** A download that goes on when so many have come so far. */
    private static FtpScript meeting(FtpScript script, CountDownLatch all) {
        return any(login(script), all, all::countDown);
    }

    /** A download of any file, whose bytes come when they may. */
    private static FtpScript any(FtpScript script, CountDownLatch when, Runnable before) {
        return script.expect("EPSV")
                .passive()
                .expectStarting("RETR ")
                .reply("150 coming")
                .acceptData()
                .run(before)
                .await(when)
                .sendData("bytes")
                .closeData()
                .reply("226 done");
    }

    @Test
    void shouldDownloadSeveralFilesAtATime() throws IOException {
        CountDownLatch all = new CountDownLatch(3);

        Outcome outcome = run(script -> meeting(script, all), into("--remote-name-all", "URLa", "URLb", "URLc"));

        assertThat(outcome.code()).isZero();
        assertThat(List.of(content("a"), content("b"), content("c"))).containsOnly("bytes");
        assertThat(outcome.err()).contains("a: 5 bytes", "b: 5 bytes", "c: 5 bytes", "total: 3 files, 15 bytes");
    }

    @Test
    void shouldDownloadWhatAWildcardFindsAtATime() throws IOException {
        Outcome outcome = Outcome.of(into("--wildcard", url("small").replace("small", "small*")));

        assertThat(outcome.err()).contains("total: 4 files, 4 bytes");
        assertThat(List.of(content("small0"), content("small1"), content("small2"), content("small3")))
                .containsExactly("0", "1", "2", "3");
    }

    @Test
    void shouldUploadSeveralFilesAtATime() throws IOException {
        CountDownLatch all = new CountDownLatch(2);
        String[] files = {
            directory.resolve("x").toString(), directory.resolve("y").toString()
        };
        Files.writeString(Path.of(files[0]), "bytes of x");
        Files.writeString(Path.of(files[1]), "bytes of y");

        Run run = with(
                new byte[0],
                script -> login(script)
                        .expect("EPSV")
                        .passive()
                        .expectStarting("STOR ")
                        .reply("150 send")
                        .acceptData()
                        .run(all::countDown)
                        .await(all)
                        .readDataToEnd()
                        .reply("226 done"),
                "put",
                "-Z",
                files[0],
                files[1],
                "URL");

        assertThat(run.outcome().code()).isZero();
        assertThat(run.texts()).containsExactlyInAnyOrder("bytes of x", "bytes of y");
    }

    @Test
    void shouldDoNoMoreAtATimeThanTold() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> retrieve(retrieve(retrieve(login(script), "a"), "b"), "c"))) {
            String url = "ftp://" + server.host() + ":" + server.port() + "/";

            Outcome outcome =
                    Outcome.of(into("--parallel-max", "1", "--remote-name-all", url + "a", url + "b", url + "c"));

            assertThat(outcome.code()).isZero();
            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void shouldRefuseANumberOfTransfersThatIsNone() {
        assertThat(Outcome.of("get", "-Z", "--parallel-max", "0", url("small0")).err())
                .isEqualTo("ftp-reactive: (2) --parallel-max needs a number from 1 to 300, not 0\n");
        assertThat(Outcome.of("get", "-Z", "--parallel-max", "301", url("small0"))
                        .code())
                .isEqualTo(2);
    }

    @Test
    void shouldNotMixWhatGoesToStandardOutput() {
        Outcome outcome = Outcome.of("get", "-Z", url("large0"), url("large1"), url("large2"), url("large3"));

        assertThat(outcome.code()).isZero();
        assertThat(outcome.bytes()).hasSize(4 * LARGE);
        assertThat(outcome.out().replaceAll("(.)\\1*", "$1")).isEqualTo("0123");
    }

    @Test
    void shouldDownloadFilesWhileOneGoesToStandardOutput() throws IOException {
        Outcome outcome =
                Outcome.of(into("-o", "-", "-o", "file", "-o", "-", url("large0"), url("small1"), url("large2")));

        assertThat(outcome.out().replaceAll("(.)\\1*", "$1")).isEqualTo("02");
        assertThat(content("file")).isEqualTo("1");
    }

    @Test
    void shouldGoOnWithTheOthersWhereOneFails() throws IOException {
        Outcome outcome =
                Outcome.of(into("--remote-name-all", url("none"), url("small1"), url("none2"), url("small2")));

        assertThat(outcome.code()).isEqualTo(78);
        assertThat(outcome.err()).contains("none was refused", "none2 was refused", "total: 2 files");
        assertThat(content("small1") + content("small2")).isEqualTo("12");
    }

    /** At this speed the first file would take hours. */
    @Test
    void shouldEndWithTheFirstFailureIfToldTo() {
        Outcome outcome = Outcome.of(into(
                "--fail-early", "--limit-rate", "100", "--remote-name-all", url("large0"), url("none"), url("small1")));

        assertThat(outcome.code()).isEqualTo(78);
        assertThat(directory.resolve("large0")).doesNotExist();
    }

    @Test
    void shouldEndWithTheFirstFailureOneAfterTheOtherToo() {
        Outcome outcome = Outcome.of("get", "--fail-early", "-s", url("small0"), url("none"), url("small1"));

        assertThat(outcome.code()).isEqualTo(78);
        assertThat(outcome.out()).isEqualTo("0");
    }

    @Test
    void shouldRefuseOnePlaceForTwoFiles() throws IOException {
        Outcome outcome = Outcome.of(into("-o", "file", "-o", "./file", url("small1"), url("small2")));

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("two go to");
        assertThat(content("file")).matches("[12]");
    }

    @Test
    void shouldTryAgainWhatFailedWithoutTheOthers() throws IOException {
        Outcome outcome = run(
                script -> retrieve(
                        login(script).expect("EPSV").passive().expect("RETR a").reply("450 busy"), "a"),
                into("--retry", "1", "--retry-delay", "0.01", "-O", "URLa"));

        assertThat(outcome.code()).isZero();
        assertThat(content("a")).isEqualTo("bytes");
    }

    @Test
    void shouldWaitForASessionWhereTheServerAllowsNoMore() throws IOException {
        CountDownLatch refused = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> any(any(login(script), refused, () -> {}), refused, () -> {}),
                script -> script.run(refused::countDown).reply("421 too many").closeControl())) {
            String url = "ftp://" + server.host() + ":" + server.port() + "/";

            Outcome outcome = Outcome.of(into("--remote-name-all", url + "a", url + "b"));

            assertThat(outcome.code()).isZero();
            assertThat(content("b")).isEqualTo("bytes");
        }
    }

    @Test
    void shouldShowALineForEachThatRunsOnATerminal() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                true);

        int code = Main.run(streams, into("--limit-rate", "3m", "--remote-name-all", url("large1"), url("large2")));

        String shown = err.toString(StandardCharsets.UTF_8);
        assertThat(code).isZero();
        assertThat(shown).contains("0 done, 2 running, ", "large1: ", "total: 2 files, 4000000 bytes");
        assertThat(onScreen(shown)).hasSize(3).allMatch(line -> line.contains(" bytes in "));
    }

    /** What stands on a terminal in the end. */
    private static List<String> onScreen(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            Matcher back = Pattern.compile("\u001b\\[(\\d+)A\u001b\\[J(.*)").matcher(line);
            boolean erases = back.matches();
            for (int i = erases ? Integer.parseInt(back.group(1)) : 0; i > 0; i--) {
                lines.remove(lines.size() - 1);
            }
            lines.add(erases ? back.group(2) : line);
        }
        return lines.stream().filter(line -> !line.isEmpty()).toList();
    }

    @Test
    void shouldShowNoProgressIfNotWanted() {
        assertThat(Outcome.of(into("--no-progress-meter", "--remote-name-all", url("small1"), url("small2")))
                        .err())
                .isEmpty();
        assertThat(Outcome.of("get", "--no-progress-meter", url("none")).err()).contains("(78)");
    }
}
