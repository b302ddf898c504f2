package io.ftpreactive.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpClientConfig;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.observation.FtpMeters;
import io.ftpreactive.options.ActiveMode;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.testkit.FtpTestServer;
import io.ftpreactive.testkit.TestCertificate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Flux;

class FtpAutoConfigurationTest {

    @TempDir
    static Path folder;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    FtpAutoConfiguration.class,
                    FtpHealthAutoConfiguration.class,
                    FtpObservationAutoConfiguration.class));

    private static FtpClientConfig config(ApplicationContext context, String name) {
        return context.getBean(name, FtpClient.class).configuration();
    }

    @Test
    void shouldMakeAPoolAndNoClientWithoutProperties() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(FtpSessionProvider.class).doesNotHaveBean(FtpClient.class);
            assertThat(context).doesNotHaveBean(ReactiveHealthContributor.class);
        });
    }

    @Test
    void shouldMakeAClientOfAUrl() {
        runner.withPropertyValues("ftp.clients.archive.url=ftpes://ann:pw@ftp.example.com:2121/base/dir")
                .run(context -> {
                    FtpClientConfig config = config(context, "archive");
                    assertThat(config.host()).isEqualTo("ftp.example.com");
                    assertThat(config.port()).isEqualTo(2121);
                    assertThat(config.user()).isEqualTo("ann");
                    assertThat(config.security().mode()).isEqualTo(FtpSecurity.Mode.EXPLICIT);
                    assertThat(config.directory()).isEqualTo("base/dir");
                    assertThat(context.getBean(FtpClient.class)).isSameAs(context.getBean("archive"));
                });
    }

    @Test
    void shouldMakeAClientOfSingleProperties() {
        runner.withPropertyValues(
                        "ftp.clients.a.host=ftp.example.com",
                        "ftp.clients.a.port=2121",
                        "ftp.clients.a.username=ann",
                        "ftp.clients.a.password=pw",
                        "ftp.clients.a.security=explicit-if-possible",
                        "ftp.clients.a.directory=/base",
                        "ftp.clients.a.charset=ISO-8859-1",
                        "ftp.clients.a.mode=active",
                        "ftp.clients.a.active.address=:32000-33000",
                        "ftp.clients.a.active.announced=192.0.2.1",
                        "ftp.clients.a.timeouts.connect=1s",
                        "ftp.clients.a.timeouts.reply=2s",
                        "ftp.clients.a.timeouts.idle=3s",
                        "ftp.clients.a.timeouts.turn=4s",
                        "ftp.clients.a.timeouts.abort=5s")
                .run(context -> {
                    FtpClientConfig config = config(context, "a");
                    assertThat(config.port()).isEqualTo(2121);
                    assertThat(config.user()).isEqualTo("ann");
                    assertThat(config.security().mode()).isEqualTo(FtpSecurity.Mode.EXPLICIT_IF_POSSIBLE);
                    assertThat(config.directory()).isEqualTo("/base");
                    assertThat(config.charset()).isEqualTo(StandardCharsets.ISO_8859_1);
                    assertThat(config.dataMode()).isInstanceOfSatisfying(ActiveMode.class, mode -> {
                        assertThat(mode.address()).isEqualTo(":32000-33000");
                        assertThat(mode.announced()).isEqualTo("192.0.2.1");
                    });
                    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
                    assertThat(config.replyTimeout()).isEqualTo(Duration.ofSeconds(2));
                    assertThat(config.idleTimeout()).isEqualTo(Duration.ofSeconds(3));
                    assertThat(config.turnTimeout()).isEqualTo(Duration.ofSeconds(4));
                    assertThat(config.abortTimeout()).isEqualTo(Duration.ofSeconds(5));
                });
    }

    @Test
    void shouldTakeTheLoginFromPropertiesBeforeThatOfTheUrl() {
        runner.withPropertyValues("ftp.clients.a.url=ftp://ann:pw@host/", "ftp.clients.a.username=bob")
                .run(context -> assertThat(config(context, "a").user()).isEqualTo("bob"));
    }

    @Test
    void shouldMakeSeveralClientsOfWhichOneMayBePrimary() {
        ApplicationContextRunner two =
                runner.withPropertyValues("ftp.clients.a.host=a.example", "ftp.clients.b.host=b.example");

        two.run(context -> {
            assertThat(context.getBeansOfType(FtpClient.class)).containsOnlyKeys("a", "b");
            assertThat(context.getBeanProvider(FtpClient.class).getIfUnique()).isNull();
        });
        two.withPropertyValues("ftp.primary=b")
                .run(context -> assertThat(
                                context.getBean(FtpClient.class).configuration().host())
                        .isEqualTo("b.example"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp.clients.a.port=21 | ftp.clients.a: it needs either a url or a host",
                "ftp.clients.a.url=ftp://ann:topsecret@h:99999/ | ftp.clients.a.url: The port",
                "ftp.clients.a.url=http://ann:topsecret@h/ | ftp.clients.a.url: ",
                "ftp.clients.a.url=ftp://ann:topsecret@h/,ftp.clients.a.host=h | either a url or a host",
                "ftp.clients.a.url=ftp://ann:topsecret@h/,ftp.clients.a.port=22 | ftp.clients.a.port: the port belongs",
                "ftp.clients.a.url=ftp://h/x,ftp.clients.a.directory=y | ftp.clients.a.directory: ",
                "ftp.clients.a.url=ftps://h/,ftp.clients.a.security=none | ftp.clients.a.security: ",
                "ftp.clients.a.host=h,ftp.clients.a.port=0 | ftp.clients.a.port: ",
                "ftp.clients.a.host=h,ftp.clients.a.password=topsecret | ftp.clients.a.password: there is no username",
                "ftp.clients.a.host=h,ftp.clients.a.active.address=eth0 | ftp.clients.a.active: the mode is passive",
                "ftp.clients.a.host=h,ftp.clients.a.timeouts.reply=0s | ftp.clients.a.timeouts.reply: ",
                "ftp.clients.a.host=h,ftp.clients.a.pool.max-sessions=0 | ftp.clients.a.pool: ",
                "ftp.clients.a.host=h,ftp.clients.a.ssl.bundle=x | ftp.clients.a.ssl.bundle: TLS is off",
                "ftp.clients.a.host=h,ftp.clients.a.security=explicit,ftp.clients.a.ssl.bundle=x | no SSL bundle 'x'",
                "ftp.clients.a.host=h,ftp.primary=b | ftp.primary: there is no client 'b'",
                "ftp.pool.max-sessions=-1 | ftp.pool: "
            })
    void shouldNotStartWithABadPropertyAndShowNoPassword(String properties, String message) {
        runner.withPropertyValues(properties.split(",")).run(context -> {
            Throwable failure = Objects.requireNonNull(context.getStartupFailure());
            FailureAnalysis analysis = Objects.requireNonNull(new FtpPropertyFailureAnalyzer().analyze(failure));
            assertThat(analysis.getDescription()).contains(message).doesNotContain("topsecret");
            assertThat(failure).hasStackTraceContaining(message);
            assertThat(Throwables.getStackTrace(failure)).doesNotContain("topsecret");
        });
    }

    @Test
    void shouldNotShowPasswordsOfProperties() {
        runner.withPropertyValues("ftp.clients.a.url=ftp://ann:topsecret@h/", "ftp.clients.a.password=topsecret")
                .run(context -> {
                    assertThat(context.getBean(FtpProperties.class).toString()).doesNotContain("topsecret");
                    assertThat(context.getBean("a").toString()).doesNotContain("topsecret");
                });
    }

    @Test
    void shouldLetCustomizersChangeClients() {
        runner.withPropertyValues("ftp.clients.a.host=a.example")
                .withBean(FtpClientCustomizer.class, () -> (name, client) -> client.host(name + ".changed"))
                .run(context -> assertThat(config(context, "a").host()).isEqualTo("a.changed"));
    }

    @Test
    void shouldUseAPoolOfTheApplicationAndLeaveItAlone() {
        FtpSessionProvider own = FtpSessionProvider.create(1);

        runner.withPropertyValues("ftp.clients.a.host=a.example")
                .withBean(FtpSessionProvider.class, () -> own)
                .run(context -> assertThat(context).hasSingleBean(FtpSessionProvider.class));

        assertThat(own.isDisposed()).isFalse();
        own.dispose();
    }

    @Test
    void shouldDisposeOfItsPoolsWithTheContext() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "abc");
        try (FtpTestServer server = FtpTestServer.start(folder)) {
            runner.withPropertyValues(
                            "ftp.clients.a.url=" + server.url(),
                            "ftp.clients.b.url=" + server.url(),
                            "ftp.clients.b.pool.max-sessions=1")
                    .run(context -> {
                        for (String name : new String[] {"a", "b"}) {
                            assertThat(context.getBean(name, FtpClient.class)
                                            .size("a.txt")
                                            .block())
                                    .isEqualTo(3);
                        }
                        assertThat(server.sessions()).isEqualTo(2);
                    });

            await().until(() -> server.sessions() == 0);
        }
    }

    @Test
    void shouldTrustTheCertificatesOfABundle() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "abc");
        try (FtpTestServer server = FtpTestServer.startTls(folder)) {
            ApplicationContextRunner secure = runner.withPropertyValues(
                    "ftp.clients.a.url=" + server.url(),
                    "spring.ssl.bundle.pem.company.truststore.certificate=" + TestCertificate.ca());

            secure.withPropertyValues("ftp.clients.a.ssl.bundle=company")
                    .run(context -> assertThat(context.getBean(FtpClient.class)
                                    .size("a.txt")
                                    .block())
                            .isEqualTo(3));
            secure.run(context -> assertThat(context.getBean(FtpClient.class)
                            .size("a.txt")
                            .onErrorReturn(-1L)
                            .block())
                    .isEqualTo(-1));
        }
    }

    // Health

    private static Health health(ApplicationContext context, String name) {
        CompositeReactiveHealthContributor all = context.getBean(CompositeReactiveHealthContributor.class);
        ReactiveHealthIndicator one = (ReactiveHealthIndicator) Objects.requireNonNull(all.getContributor(name));
        return Objects.requireNonNull(one.health().block());
    }

    @Test
    void shouldTellWhetherServersAreUp() {
        try (FtpTestServer server = FtpTestServer.start(folder)) {
            runner.withPropertyValues(
                            "ftp.clients.a.url=" + server.url(),
                            "ftp.clients.a.timeouts.connect=2s",
                            "ftp.health-shown-for=0s")
                    .run(context -> {
                        assertThat(health(context, "a").getStatus().getCode()).isEqualTo("UP");
                        server.goDown();
                        Health down = health(context, "a");
                        assertThat(down.getStatus().getCode()).isEqualTo("DOWN");
                        assertThat(down.getDetails().toString()).doesNotContain(FtpTestServer.PASSWORD);
                    });
        }
    }

    @Test
    void shouldAskAServerOnceForAllWhoWantToKnowItsHealth() {
        try (FtpTestServer server = FtpTestServer.start(folder)) {
            runner.withPropertyValues("ftp.clients.a.url=" + server.url(), "ftp.health-shown-for=1h")
                    .run(context -> {
                        CompositeReactiveHealthContributor all =
                                context.getBean(CompositeReactiveHealthContributor.class);
                        ReactiveHealthIndicator one =
                                (ReactiveHealthIndicator) Objects.requireNonNull(all.getContributor("a"));
                        Flux.range(0, 20).flatMap(i -> one.health()).blockLast();
                        int asked = server.commands().size();

                        assertThat(health(context, "a").getStatus().getCode()).isEqualTo("UP");
                        assertThat(server.commands())
                                .hasSize(asked)
                                .filteredOn("NOOP"::equals)
                                .hasSizeLessThan(2);
                        assertThat(server.commands())
                                .filteredOn(command -> command.startsWith("USER"))
                                .hasSize(1);
                    });
        }
    }

    @Test
    void shouldLeaveTheHealthOutWhereItIsSwitchedOffOrNotThere() {
        ApplicationContextRunner one = runner.withPropertyValues("ftp.clients.a.host=h");

        one.withPropertyValues("management.health.ftp.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ReactiveHealthContributor.class));
        one.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasSingleBean(FtpClient.class));
    }

    // Observation

    @Test
    void shouldObserveAndCountWhatClientsDo() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "abc");
        List<String> observed = new CopyOnWriteArrayList<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(context -> observed.add(context.getName()));
        SimpleMeterRegistry counted = new SimpleMeterRegistry();
        try (FtpTestServer server = FtpTestServer.start(folder)) {
            runner.withPropertyValues("ftp.clients.a.url=" + server.url())
                    .withBean(ObservationRegistry.class, () -> registry)
                    .run(context -> {
                        context.getBean(FtpMeters.class).bindTo(counted);
                        assertThat(context.getBean(FtpClient.class)
                                        .retrieve("a.txt")
                                        .asString()
                                        .blockLast())
                                .isEqualTo("abc");
                        assertThat(observed).contains("ftp.client.command", "ftp.client.transfer");
                        assertThat(counted.get("ftp.client.transfer.bytes")
                                        .counter()
                                        .count())
                                .isEqualTo(3);
                    });
        }
    }

    @Test
    void shouldDoWithoutMicrometer() {
        runner.withPropertyValues("ftp.clients.a.host=h")
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context ->
                        assertThat(context).hasSingleBean(FtpClient.class).doesNotHaveBean(FtpClientCustomizer.class));
    }
}
