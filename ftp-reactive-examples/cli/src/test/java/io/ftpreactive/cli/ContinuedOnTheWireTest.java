package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transfers that begin within a file ({@code -C}) or want a part of it ({@code -r}), of servers that know its size. */
class ContinuedOnTheWireTest extends WireTest {

    /** The script of a file of five bytes whose size is asked for, once. */
    private static FtpScript sized(FtpScript script) {
        return script.login().expect("SIZE a").reply("213 5");
    }

    private static FtpScript rest(FtpScript script, int offset, String bytes) {
        return script.expect("EPSV")
                .passive()
                .expect("REST " + offset)
                .reply("350 ok")
                .expect("RETR a")
                .reply("150 coming")
                .acceptData()
                .sendData(bytes);
    }

    @TempDir
    Path directory;

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("a"), content);
    }

    @ParameterizedTest
    @CsvSource({"-C 2", "-r 2-", "-r -3"})
    void shouldAskForTheSizeOnce(String option) {
        Outcome outcome =
                get(option, script -> rest(sized(script), 2, "tes").closeData().reply("226 done"));

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEqualTo("tes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-r -3 --max-filesize 5", "-C 2 --max-filesize 1k"})
    void shouldAskForTheSizeOnceWhereABoundNeedsItToo(String options) {
        assertThat(get(
                                options,
                                script -> rest(sized(script), 2, "tes")
                                        .closeData()
                                        .reply("226 done"))
                        .out())
                .isEqualTo("tes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-C 2", "-r 2-"})
    void shouldNotAskForTheSizeOfAFileThatGrows(String option) {
        assertThat(get(
                                "--ignore-content-length " + option,
                                script -> rest(script.login(), 2, "tes")
                                        .closeData()
                                        .reply("226 done"))
                        .out())
                .isEqualTo("tes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-C 5", "-r 5-"})
    void shouldFetchNothingAtTheEnd(String option) {
        Outcome outcome = get(option, ContinuedOnTheWireTest::sized);

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-C 6", "-r 6-", "-r 7-9"})
    void shouldEndWith36BeyondTheEnd(String option) {
        Outcome outcome = get(option, ContinuedOnTheWireTest::sized);

        assertThat(outcome.code()).isEqualTo(36);
        assertThat(outcome.err()).contains("begin at byte", "of a file that has 5");
    }

    @Test
    void shouldEndWith18WhenFewerBytesComeThanThereAre() {
        Outcome outcome =
                get("-C 2", script -> rest(sized(script), 2, "t").closeData().reply("226 done"));

        assertThat(outcome.code()).isEqualTo(18);
        assertThat(outcome.err()).contains("RETR a failed after 1 bytes", "announced 3 bytes");
    }

    @ParameterizedTest
    @CsvSource({"-r 1-3, 1, ytes, yte", "-r 1-1, 1, ytes, y"})
    void shouldEndTheTransferBehindTheLastByte(String option, int first, String sent, String wanted) {
        Outcome outcome = get(
                option,
                script -> rest(aborted(rest(sized(script), first, sent)), 4, "s")
                        .closeData()
                        .reply("226 done"));

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEqualTo(wanted);
    }

    private static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR")
                .reply("426 aborted", "226 ok")
                .expect("NOOP")
                .reply("200 here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-C 2", "-r 2-", "-r -3", "-r 2-99", "-C 2 --max-filesize 1k"})
    void shouldEndWith36WhenTheServerIgnoresWhereToBegin(String option) {
        Outcome outcome = get(
                option, script -> rest(sized(script), 2, "bytes").closeData().reply("226 done"));

        assertThat(outcome.code()).isEqualTo(36);
        assertThat(outcome.err()).contains("ignored REST");
    }

    @Test
    void shouldEndWith36WhenTheServerIgnoresWhereAPartBegins() {
        Outcome outcome = get(
                "-r 2-3",
                script -> rest(aborted(rest(sized(script), 2, "bytes")), 4, "bytes")
                        .closeData()
                        .reply("226 done"));

        assertThat(outcome.code()).isEqualTo(36);
    }

    @ParameterizedTest
    @CsvSource({"-C -, a", "-C -, a.part", "-C 2, a", "-r 2-, a"})
    void shouldLeaveTheLocalFileAsItWasWhenTheServerIgnoresWhereToBegin(String option, String name) throws IOException {
        Path local = Files.writeString(directory.resolve(name), "by");
        Outcome outcome = get(
                option + " -o " + directory.resolve("a"),
                script -> rest(sized(script), 2, "bytes").closeData().reply("226 done"));

        assertThat(outcome.code()).isEqualTo(36);
        assertThat(local).hasContent("by");
    }

    @Test
    void shouldMakeNoFileWhenTheServerIgnoresWhereToBegin() {
        get(
                "-C 2 -o " + directory.resolve("a"),
                script -> rest(sized(script), 2, "bytes").closeData().reply("226 done"));

        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"-C 2", "-r 2-", "-r -3", "-C 2 --max-filesize 1k"})
    void shouldTakeWhatTheFileHasGrownBy(String option) {
        Outcome outcome =
                get(option, script -> rest(sized(script), 2, "tes+").closeData().reply("226 done"));

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEqualTo("tes+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.part"})
    void shouldAppendWhatTheFileHasGrownBy(String name) throws IOException {
        Files.writeString(directory.resolve(name), "by");
        Path file = directory.resolve("a");
        Outcome outcome = get(
                "-C - -o " + file,
                script -> rest(sized(script), 2, "tes+").closeData().reply("226 done"));

        assertThat(outcome.code()).isZero();
        assertThat(file).hasContent("bytes+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "9"})
    void shouldIgnoreTheNumberThatTheServerAnnounces(String announced) {
        assertThat(get(
                                "--ignore-content-length",
                                script -> script.login()
                                        .expect("EPSV")
                                        .passive()
                                        .expect("RETR a")
                                        .reply("150 a (" + announced + " bytes)")
                                        .acceptData()
                                        .sendData("bytes")
                                        .closeData()
                                        .reply("226 done"))
                        .out())
                .isEqualTo("bytes");
    }

    @Test
    void shouldKeepTheLocalFileWhenTheServerHasNotBegun() throws IOException {
        Path file = file("old");
        Outcome outcome = get(
                "-o " + file,
                script -> script.login()
                        .expect("SIZE a")
                        .reply("500 what")
                        .expect("EPSV")
                        .passive()
                        .expect("RETR a")
                        .reply("226 done")
                        .acceptData()
                        .closeData());

        assertThat(outcome.code()).isEqualTo(18);
        assertThat(file).hasContent("old");
    }

    @Test
    void shouldTakeWhatThereIsOfAPartThatGoesBeyondTheEnd() {
        assertThat(get(
                                "-r 3-99",
                                script ->
                                        rest(sized(script), 3, "es").closeData().reply("226 done"))
                        .out())
                .isEqualTo("es");
    }

    @Test
    void shouldGoOnWhereTheLocalFileEnds() throws IOException {
        Path file = file("by");
        Outcome outcome = get(
                "-C - -o " + file,
                script -> rest(sized(script), 2, "tes").closeData().reply("226 done"));

        assertThat(outcome.code()).isZero();
        assertThat(file).hasContent("bytes");
    }

    @Test
    void shouldGoOnWithThePartOfADownloadThatBrokeOff() throws IOException {
        Path file = file("an old one");
        Path part = Files.writeString(directory.resolve("a.part"), "byt");
        Outcome outcome = get(
                "-C - -o " + file,
                script -> rest(sized(script), 3, "es").closeData().reply("226 done"));

        assertThat(outcome.code()).isZero();
        assertThat(file).hasContent("bytes");
        assertThat(part).doesNotExist();
    }

    @Test
    void shouldGoOnWithThePartBesideTheFileThatALinkLeadsTo() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path file = Files.writeString(elsewhere.resolve("b"), "an old one");
        Files.writeString(elsewhere.resolve("b.part"), "byt");
        Path link = Files.createSymbolicLink(directory.resolve("a"), file);
        get(
                "-C - -o " + link,
                script -> rest(sized(script), 3, "es").closeData().reply("226 done"));

        assertThat(file).hasContent("bytes");
    }

    @Test
    void shouldBeginWhereThereIsNothingYet() {
        Path file = directory.resolve("a");
        Outcome outcome = get("-C - -o " + file, script -> retrieve(sized(script), "a"));

        assertThat(outcome.code()).isZero();
        assertThat(file).hasContent("bytes");
    }

    @Test
    void shouldLeaveAFileThatIsWhole() throws IOException {
        Path file = file("bytes");

        assertThat(get("-C - -o " + file, ContinuedOnTheWireTest::sized).code()).isZero();
        assertThat(file).hasContent("bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.part"})
    void shouldEndWith36WhenMoreIsHereThanThere(String name) throws IOException {
        Path longer = Files.writeString(directory.resolve(name), "bytes and more");

        assertThat(get("-C - -o " + directory.resolve("a"), ContinuedOnTheWireTest::sized)
                        .code())
                .isEqualTo(36);
        assertThat(longer).hasContent("bytes and more");
    }

    @Test
    void shouldBoundWhatIsContinuedToo() throws IOException {
        Files.writeString(directory.resolve("a.part"), "byt");

        assertThat(get("--max-filesize 4 -C - -o " + directory.resolve("a"), ContinuedOnTheWireTest::sized)
                        .code())
                .isEqualTo(63);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-B -C 2", "-B -C -", "-B -r 1-2"})
    void shouldEndWith2AndSendNothingForOffsetsInText(String options) {
        String[] args = ("get " + options + " ftp://127.0.0.1:1/a").split(" ", -1);
        Outcome outcome = Outcome.of(args);

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("-B").doesNotContain("Exception");
        assertThat(Outcome.of("get", "-C", "2", "ftp://127.0.0.1:1/a;type=a").code())
                .isEqualTo(2);
    }

    @Test
    void shouldAppendWhatTheServerDoesNotHave() throws IOException {
        Run run = put(
                file("bytes").toString(),
                script -> store(script.login().expect("SIZE a").reply("213 3"), "APPE a"));

        assertThat(run.outcome().code()).isZero();
        assertThat(run.texts()).containsExactly("es");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 9})
    void shouldSendNothingWhenTheServerHasItAll(int size) throws IOException {
        Run run = put(
                file("bytes").toString(),
                script -> script.login().expect("SIZE a").reply("213 " + size));

        assertThat(run.outcome().code()).isZero();
        assertThat(run.uploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 none", "500 what", "213 0"})
    void shouldSendAllWhenTheServerHasNothingOrDoesNotTell(String size) throws IOException {
        Run run = put(
                file("bytes").toString(),
                script -> store(script.login().expect("SIZE a").reply(size), "STOR a"));

        assertThat(run.outcome().code()).isZero();
        assertThat(run.texts()).containsExactly("bytes");
    }

    @Test
    void shouldEndWith2ForTextThatIsContinued() {
        Outcome outcome = Outcome.of("put", "-B", "-C", "-", "-", "ftp://127.0.0.1:1/a");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("-C - and -B");
    }

    @Test
    void shouldEndWith31WhenThereIsLessToReadThanIsLeftOut() {
        Run run = with(
                "in".getBytes(StandardCharsets.UTF_8),
                script -> script.login()
                        .on("NOOP", "200 here")
                        .expect("EPSV")
                        .passive()
                        .expect("APPE a")
                        .reply("150 send")
                        .acceptData()
                        .expect("ABOR")
                        .reply("426 aborted", "226 ok"),
                "put",
                "-C",
                "9",
                "-",
                "URLa");

        assertThat(run.outcome().code()).isEqualTo(31);
    }

    /** A pipe cannot be sought in. */
    @Test
    void shouldReadWhatIsLeftOutOfAPipe() {
        InputStream pipe = new ByteArrayInputStream("bytes".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized long skip(long count) {
                throw new AssertionError("sought");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(
                pipe, new ByteArrayOutputStream(), new PrintStream(err, true, StandardCharsets.UTF_8), false, false);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> store(script.login(), "APPE a"))) {
            int code = Main.run(streams, "put", "-C", "3", "-", "ftp://127.0.0.1:" + server.port() + "/a");
            server.verify();

            assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
            assertThat(server.uploads()).containsExactly("es".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Outcome get(String options, FtpScript.Author author) {
        return run(author, ("get " + options + " URLa").split(" ", -1));
    }

    private static Run put(String file, FtpScript.Author author) {
        return with(new byte[0], author, "put", "-C", "-", file, "URLa");
    }
}
