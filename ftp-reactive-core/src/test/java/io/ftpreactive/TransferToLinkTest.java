package io.ftpreactive;

import static io.ftpreactive.TransferToTest.direct;
import static io.ftpreactive.TransferToTest.login;
import static io.ftpreactive.TransferToTest.sending;
import static io.ftpreactive.TransferToTest.source;
import static io.ftpreactive.TransferToTest.storing;
import static io.ftpreactive.TransferToTest.streaming;
import static io.ftpreactive.TransferToTest.taking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.result.FtpObserver;
import io.ftpreactive.result.FtpOperation;
import io.ftpreactive.result.FtpOperation.Direction;
import io.ftpreactive.result.FtpOperation.Kind;
import io.ftpreactive.testkit.EmbeddedProxy;
import io.ftpreactive.testkit.ProxyProtocol;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.transport.ProxyProvider;

/** The connection between two servers: its address, and who hears of it. */
class TransferToLinkTest extends ScriptedTest {

    @Test
    void shouldLinkServersOverIpv6() {
        try (ScriptedFtpServer source = ScriptedFtpServer.startOn(
                        "::1",
                        script -> source(script)
                                .expectStarting("EPRT |2|0:0:0:0:0:0:0:1|")
                                .reply("200 fine")
                                .expect("RETR a")
                                .connectBack()
                                .reply("150 here")
                                .sendData("bytes")
                                .closeData()
                                .reply("226 sent"));
                ScriptedFtpServer target = ScriptedFtpServer.startOn(
                        "::1",
                        script -> login(script)
                                .expect("EPSV")
                                .passive()
                                .expect("STOR b")
                                .reply("150 go on")
                                .acceptData()
                                .readDataToEnd()
                                .reply("226 stored"))) {
            assertThat(get(direct(client(source), client(target))).bytes()).isEqualTo(5);
            assertThat(target.uploads()).hasSize(1);
        }
    }

    @Test
    void shouldNotLinkIpv4AndIpv6() {
        try (ScriptedFtpServer source = ScriptedFtpServer.startOn("::1", script -> streaming(login(script)));
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> taking(login(script)))) {
            FtpConnectionException[] seen = new FtpConnectionException[1];
            FtpClient from = client(source);
            FtpClient to = client(target);
            get(from.transferTo("a", to, "b", refused -> {
                seen[0] = refused;
                return from.copyTo("a", to, "b");
            }));
            assertThat(seen[0]).hasMessageContaining("IPv4").hasMessageContaining("IPv6");
        }
    }

    @Test
    void shouldAnnounceTheTransferToAServerOfManyMachines() {
        try (ScriptedFtpServer source =
                        ScriptedFtpServer.start(script -> sending(script).reply("226 sent"));
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> {
                    script.login("PRET")
                            .on("NOOP", "200 ok")
                            .expect("PRET STOR b")
                            .reply("200 fine");
                    script.expect("PASV").passivePasv().expect("STOR b").reply("150 go on");
                    script.acceptData().readDataToEnd().reply("226 stored");
                })) {
            assertThat(get(direct(client(source), client(target))).bytes()).isEqualTo(5);
        }
    }

    /** Behind a proxy nobody here knows which address the servers see. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotLinkThroughAProxy(boolean isSource) {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(ProxyProtocol.SOCKS5);
                ScriptedFtpServer source = ScriptedFtpServer.start(script -> streaming(login(script)));
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> taking(login(script)))) {
            FtpClient from = isSource ? proxied(source, proxy) : client(source);
            FtpClient to = isSource ? client(target) : proxied(target, proxy);
            FtpConnectionException error = failure(FtpConnectionException.class, direct(from, to));
            assertThat(error.reason()).isEqualTo(Reason.DIRECT_REFUSED);
            assertThat(error).hasMessageContaining("proxy");
            assertThat(afterLogin(source)).isEmpty();
            assertThat(get(from.transferTo("a", to, "b")).bytes()).isEqualTo(5);
        }
    }

    private FtpClient proxied(ScriptedFtpServer server, EmbeddedProxy proxy) {
        return client(server)
                .transport(tcp ->
                        tcp.proxy(spec -> spec.type(ProxyProvider.Proxy.SOCKS5).socketAddress(proxy.address())));
    }

    /** No server is sent to a service of another machine. */
    @ParameterizedTest
    @ValueSource(ints = {0, 22, 25, 1023})
    void shouldSendNobodyToThePortOfAService(int port) {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> source(script)
                        .expect("SIZE a")
                        .reply("213 5")
                        .expect("PASV")
                        .passive227("127.0.0.1", port));
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> login(script).expect("PASV").passive227("127.0.0.1", port))) {
            FtpConnectionException error =
                    failure(FtpConnectionException.class, direct(client(source), client(target)));
            assertThat(error.reason()).isEqualTo(Reason.DIRECT_REFUSED);
            assertThat(source.commands()).noneMatch(command -> command.startsWith("PORT"));
            assertThat(target.commands()).noneMatch(command -> command.startsWith("PORT"));
        }
    }

    /** The file would be emptied before it is read. */
    @Test
    void shouldNotTransferAFileOntoItself() {
        FtpClient client =
                client(FtpSessionProvider.create(2)).host("127.0.0.1").port(1);
        FtpClient same = client.host("127.0.0.1").credentials("joe", "other").directory("x");
        for (Runnable call : List.<Runnable>of(
                () -> client.copyTo("x/a", same, "a"),
                () -> client.transferTo("x/a", same, "a"),
                () -> same.transferTo("a", client, "x/a", Mono::error))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("itself");
        }
        client.copyTo("x/a", same, "b");
        client.copyTo("x/a", same.credentials("jim", "other"), "a");
        client.copyTo("x/a", same.host("localhost"), "a");
    }

    /** One connection, one transfer: of the target. */
    @Test
    void shouldBeOneTransferToThoseWhoMeasure() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (ScriptedFtpServer source =
                        ScriptedFtpServer.start(script -> sending(script).reply("226 sent"));
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> storing(script).readDataToEnd().reply("226 stored"))) {
            FtpClient from = client(source).observation(transfers("source", heard));
            FtpClient to = client(target).observation(transfers("target", heard));
            get(direct(from, to));
            assertThat(heard).containsExactly("target begins STOR b", "target ends 2yz, 5 bytes");
        }
    }

    @Test
    void shouldTellThoseWhoMeasureOfAFailureAndOfARefusal() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> sending(script)
                        .reply("226 sent")
                        .expect("SIZE a")
                        .reply("213 5")
                        .expectStarting("PORT ")
                        .reply("500 no")
                        .expect("SIZE a")
                        .reply("213 5")
                        .expect("PASV")
                        .reply("500 no"));
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> storing(script)
                        .readDataToEnd()
                        .reply("552 full")
                        .expect("PASV")
                        .passivePasv())) {
            FtpClient from = client(source);
            FtpClient to = client(target).observation(transfers("target", heard));
            failure(Exception.class, direct(from, to));
            failure(Exception.class, direct(from, to));
            // Known by now: nothing is begun.
            failure(Exception.class, direct(from, to));
            assertThat(heard)
                    .containsExactly(
                            "target begins STOR b",
                            "target ends NEGATIVE_REPLY, 0 bytes",
                            "target begins STOR b",
                            "target ends DIRECT_REFUSED, 0 bytes");
        }
    }

    private static FtpObserver transfers(String whose, List<String> heard) {
        return operation -> {
            if (operation.kind() == Kind.COMMAND) {
                return null;
            }
            assertThat(operation).extracting(FtpOperation::direction).isEqualTo(Direction.UPLOAD);
            heard.add(whose + " begins " + operation.command());
            return outcome -> heard.add(whose + " ends " + outcome.summary() + ", " + outcome.bytes() + " bytes");
        };
    }
}
