package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** PRET, which tells a server made of several machines what is to come. */
class PassiveAnnouncementTest extends ScriptedTest {

    private FtpClient announcing(ScriptedFtpServer server) {
        return client(server).passive(mode -> mode.announced(true));
    }

    private static FtpScript sends(FtpScript script, String command) {
        return script.expect("PRET " + command)
                .reply("200 noted")
                .expect("EPSV")
                .passive()
                .expect(command)
                .reply("150 here")
                .acceptData()
                .sendData("bytes\r\n")
                .closeData()
                .reply("226 done");
    }

    @Test
    void shouldAnnounceEachTransferBeforeItAsksForThePort() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            sends(script.login(), "RETR a");
            sends(script, "NLST");
            sends(script, "NLST dir");
            script.expect("PRET STOR b")
                    .reply("200 noted")
                    .expect("EPSV")
                    .passive()
                    .expect("STOR b")
                    .reply("150 go")
                    .acceptData()
                    .readDataToEnd()
                    .reply("226 done");
        })) {
            FtpSession session = connect(announcing(server));
            assertThat(text(session.retrieve("a"))).isEqualTo("bytes\r\n");
            session.names("").blockLast(LONG);
            session.names("dir").blockLast(LONG);
            session.store("b", Mono.fromSupplier(() -> buffer("bytes"))).block(LONG);
        }
    }

    @Test
    void shouldAnnounceOnceWherePasvFollowsEpsv() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("PRET RETR a")
                .reply("200 noted")
                .expect("EPSV")
                .reply("500 what?")
                .expect("PASV")
                .passivePasv()
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData("bytes")
                .closeData()
                .reply("226 done"))) {
            assertThat(text(announcing(server).retrieve("a"))).isEqualTo("bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "550 no such file", "250 fine", "350 go on"})
    void shouldFailOnAnyAnswerBut200(String answer) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("PRET RETR a")
                .reply(answer)
                .expect("NOOP")
                .reply("200 ok"))) {
            FtpSession session = connect(announcing(server));
            FtpConnectionException error = failure(FtpConnectionException.class, session.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.PRET_REFUSED);
            assertThat(error).hasMessageContaining("PRET RETR a").hasMessageContaining(answer);
            session.noop().block(LONG);
        }
    }
}
