package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code put} sends. */
class PutOnTheWireTest extends WireTest {

    private static final byte[] TEXT = "one\ntwo\r\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    @Test
    void shouldSendSeveralFilesUnderTheirNames() throws IOException {
        Path one = Files.writeString(directory.resolve("one"), "1");
        Path two = Files.writeString(directory.resolve("two"), "2");
        Run run = with(
                new byte[0],
                script -> store(store(login(script), "STOR d/one"), "STOR d/two"),
                "put",
                one.toString(),
                two.toString(),
                "URLd/");

        assertThat(run.outcome().code()).isZero();
        assertThat(run.texts()).containsExactly("1", "2");
    }

    @Test
    void shouldSendTheOthersWhenOneIsNotThere() throws IOException {
        Path two = Files.writeString(directory.resolve("two"), "2");
        Run run = with(
                new byte[0],
                script -> store(login(script), "STOR two"),
                "put",
                directory.resolve("none").toString(),
                two.toString(),
                "URL");

        assertThat(run.outcome().code()).isEqualTo(26);
        assertThat(run.texts()).containsExactly("2");
    }

    /** As curl, which holds the remote file's time against it. */
    @ParameterizedTest
    @CsvSource({
        "1 jan 2004, 213 20040911212245, true",
        "1 jan 2005, 213 20040911212245, false",
        "-1 jan 2005, 213 20040911212245, true",
        "-1 jan 2004, 213 20040911212245, false",
        "1 jan 2005, 550 none, true",
        "-1 jan 2004, 500 what, true"
    })
    void shouldSendWhereTheTimeOfTheRemoteFileIsAsWanted(String condition, String modified, boolean sent) {
        Run run = with(
                TEXT,
                script -> {
                    FtpScript asked = login(script).expect("MDTM a").reply(modified);
                    if (sent) {
                        store(asked, "STOR a");
                    }
                },
                "put",
                "-z",
                condition,
                "-",
                "URLa");

        assertThat(run.outcome().code()).isZero();
        assertThat(run.uploads()).hasSize(sent ? 1 : 0);
        assertThat(run.outcome().err().contains("a was not replaced")).isEqualTo(!sent);
    }

    @Test
    void shouldSendWhatIsNewerThanTheRemoteFile() throws IOException {
        Path file = Files.write(directory.resolve("text"), TEXT);
        Run newer = with(
                new byte[0],
                script -> store(login(script).expect("MDTM a").reply("213 20040911212245"), "STOR a"),
                "put",
                "-z",
                "-" + file,
                file.toString(),
                "URLa");

        assertThat(newer.uploads()).hasSize(1);
    }

    @Test
    void shouldNotReplaceOneByTheOther() {
        Outcome outcome = Outcome.of("put", "a", "b", "ftp://127.0.0.1:1/c");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("URL that ends in /");
    }

    @Test
    void shouldSendLineEndsOfTheNetwork() throws IOException {
        Path file = Files.write(directory.resolve("text"), TEXT);

        assertThat(with(TEXT, script -> store(login(script), "STOR a"), "put", "--crlf", "-", "URLa")
                        .texts())
                .containsExactly("one\r\ntwo\r\n");
        assertThat(with(TEXT, script -> store(login(script), "STOR a"), "put", "--crlf", file.toString(), "URLa")
                        .texts())
                .containsExactly("one\r\ntwo\r\n");
    }

    @Test
    void shouldAppendWhatComesAfterAnOffset() throws IOException {
        Path file = Files.write(directory.resolve("text"), TEXT);

        assertThat(with(TEXT, script -> store(login(script), "APPE a"), "put", "-C", "4", "-", "URLa")
                        .texts())
                .containsExactly("two\r\n");
        assertThat(with(TEXT, script -> store(login(script), "APPE a"), "put", "-C", "4", file.toString(), "URLa")
                        .texts())
                .containsExactly("two\r\n");
        assertThat(with(TEXT, script -> login(script), "put", "-C", "9", file.toString(), "URLa")
                        .outcome()
                        .code())
                .isZero();
    }

    @Test
    void shouldAppendWhatTheServerDoesNotHaveOfStandardInput() {
        assertThat(with(
                                TEXT,
                                script -> store(script.login().expect("SIZE a").reply("213 4"), "APPE a"),
                                "put",
                                "-C",
                                "-",
                                "-",
                                "URLa")
                        .texts())
                .containsExactly("two\r\n");
        assertThat(with(
                                TEXT,
                                script -> store(script.login().expect("SIZE a").reply("550 none"), "STOR a"),
                                "put",
                                "-C",
                                "-",
                                "-",
                                "URLa")
                        .texts())
                .containsExactly("one\ntwo\r\n");
    }

    @Test
    void shouldEndWith2ForAnOffsetThatIsNone() {
        assertThat(Outcome.of("put", "-C", "x", "-", "ftp://127.0.0.1:1/a").code())
                .isEqualTo(2);
    }
}
