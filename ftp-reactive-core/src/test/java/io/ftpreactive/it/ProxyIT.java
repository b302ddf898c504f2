package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.testkit.ProxyProtocol;
import io.ftpreactive.testkit.RealProxy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.resolver.NoopAddressResolverGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.netty.tcp.TcpClient;
import reactor.netty.transport.ProxyProvider;

/** Real servers through real proxies. */
class ProxyIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    static Stream<Arguments> cells() {
        return Cell.servers().flatMap(cell -> RealProxy.doors().stream().map(door -> Arguments.of(cell, door)));
    }

    /** By name, which its certificates are for. */
    static Stream<Arguments> tlsCells() {
        return Cell.tlsOnce("vsftpd-tls", "vsftpd-tls-implicit", "proftpd-tls", "apache-ftpserver-tls")
                .flatMap(cell -> RealProxy.doors().stream()
                        .filter(door -> door.protocol() != ProxyProtocol.SOCKS4)
                        .map(door -> Arguments.of(cell, door)));
    }

    private static FtpClient client(Cell cell, RealProxy.Door door, String password) {
        TcpClient tcp = cell.transport()
                .proxy(spec -> spec.type(
                                ProxyProvider.Proxy.valueOf(door.protocol().name()))
                        .socketAddress(door.address())
                        .username(RealProxy.USER)
                        .password(user -> password))
                .resolver(NoopAddressResolverGroup.INSTANCE);
        return cell.client(FtpClient.create(FtpSessionProvider.create(1), tcp));
    }

    private static FtpClient client(Cell cell, RealProxy.Door door) {
        return client(cell, door, RealProxy.PASSWORD);
    }

    /** dante listens on IPv4 and connects from there. */
    private static void assumeReachable(Cell cell, RealProxy.Door door) {
        assumeFalse(
                cell.server.host().contains(":") && door.protocol() != ProxyProtocol.HTTP,
                "this proxy does not lead to IPv6");
    }

    private static void verifyTransfers(Cell cell, FtpClient client) throws IOException {
        byte[] content = Bytes.random(1_000_000);
        cell.server.write("proxied-download", content);
        String path = cell.server.path("proxied-upload");
        for (int i = 0; i < 5; i++) {
            assertThat(client.retrieve(cell.server.path("proxied-download"))
                            .aggregate()
                            .asByteArray()
                            .block(LONG))
                    .isEqualTo(content);
            client.store(path, Bytes.chunks(content, 50_000)).block(LONG);
            assertThat(Files.readAllBytes(cell.server.local("proxied-upload"))).isEqualTo(content);
        }
        assertThat(client.list(cell.server.path(""))
                        .map(FtpEntry::name)
                        .collectList()
                        .block(LONG))
                .contains("proxied-upload", "proxied-download");
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldTransferBothWaysAndList(Cell cell, RealProxy.Door door) throws IOException {
        assumeReachable(cell, door);
        verifyTransfers(cell, client(cell, door));
    }

    @ParameterizedTest
    @MethodSource({"cells", "tlsCells"})
    void shouldLeaveTheNameToTheProxy(Cell cell, RealProxy.Door door) throws IOException {
        assumeFalse(cell.server.host().contains(":"), "localhost is an IPv4 address");
        assumeFalse(door.protocol() == ProxyProtocol.SOCKS4, "this proxy knows SOCKS4, but not SOCKS4a");
        verifyTransfers(cell, client(cell, door).host("localhost"));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldTellTheProxysRefusal(Cell cell, RealProxy.Door door) {
        boolean login = door.protocol() == ProxyProtocol.HTTP;
        FtpClient client =
                login ? client(cell, door, "wrong") : client(cell, door).port(1);
        assertThatThrownBy(() -> client.connect().block(LONG))
                .isInstanceOfSatisfying(
                        FtpConnectionException.class,
                        error -> assertThat(error.reason()).isEqualTo(Reason.PROXY_REFUSED))
                .hasMessageContaining("proxy");
    }

    /** Both proxies make an orderly end of the reset, so that the server may call the fragment a file: no word of it here. */
    @ParameterizedTest
    @MethodSource("cells")
    void shouldGoOnAfterACancelledUpload(Cell cell, RealProxy.Door door) throws Exception {
        assumeReachable(cell, door);
        FtpClient client = client(cell, door);
        cell.server.write("proxied-check", Bytes.random(10_000));
        for (int i = 0; i < 20; i++) {
            CountDownLatch flowing = new CountDownLatch(30);
            Flux<ByteBuf> endless = Flux.generate(sink -> {
                flowing.countDown();
                sink.next(Unpooled.wrappedBuffer(new byte[20_000]));
            });
            Disposable upload =
                    client.store(cell.server.path("proxied-cancel"), endless).subscribe();
            assertThat(flowing.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            upload.dispose();
            byte[] good = client.retrieve(cell.server.path("proxied-check"))
                    .aggregate()
                    .asByteArray()
                    .block(LONG);
            assertThat(good).isEqualTo(Bytes.random(10_000));
        }
        cell.buffers.assertNoneLeft();
    }
}
