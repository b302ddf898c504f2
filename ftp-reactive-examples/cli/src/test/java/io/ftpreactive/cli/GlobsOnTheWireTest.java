package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a URL that stands for many makes the server hear, and how {@code get} lists. */
class GlobsOnTheWireTest extends WireTest {

    @TempDir
    Path directory;

    private static FtpScript list(FtpScript script, String command) {
        return script.expect("EPSV")
                .passive()
                .expect(command)
                .reply("150 coming")
                .acceptData()
                .sendData("bytes")
                .closeData()
                .reply("226 done");
    }

    @Test
    void shouldFetchEachAndNameTheFilesByTheirGlobs() {
        Outcome outcome = run(
                script -> {
                    retrieve(retrieve(login(script), "a/1"), "a/2");
                    retrieve(retrieve(script, "b/1"), "b/2");
                    retrieve(script, "c");
                },
                "get",
                "--output-dir",
                directory.toString(),
                "-o",
                "#2-#1",
                "-o",
                "last#1",
                "URL{a,b}/[1-2]",
                "URLc");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(directory).isDirectoryContaining("glob:**/1-a").isDirectoryContaining("glob:**/2-a");
        assertThat(directory).isDirectoryContaining("glob:**/1-b").isDirectoryContaining("glob:**/2-b");
        assertThat(directory.resolve("last#1")).hasContent("bytes");
    }

    @Test
    void shouldNameEachFileAsInItsUrl() {
        Outcome outcome = run(
                script -> retrieve(retrieve(login(script), "p1"), "p2"),
                "get",
                "-O",
                "--output-dir",
                directory.toString(),
                "URLp[1-2]");

        assertThat(outcome.code()).isZero();
        assertThat(directory.resolve("p1")).hasContent("bytes");
        assertThat(directory.resolve("p2")).hasContent("bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-g", "--globoff"})
    void shouldTakeTheUrlAsItStands(String option) {
        assertThat(run(script -> retrieve(login(script), "{a,b}[1-2]"), "get", option, "URL{a,b}[1-2]")
                        .out())
                .isEqualTo("bytes");
    }

    @Test
    void shouldGoOnAfterOneThatIsNotThere() {
        Outcome outcome = run(
                script -> {
                    login(script).expect("EPSV").passive().expect("RETR 1").reply("550 no such file");
                    retrieve(script, "2");
                },
                "get",
                "URL[1-2]");

        assertThat(outcome.code()).isEqualTo(78);
        assertThat(outcome.out()).isEqualTo("bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "ls", "rm", "info"})
    void shouldEndWith3AndSendNothingForABadGlobInAnyUrl(String command) {
        Outcome outcome = Outcome.of(command, "ftp://127.0.0.1:1/a", "ftp://127.0.0.1:1/[2-1]");

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err())
                .startsWith("ftp-reactive: (3) Bad glob in the URL at position 19: the range runs backwards;")
                .hasLineCount(1);
    }

    @Test
    void shouldDeleteEach() {
        Outcome outcome = run(
                script -> script.login()
                        .expect("DELE a1")
                        .reply("250 ok")
                        .expect("DELE a2")
                        .reply("250 ok"),
                "rm",
                "URLa[1-2]");

        assertThat(outcome.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "-l, '', d, NLST d",
        "-l, '', d/, NLST d",
        "-X, MLSD, d/, MLSD d",
        "-X, LIST -a, d/, LIST -a d",
        "--request, XLST, '', XLST"
    })
    void shouldListByAnotherCommand(String option, String value, String path, String command) {
        Outcome outcome = value.isEmpty()
                ? run(script -> list(script.login(), command), "get", option, "URL" + path)
                : run(script -> list(script.login(), command), "get", option, value, "URL" + path);

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("bytes");
    }

    @Test
    void shouldFetchAFileWhateverListsDirectories() {
        assertThat(run(script -> retrieve(login(script), "a"), "get", "-X", "MLSD", "URLa")
                        .out())
                .isEqualTo("bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ML\u00dfD", " "})
    void shouldEndWith2AndSendNothingForWhatIsNoCommand(String request) {
        assertThat(Outcome.of("get", "-X", request, "ftp://127.0.0.1:1/d/").code())
                .isEqualTo(2);
    }
}
