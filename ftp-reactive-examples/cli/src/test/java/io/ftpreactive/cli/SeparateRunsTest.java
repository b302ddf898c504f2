package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.ScriptedFtpServer;
import org.junit.jupiter.api.Test;

/** Runs in one JVM do not hear of each other: the server at an address may be another one by then. */
class SeparateRunsTest {

    @Test
    void shouldLearnAnewWhatTheServerCanDo() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login()
                        .expect("EPSV")
                        .passive()
                        .expect("LIST d")
                        .reply("150 here")
                        .acceptData()
                        .sendData("-rw-r--r-- 1 u g 5 Jan 1 2020 old\r\n")
                        .closeData()
                        .reply("226 done"),
                script -> FindOnTheWireTest.listing(script.login("MLST type*;size*;"), "d", "type=file; new"))) {
            assertThat(list(server)).contains("old");
            assertThat(list(server)).contains("new");
            server.verify();
        }
    }

    private static String list(ScriptedFtpServer server) {
        return Outcome.of("ls", "ftp://" + server.host() + ":" + server.port() + "/d/")
                .out();
    }
}
