package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Cancels an operation at each line of its dialogue, in the middle of the event loop's work on that line: whatever the
 * point, the next operation of the client goes well.
 */
class CancelAtEachLineTest extends ScriptedTest {

    private static final int MAX_LINES = 60;

    static Stream<Arguments> operations() {
        return Stream.of(
                operation("passive download", client -> client.retrieve("a", 3)),
                operation("passive upload", client -> client.store("a", Mono.empty())),
                operation("listing", client -> client.list("")),
                operation("listing from within", client -> client.list("[ab]")),
                operation("rename", client -> client.rename("a", "b")),
                operation("entry", client -> client.entry("a")),
                operation(
                        "active download",
                        client ->
                                client.active(mode -> mode.acceptTimeout(SHORT)).retrieve("a", 3)),
                operation(
                        "active upload",
                        client ->
                                client.active(mode -> mode.acceptTimeout(SHORT)).store("a", Mono.empty())));
    }

    private static Arguments operation(String name, Function<FtpClient, Publisher<?>> start) {
        return Arguments.of(name, start);
    }

    /** A server that refuses much and hangs in each transfer until it is aborted. */
    private static void play(FtpScript script, int dataPort) {
        script.on("USER", "331 password")
                .on("PASS", "230 in")
                .on("FEAT", "500 what?")
                .on("TYPE", "200 ok")
                .on("EPSV", "229 Entering Extended Passive Mode (|||" + dataPort + "|)")
                .on("PASV", "425 no")
                .on("EPRT", "500 no")
                .on("PORT", "200 ok")
                .on("REST", "350 ok")
                .on("RETR", "150 here")
                .on("STOR", "150 go", "226 done")
                .on("MLSD", "500 what?")
                .on("LIST", "150 here")
                .on("MLST", "500 what?")
                .on("MDTM", "500 what?")
                .on("RNFR", "350 to?")
                .on("RNTO", "250 ok")
                .on("ABOR", "426 gone", "226 aborted")
                .on("NOOP", "200 ok")
                .on("CWD [ab]", "250 there")
                .on("CWD /", "250 back")
                .on("CWD", "550 no")
                .on("PWD", "257 \"/\"")
                .on("SIZE next", "213 7")
                .on("SIZE", "550 no")
                .reply("220 hi");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void shouldGoOnAfterACancel(String name, Function<FtpClient, Publisher<?>> start) throws IOException {
        Set<String> cancelledAt = ConcurrentHashMap.newKeySet();
        // Connections are made by the system alone, and nothing is ever sent on them.
        try (ServerSocket data = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> play(script, data.getLocalPort()))) {
            boolean more = true;
            for (int line = 1; more && line < MAX_LINES; line++) {
                AtomicInteger left = new AtomicInteger(line);
                CountDownLatch ended = new CountDownLatch(1);
                Disposable.Swap running = Disposables.swap();
                FtpClient client = client(server).idleTimeout(SHORT).doOnDialogue(said -> {
                    if (left.decrementAndGet() == 0) {
                        cancelledAt.add(said);
                        running.dispose();
                    }
                });
                running.update(Flux.from(start.apply(client))
                        .onErrorComplete()
                        .doFinally(signal -> ended.countDown())
                        .subscribe());
                await(ended);
                more = left.get() <= 0;
                assertThat(client.size("next").block(LONG)).isEqualTo(7);
            }
        }
        assertThat(cancelledAt).as(name).contains("> USER joe", "< 230 in", "> TYPE I", "< 200 ok");
    }
}
