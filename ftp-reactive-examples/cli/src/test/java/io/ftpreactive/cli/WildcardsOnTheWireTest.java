package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wildcard is matched here: the server hears of the directory and of what is fetched, never of the pattern. */
class WildcardsOnTheWireTest extends WireTest {

    private static final List<String> NAMES = List.of("a1", "a2", "b1", "[x]", "q?", "c d");

    @TempDir
    Path parent;

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectory(parent.resolve("into"));
    }

    private static FtpScript listing(FtpScript script, String path, String... lines) {
        return FindOnTheWireTest.listing(script.login("MLST type*;size*;").on("SIZE", "500 what"), path, lines);
    }

    private static String[] files() {
        return NAMES.stream().map(name -> "type=file; " + name).toArray(String[]::new);
    }

    private Outcome get(FtpScript.Author author, String... args) {
        Stream<String> all =
                Stream.concat(Stream.of("get", "--wildcard", "--output-dir", directory.toString()), Stream.of(args));
        return run(author, all.toArray(String[]::new));
    }

    private List<String> found() throws IOException {
        try (Stream<Path> files = Files.walk(parent)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "d/a*, a1 a2",
        "d/?1, a1 b1",
        "d/[!a]1, b1",
        "d/[a-b][2-9], a2",
        "d/q%3F*, q?",
        "d/%5B*, [x]",
        "d/c%20?;type=i, c d",
        "d/*%20*, c d"
    })
    void shouldFetchWhatMatches(String path, String names) throws IOException {
        List<String> expected = NAMES.stream().filter(names::contains).toList();
        Outcome outcome = get(
                script -> {
                    listing(script, "d", files());
                    expected.forEach(name -> retrieve(script, "d/" + name));
                },
                "URL" + path);

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(found()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @CsvSource({"a*, '', a1", "/a*, /, /a1", "/x/a*, /x, /x/a1", "%2Fx%2Fa*, /x, /x/a1"})
    void shouldListTheDirectoryThatThePathNames(String path, String listed, String fetched) {
        Outcome outcome = get(script -> retrieve(listing(script, listed, "type=file; a1"), fetched), "URL" + path);

        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void shouldFetchFilesOnlyAndSayWhatElseItLeaves() throws IOException {
        Outcome outcome = get(
                script -> retrieve(
                        listing(
                                script,
                                "d",
                                "type=cdir; .",
                                "type=pdir; ..",
                                "type=dir; a",
                                "type=OS.unix=slink:; up\u001b",
                                "type=file; b"),
                        "d/b"),
                "URLd/*");

        assertThat(outcome.code()).isZero();
        assertThat(found()).containsExactly("b");
        assertThat(outcome.err()).startsWith("ftp-reactive: Left out, since it is no file: up\\x1b\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/etc/evil", "..\\evil", "a\u0001"})
    void shouldEndWith23ForANameThatIsNotSafeAndFetchTheOthers(String name) throws IOException {
        Outcome outcome =
                get(script -> retrieve(listing(script, "d", "type=file; " + name, "type=file; b"), "d/b"), "URLd/*");

        assertThat(outcome.code()).isEqualTo(23);
        assertThat(outcome.err()).startsWith("ftp-reactive: (23) Not a safe name for a local file: ");
        assertThat(found()).containsExactly("b");
    }

    @Test
    void shouldEndWith78WithoutAMatch() throws IOException {
        Outcome outcome = get(script -> listing(script, "d", "type=file; b"), "URLd/*.csv");

        assertThat(outcome.code()).isEqualTo(78);
        assertThat(outcome.err()).isEqualTo("ftp-reactive: (78) Nothing in d matches *.csv\n");
        assertThat(found()).isEmpty();
    }

    @Test
    void shouldGoOnAfterAFileThatIsRefused() throws IOException {
        Outcome outcome = get(
                script -> {
                    listing(script, "d", "type=file; a", "type=file; b");
                    script.expect("EPSV").passive().expect("RETR d/a").reply("550 no");
                    retrieve(script, "d/b");
                },
                "URLd/?");

        assertThat(outcome.code()).isEqualTo(78);
        assertThat(found()).containsExactly("b");
    }

    @Test
    void shouldExpandGlobsBeforeTheLastPart() throws IOException {
        Outcome outcome = get(
                script -> {
                    retrieve(listing(script, "d1", "type=file; a"), "d1/a");
                    retrieve(FindOnTheWireTest.listing(script, "d2", "type=file; b", "type=file; x"), "d2/b");
                },
                "URLd[1-2]/[a-b]");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(found()).containsExactly("a", "b");
    }

    @Test
    void shouldListFromTheLoginsDirectoryAfterAChange() {
        Outcome outcome = get(
                script -> {
                    script.login("MLST type*;size*;")
                            .on("SIZE", "500 what")
                            .expect("PWD")
                            .reply("257 \"/home\"");
                    retrieve(script.expect("CWD d").reply("250 ok"), "z");
                    script.expect("CWD /home").reply("250 ok");
                    FindOnTheWireTest.listing(script, "e", "type=file; a");
                    retrieve(script.expect("CWD e").reply("250 ok"), "a");
                },
                "--ftp-method",
                "multicwd",
                "URLd/z",
                "URLe/*");

        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void shouldWriteToStdoutWhenTold() throws IOException {
        Outcome outcome = get(
                script -> retrieve(retrieve(listing(script, "d", "type=file; a", "type=file; b"), "d/a"), "d/b"),
                "-o",
                "-",
                "URLd/*");

        assertThat(outcome.out()).isEqualTo("bytesbytes");
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-o x, d/*, 2", "-l, d/*, 2", "-O, */x, 3", "-O, d?/*, 3", "-O, 'd/[z-a]', 3", "-g, '[ab]/*', 3"})
    void shouldRefuseWhatCannotBeAndSendNothing(String options, String path, int code) throws IOException {
        String[] args = Stream.concat(Stream.of(options.split(" ")), Stream.of("ftp://127.0.0.1:1/" + path))
                .toArray(String[]::new);

        assertThat(get(script -> {}, args).code()).isEqualTo(code);
        assertThat(found()).isEmpty();
    }

    @Test
    void shouldTakeAStarAsItStandsUnlessAsked() {
        assertThat(run(script -> retrieve(login(script), "d/*?"), "get", "URLd/*?")
                        .out())
                .isEqualTo("bytes");
    }

    @Test
    void shouldPrintOfAListingWhatMatches() {
        FtpScript.Author author = script -> listing(script, "d", files());
        Outcome outcome = run(author, "ls", "--json", "--wildcard", "URLd/[ab]1");

        assertThat(outcome.out().lines().map(line -> line.replaceAll(".*\"name\":\"([^\"]*)\".*", "$1")))
                .containsExactly("a1", "b1");
        assertThat(run(author, "ls", "--wildcard", "URLd/z*").code()).isEqualTo(78);
    }
}
