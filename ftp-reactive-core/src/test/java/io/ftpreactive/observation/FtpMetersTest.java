package io.ftpreactive.observation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.result.FtpObserver.Observed;
import io.ftpreactive.result.FtpOperation;
import io.ftpreactive.result.FtpOutcome;
import io.ftpreactive.result.TlsInfo;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

/** Sessions and transfers are counted by server, and what is gone leaves nothing. */
class FtpMetersTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final FtpSessionProvider pool = FtpSessionProvider.create(2);
    private final FtpMeters meters = FtpMeters.of(pool);

    @BeforeEach
    void bind() {
        meters.bindTo(registry);
    }

    @AfterEach
    void dispose() {
        pool.disposeLater().block(LONG);
    }

    private FtpClient client(ScriptedFtpServer server) {
        return FtpClient.create(pool).host(server.host()).port(server.port()).observation(meters);
    }

    private double gauge(String name, ScriptedFtpServer server) {
        return registry.get("ftp.client.sessions." + name)
                .tag("server", server.host() + ":" + server.port())
                .gauge()
                .value();
    }

    private double count(String name, String... tags) {
        return registry.get("ftp.client." + name).tags(tags).counter().count();
    }

    private double events(String type) {
        return count("sessions.events", "type", type);
    }

    private static FtpScript begin(FtpScript script, String command) {
        return script.expect("EPSV").passive().expect(command).reply("150 go").acceptData();
    }

    @Test
    void shouldCountSessions() throws InterruptedException {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login(), script -> script.reply("421 too many"))) {
            FtpClient client = client(server);
            Sinks.Empty<Void> end = Sinks.empty();
            CountDownLatch held = new CountDownLatch(1);
            client.withSession(session -> end.asMono().doFirst(held::countDown)).subscribe();
            assertThat(held.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(gauge("active", server)).isEqualTo(1);
            assertThat(gauge("max", server)).isEqualTo(2);
            // Another one is not let in, and its caller waits.
            client.withSession(session -> Mono.empty()).subscribe();
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> !registry.find("ftp.client.sessions.events")
                            .tag("type", "refused")
                            .counters()
                            .isEmpty());
            assertThat(gauge("pending", server)).isEqualTo(1);
            assertThat(gauge("max", server)).isEqualTo(1);
            end.tryEmitEmpty();
            Awaitility.await().atMost(LONG).until(() -> gauge("idle", server) == 1);
            assertThat(gauge("active", server)).isZero();
            assertThat(gauge("opening", server)).isZero();
            assertThat(events("refused")).isEqualTo(1);
            assertThat(events("opened")).isEqualTo(1);
            assertThat(events("lent")).isEqualTo(2);
        }
    }

    @Test
    void shouldCountTransfers() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            begin(script.login(), "RETR a").sendData("bytes").closeData().reply("226 done");
            begin(script, "STOR b").readDataToEnd().reply("226 done");
            begin(script, "RETR c").sendData("by").resetData().reply("426 no");
            begin(script, "RETR d")
                    .sendData("bytes")
                    .expect("ABOR")
                    .reply("426 aborted", "226 done")
                    .expect("NOOP")
                    .reply("200 ok");
        })) {
            FtpClient client = client(server);
            client.retrieve("a").then().block(LONG);
            client.store("b", Mono.fromSupplier(() -> Unpooled.copiedBuffer("four", StandardCharsets.UTF_8)))
                    .block(LONG);
            StepVerifier.create(client.retrieve("c").then()).expectError().verify(LONG);
            client.retrieve("d").take(1).then().block(LONG);
            Awaitility.await().atMost(LONG).until(() -> count("transfer.aborts", "direction", "download") == 1);
            assertThat(count("transfer.bytes", "direction", "upload")).isEqualTo(4);
            assertThat(count("transfer.bytes", "direction", "download")).isBetween(10.0, 12.0);
            assertThat(count("transfer.resumptions", "direction", "download")).isZero();
            assertThat(transfers("download", "success")).isEqualTo(1);
            assertThat(transfers("upload", "success")).isEqualTo(1);
            assertThat(transfers("download", "failure")).isEqualTo(1);
            assertThat(transfers("download", "cancelled")).isEqualTo(1);
        }
    }

    private long transfers(String direction, String outcome) {
        return registry.get("ftp.client.transfer.duration")
                .tags("direction", direction, "outcome", outcome)
                .timer()
                .count();
    }

    @Test
    void shouldCountResumptionsAndResumedTls() {
        FtpReply done = FtpReply.of("226 done");
        transferred(new FtpOutcome(done, null, false, 5, true, new TlsInfo("TLSv1.2", "any", true)));
        transferred(new FtpOutcome(done, null, false, 5, false, new TlsInfo("TLSv1.2", "any", false)));
        assertThat(count("transfer.resumptions", "direction", "download")).isEqualTo(1);
        assertThat(count("transfer.tls", "resumed", "true")).isEqualTo(1);
        assertThat(count("transfer.tls", "resumed", "false")).isEqualTo(1);
    }

    private void transferred(FtpOutcome outcome) {
        Observed observed = meters.begun(new FtpOperation(
                FtpOperation.Kind.TRANSFER, "1", "localhost:21", true, FtpCommand.retr("a"), Context.empty()));
        requireNonNull(observed).ended(outcome);
    }

    @Test
    void shouldForgetServersThatAreGone() {
        FtpSessionProvider brief =
                FtpSessionProvider.builder().maxIdleTime(Duration.ofMillis(300)).build();
        SimpleMeterRegistry own = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
        FtpMeters ofBrief = FtpMeters.of(brief);
        ofBrief.bindTo(own);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                begin(script.login(), "RETR a").sendData("bytes").closeData().reply("226 done"))) {
            FtpClient.create(brief)
                    .host(server.host())
                    .port(server.port())
                    .observation(ofBrief)
                    .retrieve("a")
                    .then()
                    .block(LONG);
            assertThat(servers(own)).isEqualTo(1);
            Awaitility.await().atMost(LONG).until(() -> brief.metrics().isEmpty());
            assertThat(servers(own)).isEqualTo(1);
            clock.add(Duration.ofMinutes(9));
            assertThat(servers(own)).isEqualTo(1);
            clock.add(Duration.ofMinutes(1));
            assertThat(servers(own)).isZero();
            assertThat(own.getMeters().stream().map(Meter::getId).map(Meter.Id::getName))
                    .containsExactly("ftp.client.servers");
        }
    }

    private static double servers(MeterRegistry meters) {
        return meters.get("ftp.client.servers").gauge().value();
    }

    @Test
    void shouldKeepServersThatThePoolHas() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().on("NOOP", "200 ok"))) {
            client(server).withSession(session -> session.noop()).blockLast(LONG);
            clock.add(Duration.ofHours(1));
            assertThat(servers(registry)).isEqualTo(1);
            assertThat(gauge("idle", server)).isEqualTo(1);
        }
    }

    @Test
    void shouldSumTheLoginsOfAServer() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().on("NOOP", "200 ok"))) {
            for (String user : new String[] {"jim", "joe"}) {
                client(server)
                        .credentials(user, "x")
                        .withSession(session -> session.noop())
                        .blockLast(LONG);
            }
            Awaitility.await().atMost(LONG).until(() -> gauge("idle", server) == 2);
            assertThat(gauge("max", server)).isEqualTo(4);
        }
    }
}
