package io.ftpreactive.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.ApacheFtp;
import io.ftpreactive.testkit.FtpServerFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing comes earlier than it would over a distance. That it hardly comes later is what the benchmarks show. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class RelayTest {

    private static final Duration ROUND_TRIP = Duration.ofMillis(100);
    private static final int FILES = 4;

    /** The port, the connection, the transfer. */
    private static final int FILE = 3;

    private static FtpServerFixture server;

    @BeforeAll
    static void start() throws IOException {
        server = ApacheFtp.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTakeEachRoundTrip(boolean active) throws IOException {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        server.write("far", content);
        int port = new Relay(server.host(), (int) ROUND_TRIP.toMillis()).start(server.port());
        FTPClient client = new FTPClient();
        client.setUseEPSVwithIPv4(true);

        client.connect(server.host(), port);
        assertThat(client.login(server.user(), server.password())).isTrue();
        assertThat(client.setFileType(FTP.BINARY_FILE_TYPE)).isTrue();
        if (!active) {
            client.enterLocalPassiveMode();
        }
        long start = System.nanoTime();
        for (int i = 0; i < FILES; i++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            assertThat(client.retrieveFile(server.path("far"), bytes)).isTrue();
            assertThat(bytes.toByteArray()).isEqualTo(content);
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - start);

        client.disconnect();
        assertThat(taken).isGreaterThanOrEqualTo(ROUND_TRIP.multipliedBy(FILE * FILES));
    }
}
