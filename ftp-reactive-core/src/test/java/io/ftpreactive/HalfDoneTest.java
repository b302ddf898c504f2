package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.ControlConnector;
import io.ftpreactive.internal.control.ControlSettings;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Operations that are left in the middle of several commands, or begun and not asked for their result. */
class HalfDoneTest extends ScriptedTest {

    private final CountDownLatch halfDone = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);

    /** Has the command answered after the operation was cancelled. */
    private FtpScript late(FtpScript script, String command, String reply) {
        return script.expect(command).run(halfDone::countDown).await(cancelled).reply(reply);
    }

    private FtpScript restarted(FtpScript script) {
        return late(script.login().expect("EPSV").passive(), "REST 5", "350 from 5");
    }

    private FtpScript inAnotherDirectory(FtpScript script) {
        return late(
                script.login("SIZE")
                        .expect("SIZE d")
                        .reply("550 not a file")
                        .expect("PWD")
                        .reply("257 \"/\""),
                "CWD d",
                "250 there");
    }

    private void cancel(Publisher<?> operation) {
        Disposable running = Flux.from(operation).subscribe();
        await(halfDone);
        running.dispose();
        cancelled.countDown();
    }

    private static void sizeOfNext(FtpScript script) {
        script.login().expect("SIZE next").reply("213 7");
    }

    @Test
    void shouldNotLendASessionAgainWhoseRestNoTransferHasUsed() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> restarted(script).expect("QUIT").reply("221 bye"), HalfDoneTest::sizeOfNext)) {
            FtpClient client = client(server);
            cancel(client.retrieve("a", ByteRange.from(5)));
            assertThat(client.size("next").block(LONG)).isEqualTo(7);
        }
    }

    @Test
    void shouldTakeBackARestBeforeTheNextTransferOfTheSession() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> retrieve(restarted(script).expect("REST 0").reply("350 from 0"), "b", "bytes"))) {
            FtpSession session = connect(server);
            cancel(session.retrieve("a", ByteRange.from(5)));
            assertThat(text(session.retrieve("b"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldComeBackFromAnotherDirectoryAlsoWhenNobodyWaitsAnyMore() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> inAnotherDirectory(script)
                .expect("CWD /")
                .reply("250 back")
                .expect("SIZE next")
                .reply("213 7"))) {
            FtpClient client = client(server);
            cancel(client.entry("d"));
            assertThat(client.size("next").block(LONG)).isEqualTo(7);
        }
    }

    @Test
    void shouldCloseASessionThatIsLeftInAnotherDirectory() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> inAnotherDirectory(script)
                        .expect("CWD /")
                        .reply("550 no way back")
                        .expectClose(),
                HalfDoneTest::sizeOfNext)) {
            FtpClient client = client(server);
            cancel(client.entry("d"));
            assertThat(client.size("next").block(LONG)).isEqualTo(7);
        }
    }

    @Test
    void shouldLendASessionAgainThatHasComeBackFromAnotherDirectory() {
        cancelled.countDown();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> inAnotherDirectory(script)
                .expect("CWD /")
                .reply("250 back")
                .expect("SIZE next")
                .reply("213 7"))) {
            FtpClient client = client(server);
            assertThat(get(client.entry("d")).isDirectory()).isTrue();
            assertThat(client.size("next").block(LONG)).isEqualTo(7);
        }
    }

    private ControlConnection control(ScriptedFtpServer server) {
        ControlSettings settings = ControlSettings.DEFAULT.host(server.host()).port(server.port());
        return get(new ControlConnector(transport.tcpClient(buffers), settings)
                .connect(CapabilityCache.create().store()));
    }

    @Test
    void shouldGoOnAfterATalkThatThrows() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().expect("NOOP").reply("200 ok").expect("QUIT").reply("221 bye"))) {
            ControlConnection control = control(server);
            IllegalStateException thrown = new IllegalStateException("a talk that throws");
            assertThat(failure(IllegalStateException.class, control.inTurn("talk", turn -> {
                        throw thrown;
                    })))
                    .isSameAs(thrown);
            assertThat(control.inTurn("NOOP", turn -> turn.require(FtpCommand.noop()))
                            .block(LONG))
                    .hasToString("200 ok");
            control.quit().block(LONG);
        }
    }

    @Test
    void shouldWaitForASubscriberThatAsksForTheResultLater() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("PWD")
                .reply("257 \"/home\"")
                .expect("SIZE a")
                .reply("213 7")
                .expect("NOOP")
                .reply("200 ok"))) {
            FtpSession session = connect(server);
            StepVerifier.create(session.size("a"), 0)
                    .expectSubscription()
                    .then(() -> assertThat(session.printWorkingDirectory().block(LONG))
                            .isEqualTo("/home"))
                    .thenRequest(1)
                    .expectNext(7L)
                    .expectComplete()
                    .verify(LONG);
            session.noop().block(LONG);
        }
    }
}
