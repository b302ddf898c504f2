package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;

/**
 * QUIT is said only where its answer can be told from others: a script that expects the end takes no QUIT. The session is
 * closed by its user after it was lost, and while it waits for what will never come.
 */
class NoQuitTest extends ScriptedTest {

    private final CountDownLatch underWay = new CountDownLatch(1);

    private static void closed(FtpSession session) {
        session.close().block(LONG);
        assertThat(session.isOpen()).isFalse();
    }

    @Test
    void shouldSayNoQuitAfterAMissedReply() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("SIZE a").expectClose())) {
            FtpSession session = connect(client(server).replyTimeout(SHORT.multipliedBy(2)));
            FtpConnectionException error = failure(FtpConnectionException.class, session.size("a"));
            assertThat(error.reason()).isEqualTo(Reason.REPLY_TIMEOUT);
            closed(session);
        }
    }

    @Test
    void shouldSayNoQuitWhileAReplyIsMissing() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().expect("SIZE a").run(underWay::countDown).expectClose())) {
            FtpSession session = connect(client(server).quitTimeout(SHORT));
            Disposable size = session.size("a").onErrorComplete().subscribe();
            await(underWay);
            closed(session);
            size.dispose();
        }
    }

    private static FtpScript aborting(DataMode mode, FtpScript script) {
        return mode.begin(script.login(), "RETR a").sendData("bytes").expect("ABOR");
    }

    private void cancelAndClose(FtpClient client) {
        FtpSession session = connect(client);
        Disposable download =
                session.retrieve("a").doOnNext(bytes -> underWay.countDown()).subscribe();
        await(underWay);
        download.dispose();
        closed(session);
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldSayNoQuitAfterAnAbortWithoutAnswer(DataMode mode) {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> aborting(mode, script).expectClose())) {
            cancelAndClose(mode.set(client(server).abortTimeout(SHORT)));
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldSayNoQuitWhenTheNoopAfterAnAbortIsNotAnswered(DataMode mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                aborting(mode, script).reply("426 gone").expect("NOOP").expectClose())) {
            cancelAndClose(mode.set(client(server).abortTimeout(SHORT)));
        }
    }
}
