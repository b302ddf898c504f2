package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.result.TlsInfo;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.Lack;
import io.ftpreactive.testkit.TlsServer;
import io.ftpreactive.testkit.TlsServer.Handshakes;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Each data connection resumes the TLS session of its own control connection, by its own word and the server's. */
class FtpsIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] CONTENT = Bytes.random(100_000);

    private static final String[] VARIANTS = {
        "vsftpd-tls-strict",
        "vsftpd-tls-implicit",
        "vsftpd-tls-no-ems",
        "proftpd-tls-tickets",
        "apache-ftpserver-tls-implicit"
    };

    static Stream<Cell> cells() {
        return Stream.of(Cell.allTls(), Cell.tlsOnce(VARIANTS), Cell.openSsl(Cell.TLS_KINDS), Cell.openSsl(VARIANTS))
                .flatMap(cells -> cells);
    }

    /** What is known of the TLS of one cell's data connections. */
    private static final class Observed {

        final Queue<TransferResult> files = new ConcurrentLinkedQueue<>();
        /** As the dialogue tells of them: a listing has no result. */
        final Queue<String> connections = new ConcurrentLinkedQueue<>();

        private final TlsServer server;
        private final Handshakes before;

        Observed(TlsServer server) {
            this.server = server;
            this.before = server.dataHandshakes();
        }

        FtpClient by(FtpClient client) {
            return client.doOnTransfer(files::add).doOnDialogue(line -> {
                if (line.startsWith("* data connection")) {
                    connections.add(line);
                }
            });
        }

        void verify(int count) {
            assertThat(connections).hasSize(count).allMatch(line -> line.endsWith(", session resumed"));
            assertThat(files)
                    .extracting(TransferResult::tls)
                    .allMatch(tls -> tls != null && tls.resumed())
                    .extracting(TlsInfo::protocol)
                    .containsOnly("TLSv1.2");
            Handshakes expected = new Handshakes(server.lacks(Lack.TLS_RESUMPTION) ? 0 : count, 0);
            // The log of another process may be behind its replies.
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(server.dataHandshakes().since(before)).isEqualTo(expected));
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldResumeTheSessionOnEachOf100DataConnections(Cell cell) {
        cell.server.write("secret", CONTENT);
        cell.server.write("empty", new byte[0]);
        Observed observed = new Observed(cell.tlsServer());
        observed.by(cell.client(1))
                .withSession(session -> Flux.range(0, 20).concatMap(i -> fiveTransfers(session, cell.tlsServer())))
                .blockLast(LONG);
        assertThat(cell.server.local("stored")).hasBinaryContent(CONTENT);
        assertThat(cell.server.local("nothing")).isEmptyFile();
        assertThat(observed.files).hasSize(80);
        observed.verify(100);
        cell.buffers.assertNoneLeft();
    }

    private static Mono<Void> fiveTransfers(FtpSession session, TlsServer server) {
        return retrieve(session, server.path("secret"), CONTENT)
                .then(session.store(server.path("stored"), Bytes.chunks(CONTENT, 30_000)))
                .then(session.list(server.path("")).map(FtpEntry::name).collectList())
                .doOnNext(names -> assertThat(names).contains("secret", "stored"))
                .then(retrieve(session, server.path("empty"), new byte[0]))
                .then(session.store(server.path("nothing"), Flux.empty()))
                .then();
    }

    private static Mono<byte[]> retrieve(FtpSession session, String path, byte[] expected) {
        return session.retrieve(path)
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .doOnNext(bytes -> assertThat(bytes).isEqualTo(expected));
    }

    /** Were sessions mixed up, some data connections would resume another control connection's, which servers refuse. */
    @ParameterizedTest
    @MethodSource("cells")
    void shouldResumeTheOwnSessionOnEachOf16InParallel(Cell cell) {
        cell.server.write("secret", CONTENT);
        Observed observed = new Observed(cell.tlsServer());
        FtpClient client = observed.by(cell.client(16));
        Flux.range(0, 16)
                .flatMap(
                        n -> client.withSession(session -> threeRounds(session, cell.tlsServer(), "parallel-" + n)), 16)
                .blockLast(LONG);
        for (int n = 0; n < 16; n++) {
            assertThat(cell.server.local("parallel-" + n)).hasBinaryContent(CONTENT);
        }
        observed.verify(96);
        cell.buffers.assertNoneLeft();
    }

    private static Flux<TransferResult> threeRounds(FtpSession session, TlsServer server, String name) {
        return Flux.range(0, 3)
                .concatMap(i -> retrieve(session, server.path("secret"), CONTENT)
                        .then(session.store(server.path(name), Bytes.chunks(CONTENT, 30_000))));
    }
}
