package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.netty.tcp.TcpClient;

class ConnectTest extends ScriptedTest {

    private FtpConnectionException failureOf(FtpClient client) {
        return failure(FtpConnectionException.class, client.connect());
    }

    @Test
    void shouldSayRefusedWhereNobodyListens() throws IOException {
        try (Socket reserved = new Socket()) {
            reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            FtpConnectionException error = failureOf(
                    client(FtpSessionProvider.create(1)).host("127.0.0.1").port(reserved.getLocalPort()));
            assertThat(error.reason()).isEqualTo(Reason.REFUSED);
            assertThat(error).hasMessageContaining("127.0.0.1:" + reserved.getLocalPort());
        }
    }

    @Test
    void shouldSayUnknownHost() {
        FtpConnectionException error =
                failureOf(client(FtpSessionProvider.create(1)).host("nowhere.invalid"));
        assertThat(error.reason()).isEqualTo(Reason.UNKNOWN_HOST);
        assertThat(error).hasMessageContaining("nowhere.invalid");
    }

    /** A connect that the network never answers. */
    private static final class Deaf extends ChannelOutboundHandlerAdapter {
        @Override
        public void connect(
                ChannelHandlerContext ctx, SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            // Neither succeeds nor fails.
        }
    }

    @Test
    void shouldSayConnectTimeoutWhenNobodyAnswers() {
        TcpClient deaf = transport
                .tcpClient(buffers)
                .doOnChannelInit(
                        (observer, channel, remote) -> channel.pipeline().addFirst(new Deaf()));
        FtpClient client = FtpClient.create(FtpSessionProvider.create(1), deaf)
                .host("127.0.0.1")
                .port(9);
        FtpConnectionException error = failureOf(client.connectTimeout(SHORT));
        assertThat(error.reason()).isEqualTo(Reason.CONNECT_TIMEOUT);
    }

    @Test
    void shouldConnectToIpv6() {
        try (ScriptedFtpServer server = ScriptedFtpServer.startOn("::1", script -> script.login())) {
            connect(server).close().block(LONG);
        }
    }

    @Test
    void shouldConnectAgainForEachSubscription() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login())) {
            FtpClient client = client(server);
            assertThat(server.connections()).isZero();
            connect(client).close().block(LONG);
            connect(client).close().block(LONG);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldRefuseATransportThatIsSecure() {
        TcpClient secure = TcpClient.create().secure();
        assertThatThrownBy(() -> FtpClient.create(secure)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseSettingsThatCannotBeMeant() {
        FtpClient client = client(FtpSessionProvider.create(1));
        assertThatThrownBy(() -> client.port(0)).hasMessageContaining("port");
        assertThatThrownBy(() -> client.port(65536)).hasMessageContaining("port");
        assertThatThrownBy(() -> client.host(" ")).hasMessageContaining("host");
        assertThatThrownBy(() -> client.maxQueued(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.replyTimeout(Duration.ZERO)).hasMessageContaining("positive");
        assertThatThrownBy(() -> client.idleTimeout(Duration.ofSeconds(-1))).hasMessageContaining("positive");
        assertThatThrownBy(() -> client.credentials("joe\r\nDELE x", "p")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> client.credentials("joe", "pass\nword"))
                .isInstanceOf(RuntimeException.class)
                .hasMessageNotContaining("word\n")
                .hasMessageNotContaining("pass\n");
    }
}
