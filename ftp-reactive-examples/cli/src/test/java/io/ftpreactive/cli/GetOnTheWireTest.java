package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code get} asks for, and when it does not. */
class GetOnTheWireTest extends WireTest {

    private static final String MODIFIED = "213 20200102030405";

    @TempDir
    Path directory;

    @Test
    void shouldFetchWhatIsNewer() {
        Outcome outcome = run(
                script -> retrieve(login(script).expect("MDTM a").reply(MODIFIED), "a"),
                "get",
                "-z",
                "20200101",
                "URLa");

        assertThat(outcome.out()).isEqualTo("bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Thu, 02 Jan 2020 03:04:05 GMT", "2020-01-03"})
    void shouldLeaveWhatIsNotNewer(String date) {
        Path file = directory.resolve("a");
        Outcome outcome = run(
                script -> login(script).expect("MDTM a").reply(MODIFIED),
                "get",
                "-o",
                file.toString(),
                "-z",
                date,
                "URLa");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(outcome.err()).contains("not newer");
    }

    @Test
    void shouldLeaveWhatIsNewerWhenAskedForTheOthers() {
        Outcome outcome =
                run(script -> login(script).expect("MDTM a").reply(MODIFIED), "get", "-z", "-20200101", "URLa");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void shouldCompareWithALocalFile() throws IOException {
        Path file = Files.createFile(directory.resolve("old"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2019-01-01T00:00:00Z")));
        Outcome outcome = run(
                script -> retrieve(login(script).expect("MDTM a").reply(MODIFIED), "a"),
                "get",
                "-z",
                file.toString(),
                "URLa");

        assertThat(outcome.out()).isEqualTo("bytes");
    }

    @Test
    void shouldFetchWhatHasNoTime() {
        Outcome outcome = run(
                script -> retrieve(login(script).expect("MDTM a").reply("500 what"), "a"),
                "get",
                "-z",
                "20990101",
                "URLa");

        assertThat(outcome.out()).isEqualTo("bytes");
    }

    @Test
    void shouldWarnOfAConditionThatIsNoneAndFetch() {
        Outcome outcome = run(script -> retrieve(login(script), "a"), "get", "-z", "nonsense", "URLa");

        assertThat(outcome.out()).isEqualTo("bytes");
        assertThat(outcome.err()).contains("-z has neither a date nor a local file");
    }

    @Test
    void shouldGiveTheFileTheRemoteTime() throws IOException {
        Path file = directory.resolve("a");
        Outcome outcome = run(
                script -> retrieve(login(script).expect("MDTM a").reply(MODIFIED), "a"),
                "get",
                "-R",
                "-o",
                file.toString(),
                "URLa");

        assertThat(outcome.code()).isZero();
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo("2020-01-02T03:04:05Z");
    }

    @Test
    void shouldPrintTimeSizeAndRangesOnly() {
        FtpScript.Author script = author -> author.login()
                .expect("MDTM a")
                .reply(MODIFIED)
                .expect("SIZE a")
                .reply("213 5")
                .expect("REST 0")
                .reply("350 ok");
        String head = "Last-Modified: Thu, 02 Jan 2020 03:04:05 GMT\r\nContent-Length: 5\r\nAccept-ranges: bytes\r\n";

        assertThat(run(script, "get", "-I", "URLa").out()).isEqualTo(head);
        assertThat(run(script, "info", "URLa").out()).isEqualTo(head);
        Path file = directory.resolve("head");
        assertThat(run(script, "get", "-I", "-o", file.toString(), "URLa").out())
                .isEmpty();
        assertThat(file).hasContent(head);
    }

    @Test
    void shouldEndWith63AndFetchNothingThatIsTooLarge() {
        Outcome outcome =
                run(script -> script.login().expect("SIZE a").reply("213 2049"), "get", "--max-filesize", "2k", "URLa");

        assertThat(outcome.code()).isEqualTo(63);
    }

    @Test
    void shouldFetchWhatIsJustSmallEnough() {
        Outcome outcome =
                run(script -> retrieve(script.login().on("SIZE", "213 5"), "a"), "get", "--max-filesize", "5", "URLa");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEqualTo("bytes");
    }

    @Test
    void shouldEndWith63WhenMoreComesThanAServerWithoutSizesTold() {
        Path file = directory.resolve("a");
        Outcome outcome = run(
                script -> login(script)
                        .on("ABOR", "226 aborted")
                        .on("NOOP", "200 here")
                        .expect("EPSV")
                        .passive()
                        .expect("RETR a")
                        .reply("150 coming")
                        .acceptData()
                        .sendData("bytes")
                        .expectStarting("ABOR")
                        .reply("226 aborted"),
                "get",
                "--max-filesize",
                "4",
                "-o",
                file.toString(),
                "URLa");

        assertThat(outcome.code()).isEqualTo(63);
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-", "", "5-2", "1-2,4-5", "-0", "--5"})
    void shouldEndWith33AndSendNothingForWhatIsNoRange(String range) {
        assertThat(Outcome.of("get", "-r", range, "ftp://127.0.0.1:1/a").code()).isEqualTo(33);
    }

    @ParameterizedTest
    @CsvSource({"3-, 3", "3, 3"})
    void shouldFetchFromAPositionOn(String range, String rest) {
        Outcome outcome = run(
                script -> login(script)
                        .expect("EPSV")
                        .passive()
                        .expect("REST " + rest)
                        .reply("350 ok")
                        .expect("RETR a")
                        .reply("150 coming (2 bytes)")
                        .acceptData()
                        .sendData("es")
                        .closeData()
                        .reply("226 done"),
                "get",
                "-r",
                range,
                "URLa");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEqualTo("es");
    }

    @Test
    void shouldEndWith45WithoutSuchAnInterface() {
        assertThat(Outcome.of("get", "--interface", "if!nosuch0", "ftp://127.0.0.1:1/a")
                        .code())
                .isEqualTo(45);
        assertThat(Outcome.of("get", "--interface", "192.0.2.7", "ftp://127.0.0.1:1/a")
                        .code())
                .isEqualTo(45);
        assertThat(Outcome.of("get", "--interface", "no-such-host.invalid", "ftp://127.0.0.1:1/a")
                        .code())
                .isEqualTo(45);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lo", "if!lo", "127.0.0.1", "host!localhost"})
    void shouldConnectFromAnInterface(String name) {
        assertThat(run(script -> retrieve(login(script), "a"), "get", "--interface", name, "URLa")
                        .out())
                .isEqualTo("bytes");
    }
}
