package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code watch} prints of several polls; the interval is as short as can be. */
class WatchOnTheWireTest extends WireTest {

    private static final String FACTS = "MLST type*;size*;modify*;";

    private static FtpScript poll(FtpScript script, String... lines) {
        return FindOnTheWireTest.listing(script, "in", lines);
    }

    private static String shortened(String text) {
        return text.replaceAll("ftp://[^/]*/", "U/");
    }

    private static Outcome watch(FtpScript.Author author, String... more) {
        String[] args = new String[more.length + 4];
        System.arraycopy(new String[] {"watch", "--interval", "0.001", "URLin/"}, 0, args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        return run(author, args);
    }

    @Test
    void shouldPrintWhatChangesFromPollToPoll() {
        Outcome outcome = watch(
                script -> {
                    poll(script.login(FACTS), "type=file;size=1; a b", "type=file;size=1; c");
                    poll(script, "type=file;size=2; a b", "type=file;size=1; c");
                    poll(script, "type=file;size=2; a b", "type=dir; d");
                },
                "--count",
                "3");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(shortened(outcome.out())).isEqualTo("+ U/in/a%20b\n+ U/in/c\n~ U/in/a%20b\n- U/in/c\n+ U/in/d\n");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatIsStillBeingWritten() {
        Outcome outcome = watch(
                script -> {
                    poll(script.login(FACTS), "type=file;size=1; old", "type=file;size=1; growing");
                    poll(script, "type=file;size=1; old", "type=file;size=2; growing");
                },
                "--stable",
                "2",
                "--count",
                "2");

        assertThat(shortened(outcome.out())).isEqualTo("+ U/in/old\n");
    }

    @Test
    void shouldPrintAnObjectForEachChange() {
        Outcome outcome = watch(
                script -> poll(poll(script.login(FACTS), "type=file;size=1; a"), "type=cdir; ."),
                "--count",
                "2",
                "--json");

        String entry =
                "\"url\":\"U/in/a\",\"path\":\"in/a\",\"name\":\"a\",\"type\":\"file\",\"size\":1,\"modified\":null,"
                        + "\"permissions\":null,\"link\":null,\"raw\":\"type=file;size=1; a\"}\n";
        assertThat(shortened(outcome.out()))
                .isEqualTo("{\"change\":\"added\"," + entry + "{\"change\":\"removed\"," + entry);
    }

    @Test
    void shouldPollOnce() {
        Outcome outcome = watch(script -> poll(script.login(FACTS), "type=file;size=1; a"), "--once");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(shortened(outcome.out())).isEqualTo("+ U/in/a\n");
    }

    @Test
    void shouldReportAPollThatFailsForNowAndGoOn() {
        Outcome outcome = watch(
                script -> {
                    poll(script.login(FACTS), "type=file;size=1; a", "type=file;size=1; b");
                    script.expect("EPSV").passive().expect("MLSD in").reply("450 busy");
                    poll(script, "type=file;size=1; a");
                },
                "--count",
                "3");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(shortened(outcome.out())).isEqualTo("+ U/in/a\n+ U/in/b\n- U/in/b\n");
        assertThat(outcome.err()).isEqualTo("ftp-reactive: MLSD in was refused: 450 busy\n");
    }

    @Test
    void shouldTakeNothingForGoneWhenAListingBreaksOff() {
        Outcome outcome = watch(
                script -> {
                    poll(script.login(FACTS), "type=file;size=1; a", "type=file;size=1; b");
                    script.expect("EPSV")
                            .passive()
                            .expect("MLSD in")
                            .reply("150 coming")
                            .acceptData();
                    script.sendData("type=file;size=1; a\r\n").closeData().reply("451 disk trouble");
                    poll(script, "type=file;size=1; a", "type=file;size=1; b");
                },
                "--count",
                "3");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(shortened(outcome.out())).isEqualTo("+ U/in/a\n+ U/in/b\n");
        assertThat(outcome.err()).contains("451 disk trouble");
    }

    @Test
    void shouldConnectAgainAndRememberWhatItSaw() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> {
                    poll(script.login(FACTS), "type=file;size=1; a");
                    script.expect("EPSV").reply("421 Idle for too long").closeControl();
                },
                script -> poll(script.login(FACTS), "type=file;size=1; a", "type=file;size=1; b"))) {
            String url = "ftp://" + server.host() + ":" + server.port() + "/in";
            Outcome outcome = Outcome.of("watch", "--interval", "0.001", "--count", "3", url);
            server.verify();

            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(shortened(outcome.out())).isEqualTo("+ U/in/a\n+ U/in/b\n");
            assertThat(outcome.err()).contains("421 Idle for too long");
        }
    }

    @Test
    void shouldEndAtAFailureThatWillNotPass() {
        Outcome outcome = watch(script -> {
            poll(script.login(FACTS), "type=file;size=1; a");
            script.expect("EPSV").passive().expect("MLSD in").reply("550 No such directory");
        });

        assertThat(outcome.code()).isEqualTo(19);
        assertThat(shortened(outcome.out())).isEqualTo("+ U/in/a\n");
        assertThat(outcome.err()).isEqualTo("ftp-reactive: (19) MLSD in was refused: 550 No such directory\n");
    }

    @Test
    void shouldFailWhenTheLastPollFails() {
        Outcome outcome = watch(
                script -> script.login(FACTS)
                        .expect("EPSV")
                        .passive()
                        .expect("MLSD in")
                        .reply("450 busy"),
                "--once");

        assertThat(outcome.code()).isEqualTo(19);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--count=0", "--stable=0", "--interval=0", "--interval=-1", "--interval=soon", "--once --count=2"
            })
    void shouldRefuseNonsenseBeforeConnecting(String options) {
        Outcome outcome = Outcome.of(("watch ftp://no-such-host.invalid/ " + options).split(" ", -1));

        assertThat(outcome.code()).isEqualTo(2);
    }
}
