package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class ActiveModeTest extends ScriptedTest {

    private FtpClient active(ScriptedFtpServer server) {
        return client(server).active();
    }

    private static FtpScript sends(FtpScript script, String path, String content) {
        return script.expect("RETR " + path)
                .reply("150 here")
                .connectBack()
                .sendData(content)
                .closeData()
                .reply("226 done");
    }

    private static FtpScript eprt(FtpScript script) {
        return script.expectStarting("EPRT |1|127.0.0.1|").reply("200 ok");
    }

    @Test
    void shouldListenAndSayEprt() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            sends(eprt(script.login()), "a", "first");
            sends(eprt(script), "b", "second");
        })) {
            FtpSession session = connect(active(server));
            assertThat(text(session.retrieve("a"))).isEqualTo("first");
            assertThat(text(session.retrieve("b"))).isEqualTo("second");
        }
    }

    @Test
    void shouldUpload() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> eprt(script.login())
                .expect("STOR a")
                .reply("150 go")
                .connectBack()
                .readDataToEnd()
                .reply("226 done"))) {
            active(server).store("a", Mono.fromSupplier(() -> buffer("bytes"))).block(LONG);
            assertThat(server.uploads()).containsExactly("bytes".getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "502 no", "522 no", "501 no"})
    void shouldSayPortFromThenOnWhenEprtIsRefused(String refusal) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login().expectStarting("EPRT ").reply(refusal);
            sends(script.expectStarting("PORT 127,0,0,1,").reply("200 ok"), "a", "first");
            sends(script.expectStarting("PORT 127,0,0,1,").reply("200 ok"), "b", "second");
        })) {
            FtpSession session = connect(active(server));
            assertThat(text(session.retrieve("a"))).isEqualTo("first");
            assertThat(text(session.retrieve("b"))).isEqualTo("second");
        }
    }

    @Test
    void shouldBeginWithPortWhereTheModeSaysSo() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> sends(script.login().expectStarting("PORT ").reply("200 ok"), "a", "bytes"))) {
            FtpClient client = client(server).active(mode -> mode.extended(false));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldFailWhenEprtAndPortAreRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expectStarting("EPRT ")
                .reply("500 no")
                .expectStarting("PORT ")
                .reply("500 I won't"))) {
            FtpConnectionException error =
                    failure(FtpConnectionException.class, active(server).retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.PORT_REFUSED);
            assertThat(error).hasMessageContaining("500 I won't").hasMessageContaining("passive");
        }
    }

    @Test
    void shouldNotSayPortAfter421ToEprt() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().expectStarting("EPRT ").reply("421 bye").expectClose())) {
            FtpConnectionException error =
                    failure(FtpConnectionException.class, active(server).retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.SERVICE_UNAVAILABLE);
        }
    }

    @Test
    void shouldTurnAStrangerAwayAndTakeTheServer() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> eprt(script.login())
                .expect("RETR a")
                .connectBackAsStranger("127.0.0.2")
                .reply("150 here")
                .connectBackAsStranger("127.0.0.3")
                .connectBack()
                .sendData("bytes")
                .closeData()
                .reply("226 done"))) {
            assertThat(text(active(server).retrieve("a"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldSayWhoWasTurnedAwayWhenTheServerNeverConnects() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> eprt(script.login())
                .expect("RETR a")
                .reply("150 here")
                .connectBackAsStranger("127.0.0.2")
                .on("NOOP", "200 ok")
                .expect("ABOR")
                .reply("426 gone")
                .reply("226 aborted"))) {
            FtpClient client = client(server).active(mode -> mode.acceptTimeout(Duration.ofMillis(500)));
            FtpConnectionException error = failure(FtpConnectionException.class, client.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.NEVER_CONNECTED);
            assertThat(error).hasMessageContaining("127.0.0.2").hasMessageContaining("turned away");
        }
    }

    @Test
    void shouldAbortAndGoOnWhenTheServerNeverConnects() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            eprt(script.login())
                    .expect("RETR a")
                    .reply("150 here")
                    .expect("ABOR")
                    .reply("426 gone")
                    .expect("NOOP")
                    .reply("226 aborted", "200 ok");
            sends(eprt(script), "b", "second");
        })) {
            FtpSession session = connect(client(server).active(mode -> mode.acceptTimeout(SHORT)));
            FtpConnectionException error = failure(FtpConnectionException.class, session.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.NEVER_CONNECTED);
            assertThat(error).hasMessageContaining("150 here").hasMessageContaining("passive");
            assertThat(text(session.retrieve("b"))).isEqualTo("second");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"226 no files", "150 here,226 no files"})
    void shouldSayHowShortlyItWaitsWhenTheServerIsDoneAndHasNotConnected(String replies) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            eprt(script.login()).expect("NLST").reply(replies.split(","));
            sends(eprt(script), "b", "second");
        })) {
            FtpSession session = connect(client(server).active(mode -> mode.acceptTimeout(LONG.multipliedBy(3))));
            FtpConnectionException error = failure(FtpConnectionException.class, session.names(""));
            assertThat(error.reason()).isEqualTo(Reason.NEVER_CONNECTED);
            assertThat(error).hasMessageContaining("in 2 s after it had said: 226 no files;");
            assertThat(text(session.retrieve("b"))).isEqualTo("second");
        }
    }

    @Test
    void shouldNotWaitLongerForAServerThatConnectsBeforeItAnswersAndCannot() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            eprt(script.login())
                    .expect("RETR a")
                    .expect("ABOR")
                    .reply("425 cannot connect")
                    .expect("NOOP")
                    .reply("226 aborted", "200 ok");
            sends(eprt(script), "b", "second");
        })) {
            FtpSession session = connect(client(server).active(mode -> mode.acceptTimeout(SHORT)));
            FtpConnectionException error = failure(FtpConnectionException.class, session.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.NEVER_CONNECTED);
            assertThat(error).hasMessageContaining("it has not answered").hasMessageContaining("passive");
            assertThat(text(session.retrieve("b"))).isEqualTo("second");
        }
    }

    @Test
    void shouldFailWhen425Follows150() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            eprt(script.login()).expect("RETR a").reply("150 here").reply("425 cannot connect");
            sends(eprt(script), "b", "second");
        })) {
            FtpSession session = connect(active(server));
            FtpConnectionException error = failure(FtpConnectionException.class, session.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.ACCEPT_REFUSED);
            assertThat(error).hasMessageContaining("425 cannot connect");
            assertThat(text(session.retrieve("b"))).isEqualTo("second");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 none", "425 cannot connect", "450 busy"})
    void shouldFailWithTheRefusalOfTheTransfer(String refusal) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            eprt(script.login()).expect("RETR a").reply(refusal);
            sends(eprt(script), "b", "second");
        })) {
            FtpSession session = connect(active(server));
            FtpReplyException error = failure(FtpReplyException.class, session.retrieve("a"));
            assertThat(error).hasMessageContaining(refusal);
            assertThat(text(session.retrieve("b"))).isEqualTo("second");
        }
    }

    @Test
    void shouldTakeAConnectionThatComesAfterThe226() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> eprt(script.login())
                .expect("RETR a")
                .reply("150 here", "226 done")
                .connectBack()
                .sendData("bytes")
                .closeData())) {
            assertThat(text(active(server).retrieve("a"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldTakeA226WithoutA150() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> eprt(script.login())
                .expect("RETR a")
                .connectBack()
                .sendData("bytes")
                .closeData()
                .reply("226 done"))) {
            assertThat(text(active(server).retrieve("a"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldTakeAConnectionThatEndsBeforeThe150() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login();
            for (int i = 0; i < 50; i++) {
                eprt(script)
                        .expect("RETR a")
                        .connectBack()
                        .sendData("bytes")
                        .closeData()
                        .reply("150 here")
                        .reply("226 done");
            }
        })) {
            FtpSession session = connect(active(server));
            for (int i = 0; i < 50; i++) {
                assertThat(text(session.retrieve("a"))).isEqualTo("bytes");
            }
        }
    }

    @Test
    void shouldSayEprt2OnIpv6() {
        try (ScriptedFtpServer server = ScriptedFtpServer.startOn(
                "::1", script -> sends(script.login().expectStarting("EPRT |2|").reply("200 ok"), "a", "bytes"))) {
            FtpClient client = client(server).active(mode -> mode.extended(false));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldNeverSayPortOnIpv6() {
        try (ScriptedFtpServer server = ScriptedFtpServer.startOn(
                "::1", script -> script.login().expectStarting("EPRT |2|").reply("500 no"))) {
            FtpConnectionException error =
                    failure(FtpConnectionException.class, active(server).retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.PORT_REFUSED);
        }
    }

    @Test
    void shouldStopListeningAndAbortWhenCancelledWhileItWaits() {
        CountDownLatch waiting = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            eprt(script.login())
                    .expect("RETR a")
                    .reply("150 here")
                    .run(waiting::countDown)
                    .expect("ABOR")
                    .run(() -> {})
                    .reply("426 gone")
                    .expect("NOOP")
                    .reply("226 aborted", "200 ok");
            sends(eprt(script), "b", "second");
        })) {
            FtpSession session = connect(active(server));
            Disposable download = session.retrieve("a").subscribe();
            await(waiting);
            download.dispose();
            assertThat(text(session.retrieve("b"))).isEqualTo("second");
        }
    }

    @Test
    void shouldTurnAServerAwayThatConnectsForACancelledTransfer() {
        CountDownLatch waiting = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            eprt(script.login())
                    .expect("RETR a")
                    .reply("150 here")
                    .run(waiting::countDown)
                    .expect("ABOR")
                    .connectBackAsStranger("127.0.0.1")
                    .reply("426 gone")
                    .expect("NOOP")
                    .reply("226 aborted", "200 ok");
            sends(eprt(script), "b", "second");
        })) {
            FtpSession session = connect(active(server));
            Disposable download = session.retrieve("a").subscribe();
            await(waiting);
            download.dispose();
            assertThat(text(session.retrieve("b"))).isEqualTo("second");
        }
    }

    @Test
    void shouldFailWhenTheControlConnectionEndsWhileItWaits() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                eprt(script.login()).expect("RETR a").reply("150 here").closeControl())) {
            FtpConnectionException error =
                    failure(FtpConnectionException.class, active(server).retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.CLOSED);
        }
    }

    @Test
    void shouldCloseTheSessionWhenTheTransferCommandIsNeverAnswered() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> eprt(script.login()).expect("RETR a").connectBack().hang())) {
            FtpConnectionException error = failure(
                    FtpConnectionException.class,
                    active(server).replyTimeout(Duration.ofMillis(500)).retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.REPLY_TIMEOUT);
            assertThat(error).hasMessageContaining("RETR a");
        }
    }
}
