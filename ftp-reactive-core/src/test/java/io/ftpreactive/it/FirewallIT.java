package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSession;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.testkit.FirewalledHost;
import io.ftpreactive.testkit.FtpServerFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server behind a firewall that drops packets, as most do, so that nobody is told why nothing comes. */
class FirewallIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] CONTENT = Bytes.random(10_000);

    private static @Nullable FirewalledHost host;

    private final List<String> dialogue = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        host = FirewalledHost.start();
        Assumptions.assumeTrue(host != null, "this machine cannot have a network of its own");
        host().server().write("firewalled", CONTENT);
    }

    @AfterEach
    void open() throws IOException {
        host().open();
    }

    @AfterAll
    static void stop() throws IOException {
        if (host != null) {
            host.close();
        }
    }

    private static FirewalledHost host() {
        return Objects.requireNonNull(host);
    }

    private FtpClient client(Duration connectTimeout) {
        FtpServerFixture server = host().server();
        return FtpClient.create(FtpSessionProvider.create(1))
                .host(server.host())
                .port(server.port())
                .credentials(server.user(), server.password())
                .connectTimeout(connectTimeout)
                .doOnDialogue(dialogue::add);
    }

    private static String path() {
        return host().server().path("firewalled");
    }

    private static byte @Nullable [] read(FtpSession session) {
        return session.retrieve(path()).aggregate().asByteArray().block(LONG);
    }

    private static FtpSession connect(FtpClient client) {
        return Objects.requireNonNull(client.connect().block(LONG));
    }

    private long said(Predicate<String> what) {
        return dialogue.stream().filter(what).count();
    }

    @Test
    void shouldTransferWhereTheFirewallIsOpen() {
        assertThat(read(connect(client(LONG)))).isEqualTo(CONTENT);
        assertThat(read(connect(client(LONG).active()))).isEqualTo(CONTENT);
    }

    @Test
    void shouldSayPasvWhenThePortOfEpsvCannotBeReachedAndNotSayEpsvAgain() throws IOException {
        host().dropPassive();
        FtpClient client = client(Duration.ofSeconds(4)).doOnDialogue(line -> {
            if (line.equals("> PASV")) {
                openLater();
            }
        });
        FtpSession session = connect(client);
        assertThat(read(session)).isEqualTo(CONTENT);
        assertThat(read(session)).isEqualTo(CONTENT);
        assertThat(said("> EPSV"::equals)).isOne();
        assertThat(said("> PASV"::equals)).isEqualTo(2);
    }

    private static void openLater() {
        new Thread(() -> {
                    try {
                        host().open();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .start();
    }

    @Test
    void shouldNameThePortAndWhatToTryWhenPassivePortsAreBlocked() throws IOException {
        host().dropPassive();
        FtpSession session = connect(client(Duration.ofSeconds(1)));
        FtpConnectionException error = failure(session);
        assertThat(error.reason()).isEqualTo(Reason.CONNECT_TIMEOUT);
        String reply = dialogue.stream()
                .filter(line -> line.startsWith("< 227"))
                .findFirst()
                .orElseThrow();
        assertThat(error.getMessage())
                .contains("port " + port(reply))
                .contains("firewall")
                .contains("active mode");
        assertThat(session.noop().thenReturn(true).block(LONG)).isTrue();
    }

    private static int port(String reply227) {
        String[] numbers = reply227.replaceAll(".*\\(|\\).*", "").split(",", -1);
        return Integer.parseInt(numbers[4]) * 256 + Integer.parseInt(numbers[5]);
    }

    @Test
    void shouldNameThePortAndWhatToTryWhenTheServerCannotConnectBack() throws IOException {
        host().dropActive();
        FtpSession session = connect(client(LONG).active(mode -> mode.acceptTimeout(Duration.ofSeconds(1))));
        FtpConnectionException error = failure(session);
        assertThat(error.reason()).isEqualTo(Reason.NEVER_CONNECTED);
        String eprt = dialogue.stream()
                .filter(line -> line.startsWith("> EPRT"))
                .findFirst()
                .orElseThrow();
        String[] parts = eprt.split("\\|", -1);
        assertThat(error.getMessage())
                .contains(parts[2] + ":" + parts[3])
                .contains("firewall")
                .contains("passive mode");
    }

    private static FtpConnectionException failure(FtpSession session) {
        return Objects.requireNonNull(catchThrowableOfType(
                FtpConnectionException.class,
                () -> session.retrieve(path()).aggregate().asByteArray().block(LONG)));
    }
}
