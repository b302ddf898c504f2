package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.options.PassiveAddress;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.netty.tcp.TcpClient;

class PassiveModeTest extends ScriptedTest {

    private static FtpScript sends(FtpScript script, String path, String content) {
        return script.expect("RETR " + path)
                .reply("150 here")
                .acceptData()
                .sendData(content)
                .closeData()
                .reply("226 done");
    }

    /** Two downloads on one session: what the first one learnt shows in the second. */
    private void retrieveTwice(FtpScript.Author script) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script)) {
            FtpSession session = connect(server);
            assertThat(text(session.retrieve("a"))).isEqualTo("first");
            assertThat(text(session.retrieve("b"))).isEqualTo("second");
            session.close().block(LONG);
        }
    }

    private FtpConnectionException failureOfRetrieve(FtpScript.Author script) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script)) {
            FtpSession session = connect(server);
            FtpConnectionException error = failure(FtpConnectionException.class, session.retrieve("a"));
            session.close().block(LONG);
            return error;
        }
    }

    @Test
    void shouldAskWithEpsvEachTime() {
        retrieveTwice(script -> {
            sends(script.login().expect("EPSV").passive(), "a", "first");
            sends(script.expect("EPSV").passive(), "b", "second");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "502 no", "522 protocol 2 only", "425 later", "200 ok", "202 no use"})
    void shouldAskWithPasvFromThenOnWhenEpsvIsAnsweredBy(String refusal) {
        retrieveTwice(script -> {
            sends(script.login().expect("EPSV").reply(refusal).expect("PASV").passivePasv(), "a", "first");
            sends(script.expect("PASV").passivePasv(), "b", "second");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "229 Entering Extended Passive Mode",
                "229 (|||)",
                "229 (|||0|)",
                "229 (|||65536|)",
                "229 (|||99999999999|)",
                "229 (|||-1|)"
            })
    void shouldAskWithPasvFromThenOnWhenThe229IsUnreadable(String malformed) {
        retrieveTwice(script -> {
            sends(script.login().expect("EPSV").reply(malformed).expect("PASV").passivePasv(), "a", "first");
            sends(script.expect("PASV").passivePasv(), "b", "second");
        });
    }

    @Test
    void shouldAskWithPasvFromThenOnWhenThePortOfEpsvCannotBeReached() {
        retrieveTwice(script -> {
            sends(script.login().expect("EPSV").refusePassive().expect("PASV").passivePasv(), "a", "first");
            sends(script.expect("PASV").passivePasv(), "b", "second");
        });
    }

    @Test
    void shouldTryEpsvAgainWhenPasvDidNotHelpEither() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login()
                    .expect("EPSV")
                    .reply("425 no port free")
                    .expect("PASV")
                    .reply("425 no port free");
            sends(script.expect("EPSV").passive(), "b", "second");
        })) {
            FtpSession session = connect(server);
            FtpConnectionException error = failure(FtpConnectionException.class, session.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.PASSIVE_REFUSED);
            assertThat(error)
                    .hasMessageContaining("PASV")
                    .hasMessageContaining("EPSV")
                    .hasMessageContaining("active");
            assertThat(text(session.retrieve("b"))).isEqualTo("second");
        }
    }

    @Test
    void shouldNotAskWithPasvAfter421ToEpsv() {
        FtpConnectionException error = failureOfRetrieve(
                script -> script.login().expect("EPSV").reply("421 bye").expectClose());
        assertThat(error.reason()).isEqualTo(Reason.SERVICE_UNAVAILABLE);
    }

    @Test
    void shouldBeginWithPasvWhereTheModeSaysSo() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> sends(script.login().expect("PASV").passivePasv(), "a", "bytes"))) {
            FtpClient client = client(server).passive(mode -> mode.extended(false));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldConnectToThePeerWhateverAddressThe227Names() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> sends(script.login().expect("PASV").passivePasv("10.11.12.13"), "a", "bytes"))) {
            FtpClient client = client(server).passive(mode -> mode.extended(false));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldConnectToTheAddressOfThe227WhereItIsBelieved() {
        try (ScriptedFtpServer elsewhere = ScriptedFtpServer.startOn("127.0.0.2", script -> script.run(() -> {}));
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                        .expect("PASV")
                        .passive227("127.0.0.2", elsewhere.port())
                        .expect("RETR a")
                        .reply("150 here")
                        .expect("ABOR")
                        .reply("426 gone")
                        .expect("NOOP")
                        .reply("226 aborted", "200 ok"))) {
            FtpSession session =
                    connect(client(server).passive(mode -> mode.extended(false).address(PassiveAddress.SERVER)));
            CountDownLatch connected = new CountDownLatch(1);
            session.dataChannel(FtpCommand.retr("a"))
                    .doOnNext(channel -> {
                        assertThat(channel.remoteAddress().getPort()).isEqualTo(elsewhere.port());
                        assertThat(channel.remoteAddress().getAddress().getHostAddress())
                                .isEqualTo("127.0.0.2");
                        connected.countDown();
                        channel.dispose();
                    })
                    .block(LONG);
            await(connected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "224.0.0.1", "239.255.255.255", "255.255.255.255"})
    void shouldNotConnectToAnAddressThatCannotBeAServersEvenWhereItIsBelieved(String address) {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().expect("PASV").passivePasv(address))) {
            FtpClient client =
                    client(server).passive(mode -> mode.extended(false).address(PassiveAddress.SERVER));
            FtpConnectionException error = failure(FtpConnectionException.class, client.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.BAD_PASSIVE_ADDRESS);
            assertThat(Objects.requireNonNull(error.reply()).code()).isEqualTo(227);
            assertThat(error).hasMessageContaining(address);
        }
    }

    @Test
    void shouldNotConnectToPort0() {
        FtpConnectionException error = failureOfRetrieve(script ->
                script.login().expect("EPSV").reply("500 no").expect("PASV").reply("227 (127,0,0,1,0,0)"));
        assertThat(error.reason()).isEqualTo(Reason.BAD_PASSIVE_ADDRESS);
        assertThat(error).hasMessageContaining("227 (127,0,0,1,0,0)").hasMessageContaining("port 0");
    }

    @Test
    void shouldSayThatTheServerNamedAnotherHostWhereThatCannotBeReached() {
        try (ScriptedFtpServer elsewhere = ScriptedFtpServer.startOn("127.0.0.2", script -> script.run(() -> {}));
                ScriptedFtpServer server = ScriptedFtpServer.start(
                        script -> script.login().expect("PASV").passive227("127.0.0.3", elsewhere.port()))) {
            FtpClient client =
                    client(server).passive(mode -> mode.extended(false).address(PassiveAddress.SERVER));
            FtpConnectionException error = failure(FtpConnectionException.class, client.retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.REFUSED);
            assertThat(Objects.requireNonNull(error.reply()).code()).isEqualTo(227);
            assertThat(error)
                    .hasMessageContaining("host 127.0.0.3 and port " + elsewhere.port())
                    .hasMessageContaining("PassiveAddress.CONTROL_PEER");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"227 nothing here", "227 (1,2,3,4,5)", "227 (127,0,0,1,256,1)", "227 "})
    void shouldFailOnAnUnreadable227(String malformed) {
        FtpConnectionException error = failureOfRetrieve(script ->
                script.login().expect("EPSV").reply("500 no").expect("PASV").reply(malformed));
        assertThat(error.reason()).isEqualTo(Reason.BAD_PASSIVE_REPLY);
    }

    @Test
    void shouldFailWhenThePortOfPasvCannotBeReachedEither() {
        FtpConnectionException error = failureOfRetrieve(script ->
                script.login().expect("EPSV").refusePassive().expect("PASV").refusePassivePasv());
        assertThat(error.reason()).isEqualTo(Reason.REFUSED);
        assertThat(error).hasMessageContaining("firewall").hasMessageContaining("active mode");
    }

    @Test
    void shouldNameBothRefusalsAndAdviseOnce() {
        FtpConnectionException error = failureOfRetrieve(script ->
                script.login().expect("EPSV").reply("500 no E").expect("PASV").reply("502 no P"));
        assertThat(error)
                .hasMessageContaining("500 no E")
                .hasMessageContaining("502 no P")
                .hasMessageMatching("(?s)(?!.*active mode.*active mode).*active mode");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "229 nonsense"})
    void shouldNeverAskWithPasvOnIpv6(String answer) {
        try (ScriptedFtpServer server = ScriptedFtpServer.startOn(
                "::1", script -> script.login().expect("EPSV").reply(answer))) {
            FtpClient client = client(server).passive(mode -> mode.extended(false));
            FtpConnectionException error = failure(FtpConnectionException.class, client.retrieve("a"));
            assertThat(error.reason())
                    .isEqualTo(answer.startsWith("5") ? Reason.EPSV_REFUSED : Reason.BAD_PASSIVE_REPLY);
            assertThat(afterLogin(server)).containsExactly("EPSV");
        }
    }

    @Test
    void shouldNeverAskWithPasvOnIpv6WhenThePortIsRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.startOn(
                "::1", script -> script.login().expect("EPSV").refusePassive())) {
            FtpConnectionException error =
                    failure(FtpConnectionException.class, client(server).retrieve("a"));
            assertThat(error.reason()).isEqualTo(Reason.REFUSED);
            assertThat(afterLogin(server)).containsExactly("EPSV");
        }
    }

    @Test
    void shouldTransferOnIpv6() {
        try (ScriptedFtpServer server = ScriptedFtpServer.startOn(
                "::1", script -> sends(script.login().expect("EPSV").passive(), "a", "bytes"))) {
            assertThat(text(client(server).retrieve("a"))).isEqualTo("bytes");
        }
    }

    @Test
    void shouldCloseTheSecondConnectionWhenTheTransferIsRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login()
                    .expect("EPSV")
                    .passive()
                    .acceptData()
                    .expect("RETR a")
                    .reply("550 none")
                    .expectDataReset();
            sends(script.expect("EPSV").passive(), "b", "second");
        })) {
            FtpSession session = connect(server);
            FtpReplyException error = failure(FtpReplyException.class, session.retrieve("a"));
            assertThat(error.reply().code()).isEqualTo(550);
            assertThat(error.command()).isEqualTo("RETR a");
            assertThat(text(session.retrieve("b"))).isEqualTo("second");
        }
    }

    /** Connects of data connections that the network never answers. */
    private static final class Deaf extends ChannelOutboundHandlerAdapter {

        private final CountDownLatch connecting;
        private final CountDownLatch closed;

        Deaf(CountDownLatch connecting, CountDownLatch closed) {
            this.connecting = connecting;
            this.closed = closed;
        }

        @Override
        public void connect(
                ChannelHandlerContext ctx, SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            ctx.channel().closeFuture().addListener(done -> closed.countDown());
            connecting.countDown();
        }
    }

    @Test
    void shouldCloseTheSocketAndGoOnWhenCancelledDuringTheConnect() {
        CountDownLatch connecting = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("EPSV").passive().expect("NOOP").reply("200 ok"))) {
            TcpClient tcp = transport.tcpClient(buffers).doOnChannelInit((observer, channel, remote) -> {
                boolean data = remote instanceof InetSocketAddress to && to.getPort() != server.port();
                if (data) {
                    channel.pipeline().addFirst(new Deaf(connecting, closed));
                }
            });
            FtpSession session = connect(FtpClient.create(FtpSessionProvider.create(1), tcp)
                    .host(server.host())
                    .port(server.port()));
            Disposable download = session.retrieve("a").subscribe();
            await(connecting);
            download.dispose();
            await(closed);
            session.noop().block(LONG);
        }
    }
}
