package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Whatever was cancelled, and however the server answers the abort, the next transfer is a good one: on the same
 * connection, or on a new one where replies may no longer pair. Such a connection gets no QUIT.
 */
class AbortPatternsTest extends ScriptedTest {

    private static final List<List<String>> PATTERNS = List.of(
            List.of("426 gone", "226 aborted"),
            List.of("426 gone", "225 aborted"),
            List.of("226 done", "226 aborted"),
            List.of("226 done", "225 nothing to abort"),
            List.of("225 aborted"),
            List.of("226 Since you see this ABOR must've succeeded"),
            List.of("226 done", "226 Since you see this ABOR must've succeeded"),
            List.of("451 gone", "226 aborted"),
            List.of("426 gone"),
            List.of("451 gone"));

    /** What is cancelled. */
    enum Kind {
        DOWNLOAD("RETR a"),
        LISTING("MLSD"),
        UPLOAD("STOR a");

        private final String command;

        Kind(String command) {
            this.command = command;
        }
    }

    static Stream<Arguments> transfers() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Arrays.stream(DataMode.values()).map(mode -> Arguments.of(kind, mode)));
    }

    static Stream<Arguments> transfersAndPatterns() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Arrays.stream(DataMode.values())
                        .flatMap(mode -> PATTERNS.stream().map(pattern -> Arguments.of(kind, mode, pattern))));
    }

    private Flux<ByteBuf> endless() {
        return Flux.<ByteBuf>generate(sink -> sink.next(buffers.buffer().writeZero(4096)))
                .doOnDiscard(ByteBuf.class, ByteBuf::release);
    }

    private Publisher<?> start(Kind kind, FtpClient client) {
        return switch (kind) {
            case DOWNLOAD -> client.retrieve("a");
            case LISTING -> client.list("");
            case UPLOAD -> client.store("a", endless());
        };
    }

    /** Cancels when the first thing has come, or the server has read something. */
    private void cancel(Kind kind, FtpClient client, CountDownLatch underWay) {
        Disposable transfer = Flux.from(start(kind, client))
                .doOnNext(next -> underWay.countDown())
                .subscribe();
        await(underWay);
        transfer.dispose();
    }

    /** Counts down when the server has read some of an upload; what it sends, the subscriber sees itself. */
    private static FtpScript begin(Kind kind, DataMode mode, FtpScript script, CountDownLatch underWay) {
        mode.begin(script.login("MLST"), kind.command);
        return switch (kind) {
            case DOWNLOAD -> script.sendData("bytes").expect("ABOR");
            case LISTING -> script.sendData("type=file;size=1; a\r\ntype=fi").expect("ABOR");
            case UPLOAD ->
                script.readData(1000).run(underWay::countDown).expect("ABOR").expectDataReset();
        };
    }

    private static void again(FtpScript script, DataMode mode) {
        mode.next(script.login("MLST"));
    }

    @ParameterizedTest
    @MethodSource("transfersAndPatterns")
    void shouldUseTheSameConnectionAgain(Kind kind, DataMode mode, List<String> pattern) {
        CountDownLatch underWay = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            begin(kind, mode, script, underWay)
                    .reply(pattern.toArray(String[]::new))
                    .expect("NOOP")
                    .reply("200 ok");
            if (pattern.equals(List.of("426 gone")) || pattern.equals(List.of("451 gone"))) {
                script.expect("PWD").reply("257 \"/\" is here");
            }
            mode.next(script);
        })) {
            FtpClient client = mode.set(client(server));
            cancel(kind, client, underWay);
            assertThat(text(client.retrieve("next"))).isEqualTo("next");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("transfers")
    void shouldCloseTheConnectionAfter421(Kind kind, DataMode mode) {
        CountDownLatch underWay = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(kind, mode, script, underWay).reply("421 bye").expectClose(),
                script -> again(script, mode))) {
            FtpClient client = mode.set(client(server));
            cancel(kind, client, underWay);
            assertThat(text(client.retrieve("next"))).isEqualTo("next");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("transfers")
    void shouldCloseTheConnectionAfterSilence(Kind kind, DataMode mode) {
        CountDownLatch underWay = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> begin(kind, mode, script, underWay).expectClose(), script -> again(script, mode))) {
            FtpClient client = mode.set(client(server).abortTimeout(SHORT));
            cancel(kind, client, underWay);
            assertThat(text(client.retrieve("next"))).isEqualTo("next");
            assertThat(server.connections()).isEqualTo(2);
        }
    }
}
