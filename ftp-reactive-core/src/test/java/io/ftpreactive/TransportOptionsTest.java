package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.tcp.TcpClient;

/** Options and local address of the transport: which of the two connections they reach. */
class TransportOptionsTest extends ScriptedTest {

    /** What one connection was like when it stood. */
    private record Seen(boolean keepAlive, int receiveBuffer, String local) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** Notes control and data connection, in that order. */
    private TcpClient noting() {
        return transport
                .tcpClient(buffers)
                .doOnChannelInit(
                        (observer, channel, remote) -> channel.pipeline().addFirst(new Note()));
    }

    private final class Note extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            Channel channel = ctx.channel();
            seen.add(new Seen(
                    channel.config().getOption(ChannelOption.SO_KEEPALIVE),
                    channel.config().getOption(ChannelOption.SO_RCVBUF),
                    ((InetSocketAddress) channel.localAddress()).getAddress().getHostAddress()));
            ctx.fireChannelActive();
        }
    }

    private void transfer(TcpClient tcp, boolean active) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(active ? this::sendsActive : this::sends)) {
            FtpClient client = FtpClient.create(FtpSessionProvider.create(1), tcp)
                    .host(server.host())
                    .port(server.port())
                    .credentials("joe", "s3cret")
                    .dataOption(ChannelOption.SO_RCVBUF, 65_536);
            client = active ? client.active() : client;
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
        }
        assertThat(seen).hasSize(2);
    }

    private void sends(FtpScript script) {
        retrieve(script.login(), "a", "bytes");
    }

    private void sendsActive(FtpScript script) {
        script.login()
                .expectStarting("EPRT ")
                .reply("200 ok")
                .expect("RETR a")
                .reply("150 here")
                .connectBack()
                .sendData("bytes")
                .closeData()
                .reply("226 done");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepBothConnectionsAlive(boolean active) {
        transfer(noting(), active);
        assertThat(seen).allMatch(Seen::keepAlive);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotWhereAnOptionSaysSo(boolean active) {
        transfer(noting().option(ChannelOption.SO_KEEPALIVE, false), active);
        assertThat(seen).noneMatch(Seen::keepAlive);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSetDataOptionsOnDataConnectionsAlone(boolean active) {
        transfer(noting().option(ChannelOption.SO_RCVBUF, 16_384), active);
        assertThat(seen.get(1).receiveBuffer()).isEqualTo(4 * seen.get(0).receiveBuffer());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBindBothConnectionsToTheLocalAddress(boolean active) {
        transfer(noting().bindAddress(() -> new InetSocketAddress("127.0.0.5", 0)), active);
        assertThat(seen).extracting(Seen::local).containsExactly("127.0.0.5", "127.0.0.5");
    }

    @Test
    void shouldNotTakeDataOptionsThatItSetsItself() {
        FtpClient client = FtpClient.create();
        assertThatThrownBy(() -> client.dataOption(ChannelOption.AUTO_READ, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AUTO_READ");
        assertThatThrownBy(() -> client.dataOption(ChannelOption.SO_LINGER, 5))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
