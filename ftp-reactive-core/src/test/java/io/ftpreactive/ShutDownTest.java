package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.resources.LoopResources;

/** Event loops that are shut down while there are sessions on them: whoever waits, or comes later, hears of it. */
class ShutDownTest extends ScriptedTest {

    /** Without any, a loop of Netty 4.2 may end between two steps of shutting down, and leave its channels open. */
    private static final Duration QUIET_PERIOD = Duration.ofMillis(100);

    private final LoopResources loops = LoopResources.create("short-lived", -1, 1, true, false);

    @AfterEach
    void dispose() {
        shutDown();
    }

    private void shutDown() {
        loops.disposeLater(QUIET_PERIOD, LONG).block(LONG);
    }

    private FtpClient shortLived(ScriptedFtpServer server) {
        FtpSessionProvider pool = FtpSessionProvider.create(1);
        return FtpClient.create(pool, transport.tcpClient(buffers).runOn(loops, transport == Transport.EPOLL))
                .host(server.host())
                .port(server.port())
                .replyTimeout(LONG);
    }

    private static void isTold(Publisher<?> operation) {
        FtpConnectionException error = failure(FtpConnectionException.class, operation);
        assertThat(error.reason()).isEqualTo(Reason.DISPOSED);
        assertThat(error.isTransient()).isFalse();
    }

    private Flux<ByteBuf> bytes() {
        return Flux.defer(() -> Flux.just(buffer("bytes")));
    }

    @Test
    void shouldTellWhoComesLater() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(FtpScript::login)) {
            FtpSession session = connect(shortLived(server));
            shutDown();
            List<Publisher<?>> operations = List.of(
                    session.noop(),
                    session.retrieve("a"),
                    session.store("a", bytes()),
                    session.list(""),
                    session.walk(""),
                    session.entry("a"),
                    session.deleteTree("a"),
                    session.dataChannel(FtpCommand.retr("a")),
                    session.send(FtpCommand.noop()));
            operations.forEach(ShutDownTest::isTold);
            assertThat(session.isOpen()).isFalse();
            session.onClose().block(LONG);
            session.close().block(LONG);
        }
    }

    @Test
    void shouldTellWhoAsksForASession() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().on("SIZE", "213 7"))) {
            FtpClient client = shortLived(server);
            assertThat(get(client.size("a"))).isEqualTo(7);
            shutDown();
            isTold(client.size("a"));
            isTold(client.retrieve("a"));
            isTold(client.connect());
        }
    }

    @Test
    void shouldTellWhoWaits() {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("DELE a").expectClose())) {
            FtpSession session = connect(shortLived(server).doOnDialogue(line -> {
                if (line.equals("> DELE a")) {
                    asked.countDown();
                }
            }));
            Mono<Void> delete = session.delete("a").cache();
            Mono<Void> queued = session.delete("b").cache();
            delete.subscribe(v -> {}, error -> {});
            queued.subscribe(v -> {}, error -> {});
            await(asked);
            shutDown();
            failure(FtpException.class, delete);
            failure(FtpException.class, queued);
            session.close().block(LONG);
        }
    }

    @Test
    void shouldTellWhoUsesADataChannelLater() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> DataMode.PASSIVE.begin(script.login(), "RETR a").hang())) {
            DataChannel channel = get(connect(shortLived(server)).dataChannel(FtpCommand.retr("a")));
            shutDown();
            failure(FtpException.class, channel.receive());
            failure(FtpException.class, channel.send(bytes()));
            channel.dispose();
        }
    }

    @Test
    void shouldReleaseWhatASourceEmitsLater() {
        Sinks.Many<ByteBuf> source = Sinks.many().unicast().onBackpressureBuffer();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                DataMode.PASSIVE.begin(script.login(), "STOR a").readData(5).expectDataReset())) {
            Mono<?> upload =
                    connect(shortLived(server)).store("a", source.asFlux()).cache();
            upload.subscribe(v -> {}, error -> {});
            source.tryEmitNext(buffer("bytes"));
            while (server.uploads().isEmpty()) {
                Thread.onSpinWait();
            }
            shutDown();
            failure(FtpException.class, upload);
            ByteBuf late = buffer("late");
            if (source.tryEmitNext(late).isFailure()) {
                late.release();
            }
        }
    }
}
