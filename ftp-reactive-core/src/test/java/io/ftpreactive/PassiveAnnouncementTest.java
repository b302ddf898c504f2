package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
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

    private static FtpScript retrieves(FtpScript script, String path) {
        return retrieve(script, path, "bytes");
    }

    @Test
    void shouldAnnounceByItselfWhereFeatListsPret() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            sends(script.login("EPSV", "PRET"), "RETR a");
            sends(script, "NLST dir");
        })) {
            FtpSession session = connect(server);
            assertThat(text(session.retrieve("a"))).isEqualTo("bytes\r\n");
            session.names("dir").blockLast(LONG);
        }
    }

    @Test
    void shouldNotAnnounceWhenToldNotTo() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> retrieves(script.login("PRET"), "a"))) {
            FtpClient client = client(server).passive(mode -> mode.announced(false));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldNotAnnounceInActiveMode() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> DataMode.ACTIVE.next(script.login("PRET")))) {
            assertThat(text(client(server).active().retrieve("next"))).isEqualTo("next");
        }
    }

    /** Nobody asked for it; and a command that is refused as such is not sent again in this session. */
    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "501 what?", "502 no", "503 no", "504 no"})
    void shouldGoOnWithoutWhereItIsRefusedThoughListed(String refusal) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            retrieves(script.login("PRET").expect("PRET RETR a").reply(refusal), "a");
            retrieves(script, "b");
        })) {
            FtpSession session = connect(server);
            assertThat(text(session.retrieve("a"))).isEqualTo("bytes");
            assertThat(text(session.retrieve("b"))).isEqualTo("bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"202 no use", "250 fine", "350 go on", "451 not now", "425 not now", "530 no slave is free"})
    void shouldGoOnWhateverElseIsAnswered(String answer) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            retrieves(script.login("PRET").expect("PRET RETR a").reply(answer), "a");
            sends(script, "RETR b");
        })) {
            FtpSession session = connect(server);
            assertThat(text(session.retrieve("a"))).isEqualTo("bytes");
            assertThat(text(session.retrieve("b"))).isEqualTo("bytes\r\n");
        }
    }

    /** As if the transfer itself had been refused, and without a second connection. */
    @ParameterizedTest
    @ValueSource(strings = {"550 no such file", "553 no such name", "552 full", "450 busy", "452 full"})
    void shouldFailWhereTheFileIsRefused(String refusal) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("PRET")
                .expect("PRET RETR a")
                .reply(refusal)
                .expect("PRET STOR b")
                .reply(refusal)
                .expect("NOOP")
                .reply("200 ok"))) {
            FtpSession session = connect(server);
            FtpReplyException error = failure(FtpReplyException.class, session.retrieve("a"));
            assertThat(error.command()).isEqualTo("RETR a");
            assertThat(error.reply()).hasToString(refusal);
            assertThat(failure(FtpReplyException.class, session.store("b", Mono.<ByteBuf>empty()))
                            .command())
                    .isEqualTo("STOR b");
            session.noop().block(LONG);
        }
    }
}
