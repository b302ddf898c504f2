package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.options.ActiveMode;
import io.ftpreactive.testkit.FreePort;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.KnownHosts;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

/** Where the client listens, and what it announces. */
class ActiveAddressTest extends ScriptedTest {

    private static FtpScript sends(FtpScript script, String path, String content) {
        return script.expect("RETR " + path)
                .reply("150 here")
                .connectBack()
                .sendData(content)
                .closeData()
                .reply("226 done");
    }

    /** A download of "a", which must bring "bytes". */
    private void retrieve(UnaryOperator<ActiveMode> mode, FtpScript.Author author) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(author)) {
            assertThat(text(client(server).active(mode).retrieve("a"))).isEqualTo("bytes");
        }
    }

    /** The failure of a download in which no command but those of the login is sent. */
    private FtpConnectionException failureToListen(String host, UnaryOperator<ActiveMode> mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.startOn(host, script -> script.login())) {
            FtpConnectionException error = failure(
                    FtpConnectionException.class, client(server).active(mode).retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.LISTEN_FAILED);
            assertThat(afterLogin(server)).isEmpty();
            return error;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "127.0.0.1", "lo", "lo:0", "localhost", "0.0.0.0"})
    void shouldAnnounceTheAddressOf(String address) {
        retrieve(
                mode -> mode.address(address),
                script -> sends(
                        script.login().expectStarting("EPRT |1|127.0.0.1|").reply("200 ok"), "a", "bytes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]", "lo"})
    void shouldAnnounceTheIpv6AddressOf(String address) {
        try (ScriptedFtpServer server = ScriptedFtpServer.startOn(
                "::1",
                script -> sends(
                        script.login()
                                .expectStarting("EPRT |2|0:0:0:0:0:0:0:1|")
                                .reply("200 ok"),
                        "a",
                        "bytes"))) {
            FtpClient client = client(server).active(mode -> mode.address(address));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldResolveAHostNameWithTheResolverOfTheTransport() {
        KnownHosts hosts = new KnownHosts(Map.of("me.test", "127.0.0.2"));
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                sends(script.login().expectStarting("EPRT |1|127.0.0.2|").reply("200 ok"), "a", "bytes"))) {
            FtpClient client = FtpClient.create(
                            FtpSessionProvider.create(1),
                            transport.tcpClient(buffers).resolver(hosts))
                    .host(server.host())
                    .port(server.port())
                    .credentials("joe", "s3cret")
                    .active(mode -> mode.address("me.test"));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
            assertThat(hosts.asked()).contains("me.test");
        }
    }

    @Test
    void shouldTakeTheFirstFreePortOfTheRange() throws IOException {
        try (ServerSocket taken = taken()) {
            int port = taken.getLocalPort();
            retrieve(mode -> mode.address(":" + port + "-" + (port + 50)), script -> {
                script.login()
                        .expectStarting("EPRT |1|127.0.0.1|")
                        .run(() -> {})
                        .reply("200 ok");
                sends(script, "a", "bytes");
            });
            assertThat(port).isPositive();
        }
    }

    @Test
    void shouldFailNamingTheRangeWhenNoPortOfItIsFree() throws IOException {
        try (ServerSocket taken = taken()) {
            int port = taken.getLocalPort();
            assertThat(failureToListen("127.0.0.1", mode -> mode.address("127.0.0.1:" + port)))
                    .hasMessageContaining("127.0.0.1, port " + port + ":")
                    .hasMessageContaining("wider range");
        }
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static int freePort() {
        try {
            return FreePort.on("127.0.0.1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldUseTheSamePortForEachTransferAndAfterAnAbort() {
        int port = freePort();
        String eprt = "EPRT |1|127.0.0.1|" + port + "|";
        CountDownLatch waiting = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login();
            for (int i = 0; i < 20; i++) {
                sends(script.expect(eprt).reply("200 ok"), "a", "bytes");
            }
            script.expect(eprt)
                    .reply("200 ok")
                    .expect("RETR b")
                    .reply("150 here")
                    .run(waiting::countDown)
                    .expect("ABOR")
                    .reply("426 gone")
                    .expect("NOOP")
                    .reply("226 aborted", "200 ok");
            sends(script.expect(eprt).reply("200 ok"), "c", "bytes");
        })) {
            FtpSession session = connect(client(server).active(mode -> mode.address(":" + port)));
            for (int i = 0; i < 20; i++) {
                assertThat(text(session.retrieve("a"))).isEqualTo("bytes");
            }
            Disposable download = session.retrieve("b").subscribe();
            await(waiting);
            download.dispose();
            assertThat(text(session.retrieve("c"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldSayPortForTheOnlyPortWhenEprtIsRefused() {
        int port = freePort();
        retrieve(
                mode -> mode.address(":" + port),
                script -> sends(
                        script.login()
                                .expect("EPRT |1|127.0.0.1|" + port + "|")
                                .reply("500 what?")
                                .expect("PORT 127,0,0,1," + (port >> 8) + "," + (port & 255))
                                .reply("200 ok"),
                        "a",
                        "bytes"));
    }

    /** A server that connects to an address of its own choice, and from one. */
    private static void connectAndSend(String from, String to, int port) {
        try (Socket data = new Socket(InetAddress.getByName(to), port, InetAddress.getByName(from), 0)) {
            data.getOutputStream().write("bytes".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldAnnounceAnotherAddressThanItListensOn() {
        int port = freePort();
        retrieve(
                mode -> mode.address("127.0.0.2:" + port).announced("192.0.2.9"),
                script -> script.login()
                        .expect("EPRT |1|192.0.2.9|" + port + "|")
                        .reply("200 ok")
                        .expect("RETR a")
                        .reply("150 here")
                        .run(() -> connectAndSend("127.0.0.1", "127.0.0.2", port))
                        .reply("226 done"));
    }

    @Test
    void shouldAnnounceAnAddressThatIsNotThisMachinesAndListenOnTheControlConnections() {
        int port = freePort();
        retrieve(
                mode -> mode.address("192.0.2.9:" + port),
                script -> script.login()
                        .expect("EPRT |1|192.0.2.9|" + port + "|")
                        .reply("200 ok")
                        .expect("RETR a")
                        .reply("150 here")
                        .run(() -> connectAndSend("127.0.0.1", "127.0.0.1", port))
                        .reply("226 done"));
    }

    @Test
    void shouldTakeAnyPeerWhereThePeerIsNotChecked() {
        int port = freePort();
        retrieve(
                mode -> mode.address(":" + port).peerChecked(false),
                script -> script.login()
                        .expectStarting("EPRT ")
                        .reply("200 ok")
                        .expect("RETR a")
                        .reply("150 here")
                        .run(() -> connectAndSend("127.0.0.3", "127.0.0.1", port))
                        .reply("226 done"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-interface.invalid", "::1"})
    void shouldFailWithoutAWordToTheServerOn(String address) {
        assertThat(failureToListen("127.0.0.1", mode -> mode.address(address)))
                .hasMessageContaining("Cannot listen on " + address);
    }

    @Test
    void shouldFailWhereAnIpv4AddressIsToBeAnnouncedToAnIpv6Server() {
        assertThat(failureToListen("::1", mode -> mode.announced("192.0.2.9")))
                .hasMessageContaining("192.0.2.9")
                .hasMessageContaining("IPv6");
    }

    @Test
    void shouldFailWhenTheInterfaceHasNoAddressOfTheFamily() throws IOException {
        String name = NetworkInterface.networkInterfaces()
                .filter(network -> network.inetAddresses().findAny().isPresent())
                .filter(network -> network.inetAddresses().allMatch(Inet4Address.class::isInstance))
                .map(NetworkInterface::getName)
                .findFirst()
                .orElse(null);
        assumeTrue(name != null, "every interface here has IPv6");
        assertThat(failureToListen("::1", mode -> mode.address(String.valueOf(name))))
                .hasMessageContaining("the network interface has no IPv6 address");
    }
}
