package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --ftp-method} and {@code --all} of the commands that list directories. */
class ListedDirectoriesOnTheWireTest extends WireTest {

    private static final String FACTS = "MLST type*;size*;modify*;";
    private static final String METHOD = "--ftp-method";
    private static final String LIST = "-rw-r--r-- 1 ftp ftp 5 Jan 02 2024 f\r\n";

    private static FtpScript listing(FtpScript script, String command, String lines) {
        script.expect("EPSV").passive().expect(command).reply("150 coming");
        return script.acceptData().sendData(lines).closeData().reply("226 done");
    }

    private static FtpScript entered(FtpScript script, String... steps) {
        script.expect("PWD").reply("257 \"/home\"");
        for (String step : steps) {
            script.expect("CWD " + step).reply("250 ok");
        }
        return script;
    }

    @Test
    void shouldListTheDirectoryThatItHasChangedTo() {
        Outcome outcome = run(
                script -> {
                    listing(entered(script.login(FACTS), "a", "b"), "MLSD", "type=file; f\r\n");
                    listing(
                            script.expect("CWD /home")
                                    .reply("250 ok")
                                    .expect("CWD c")
                                    .reply("250 ok"),
                            "MLSD",
                            "type=file; g\r\n");
                },
                "ls",
                METHOD,
                "multicwd",
                "--json",
                "URLa/b/",
                "URLc/");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("\"f\"", "\"g\"");
    }

    @Test
    void shouldListNamesThere() {
        Outcome outcome = run(
                script -> listing(entered(script.login(FACTS), "a/b"), "NLST", "f\r\n"),
                "ls",
                "--names",
                METHOD,
                "singlecwd",
                "URLa/b/");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("f\n");
    }

    @Test
    void shouldFindFromThereAndEnterEachDirectory() {
        Outcome outcome = run(
                script -> {
                    listing(entered(script.login(FACTS), "a/b"), "MLSD", "type=dir; sub\r\ntype=file; f\r\n");
                    script.expect("PWD")
                            .reply("257 \"/home/a/b\"")
                            .expect("CWD sub")
                            .reply("250 ok");
                    listing(script, "MLSD", "type=file; g\r\n");
                    script.expect("CWD /home/a/b").reply("250 ok");
                },
                "find",
                "--paths",
                METHOD,
                "singlecwd",
                "URLa/b/");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("a/b/sub\na/b/f\na/b/sub/g\n");
    }

    @Test
    void shouldDeleteFromThere() {
        Outcome outcome = run(
                script -> {
                    entered(script.login(FACTS), "a", "b").expect("DELE c").reply("550 a directory");
                    script.expect("RMD c").reply("550 not empty");
                    script.expect("PWD")
                            .reply("257 \"/home/a/b\"")
                            .expect("CWD c")
                            .reply("250 ok");
                    listing(script, "MLSD", "type=file; g\r\n");
                    script.expect("CWD /home/a/b").reply("250 ok");
                    script.expect("DELE c/g").reply("250 gone");
                    script.expect("RMD c").reply("250 gone");
                },
                "rm",
                "-r",
                METHOD,
                "multicwd",
                "URLa/b/c");

        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void shouldListHiddenFilesToo() {
        Outcome outcome = run(
                script -> listing(script.login(FACTS), "LIST -a", LIST + LIST.replace(" f", " .f")),
                "ls",
                "--all",
                "URL");
        Outcome found = run(
                script -> listing(script.login(FACTS), "LIST -a", LIST.replace(" f", " .f")),
                "find",
                "--paths",
                "--all",
                "URL");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains(" f\n", " .f\n");
        assertThat(found.out()).isEqualTo(".f\n");
    }

    @Test
    void shouldDeleteHiddenFilesToo() {
        Outcome outcome = run(
                script -> {
                    script.login(FACTS).expect("DELE c").reply("550 a directory");
                    script.expect("RMD c").reply("550 not empty");
                    listing(entered(script, "c"), "LIST -a", LIST.replace(" f", " .f"));
                    script.expect("CWD /home").reply("250 ok");
                    script.expect("DELE c/.f").reply("250 gone");
                    script.expect("RMD c").reply("250 gone");
                },
                "rm",
                "-r",
                "--all",
                "URLc");

        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void shouldPrintNamesWhereTheServerRepeatsTheDirectory() {
        Outcome outcome = run(
                script -> listing(script.login(FACTS), "NLST pub", "pub/a\r\npub/b\r\n"), "ls", "--names", "URLpub/");

        assertThat(outcome.out()).isEqualTo("a\nb\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"502 what?", "257 no quotes", "257 \"\""})
    void shouldMindAServerThatDoesNotTellTheWayHomeOnlyWhereItIsNeeded(String pwd) {
        Outcome outcome = run(
                script -> {
                    script.login(FACTS).expect("PWD").reply(pwd).expect("CWD a").reply("250 ok");
                    listing(script, "MLSD", "type=file; f\r\n");
                    listing(script, "MLSD", "type=file; f\r\n");
                },
                "ls",
                METHOD,
                "singlecwd",
                "URLa/",
                "URLa/",
                "URLb/");

        assertThat(outcome.out().lines()).hasSize(2);
        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.err()).contains("PWD");
    }

    @Test
    void shouldRefuseToDeleteTheHomeDirectory() {
        assertThat(run(FtpScript::login, "rm", "-r", "URL~").code()).isEqualTo(3);
        assertThat(run(FtpScript::login, "rm", "-r", "URL.").code()).isEqualTo(3);
    }
}
