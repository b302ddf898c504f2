package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.TimeVal;
import io.ftpreactive.testkit.FtpScript;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code find} asks and prints. */
class FindOnTheWireTest extends WireTest {

    private static final String FACTS = "MLST type*;size*;modify*;";

    static FtpScript listing(FtpScript script, String directory, String... lines) {
        String command = directory.isEmpty() ? "MLSD" : "MLSD " + directory;
        script.expect("EPSV").passive().expect(command).reply("150 coming").acceptData();
        for (String line : lines) {
            script.sendData(line + "\r\n");
        }
        return script.closeData().reply("226 done");
    }

    private static void tree(FtpScript script) {
        listing(script.login(FACTS), "d", "type=file;size=3; a b'.txt", "type=dir; sub", "type=OS.unix=slink:; up");
        listing(script, "d/sub", "type=file;size=4;modify=20260102030405; \u00e4.gz");
    }

    @Test
    void shouldPrintUrlsThatTheNextCommandCanRead() {
        Outcome outcome = run(FindOnTheWireTest::tree, "find", "URLd/");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().replaceAll("ftp://[^/]*/", "U/"))
                .isEqualTo("U/d/a%20b%27.txt\nU/d/sub\nU/d/up\nU/d/sub/%C3%A4.gz\n");
    }

    @Test
    void shouldPrintPathsEndedByNul() {
        Outcome outcome = run(FindOnTheWireTest::tree, "find", "--paths", "-print0", "URLd");

        assertThat(outcome.out()).isEqualTo("d/a b'.txt\0d/sub\0d/up\0d/sub/\u00e4.gz\0");
    }

    @Test
    void shouldPrintAnObjectForEach() {
        Outcome outcome = run(FindOnTheWireTest::tree, "find", "--json", "-name", "*.gz", "URLd");

        assertThat(outcome.out().replaceAll("ftp://[^/]*/", "U/"))
                .isEqualTo("{\"url\":\"U/d/sub/%C3%A4.gz\",\"path\":\"d/sub/\u00e4.gz\",\"depth\":2,"
                        + "\"name\":\"\u00e4.gz\",\"type\":\"file\",\"size\":4,\"modified\":\"2026-01-02T03:04:05Z\","
                        + "\"permissions\":null,\"link\":null,"
                        + "\"raw\":\"type=file;size=4;modify=20260102030405; \u00e4.gz\"}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "-type, f, d/a b'.txt d/sub/\u00e4.gz",
        "--type, d, d/sub",
        "--type, L, d/up",
        "--name, '*b*', d/a b'.txt d/sub",
        "-name, '?p', d/up",
        "--newer-than, 2026-01-02 03:04:04, d/sub/\u00e4.gz",
        "-newermt, 2026-01-02 03:04:05, ''"
    })
    void shouldPrintWhatIsLookedFor(String option, String value, String found) {
        Outcome outcome = run(FindOnTheWireTest::tree, "find", "--paths", option, value, "URLd");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().replace("\n", " ").strip()).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"+1, old", "-1, new", "1, middle", "-2, new middle", "0, new"})
    void shouldCountAgeInWholeDays(String age, String found) {
        Instant now = Instant.now();
        Outcome outcome = run(
                script -> listing(
                        script.login(FACTS),
                        "",
                        "modify=" + TimeVal.format(now.minus(Duration.ofHours(1))) + "; new",
                        "modify=" + TimeVal.format(now.minus(Duration.ofHours(36))) + "; middle",
                        "modify=" + TimeVal.format(now.minus(Duration.ofHours(60))) + "; old",
                        "type=file; unknown"),
                "find",
                "--paths",
                "-mtime",
                age,
                "URL");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().replace("\n", " ").strip()).isEqualTo(found);
    }

    @Test
    void shouldNotEnterWhatIsDeeperThanWanted() {
        Outcome outcome = run(
                script -> listing(script.login(FACTS), "/", "type=dir; sub", "type=file; f"),
                "find",
                "-maxdepth",
                "1",
                "URL/");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().replaceAll("ftp://[^/]*/", "U/")).isEqualTo("U//sub\nU//f\n");
    }

    @Test
    void shouldGoOnAfterADirectoryThatIsRefusedAndFailAtTheEnd() {
        Outcome outcome = run(
                script -> {
                    listing(script.login(FACTS), "d", "type=dir; closed", "type=dir; open");
                    script.expect("EPSV").passive().expect("MLSD d/closed").reply("550 Permission denied");
                    listing(script, "d/open", "type=file; f");
                    listing(script, "e", "type=file; g");
                },
                "find",
                "--paths",
                "URLd",
                "URLe");

        assertThat(outcome.out()).isEqualTo("d/closed\nd/open\nd/open/f\ne/g\n");
        assertThat(outcome.code()).isEqualTo(19);
        assertThat(outcome.err()).isEqualTo("""
                        ftp-reactive: MLSD d/closed was refused: 550 Permission denied
                        ftp-reactive: (19) The server refused to list one directory
                        """);
    }

    @Test
    void shouldFailWhenTheStartIsRefused() {
        Outcome outcome = run(
                script -> script.login(FACTS)
                        .expect("EPSV")
                        .passive()
                        .expect("MLSD d")
                        .reply("550 No such directory"),
                "find",
                "URLd");

        assertThat(outcome.code()).isEqualTo(19);
        assertThat(outcome.err()).isEqualTo("ftp-reactive: (19) MLSD d was refused: 550 No such directory\n");
    }

    @Test
    void shouldFailWhenTheStartIsListedAsEmptyAndIsNotThere() {
        Outcome missing = run(
                script -> listing(script.login(FACTS), "d").expect("MLST d").reply("550 No such directory"),
                "find",
                "URLd");

        assertThat(missing.code()).isEqualTo(78);
        assertThat(missing.err()).isEqualTo("ftp-reactive: (78) MLST d was refused: 550 No such directory\n");

        Outcome empty = run(
                script -> listing(script.login(FACTS), "d").expect("MLST d").reply("250-d", " type=dir; d", "250 end"),
                "find",
                "URLd");

        assertThat(empty.code()).as(empty.err()).isZero();
    }

    @Test
    void shouldWarnOfALineThatCannotBeRead() {
        Outcome outcome = run(
                script -> {
                    script.login()
                            .expect("EPSV")
                            .passive()
                            .expect("LIST")
                            .reply("150 coming")
                            .acceptData();
                    script.sendData("-rw-r--r-- 1 o g 5 Jan 01 2024 f\r\nwhat is this\r\n");
                    script.closeData().reply("226 done");
                },
                "find",
                "--paths",
                "URL");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEqualTo("f\n");
        assertThat(outcome.err()).isEqualTo("ftp-reactive: A line of a listing cannot be read: what is this\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--max-depth=0",
                "--max-depth=x",
                "--type=x",
                "--mtime=1d",
                "--newer-than=yesterday",
                "--name=[z-a]",
                "--no-such-test"
            })
    void shouldRefuseWhatItDoesNotUnderstandBeforeConnecting(String option) {
        Outcome outcome = Outcome.of("find", option, "ftp://no-such-host.invalid/");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("ftp-reactive: (2) ");
    }
}
