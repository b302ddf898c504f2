package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import org.junit.jupiter.api.Test;

/** How each {@code --ftp-method} comes to the directory of a URL. */
class DirectoriesOnTheWireTest extends WireTest {

    private static final String METHOD = "--ftp-method";

    @Test
    void shouldSendThePathInTheCommandByDefault() {
        assertThat(run(script -> retrieve(login(script), "a/b/c"), "get", "URLa/b/c")
                        .code())
                .isZero();
        assertThat(run(script -> retrieve(login(script), "/a/c"), "get", METHOD, "nocwd", "URL/a/c")
                        .code())
                .isZero();
    }

    @Test
    void shouldChangeToEachPart() {
        Outcome outcome = run(
                script -> {
                    login(script).expect("PWD").reply("257 \"/home\"");
                    script.expect("CWD a").reply("250 ok").expect("CWD b").reply("250 ok");
                    retrieve(script, "c");
                },
                "get",
                METHOD,
                "multicwd",
                "URLa//b/c");

        assertThat(outcome.code()).isZero();
    }

    @Test
    void shouldBeginAnAbsolutePathAtTheRoot() {
        Outcome outcome = run(
                script -> {
                    login(script).expect("PWD").reply("257 \"/home\"");
                    script.expect("CWD /").reply("250 ok").expect("CWD a").reply("250 ok");
                    retrieve(script, "c");
                },
                "get",
                METHOD,
                "MultiCwd",
                "URL/a/c");

        assertThat(outcome.code()).isZero();
    }

    @Test
    void shouldChangeOnceForSeveralFilesAndFromHomeForOthers() {
        Outcome outcome = run(
                script -> {
                    login(script).expect("PWD").reply("257 \"/home\"");
                    script.expect("CWD a/b").reply("250 ok");
                    retrieve(retrieve(script, "c"), "d");
                    script.expect("CWD /home").reply("250 ok").expect("CWD e").reply("250 ok");
                    retrieve(script, "f");
                    script.expect("CWD /home").reply("250 ok");
                    retrieve(script, "g");
                },
                "get",
                METHOD,
                "singlecwd",
                "URLa/b/c",
                "URLa/b/d",
                "URLe/f",
                "URLg");

        assertThat(outcome.code()).isZero();
    }

    @Test
    void shouldListTheDirectoryItHasChangedTo() {
        Outcome outcome = run(
                script -> login(script)
                        .expect("PWD")
                        .reply("257 \"/home\"")
                        .expect("CWD a")
                        .reply("250 ok")
                        .expect("EPSV")
                        .passive()
                        .expect("LIST")
                        .reply("150 coming")
                        .acceptData()
                        .sendData("line")
                        .closeData()
                        .reply("226 done"),
                "get",
                METHOD,
                "multicwd",
                "URLa/");

        assertThat(outcome.out()).isEqualTo("line");
    }

    @Test
    void shouldEndWith9WhenADirectoryIsNotThere() {
        Outcome outcome = run(
                script -> login(script)
                        .expect("PWD")
                        .reply("257 \"/home\"")
                        .expect("CWD a")
                        .reply("550 no"),
                "get",
                METHOD,
                "multicwd",
                "URLa/b/c");

        assertThat(outcome.code()).isEqualTo(9);
    }

    @Test
    void shouldBeginAtHomeAgainAfterAChangeThatFailedHalfWay() {
        Outcome outcome = run(
                script -> {
                    login(script).expect("PWD").reply("257 \"/home\"");
                    script.expect("CWD a").reply("250 ok").expect("CWD b").reply("550 no");
                    script.expect("CWD /home").reply("250 ok").expect("CWD a").reply("250 ok");
                    retrieve(script, "d");
                },
                "get",
                METHOD,
                "multicwd",
                "URLa/b/c",
                "URLa/d");

        assertThat(outcome.code()).isEqualTo(9);
        assertThat(outcome.out()).isEqualTo("bytes");
    }

    @Test
    void shouldMakeEachDirectoryThatIsNotThere() {
        Outcome outcome = put(
                script -> {
                    login(script).expect("PWD").reply("257 \"/home\"");
                    script.expect("CWD a").reply("250 ok");
                    script.expect("CWD b").reply("550 no").expect("MKD b").reply("257 made");
                    script.expect("CWD b").reply("250 ok");
                    store(script, "STOR c");
                },
                "multicwd");

        assertThat(outcome.code()).isZero();
    }

    @Test
    void shouldTakeItForAnotherClientsWorkThatADirectoryIsThereAlready() {
        Outcome outcome = put(
                script -> {
                    login(script).expect("PWD").reply("257 \"/home\"");
                    script.expect("CWD a").reply("550 no").expect("MKD a").reply("550 exists");
                    script.expect("CWD a").reply("250 ok").expect("CWD b").reply("250 ok");
                    store(script, "STOR c");
                },
                "multicwd");

        assertThat(outcome.code()).isZero();
    }

    @Test
    void shouldEndWith9WhenADirectoryCannotBeMade() {
        Outcome outcome = put(
                script -> login(script)
                        .expect("PWD")
                        .reply("257 \"/home\"")
                        .expect("CWD a")
                        .reply("550 no")
                        .expect("MKD a")
                        .reply("550 no")
                        .expect("CWD a")
                        .reply("550 no"),
                "multicwd");

        assertThat(outcome.code()).isEqualTo(9);
    }

    @Test
    void shouldMakeAllOnTheWayToASingleChange() {
        Outcome outcome = put(
                script -> {
                    login(script).expect("PWD").reply("257 \"/home\"");
                    script.expect("CWD a/b").reply("550 no").expect("MKD a").reply("550 exists");
                    script.expect("MKD a/b").reply("257 made").expect("CWD a/b").reply("250 ok");
                    store(script, "STOR c");
                },
                "singlecwd");

        assertThat(outcome.code()).isZero();
    }

    @Test
    void shouldMakeThemWithoutAChangeToo() {
        Outcome outcome = put(
                script -> {
                    login(script)
                            .expect("MKD a")
                            .reply("550 exists")
                            .expect("MKD a/b")
                            .reply("257 made");
                    store(script, "STOR a/b/c");
                },
                "nocwd");

        assertThat(outcome.code()).isZero();
    }

    private static Outcome put(FtpScript.Author author, String method) {
        return run(author, "put", METHOD, method, "--ftp-create-dirs", "-", "URLa/b/c");
    }
}
