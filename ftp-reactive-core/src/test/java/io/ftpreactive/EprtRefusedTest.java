package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.options.ActiveMode;
import io.ftpreactive.testkit.ActiveAddress;
import io.ftpreactive.testkit.FreePort;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** On which ports the client listens where EPRT is refused and PORT is said. */
class EprtRefusedTest extends ScriptedTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private static FtpScript refused(FtpScript script) {
        return script.login().expectStarting("EPRT |1|127.0.0.1|").reply("500 what?");
    }

    private static FtpScript sends(FtpScript script, String path) {
        return script.expectStarting("PORT 127,0,0,1,")
                .reply("200 ok")
                .expect("RETR " + path)
                .reply("150 here")
                .connectBack()
                .sendData("bytes")
                .closeData()
                .reply("226 done");
    }

    /** Two downloads, of which only the first tries EPRT; returns the ports that were named. */
    private List<Integer> retrieveTwice(UnaryOperator<ActiveMode> mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> sends(sends(refused(script), "a"), "b"))) {
            FtpSession session = connect(client(server).active(mode));
            assertThat(text(session.retrieve("a"))).isEqualTo("bytes");
            assertThat(text(session.retrieve("b"))).isEqualTo("bytes");
            List<Integer> ports = ports(server);
            assertThat(ports).hasSize(3).allSatisfy(EprtRefusedTest::assertFree);
            return ports;
        }
    }

    private static List<Integer> ports(ScriptedFtpServer server) {
        return server.commands().stream()
                .map(EprtRefusedTest::address)
                .filter(Objects::nonNull)
                .map(InetSocketAddress::getPort)
                .toList();
    }

    private static @Nullable InetSocketAddress address(String command) {
        try {
            return ActiveAddress.parse(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket taken(int port) throws IOException {
        return new ServerSocket(port, 1, HERE);
    }

    private static void assertFree(int port) {
        try (ServerSocket socket = taken(port)) {
            assertThat(socket.getLocalPort()).isEqualTo(port);
        } catch (IOException e) {
            throw new AssertionError("Port " + port + " is still listened on", e);
        }
    }

    @Test
    void shouldSayPortForAnotherPortOfTheSystemsChoice() {
        List<Integer> ports = retrieveTwice(mode -> mode);
        assertThat(ports.get(1)).isNotEqualTo(ports.get(0));
    }

    @Test
    void shouldSayPortForTheNextPortOfTheRange() throws IOException {
        int first = FreePort.firstOfTwoOn("127.0.0.1");
        assertThat(retrieveTwice(mode -> mode.address(":" + first + "-" + (first + 1))))
                .containsExactly(first, first + 1, first);
    }

    @Test
    void shouldSayPortForTheSamePortWhereNoOtherOfTheRangeIsFree() throws IOException {
        int first = FreePort.firstOfTwoOn("127.0.0.1");
        try (ServerSocket other = taken(first + 1);
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> sends(refused(script), "a"))) {
            FtpClient client = client(server).active(mode -> mode.address(":" + first + "-" + other.getLocalPort()));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
            assertThat(ports(server)).containsExactly(first, first);
            assertFree(first);
        }
    }

    @Test
    void shouldSayPortForTheOnlyPort() throws IOException {
        int port = FreePort.firstOfTwoOn("127.0.0.1");
        assertThat(retrieveTwice(mode -> mode.address(":" + port))).containsExactly(port, port, port);
    }

    @Test
    void shouldNotTakeWhoConnectsToThePortOfTheRefusedEprt() {
        CompletableFuture<String> eprt = new CompletableFuture<>();
        AtomicReference<Socket> early = new AtomicReference<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login()
                    .expectStarting("EPRT ")
                    .run(() -> early.set(connected(Objects.requireNonNull(address(eprt.join())))))
                    .reply("500 what?");
            sends(script, "a");
        })) {
            FtpClient client = client(server).active().doOnDialogue(line -> {
                if (line.startsWith("> EPRT")) {
                    eprt.complete(line.substring("> ".length()));
                }
            });
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
            assertThat(isTurnedAway(Objects.requireNonNull(early.get()))).isTrue();
        }
    }

    private static Socket connected(InetSocketAddress address) {
        try {
            return new Socket(address.getAddress(), address.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isTurnedAway(Socket socket) {
        try (socket) {
            socket.setSoTimeout((int) LONG.toMillis());
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillThere) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void shouldListenNoMoreWhenPortIsRefusedToo() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> refused(script)
                .expectStarting("PORT ")
                .reply("500 no")
                .expect("NOOP")
                .reply("200 ok"))) {
            FtpSession session = connect(client(server).active());
            FtpConnectionException error = failure(FtpConnectionException.class, session.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.PORT_REFUSED);
            session.noop().block(LONG);
            assertThat(ports(server)).hasSize(2).allSatisfy(EprtRefusedTest::assertFree);
        }
    }

    @Test
    void shouldListenNoMoreWhenCancelledBeforePortIsAnswered() {
        CountDownLatch said = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> refused(script)
                .expectStarting("PORT ")
                .run(said::countDown)
                .await(cancelled)
                .reply("200 ok")
                .expect("NOOP")
                .reply("200 ok"))) {
            FtpSession session = connect(client(server).active());
            Disposable download = session.retrieve("a").subscribe();
            await(said);
            download.dispose();
            cancelled.countDown();
            session.noop().block(LONG);
            assertThat(ports(server)).hasSize(2).allSatisfy(EprtRefusedTest::assertFree);
        }
    }
}
