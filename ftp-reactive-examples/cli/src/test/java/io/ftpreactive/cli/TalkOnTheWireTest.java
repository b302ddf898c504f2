package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import org.junit.jupiter.api.Test;

/** What is shown of the talk with servers. */
class TalkOnTheWireTest extends WireTest {

    @Test
    void shouldShowARefusalOfSeveralLinesOnOne() {
        Outcome outcome = run(
                script -> login(script).expect("DELE a").reply("550-Not", " today,", "550 nor tomorrow"), "rm", "URLa");
        assertThat(outcome.err()).hasLineCount(1).contains("Not", "today,", "nor tomorrow");
    }

    @Test
    void shouldNumberTheSessionsOnceThereAreSeveral() {
        try (ScriptedFtpServer one = ScriptedFtpServer.start(script -> remove(script));
                ScriptedFtpServer other = ScriptedFtpServer.start(script -> remove(script))) {
            Outcome outcome = Outcome.of("rm", "-v", url(one), url(other));
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.err().lines())
                    .contains("> DELE a", "[2] > DELE a")
                    .doesNotContain("[1] > DELE a");
        }
    }

    private static FtpScript remove(FtpScript script) {
        return login(script).expect("DELE a").reply("250 gone");
    }

    private static String url(ScriptedFtpServer server) {
        return "ftp://" + server.host() + ":" + server.port() + "/a";
    }

    /** It is a winter's day, an hour ahead of UTC. */
    @Test
    void shouldReadTimesOfListingsInTheirZone() {
        for (String[] args : new String[][] {
            {"ls", "--json", "--timezone", "Europe/Berlin", "URL"}, {"ls", "--json", "--timezone", "+01:00", "URL"}
        }) {
            Outcome outcome = run(
                    script -> login(script)
                            .expect("EPSV")
                            .passive()
                            .expectStarting("LIST")
                            .reply("150 here")
                            .acceptData()
                            .sendData("-rw-r--r-- 1 o g 5 2020-01-15 12:00 a\r\n")
                            .closeData()
                            .reply("226 done"),
                    args);
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.out()).contains("2020-01-15T11:00");
        }
    }
}
