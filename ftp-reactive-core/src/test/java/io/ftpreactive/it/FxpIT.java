package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpServerFixture;
import io.ftpreactive.testkit.RealServers;
import io.ftpreactive.testkit.TestCertificate;
import io.ftpreactive.testkit.TlsServer;
import io.ftpreactive.testkit.TlsServers;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Transfers directly between real servers: on two addresses, so that each sees the other as a stranger. */
class FxpIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Set<String> STRICT = Set.of("vsftpd", "pure-ftpd");
    private static final List<FtpServerFixture> FOREIGN = new ArrayList<>();
    private static final List<TlsServer> SECURE = new ArrayList<>();

    static synchronized List<FtpServerFixture> servers() {
        if (FOREIGN.isEmpty()) {
            FOREIGN.addAll(RealServers.startForFxp());
        }
        return FOREIGN;
    }

    /** Each pair of servers that allow it. */
    static Stream<Arguments> pairs() {
        return servers().stream()
                .flatMap(from -> servers().stream().filter(to -> to != from).map(to -> Arguments.of(from, to)));
    }

    /** One that allows it, and one that does not. */
    static Stream<Arguments> mixed() {
        return servers().stream()
                .filter(server -> !server.host().equals("127.0.0.1"))
                .limit(1)
                .flatMap(foreign -> RealServers.available().stream()
                        .filter(server -> !server.host().contains(":"))
                        .flatMap(own -> Stream.of(Arguments.of(own, foreign), Arguments.of(foreign, own))));
    }

    static synchronized Stream<TlsServer> tls() {
        if (SECURE.isEmpty()) {
            Stream.ofNullable(TlsServers.startForFxp()).forEach(SECURE::add);
        }
        return SECURE.stream();
    }

    @AfterAll
    static void stop() {
        FOREIGN.forEach(FtpServerFixture::stop);
        SECURE.forEach(FtpServerFixture::stop);
    }

    private static FtpClient client(FtpServerFixture server) {
        FtpSecurity security =
                server instanceof TlsServer ? FtpSecurity.explicit().trust(TestCertificate.ca()) : FtpSecurity.none();
        return FtpClient.create(FtpSessionProvider.create(2))
                .host(server.host())
                .port(server.port())
                .security(security)
                .credentials(server.user(), server.password());
    }

    private static TransferResult direct(FtpClient from, String path, FtpClient to, String target) {
        return Objects.requireNonNull(
                from.transferTo(path, to, target, Mono::error).block(LONG));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldTransferBetweenServersThatAllowIt(FtpServerFixture from, FtpServerFixture to) throws IOException {
        byte[] content = Bytes.random(3_000_000);
        from.write("fxp-source", content);
        FtpClient source = client(from);
        FtpClient target = client(to);
        for (int i = 0; i < 3; i++) {
            String name = "fxp-target-" + i;
            TransferResult result = direct(source, from.path("fxp-source"), target, to.path(name));
            assertThat(result.bytes()).isEqualTo(content.length);
            assertThat(Files.readAllBytes(to.local(name))).isEqualTo(content);
        }
        assertThat(source.size(from.path("fxp-source")).block(LONG)).isEqualTo(content.length);
    }

    @ParameterizedTest
    @MethodSource("mixed")
    void shouldGetTheFileThereInAnyCase(FtpServerFixture from, FtpServerFixture to) throws IOException {
        byte[] content = Bytes.random(300_000);
        from.write("fxp-mixed", content);
        List<FtpConnectionException> refusals = new ArrayList<>();
        FtpClient source = client(from);
        FtpClient target = client(to);
        String path = from.path("fxp-mixed");
        String copy = to.path("fxp-copy-of-" + from.name());
        source.transferTo(path, target, copy, refused -> {
                    refusals.add(refused);
                    return source.copyTo(path, target, copy);
                })
                .block(LONG);
        // By default the others do not care who is at the other end.
        boolean strict = Stream.of(from, to).anyMatch(server -> STRICT.contains(server.name()));
        assertThat(refusals).as("%s to %s", from, to).hasSize(strict ? 1 : 0);
        assertThat(Files.readAllBytes(to.local("fxp-copy-of-" + from.name()))).isEqualTo(content);
    }

    @ParameterizedTest
    @MethodSource("tls")
    void shouldHaveOneServerBeginTheHandshake(TlsServer server) throws IOException {
        byte[] content = Bytes.random(1_000_000);
        server.write("fxp-tls", content);
        FtpClient client = client(server);
        for (int i = 0; i < 2; i++) {
            direct(client, server.path("fxp-tls"), client, server.path("fxp-tls-copy"));
            assertThat(Files.readAllBytes(server.local("fxp-tls-copy"))).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @MethodSource("tls")
    void shouldNotDropProtection(TlsServer server) {
        FtpServerFixture plain = RealServers.embedded();
        server.write("fxp-secret", Bytes.random(10));
        FtpConnectionException error = catchThrowableOfType(
                FtpConnectionException.class,
                () -> direct(client(server), server.path("fxp-secret"), client(plain), plain.path("fxp-secret")));
        assertThat(error.reason()).isEqualTo(Reason.DIRECT_REFUSED);
    }
}
