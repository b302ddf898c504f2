package io.ftpreactive.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.testkit.FtpFault;
import io.ftpreactive.testkit.FtpTestServer;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.ftpreactive.testkit.TestCertificate;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** The code of the test kit's README. */
class TestingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    // snippet: code under test
    /** Fetches all reports of a folder. */
    static final class Reports {
        private final FtpClient client;

        Reports(FtpClient client) {
            this.client = client;
        }

        Flux<TransferResult> fetch(Path target) {
            return client.list("reports")
                    .filter(FtpEntry::isFile)
                    .filter(FtpEntry::isSafeName)
                    .flatMap(entry -> client.download("reports/" + entry.name(), target.resolve(entry.name())), 4);
        }
    }
    // end

    @TempDir
    Path temporary;

    // snippet: a server
    @TempDir
    Path folder;

    FtpTestServer server;
    FtpClient client;

    @BeforeEach
    void startServer() throws IOException {
        Files.createDirectory(folder.resolve("reports"));
        Files.writeString(folder.resolve("reports/a.csv"), "1,2\n");
        Files.writeString(folder.resolve("reports/b.csv"), "3,4\n");
        server = FtpTestServer.start(folder);
        client = FtpClient.create(server.url());
    }

    @AfterEach
    void stopServer() {
        server.close();
    }
    // end

    private Path target() throws IOException {
        Path target = temporary.resolve("target");
        return Files.isDirectory(target) ? target : Files.createDirectory(target);
    }

    // snippet: files
    @Test
    void fetchesAllReports() throws IOException {
        Path target = target();

        StepVerifier.create(new Reports(client).fetch(target))
                .expectNextCount(2)
                .verifyComplete();

        assertThat(target.resolve("a.csv")).hasContent("1,2\n");
        assertThat(server.commands()).contains("RETR reports/a.csv").doesNotContain("DELE reports/a.csv");
    }
    // end

    // snippet: refuse
    @Test
    void tellsThatTheDiskIsFull() {
        server.inject(FtpFault.refuse("STOR", "552 Disk full"));

        StepVerifier.create(client.store("c.csv", folder.resolve("reports/a.csv")))
                .expectErrorSatisfies(error ->
                        assertThat(((FtpReplyException) error).kind()).isEqualTo(FtpReplyException.Kind.NO_SPACE))
                .verify(Duration.ofSeconds(10));
    }
    // end

    // snippet: reset
    @Test
    void goesOnWhereTheConnectionBroke() {
        server.inject(FtpFault.reset("RETR", 2).times(1)); // the second attempt succeeds
        FtpClient persistent = client.transferOptions(options -> options.retry(Retry.max(3)));

        StepVerifier.create(persistent.download("reports/a.csv", temporary.resolve("a.csv")))
                .expectNextCount(1)
                .verifyComplete();

        assertThat(temporary.resolve("a.csv")).hasContent("1,2\n");
    }
    // end

    // snippet: stall
    @Test
    void givesUpOnAServerThatHasStopped() {
        server.inject(FtpFault.stall("RETR", 2));

        // Virtual time does not move the timeouts of connections: make them short.
        Mono<byte[]> bytes = client.idleTimeout(Duration.ofMillis(200))
                .retrieve("reports/a.csv")
                .aggregate()
                .asByteArray();

        StepVerifier.create(bytes)
                .expectErrorSatisfies(error -> {
                    FtpTransferException stalled = (FtpTransferException) error;
                    assertThat(stalled.reason()).isEqualTo(FtpException.Reason.IDLE_TIMEOUT);
                    assertThat(stalled.bytes()).isEqualTo(2);
                })
                .verify(Duration.ofSeconds(10));
    }
    // end

    // snippet: restart
    @Test
    void worksAgainAfterARestart() {
        client.size("reports/a.csv").block(LONG);

        server.goDown();
        StepVerifier.create(client.size("reports/a.csv"))
                .expectErrorMatches(error -> error instanceof FtpException down && down.isTransient())
                .verify(LONG);

        server.comeUp();
        StepVerifier.create(client.size("reports/a.csv")).expectNext(4L).verifyComplete();
    }
    // end

    // snippet: backpressure
    @Test
    void readsOnlyWhatIsWanted() throws IOException {
        Files.write(folder.resolve("large"), new byte[20_000_000]);

        StepVerifier.create(client.retrieve("large").map(ByteBuf::readableBytes), 0)
                .thenRequest(1)
                .expectNextCount(1)
                .thenCancel() // aborts the transfer on the server
                .verify(LONG);

        StepVerifier.create(client.size("large")).expectNext(20_000_000L).verifyComplete();
    }
    // end

    // snippet: tls
    @Test
    void fetchesOverTls() throws IOException {
        try (FtpTestServer secure = FtpTestServer.startTls(folder)) {
            FtpClient encrypted = FtpClient.create(secure.url())
                    .security(FtpSecurity.explicit().trust(TestCertificate.ca()));

            StepVerifier.create(new Reports(encrypted).fetch(target()))
                    .expectNextCount(2)
                    .verifyComplete();
        }
    }
    // end

    // snippet: script
    @Test
    void asksBeforeItDeletes() {
        // The exact dialogue. It fails if the client sends anything else, or less.
        try (ScriptedFtpServer script = ScriptedFtpServer.start(it -> it.login("SIZE")
                .expect("SIZE old.csv")
                .reply("213 0")
                .expect("DELE old.csv")
                .reply("250 Deleted"))) {
            FtpClient scripted = FtpClient.create().host(script.host()).port(script.port());

            StepVerifier.create(scripted.size("old.csv")
                            .filter(size -> size == 0)
                            .flatMap(empty -> scripted.delete("old.csv")))
                    .verifyComplete();
        }
    }
    // end
}
