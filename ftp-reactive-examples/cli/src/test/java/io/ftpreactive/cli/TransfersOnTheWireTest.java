package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How bytes are transferred: as text, and how fast. */
class TransfersOnTheWireTest extends WireTest {

    private static final String TEXT = "one\ntwo\n";
    private static final String ON_THE_WIRE = "one\r\ntwo\r\n";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"-B, URLa", "-s, URLa;type=a", "-s, URLa;type=A"})
    void shouldFetchTextWithTheLineEndsOfThisSideAndNotAskForItsSize(String option, String url) {
        Outcome outcome = run(
                script -> script.login()
                        .expect("TYPE A")
                        .reply("200 text")
                        .expect("EPSV")
                        .passive()
                        .expect("RETR a")
                        .reply("150 coming")
                        .acceptData()
                        .sendData(ON_THE_WIRE)
                        .closeData()
                        .reply("226 done"),
                "get",
                option,
                url);

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @CsvSource({"-B, URLa", "-s, URLa;type=a"})
    void shouldSendTextWithTheLineEndsOfTheNetwork(String option, String url) throws IOException {
        Path file = Files.writeString(directory.resolve("text"), TEXT);
        for (List<String> args :
                List.of(List.of("put", option, file.toString(), url), List.of("put", option, "-", url))) {
            Run run = with(
                    TEXT.getBytes(StandardCharsets.UTF_8),
                    script -> store(script.login().expect("TYPE A").reply("200 text"), "STOR a"),
                    args.toArray(String[]::new));

            assertThat(run.outcome().code()).isZero();
            assertThat(run.texts()).containsExactly(ON_THE_WIRE);
        }
    }

    /** With both, what the network's line ends are made of is converted once. */
    @Test
    void shouldNotConvertTextTwice() {
        assertThat(with(
                                TEXT.getBytes(StandardCharsets.UTF_8),
                                script -> store(script.login().expect("TYPE A").reply("200 text"), "STOR a"),
                                "put",
                                "-B",
                                "--crlf",
                                "-",
                                "URLa")
                        .texts())
                .containsExactly(ON_THE_WIRE);
    }

    @Test
    void shouldEndWith17WhenTextIsRefused() {
        Outcome outcome = run(script -> script.login().expect("TYPE A").reply("504 no"), "get", "-B", "URLa");

        assertThat(outcome.code()).isEqualTo(17);
        assertThat(outcome.err()).contains("TYPE A was refused: 504 no");
    }

    @Test
    void shouldTransferAllAtALimitedSpeed() {
        assertThat(run(script -> retrieve(login(script), "a"), "get", "--limit-rate", "1m", "URLa")
                        .out())
                .isEqualTo("bytes");
        assertThat(with(
                                TEXT.getBytes(StandardCharsets.UTF_8),
                                script -> store(script.login(), "STOR a"),
                                "put",
                                "--limit-rate",
                                "1m",
                                "-",
                                "URLa")
                        .texts())
                .containsExactly(TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--limit-rate", "--speed-limit", "--speed-time", "--max-filesize"})
    void shouldEndWith2AndNameTheOptionForWhatIsNoNumber(String option) {
        for (String value : List.of("x", "-5", "", "1.5k", "10x", "99999999999g")) {
            boolean seconds = option.equals("--speed-time");
            if (seconds && value.equals("1.5k")) {
                continue;
            }
            Outcome outcome = Outcome.of("get", option, value, "ftp://127.0.0.1:1/a");

            assertThat(outcome.code()).as(value).isEqualTo(2);
            assertThat(outcome.err()).contains(option).doesNotContain("long", "Exception");
        }
    }

    @ParameterizedTest
    @CsvSource({"-Y 1000 -y 1", "-y 1"})
    void shouldEndWith28WhenItIsTooSlow(String options) {
        Outcome outcome = run(
                script -> login(script)
                        .expect("EPSV")
                        .passive()
                        .expect("RETR a")
                        .reply("150 coming")
                        .acceptData()
                        .expect("ABOR")
                        .reply("426 aborted", "226 ok")
                        .expect("NOOP")
                        .reply("200 here"),
                ("get " + options + " URLa").split(" ", -1));

        assertThat(outcome.code()).isEqualTo(28);
        assertThat(outcome.err()).contains("RETR a", "bytes a second");
    }
}
