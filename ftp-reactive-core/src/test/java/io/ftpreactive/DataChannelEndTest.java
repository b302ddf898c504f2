package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** How a data channel says that its transfer is over, and how it is ended from outside. */
class DataChannelEndTest extends ScriptedTest {

    private final AtomicInteger told = new AtomicInteger();

    private static FtpScript opening(FtpScript script) {
        return script.expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData();
    }

    private static FtpScript aborted(FtpScript script) {
        return script.expect("ABOR")
                .reply("426 gone", "226 aborted")
                .expect("NOOP")
                .reply("200 ok")
                .expect("DELE next")
                .reply("250 gone");
    }

    private DataChannel open(FtpSession session) {
        DataChannel channel = get(session.dataChannel(FtpCommand.retr("a")));
        assertThat(channel.isDisposed()).isFalse();
        channel.onDispose().subscribe(null, null, told::incrementAndGet);
        return channel;
    }

    /** Those who have asked before, and those who ask when it is over. */
    private void isOver(DataChannel channel) {
        channel.onDispose().block(LONG);
        assertThat(channel.isDisposed()).isTrue();
        assertThat(told).hasValue(1);
    }

    @Test
    void shouldBeOverWhenAllHasCome() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> opening(script.login()).sendData("bytes").closeData().reply("226 done"))) {
            DataChannel channel = open(connect(server));
            assertThat(text(channel.receive())).isEqualTo("bytes");
            isOver(channel);
            channel.dispose();
            isOver(channel);
        }
    }

    @Test
    void shouldBeOverWhenTheTransferHasFailed() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> opening(script.login()).sendData("bytes").resetData().reply("426 broken"))) {
            DataChannel channel = open(connect(server));
            failure(FtpTransferException.class, channel.receive());
            isOver(channel);
        }
    }

    @Test
    void shouldAbortWhatNobodyReceives() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> aborted(opening(script.login())))) {
            FtpSession session = connect(server);
            DataChannel channel = open(session);
            channel.dispose();
            channel.dispose();
            isOver(channel);
            session.delete("next").block(LONG);
        }
    }

    @Test
    void shouldFailWhoReceivesWhenItIsDisposedOf() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> aborted(opening(script.login()).sendData("bytes")))) {
            FtpSession session = connect(server);
            DataChannel channel = open(session);
            Mono<Void> received =
                    channel.receive().doOnNext(buffer -> channel.dispose()).then();
            FtpTransferException error = failure(FtpTransferException.class, received);
            assertThat(error).hasCauseInstanceOf(CancellationException.class);
            assertThat(error.reply()).hasToString("426 gone");
            isOver(channel);
            session.delete("next").block(LONG);
        }
    }

    @Test
    void shouldBeOverWhenTheSessionIsLost() {
        CountDownLatch open = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> opening(script.login()).await(open).closeControl())) {
            DataChannel channel = open(connect(server));
            open.countDown();
            isOver(channel);
            failure(FtpTransferException.class, channel.receive());
        }
    }

    @Test
    void shouldTellNobodyWhoHasStoppedListening() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> aborted(opening(script.login())))) {
            FtpSession session = connect(server);
            DataChannel channel = open(session);
            AtomicInteger heard = new AtomicInteger();
            Disposable listening = channel.onDispose().subscribe(null, null, heard::incrementAndGet);
            listening.dispose();
            channel.dispose();
            session.delete("next").block(LONG);
            isOver(channel);
            assertThat(heard).hasValue(0);
        }
    }

    @Test
    void shouldEmitTheVerdictOfAnUploadOnDemand() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("STOR a")
                .reply("150 go")
                .acceptData()
                .readDataToEnd()
                .reply("226 done")
                .expect("DELE next")
                .reply("250 gone"))) {
            FtpSession session = connect(server);
            DataChannel channel = get(session.dataChannel(FtpCommand.stor("a")));
            StepVerifier.create(
                            channel.send(Mono.fromSupplier(() -> buffer("x"))).map(FtpReply::toString), 0)
                    .expectSubscription()
                    .then(() -> session.delete("next").block(LONG))
                    .thenRequest(1)
                    .expectNext("226 done")
                    .expectComplete()
                    .verify(LONG);
        }
    }
}
