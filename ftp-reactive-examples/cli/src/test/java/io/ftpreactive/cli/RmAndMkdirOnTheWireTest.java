package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import org.junit.jupiter.api.Test;

/** {@code rm -r}, {@code rm -f} and {@code mkdir -p}, whose letters are those of Unix. */
class RmAndMkdirOnTheWireTest extends WireTest {

    private static final String FACTS = "MLST type*;size*;modify*;";

    @Test
    void shouldDeleteATreeFromItsLeaves() {
        Outcome outcome = run(
                script -> {
                    notDeleted(script.login(FACTS), "d");
                    listing(script, "d", "type=file; a b\r\ntype=dir; sub\r\n");
                    script.expect("DELE d/a b").reply("250 gone");
                    script.expect("DELE d/sub").reply("550 a directory");
                    script.expect("RMD d/sub").reply("250 gone");
                    script.expect("RMD d").reply("250 gone");
                    script.expect("DELE other").reply("250 gone");
                },
                "rm",
                "-r",
                "URLd/",
                "URLother");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isEmpty();
    }

    private static void notDeleted(FtpScript script, String directory) {
        script.expect("DELE " + directory).reply("550 a directory");
        script.expect("RMD " + directory).reply("550 not empty");
    }

    private static void listing(FtpScript script, String directory, String lines) {
        script.expect("EPSV").passive().expect("MLSD " + directory).reply("150 coming");
        script.acceptData().sendData(lines).closeData().reply("226 done");
    }

    @Test
    void shouldLeaveDirectoriesAloneWithoutR() {
        Outcome outcome = run(script -> script.login().expect("DELE d").reply("550 d: is a directory"), "rm", "URLd");

        assertThat(outcome.code()).isEqualTo(21);
        assertThat(outcome.err()).isEqualTo("ftp-reactive: (21) DELE d was refused: 550 d: is a directory\n");
    }

    @Test
    void shouldRefuseToDeleteTheRoot() {
        Outcome outcome = run(FtpScript::login, "rm", "-rf", "URL/");

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("Not deleted: '/' has no name of its own");
        assertThat(Outcome.of("rm", "-r", "ftp://h/").err()).contains("The URL has no path");
    }

    @Test
    void shouldForgiveWhatIsNotThereWithF() {
        Outcome outcome = run(
                script -> script.login(FACTS)
                        .expect("DELE a")
                        .reply("550 no such file")
                        .expect("MLST a")
                        .reply("550 no such file")
                        .expect("DELE b")
                        .reply("250 gone"),
                "rm",
                "-f",
                "URLa",
                "URLb");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void shouldNotForgiveWhatIsThereWithF() {
        Outcome outcome = run(
                script -> script.login(FACTS)
                        .expect("DELE a")
                        .reply("550 not yours")
                        .expect("MLST a")
                        .reply("250-a", " type=file; a", "250 end"),
                "rm",
                "--force",
                "URLa");

        assertThat(outcome.code()).isEqualTo(21);
        assertThat(outcome.err()).isEqualTo("ftp-reactive: (21) DELE a was refused: 550 not yours\n");
    }

    @Test
    void shouldMakeTheDirectoriesAboveWithP() {
        Outcome outcome = run(
                script -> script.login(FACTS)
                        .expect("MKD a/b")
                        .reply("550 no such directory")
                        .expect("MLST a/b")
                        .reply("550 none")
                        .expect("MKD a")
                        .reply("257 \"a\"")
                        .expect("MKD a/b")
                        .reply("257 \"a/b\""),
                "mkdir",
                "-p",
                "URLa/b/");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void shouldTakeADirectoryThatIsThereForMadeWithP() {
        Outcome outcome = run(
                script -> script.login(FACTS)
                        .expect("MKD a")
                        .reply("550 exists")
                        .expect("MLST a")
                        .reply("250-a", " type=dir; a", "250 end"),
                "mkdir",
                "--parents",
                "URLa");

        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void shouldMakeOneDirectoryWithoutP() {
        Outcome outcome =
                run(script -> script.login().expect("MKD a/b").reply("550 no such directory"), "mkdir", "URLa/b");

        assertThat(outcome.code()).isEqualTo(21);
    }

    @Test
    void shouldMeanTheTunnelByPWhereThereAreNoParents() {
        assertThat(Outcome.of("mkdir", "--help").out()).contains("-p, --parents", " --proxytunnel");
        assertThat(Outcome.of("get", "--help").out())
                .contains("-p, --proxytunnel")
                .doesNotContain("--parents");
        assertThat(Outcome.of("mkdir", "-p", "-x", "http://127.0.0.1:1", "ftp://h/a")
                        .code())
                .as("-p is no tunnel here")
                .isEqualTo(4);
    }
}
