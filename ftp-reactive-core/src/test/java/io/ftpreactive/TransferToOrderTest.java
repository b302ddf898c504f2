package io.ftpreactive;

import static io.ftpreactive.TransferToTest.aborted;
import static io.ftpreactive.TransferToTest.connecting;
import static io.ftpreactive.TransferToTest.direct;
import static io.ftpreactive.TransferToTest.listening;
import static io.ftpreactive.TransferToTest.login;
import static io.ftpreactive.TransferToTest.sending;
import static io.ftpreactive.TransferToTest.source;
import static io.ftpreactive.TransferToTest.storing;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who is asked first: the target keeps what it has until the source has agreed, and an error tells what is left there. */
class TransferToOrderTest extends ScriptedTest {

    private static final String LEFT = "may be empty or a fragment";

    /** The first way round is refused, and the source listens. */
    private static FtpScript listeningSource(FtpScript script) {
        return source(script)
                .expectStarting("PORT ")
                .reply("500 Illegal PORT command.")
                .expect("SIZE a")
                .reply("213 5")
                .expect("PASV")
                .passivePasv();
    }

    private static FtpScript connectingTarget(FtpScript script) {
        return listening(script).expectStarting("PORT 127,0,0,1,").reply("200 fine");
    }

    @Test
    void shouldNotTouchTheTargetForAFileThatAListeningSourceRefuses() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> listeningSource(script)
                        .expect("RETR a")
                        .reply("550 no")
                        .expect("SIZE a")
                        .reply("213 7"));
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> connectingTarget(script).expect("SIZE b").reply("213 8"))) {
            FtpClient from = client(source);
            FtpClient to = client(target);
            FtpReplyException error = failure(FtpReplyException.class, direct(from, to));
            assertThat(error.command()).isEqualTo("RETR a");
            assertThat(error.getSuppressed()).noneMatch(FtpTransferException.class::isInstance);
            assertThat(get(from.size("a"))).isEqualTo(7);
            assertThat(get(to.size("b"))).isEqualTo(8);
            assertThat(afterLogin(source))
                    .satisfiesExactly(
                            first -> assertThat(first).isEqualTo("SIZE a"),
                            port -> assertThat(port).startsWith("PORT "),
                            size -> assertThat(size).isEqualTo("SIZE a"),
                            pasv -> assertThat(pasv).isEqualTo("PASV"),
                            retr -> assertThat(retr).isEqualTo("RETR a"),
                            last -> assertThat(last).isEqualTo("SIZE a"));
            assertThat(afterLogin(target))
                    .satisfiesExactly(
                            pasv -> assertThat(pasv).isEqualTo("PASV"),
                            port -> assertThat(port).startsWith("PORT "),
                            last -> assertThat(last).isEqualTo("SIZE b"));
        }
    }

    /** Most servers say 150 when somebody has connected: then the target has to begin. */
    @Test
    void shouldNotWaitForASourceThatWaitsForTheTarget() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> listeningSource(script)
                        .expect("RETR a")
                        .acceptData()
                        .reply("150 here")
                        .sendData("bytes")
                        .closeData()
                        .reply("226 sent"));
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> connectingTarget(script)
                        .expect("STOR b")
                        .connectBack()
                        .reply("150 go on")
                        .readDataToEnd()
                        .reply("226 stored"))) {
            assertThat(get(direct(client(source), client(target))).bytes()).isEqualTo(5);
        }
    }

    @Test
    void shouldTellWhatIsLeftWhereTheSourceRefusesLate() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> listeningSource(script)
                        .expect("RETR a")
                        .acceptData()
                        .closeData()
                        .reply("550 no"));
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> aborted(
                        connectingTarget(script).expect("STOR b").connectBack().reply("150 go on")))) {
            FtpTransferException error = failure(FtpTransferException.class, direct(client(source), client(target)));
            assertThat(error.command()).isEqualTo("RETR a");
            assertThat(error.reason()).isEqualTo(Reason.NEGATIVE_REPLY);
            assertThat(error).hasMessageContaining(LEFT);
        }
    }

    /** A source that waits for a connection hears no ABOR. */
    @Test
    void shouldLoseTheSessionOfASourceThatWaitsInVain() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(
                        script -> listeningSource(script).expect("RETR a").hang(),
                        script -> login(script).expect("SIZE a").reply("213 7"));
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> connectingTarget(script).expect("STOR b").reply("553 no"))) {
            FtpClient from = client(source).abortTimeout(Duration.ofMillis(200));
            FtpReplyException error = failure(FtpReplyException.class, direct(from, client(target)));
            assertThat(error.command()).isEqualTo("STOR b");
            assertThat(error.getSuppressed()).noneMatch(FtpTransferException.class::isInstance);
            assertThat(get(from.size("a"))).isEqualTo(7);
            assertThat(source.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldTellWhatIsLeftOfABrokenTransfer() {
        for (String refusal : new String[] {"426 broken", "451 disk", "552 full"}) {
            try (ScriptedFtpServer source =
                            ScriptedFtpServer.start(script -> sending(script).reply("226 sent"));
                    ScriptedFtpServer target = ScriptedFtpServer.start(script ->
                            storing(script).readDataToEnd().reply(refusal).on("SIZE", "213 2"))) {
                FtpClient to = client(target);
                FtpTransferException error = failure(FtpTransferException.class, direct(client(source), to));
                assertThat(error).hasMessageContaining(LEFT).hasMessageContaining(refusal);
                assertThat(get(to.size("b"))).isEqualTo(2);
            }
        }
    }

    @Test
    void shouldTellWhatIsLeftWhereTheSourceIsLost() {
        CountDownLatch begun = new CountDownLatch(1);
        try (ScriptedFtpServer source = ScriptedFtpServer.start(
                        script -> connecting(script)
                                .expect("RETR a")
                                .connectBack()
                                .reply("150 here")
                                .await(begun)
                                .closeControl(),
                        script -> login(script).expect("SIZE a").reply("213 6"));
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> aborted(storing(script).run(begun::countDown)))) {
            FtpClient from = client(source);
            FtpClient to = client(target);
            FtpConnectionException error = failure(FtpConnectionException.class, direct(from, to));
            assertThat(error.reason()).isEqualTo(Reason.CLOSED);
            assertThat(error.getSuppressed())
                    .anySatisfy(left -> assertThat(left).hasMessageContaining(LEFT));
            assertThat(get(to.size("b"))).isEqualTo(7);
            assertThat(get(from.size("a"))).isEqualTo(6);
            assertThat(target.connections()).isEqualTo(1);
        }
    }

    /** As vsftpd, which has emptied the file by then. */
    @Test
    void shouldTellWhatIsLeftWhereTheTargetTakesNoConnection() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> connecting(script)
                        .expect("RETR a")
                        .connectBack()
                        .reply("150 here")
                        .expect("ABOR")
                        .reply("426 gone", "226 aborted")
                        .expect("SIZE a")
                        .reply("213 5")
                        .expect("PASV")
                        .reply("500 no"));
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> listening(script).expect("STOR b").reply("425 Security: Bad IP connecting."))) {
            FtpConnectionException error =
                    failure(FtpConnectionException.class, direct(client(source), client(target)));
            assertThat(error.reason()).isEqualTo(Reason.DIRECT_REFUSED);
            assertThat(error.getSuppressed())
                    .anySatisfy(first -> assertThat(first.getSuppressed())
                            .anySatisfy(left -> assertThat(left).hasMessageContaining(LEFT)));
        }
    }
}
