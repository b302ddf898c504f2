package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.testkit.EmbeddedProxy;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.KnownHosts;
import io.ftpreactive.testkit.ProxyProtocol;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.resolver.NoopAddressResolverGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;
import reactor.netty.transport.ProxyProvider;

/** Both connections through a proxy of each kind. */
class ProxyTest extends ScriptedTest {

    private static final String NAME = "ftp.test";

    private TcpClient by(ProxyProtocol protocol, InetSocketAddress address) {
        return transport
                .tcpClient(buffers)
                .proxy(spec -> spec.type(ProxyProvider.Proxy.valueOf(protocol.name()))
                        .socketAddress(address)
                        .username("me")
                        .password(user -> "proxy-secret")
                        .nonProxyHosts("direct\\..*"));
    }

    private static FtpClient client(ScriptedFtpServer server, TcpClient tcp) {
        return FtpClient.create(FtpSessionProvider.create(1), tcp)
                .host(server.host())
                .port(server.port())
                .credentials("joe", "s3cret")
                .replyTimeout(LONG)
                .abortTimeout(LONG)
                .idleTimeout(LONG);
    }

    private FtpClient client(ScriptedFtpServer server, ProxyProtocol protocol, EmbeddedProxy proxy) {
        return client(server, by(protocol, proxy.address()));
    }

    /** Script of a download whose bytes and end come at once, before the 150. */
    private static FtpScript sendsAtOnce(FtpScript script, String content) {
        return script.expect("EPSV")
                .passive()
                .acceptData()
                .sendData(content)
                .closeData()
                .expect("RETR a")
                .reply("150 here", "226 done");
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeBothConnectionsThroughIt(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol);
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
                    retrieve(script.login(), "a", "first");
                    script.expect("EPSV")
                            .passive()
                            .expect("STOR b")
                            .reply("150 go")
                            .acceptData()
                            .readDataToEnd()
                            .reply("226 done");
                    script.expect("EPSV")
                            .passive()
                            .expect("NLST")
                            .reply("150 here")
                            .acceptData()
                            .sendData("one\r\ntwo\r\n")
                            .closeData()
                            .reply("226 done");
                })) {
            FtpSession session = connect(client(server, protocol, proxy));
            assertThat(text(session.retrieve("a"))).isEqualTo("first");
            session.store("b", Mono.fromSupplier(() -> buffer("bytes"))).block(LONG);
            assertThat(session.names("").collectList().block(LONG)).containsExactly("one", "two");
            assertThat(server.uploads()).containsExactly("bytes".getBytes(StandardCharsets.UTF_8));
            assertThat(proxy.asked()).hasSize(4).first().isEqualTo("127.0.0.1:" + server.port());
            assertThat(proxy.asked()).allMatch(asked -> asked.startsWith("127.0.0.1:"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoseNoByteThatFollowsTheHandshakeAtOnce(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol);
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
                    script.login();
                    for (int i = 0; i < 50; i++) {
                        sendsAtOnce(script, "bytes");
                    }
                })) {
            FtpSession session = connect(client(server, protocol, proxy));
            for (int i = 0; i < 50; i++) {
                assertThat(text(session.retrieve("a"))).isEqualTo("bytes");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveNamesToItForBothConnections(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).knowing(NAME, "127.0.0.1");
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> retrieve(script.login(), "a", "bytes"))) {
            TcpClient tcp = by(protocol, proxy.address()).resolver(NoopAddressResolverGroup.INSTANCE);
            assertThat(text(client(server, tcp).host(NAME).retrieve("a"))).isEqualTo("bytes");
            assertThat(proxy.asked()).hasSize(2).allMatch(asked -> asked.startsWith(NAME + ":"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldResolveNamesHereWhereTheTransportHasAResolver(ProxyProtocol protocol) {
        KnownHosts hosts = new KnownHosts(Map.of(NAME, "127.0.0.1"));
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol);
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> retrieve(script.login(), "a", "bytes"))) {
            FtpClient client = client(server, by(protocol, proxy.address()).resolver(hosts))
                    .host(NAME);
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
            assertThat(proxy.asked()).hasSize(2).allMatch(asked -> asked.startsWith("127.0.0.1:"));
            assertThat(hosts.asked()).containsOnly(NAME);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldPassItByForBothConnectionsWhereTheServerIsExcepted(ProxyProtocol protocol) {
        KnownHosts hosts = new KnownHosts(Map.of("direct.test", "127.0.0.1"));
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol);
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> retrieve(script.login(), "a", "bytes"))) {
            FtpClient client = client(server, by(protocol, proxy.address()).resolver(hosts))
                    .host("direct.test");
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
            assertThat(proxy.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLogInToItForBothConnections(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).login("me", "proxy-secret");
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> retrieve(script.login(), "a", "bytes"))) {
            assertThat(text(client(server, protocol, proxy).retrieve("a"))).isEqualTo("bytes");
            assertThat(proxy.asked()).hasSize(2);
        }
    }

    private static FtpConnectionException refusal(FtpClient client) {
        FtpConnectionException error = failure(FtpConnectionException.class, client.retrieve("a"));
        assertThat(error).hasMessageContaining("proxy");
        assertThat(error.getMessage()).doesNotContain("secret");
        return error;
    }

    @ParameterizedTest
    @EnumSource
    void shouldFailWhenItDoesNotTakeTheLogin(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).login("you", "other");
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> {})) {
            FtpConnectionException error = refusal(client(server, protocol, proxy));
            assertThat(error.reason()).isEqualTo(Reason.PROXY_REFUSED);
            assertThat(server.connections()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellItsRefusalFromTheServers(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).refusingAfter(0);
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> {})) {
            FtpConnectionException error = refusal(client(server, protocol, proxy));
            assertThat(error.reason()).isEqualTo(Reason.PROXY_REFUSED);
            assertThat(error).hasMessageContaining(server.host() + ":" + server.port());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTryPasvAndThenNameThePortWhenItRefusesTheSecondConnection(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).refusingAfter(1);
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                        .expect("EPSV")
                        .passive()
                        .expect("PASV")
                        .passivePasv()
                        .expect("NOOP")
                        .reply("200 ok"))) {
            FtpSession session = connect(client(server, protocol, proxy));
            FtpConnectionException error = failure(FtpConnectionException.class, session.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.PROXY_REFUSED);
            String port = proxy.asked().get(2).replaceFirst(".*:", "");
            assertThat(error).hasMessageContaining("to port " + port).hasMessageContaining("may not allow that port");
            session.noop().block(LONG);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellThatItCannotBeReachedItself(ProxyProtocol protocol) throws IOException {
        // A port that is held and not listened on: one that is free may become the server's, or the client's own.
        try (Socket held = new Socket();
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> {})) {
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress nobody = (InetSocketAddress) held.getLocalSocketAddress();
            FtpConnectionException error = refusal(client(server, by(protocol, nobody)));
            assertThat(error.reason()).isEqualTo(Reason.PROXY_UNREACHABLE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldFailWhenItDoesNotAnswer(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).silentAfter(0);
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> {})) {
            // Long enough for the client to reach the proxy: that is what must be closed.
            FtpClient client = client(server, protocol, proxy).connectTimeout(Duration.ofSeconds(1));
            assertThat(refusal(client).reason()).isEqualTo(Reason.CONNECT_TIMEOUT);
            await(proxy.left());
        }
    }

    /** All kinds wait at once, and the first connection, which is within the same time, is not the first of its kind. */
    @Test
    void shouldFailWhenItDoesNotAnswerForTheSecondConnection() {
        CompletableFuture.allOf(Stream.of(ProxyProtocol.values())
                        .map(protocol -> CompletableFuture.runAsync(() -> verifyUnansweredSecondConnection(protocol)))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private void verifyUnansweredSecondConnection(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).silentAfter(2);
                ScriptedFtpServer server = ScriptedFtpServer.start(
                        FtpScript::login,
                        script -> script.login()
                                .expect("EPSV")
                                .passive()
                                .expect("PASV")
                                .passivePasv())) {
            FtpClient patient = client(server, protocol, proxy);
            connect(patient);
            assertThat(refusal(patient.connectTimeout(Duration.ofSeconds(2))).reason())
                    .isEqualTo(Reason.CONNECT_TIMEOUT);
            await(proxy.left());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCloseTheSocketWhenCancelledDuringTheHandshake(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).silentAfter(0);
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> {})) {
            Disposable connecting = client(server, protocol, proxy).connect().subscribe();
            await(proxy.silent());
            connecting.dispose();
            await(proxy.left());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnWhenCancelledDuringTheHandshakeOfTheSecondConnection(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol).silentAfter(1);
                ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                        script.login().expect("EPSV").passive().expect("NOOP").reply("200 ok"))) {
            FtpSession session = connect(client(server, protocol, proxy));
            Disposable download = session.retrieve("a").subscribe();
            await(proxy.silent());
            download.dispose();
            await(proxy.left());
            session.noop().block(LONG);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldResetACancelledUpload(ProxyProtocol protocol) {
        CountDownLatch started = new CountDownLatch(1);
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol);
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                        .expect("EPSV")
                        .passive()
                        .expect("STOR a")
                        .reply("150 go")
                        .acceptData()
                        .readData(5)
                        .run(started::countDown)
                        .expectDataReset()
                        .expect("ABOR")
                        .reply("426 gone")
                        .expect("NOOP")
                        .reply("226 aborted", "200 ok"))) {
            FtpSession session = connect(client(server, protocol, proxy));
            Disposable upload = session.store(
                            "a", Mono.fromSupplier(() -> buffer("bytes")).concatWith(Flux.never()))
                    .subscribe();
            await(started);
            upload.dispose();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseActiveModeBeforeAnythingIsSaid(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol);
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login())) {
            FtpConnectionException error =
                    refusal(client(server, protocol, proxy).active());
            assertThat(error.reason()).isEqualTo(Reason.LISTEN_FAILED);
            assertThat(error).hasMessageContaining("passive mode");
            assertThat(afterLogin(server)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "SOCKS5"})
    void shouldAskWithPasvOnIpv6Too(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol);
                ScriptedFtpServer server = ScriptedFtpServer.startOn(
                        "::1",
                        script -> script.login()
                                .expect("EPSV")
                                .reply("500 what?")
                                .expect("PASV")
                                .passivePasv("192.0.2.1")
                                .expect("RETR a")
                                .reply("150 here")
                                .acceptData()
                                .sendData("bytes")
                                .closeData()
                                .reply("226 done"))) {
            assertThat(text(client(server, protocol, proxy).retrieve("a"))).isEqualTo("bytes");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldPassOnTheServersRefusal(ProxyProtocol protocol) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol);
                ScriptedFtpServer server = ScriptedFtpServer.start(
                        script -> script.reply("421 too many").expectClose())) {
            FtpException error =
                    failure(FtpException.class, client(server, protocol, proxy).connect());
            assertThat(error).hasMessageContaining("421 too many");
        }
    }
}
