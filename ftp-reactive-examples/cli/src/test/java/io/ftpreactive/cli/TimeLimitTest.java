package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.ScriptedFtpServer;
import org.junit.jupiter.api.Test;

class TimeLimitTest {

    @Test
    void shouldAbortTheTransferAndSayGoodBye() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .on("SIZE", "500 what")
                .on("NOOP", "200 here")
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 coming")
                .acceptData()
                .sendData("bytes")
                .expect("ABOR")
                .reply("426 aborted")
                .reply("226 aborted"))) {
            Outcome outcome = Outcome.of("get", "-v", "-m", "4", "ftp://" + server.host() + ":" + server.port() + "/a");

            assertThat(outcome.code()).isEqualTo(28);
            assertThat(outcome.out()).isEqualTo("bytes");
            assertThat(outcome.err()).contains("> ABOR").endsWith("> QUIT\n< 221 bye\n");
        }
    }
}
