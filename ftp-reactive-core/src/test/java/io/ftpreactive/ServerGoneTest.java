package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.testkit.FtpTestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** Who waits for a session of a server that is gone hears that it is gone, however short he waits. */
class ServerGoneTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void shouldNotTellThatAllSessionsAreInUse(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a"), "1");
        FtpSessionProvider sessions = FtpSessionProvider.builder()
                .maxSessions(1)
                // Less than the pauses after which a server is asked again that may still count a closed session.
                .pendingAcquireTimeout(Duration.ofMillis(900))
                .build();
        try (FtpTestServer server = FtpTestServer.start(folder)) {
            FtpClient client = FtpClient.create(sessions).host(server.host()).port(server.port());
            assertThat(client.size("a").block(LONG)).isOne();
            server.goDown();
            StepVerifier.create(client.size("a"))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(
                                    FtpConnectionException.class,
                                    gone -> assertThat(gone.reason()).isEqualTo(Reason.REFUSED)))
                    .verify(LONG);
        } finally {
            sessions.disposeLater().block(LONG);
        }
    }
}
