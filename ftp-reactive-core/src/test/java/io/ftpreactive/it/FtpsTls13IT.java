package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSession;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.result.ServerCapabilities;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.TlsServer.Handshakes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** TLS 1.3, whose tickets serve once each: what comes of it depends on how many a server sends. */
class FtpsTls13IT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] CONTENT = Bytes.random(50_000);

    static Stream<Cell> vsftpd() {
        return Cell.tls("vsftpd-tls");
    }

    static Stream<Cell> proftpd() {
        return Cell.tlsOnce("proftpd-tls");
    }

    static Stream<Cell> pureFtpd() {
        return Cell.tlsOnce("pure-ftpd-tls");
    }

    static Stream<Cell> tls13Only() {
        return Cell.tlsOnce("proftpd-tls13", "apache-ftpserver-tls13");
    }

    private static FtpClient client(Cell cell, int maxSessions, List<String> dialogue) {
        return cell.client(maxSessions)
                .security(cell.security().versions("TLSv1.3"))
                .doOnDialogue(dialogue::add);
    }

    private static void verifyHandshakes(Cell cell, Handshakes before, int resumed) {
        // The log of another process may be behind its replies.
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(cell.tlsServer().dataHandshakes().since(before))
                                .isEqualTo(new Handshakes(resumed, 0)));
    }

    private static long count(List<String> dialogue, String regex) {
        return dialogue.stream().filter(line -> line.matches(regex)).count();
    }

    private static TransferResult store(FtpSession session, String path) {
        return Objects.requireNonNull(
                session.store(path, Bytes.chunks(CONTENT, 20_000)).block(LONG));
    }

    @ParameterizedTest
    @MethodSource("vsftpd")
    void shouldResumeAnyNumberOfTimesWhereEachTransferBringsATicket(Cell cell) {
        cell.server.write("secret", CONTENT);
        Handshakes before = cell.tlsServer().dataHandshakes();
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpClient client = client(cell, 1, dialogue);
        for (int i = 0; i < 10; i++) {
            assertThat(read(client, cell.server.path("secret"))).isEqualTo(CONTENT);
            client.store(cell.server.path("stored"), Bytes.chunks(CONTENT, 20_000))
                    .block(LONG);
            client.store(cell.server.path("nothing"), Flux.empty()).block(LONG);
            assertThat(client.list(cell.server.path("")).count().block(LONG)).isPositive();
        }
        assertThat(cell.server.local("stored")).hasBinaryContent(CONTENT);
        assertThat(count(dialogue, "\\* data connection: TLSv1.3 .*, session resumed"))
                .isEqualTo(40);
        assertThat(count(dialogue, "> USER .*")).isEqualTo(1);
        verifyHandshakes(cell, before, 40);
        cell.buffers.assertNoneLeft();
    }

    private static byte[] read(FtpClient client, String path) {
        return Objects.requireNonNull(
                client.retrieve(path).aggregate().asByteArray().block(LONG));
    }

    @ParameterizedTest
    @MethodSource("pureFtpd")
    void shouldGoWithoutResumptionWhereTheServerDoesNotMind(Cell cell) {
        cell.server.write("secret", CONTENT);
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpClient client = client(cell, 1, dialogue);
        for (int i = 0; i < 10; i++) {
            client.store(cell.server.path("stored"), Bytes.chunks(CONTENT, 20_000))
                    .block(LONG);
            assertThat(read(client, cell.server.path("secret"))).isEqualTo(CONTENT);
        }
        assertThat(cell.server.local("stored")).hasBinaryContent(CONTENT);
        assertThat(count(dialogue, "\\* data connection: TLSv1.3 [A-Z0-9_]+")).isGreaterThanOrEqualTo(20);
        assertThat(count(dialogue, "> USER .*")).isEqualTo(1);
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("proftpd")
    void shouldResumeDownloadsAndListingsOfProFtpd(Cell cell) {
        cell.server.write("secret", CONTENT);
        Handshakes before = cell.tlsServer().dataHandshakes();
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpClient client = client(cell, 1, dialogue);
        for (int i = 0; i < 10; i++) {
            assertThat(read(client, cell.server.path("secret"))).isEqualTo(CONTENT);
            assertThat(client.list(cell.server.path("")).count().block(LONG)).isPositive();
        }
        assertThat(count(dialogue, "> USER .*")).isEqualTo(1);
        verifyHandshakes(cell, before, 20);
        cell.buffers.assertNoneLeft();
    }

    /** ProFTPD sends no ticket on uploads. */
    @ParameterizedTest
    @MethodSource("proftpd")
    void shouldNotLendSessionsWhoseTicketsAreUsedUp(Cell cell) {
        Handshakes before = cell.tlsServer().dataHandshakes();
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpClient client = client(cell, 2, dialogue);
        for (int i = 0; i < 10; i++) {
            TransferResult result =
                    Objects.requireNonNull(client.store(cell.server.path("many-" + i), Bytes.chunks(CONTENT, 20_000))
                            .block(LONG));
            assertThat(Objects.requireNonNull(result.tls()).resumed()).isTrue();
            assertThat(cell.server.local("many-" + i)).hasBinaryContent(CONTENT);
        }
        assertThat(count(dialogue, "> USER .*")).isGreaterThan(1);
        verifyHandshakes(cell, before, 10);
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("proftpd")
    void shouldNotSendAnUploadThatWouldOnlyEmptyTheFile(Cell cell) {
        byte[] kept = "to be kept".repeat(10).getBytes(StandardCharsets.US_ASCII);
        cell.server.write("kept", kept);
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpSession session =
                Objects.requireNonNull(client(cell, 1, dialogue).connect().block(LONG));
        int stored = 0;
        FtpConnectionException refused = null;
        while (refused == null && stored < 10) {
            refused = storeUnlessRefused(session, cell.server.path("other-" + stored));
            stored += refused == null ? 1 : 0;
        }
        assertThat(stored).isBetween(1, 3);
        assertThat(refused).isNotNull().hasMessageContaining("was not sent").hasMessageContaining("TLSv1.2");
        assertThat(Objects.requireNonNull(refused).reason()).isEqualTo(Reason.TLS_NOT_RESUMED);

        dialogue.clear();
        assertThatThrownBy(() -> store(session, cell.server.path("kept")))
                .isInstanceOfSatisfying(
                        FtpConnectionException.class,
                        error -> assertThat(error.reason()).isEqualTo(Reason.TLS_NOT_RESUMED));
        assertThat(count(dialogue, "> STOR .*")).isZero();
        assertThat(cell.server.local("kept")).hasBinaryContent(kept);
        session.close().block(LONG);
        cell.buffers.assertNoneLeft();
    }

    private static @Nullable FtpConnectionException storeUnlessRefused(FtpSession session, String path) {
        try {
            store(session, path);
            return null;
        } catch (FtpConnectionException refused) {
            return refused;
        }
    }

    @ParameterizedTest
    @MethodSource("tls13Only")
    void shouldTryTheNewerVersionWhereTheOlderIsRefusedAndRememberIt(Cell cell) {
        cell.server.write("secret", CONTENT);
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpSessionProvider pool = FtpSessionProvider.create(1);
        FtpClient client = cell.client(FtpClient.create(pool, cell.transport())).doOnDialogue(dialogue::add);

        assertThat(read(client, cell.server.path("secret"))).isEqualTo(CONTENT);
        assertThat(count(dialogue, "> AUTH TLS")).isEqualTo(2);
        assertThat(count(dialogue, "> USER .*")).isEqualTo(1);
        assertThat(pool.capabilityCache().known().values())
                .singleElement()
                .extracting(ServerCapabilities::newerTls)
                .isEqualTo(true);

        dialogue.clear();
        client.withSession(session -> session.noop()).blockLast(LONG);
        FtpSession another = Objects.requireNonNull(client.connect().block(LONG));
        another.close().block(LONG);
        assertThat(count(dialogue, "> AUTH TLS")).isEqualTo(1);
        pool.disposeLater().block(LONG);
        cell.buffers.assertNoneLeft();
    }

    @ParameterizedTest
    @MethodSource("tls13Only")
    void shouldSayThatTheVersionIsRefused(Cell cell) {
        List<String> dialogue = new CopyOnWriteArrayList<>();
        FtpClient client = cell.client(1)
                .security(cell.security().newerVersionTried(false))
                .doOnDialogue(dialogue::add);
        assertThatThrownBy(() -> client.connect().block(LONG))
                .isInstanceOfSatisfying(
                        FtpConnectionException.class,
                        error -> assertThat(error.reason()).isEqualTo(Reason.TLS_VERSION));
        assertThat(count(dialogue, "> AUTH TLS")).isEqualTo(1);
        cell.buffers.assertNoneLeft();
    }
}
