package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.ftpreactive.testkit.TestCertificate;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Which of two servers begins the TLS handshake of their data connection. */
class TransferToTlsTest extends ScriptedTest {

    private static final FtpSecurity SECURITY = FtpSecurity.explicit().trust(TestCertificate.ca());

    private FtpClient secure(ScriptedFtpServer server) {
        return client(server).host("localhost").security(SECURITY);
    }

    /** What passes between the servers is none of the client's business, so that the scripts do without TLS there. */
    private static FtpScript sending(FtpScript script) {
        return script.expectStarting("PORT ")
                .reply("200 fine")
                .expect("RETR a")
                .connectBack()
                .reply("150 here")
                .sendData("bytes")
                .closeData()
                .reply("226 sent");
    }

    private static FtpScript storing(FtpScript script) {
        return script.passivePasv()
                .expect("STOR b")
                .reply("150 go on")
                .acceptData()
                .readDataToEnd()
                .reply("226 stored");
    }

    private static FtpScript source(FtpScript script, String... features) {
        return script.loginTls(features).on("NOOP", "200 ok").on("SIZE", "213 5");
    }

    private static FtpScript target(FtpScript script, String... features) {
        return script.loginTls(features).on("NOOP", "200 ok").on("SIZE", "213 5");
    }

    private long transferred(FtpClient from, FtpClient to) {
        return get(from.transferTo("a", to, "b", Mono::error)).bytes();
    }

    @Test
    void shouldHaveTheListeningServerBeginByCpsv() {
        try (ScriptedFtpServer from = ScriptedFtpServer.start(script -> sending(source(script)));
                ScriptedFtpServer to = ScriptedFtpServer.start(
                        script -> storing(target(script, "CPSV", "SSCN").expect("CPSV")))) {
            assertThat(transferred(secure(from), secure(to))).isEqualTo(5);
        }
    }

    @Test
    void shouldHaveTheListeningServerBeginBySscnAndTakeItBack() {
        try (ScriptedFtpServer from = ScriptedFtpServer.start(script -> sending(source(script)));
                ScriptedFtpServer to = ScriptedFtpServer.start(script -> storing(target(script, "SSCN")
                                .expect("SSCN ON")
                                .reply("200 client")
                                .expect("PASV"))
                        .expect("SSCN OFF")
                        .reply("200 server"))) {
            FtpClient there = secure(to);
            assertThat(transferred(secure(from), there)).isEqualTo(5);
            assertThat(get(there.size("b"))).isEqualTo(5);
            assertThat(to.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldHaveTheConnectingServerBeginWhereItAloneCan() {
        try (ScriptedFtpServer from = ScriptedFtpServer.start(script -> sending(
                                source(script, "SSCN").expect("SSCN ON").reply("200 client"))
                        .expect("SSCN OFF")
                        .reply("200 server"));
                ScriptedFtpServer to =
                        ScriptedFtpServer.start(script -> storing(target(script).expect("PASV")))) {
            assertThat(transferred(secure(from), secure(to))).isEqualTo(5);
        }
    }

    @Test
    void shouldNotLendASessionAgainWhoseServerKeepsTheOtherPart() {
        try (ScriptedFtpServer from = ScriptedFtpServer.start(script -> source(script)
                        .expectStarting("PORT ")
                        .reply("500 no")
                        .expect("PASV")
                        .reply("500 no"));
                ScriptedFtpServer to = ScriptedFtpServer.start(
                        script -> target(script, "SSCN")
                                .expect("SSCN ON")
                                .reply("200 client")
                                .expect("PASV")
                                .passivePasv(),
                        script -> target(script, "SSCN"))) {
            FtpClient there = secure(to);
            failure(FtpConnectionException.class, secure(from).transferTo("a", there, "b", Mono::error));
            assertThat(get(there.size("b"))).isEqualTo(5);
            assertThat(to.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldRefuseWhereNobodyCanBegin() {
        try (ScriptedFtpServer from = ScriptedFtpServer.start(script -> source(script));
                ScriptedFtpServer to = ScriptedFtpServer.start(script -> target(script))) {
            FtpConnectionException error =
                    failure(FtpConnectionException.class, secure(from).transferTo("a", secure(to), "b", Mono::error));
            assertThat(error.reason()).isEqualTo(Reason.DIRECT_REFUSED);
            assertThat(error).hasMessageContaining("CPSV");
            assertThat(afterLogin(to)).isEmpty();
        }
    }

    @Test
    void shouldNotDropTheProtectionThatOneSideHas() {
        try (ScriptedFtpServer from = ScriptedFtpServer.start(script -> source(script, "CPSV", "SSCN"));
                ScriptedFtpServer to = ScriptedFtpServer.start(script -> script.login("CPSV", "SSCN"))) {
            FtpConnectionException error =
                    failure(FtpConnectionException.class, secure(from).transferTo("a", client(to), "b", Mono::error));
            assertThat(error.reason()).isEqualTo(Reason.DIRECT_REFUSED);
            assertThat(afterLogin(from)).isEmpty();
        }
    }
}
