package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.EmbeddedProxy;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ProxyProtocol;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.netty.channel.ChannelMetricsRecorder;
import reactor.netty.tcp.TcpClient;
import reactor.netty.transport.ProxyProvider;

/** The metrics of reactor-netty tell one address of each session, however many data connections it had. */
class TransportMetricsTest extends ScriptedTest {

    private static final int DOWNLOADS = 40;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void measure() {
        Metrics.addRegistry(registry);
    }

    @AfterEach
    void stop() {
        Metrics.removeRegistry(registry);
        Metrics.globalRegistry.clear();
    }

    private Set<@Nullable String> tags(String meters, String key) {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith(meters) && id.getTag(key) != null)
                .map(id -> id.getTag(key))
                .collect(Collectors.toSet());
    }

    private TcpClient measured(UnaryOperator<TcpClient> changes) {
        return changes.apply(transport.tcpClient(buffers)).metrics(true);
    }

    private static void downloads(DataMode mode, FtpScript script) {
        script.login();
        for (int i = 0; i < DOWNLOADS; i++) {
            mode.begin(script, "RETR a").sendData("bytes").closeData().reply("226 done");
        }
    }

    private void download(FtpClient client) {
        Flux.range(0, DOWNLOADS).concatMap(i -> client.retrieve("a").then()).blockLast(LONG);
    }

    private FtpClient on(ScriptedFtpServer server, TcpClient tcp) {
        return FtpClient.create(pool(), tcp)
                .host(server.host())
                .port(server.port())
                .replyTimeout(LONG)
                .idleTimeout(LONG);
    }

    private FtpSessionProvider pool() {
        FtpSessionProvider pool = FtpSessionProvider.create(1);
        client(pool);
        return pool;
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldTellTheControlAddressAlone(DataMode mode) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> downloads(mode, script))) {
            download(mode.set(on(server, measured(tcp -> tcp))));
            assertThat(tags("reactor.netty.tcp.client", "remote.address"))
                    .containsExactly(server.host() + ":" + server.port());
            assertThat(received()).isGreaterThanOrEqualTo(DOWNLOADS * 5.0);
        }
    }

    private double received() {
        return registry.get("reactor.netty.tcp.client.data.received").summaries().stream()
                .mapToDouble(DistributionSummary::totalAmount)
                .sum();
    }

    @ParameterizedTest
    @EnumSource(value = ProxyProtocol.class)
    void shouldTellTheControlAddressAloneBehindAProxy(ProxyProtocol protocol) throws Exception {
        try (EmbeddedProxy proxy = EmbeddedProxy.start(protocol);
                ScriptedFtpServer server = ScriptedFtpServer.start(script -> downloads(DataMode.PASSIVE, script))) {
            download(on(
                    server,
                    measured(tcp -> tcp.proxy(spec -> spec.type(ProxyProvider.Proxy.valueOf(protocol.name()))
                            .socketAddress(proxy.address())
                            .username("me")
                            .password(user -> "proxy-secret")))));
            assertThat(tags("reactor.netty.tcp.client", "remote.address"))
                    .containsExactly(server.host() + ":" + server.port());
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldTellItToARecorderOfTheUsers(DataMode mode) {
        AddressRecorder plain = new AddressRecorder();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> downloads(mode, script))) {
            TcpClient tcp = transport.tcpClient(buffers).metrics(true, () -> plain);
            download(mode.set(on(server, tcp)));
            assertThat(plain.addresses).containsExactly(server.host() + ":" + server.port());
        }
    }

    private static final class AddressRecorder implements ChannelMetricsRecorder {

        final Set<String> addresses = ConcurrentHashMap.newKeySet();

        private void told(SocketAddress address) {
            addresses.add(address.toString().replaceAll(".*/", ""));
        }

        @Override
        public void recordDataReceived(SocketAddress address, long bytes) {
            told(address);
        }

        @Override
        public void recordDataSent(SocketAddress address, long bytes) {
            told(address);
        }

        @Override
        public void incrementErrorsCount(SocketAddress address) {
            told(address);
        }

        @Override
        public void recordTlsHandshakeTime(SocketAddress address, Duration time, String status) {
            told(address);
        }

        @Override
        public void recordConnectTime(SocketAddress address, Duration time, String status) {
            told(address);
        }

        @Override
        public void recordResolveAddressTime(SocketAddress address, Duration time, String status) {
            told(address);
        }
    }
}
