package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that got a reply which answers nothing is not lent again, and says no QUIT. */
class UnsolicitedReplyTest extends ScriptedTest {

    private final CountDownLatch idle = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private static FtpScript size(FtpScript script, String path) {
        return script.expect("SIZE " + path);
    }

    private static void another(FtpScript script) {
        size(script.login(), "b").reply("213 42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"226 surprise", "150 surprise", "500 surprise", "421 idle for too long"})
    void shouldLogInAnewAfterAReplyToAnIdleSession(String reply) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> size(script.login(), "a")
                        .reply("213 7")
                        .await(idle)
                        .reply(reply)
                        .expectClose()
                        .run(closed::countDown),
                UnsolicitedReplyTest::another)) {
            FtpClient client = client(server);
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
            idle.countDown();
            await(closed);
            assertThat(client.size("b").block(LONG)).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"226 surprise", "421 enough"})
    void shouldLogInAnewAfterASecondReplyToOneCommand(String second) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> size(script.login(), "a")
                        .reply("213 7", second)
                        .expectClose()
                        .run(closed::countDown),
                UnsolicitedReplyTest::another)) {
            FtpClient client = client(server);
            assertThat(client.size("a").block(LONG)).isEqualTo(7);
            await(closed);
            assertThat(client.size("b").block(LONG)).isEqualTo(42);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldTellA421FromAReplyThatNothingAskedFor() {
        assertThat(laterFailure("421 idle for too long"))
                .isInstanceOfSatisfying(
                        FtpConnectionException.class,
                        error -> assertThat(error.reason()).isEqualTo(Reason.SERVICE_UNAVAILABLE));
        assertThat(laterFailure("226 surprise")).isInstanceOf(FtpProtocolException.class);
    }

    /** How a session that a borrower still holds fails after such a reply. */
    private FtpException laterFailure(String reply) {
        CountDownLatch lent = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().await(lent).reply(reply).expectClose())) {
            return failure(FtpException.class, client(server).withSession(session -> {
                lent.countDown();
                return session.onClose().then(session.noop());
            }));
        }
    }
}
