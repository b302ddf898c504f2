package io.ftpreactive.gateway;

import static io.ftpreactive.gateway.TestGateway.bytes;
import static io.ftpreactive.gateway.TestGateway.header;
import static io.ftpreactive.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.ftpreactive.testkit.FtpFault;
import io.ftpreactive.testkit.FtpTestServer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an HTTP client hears when the FTP server does not do what it should. */
class FaultsTest {

    private static final byte[] CONTENT = bytes(2_000_000);

    @TempDir
    static Path folder;

    private static FtpTestServer server;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        Files.write(folder.resolve("a.bin"), CONTENT);
        server = FtpTestServer.start(folder);
        gateway = TestGateway.start(
                "ftp.clients.main.url=" + server.url(),
                "ftp.clients.main.timeouts.reply=2s",
                "ftp.clients.main.timeouts.idle=1s",
                "ftp.clients.busy.url=" + server.url(),
                "ftp.clients.busy.pool.max-sessions=1",
                "ftp.clients.busy.pool.pending-acquire-timeout=2s",
                "ftp.primary=main");
    }

    @AfterEach
    void heal() {
        server.comeUp();
        server.heal();
        await().until(() -> gateway.activeSessions() == 0);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "RETR, 550 Permission denied., 403",
        "RETR, 550 No such file., 404",
        "RETR, 550 x., 502",
        "RETR, 450 File busy., 503",
        "RETR, 421 Going down., 503"
    })
    void shouldTellWhyAFileIsNotRead(String verb, String reply, int status) throws Exception {
        server.inject(FtpFault.refuse(verb, reply));

        HttpResponse<byte[]> response = gateway.get("/files/a.bin");

        assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(response, "Content-Length")).isEqualTo(String.valueOf(response.body().length));
        assertThat(header(response, "ETag")).isEmpty();
        assertThat(header(response, "Last-Modified")).isEmpty();
        assertThat(header(response, "Accept-Ranges")).isEmpty();
        assertThat(header(response, "Retry-After").isEmpty()).isEqualTo(status != 503);
        assertThat(text(response)).doesNotContain(FtpTestServer.PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({
        "STOR, 552 Quota exceeded, 507",
        "STOR, 452 Disk full, 507",
        "STOR, 550 Permission denied., 403",
        "STOR, 553 File name not allowed., 403",
        "RNTO, 550 Permission denied., 403",
        "MKD, 550 Permission denied., 403"
    })
    void shouldTellWhyNothingIsStored(String verb, String reply, int status) throws Exception {
        server.inject(FtpFault.refuse(verb, reply));

        HttpResponse<byte[]> response =
                verb.equals("MKD") ? gateway.send("MKCOL", "/files/new") : gateway.put("/files/new.bin", bytes(10));

        assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
        assertThat(folder.toFile().list()).containsExactly("a.bin");
    }

    @Test
    void shouldStoreWhereTheServerSaysInAnotherLanguageThatNothingIsThere() throws Exception {
        server.inject(FtpFault.refuse("MLST", "550 Das System kann die angegebene Datei nicht finden.")
                .times(2));
        try {
            assertThat(gateway.put("/files/neu.bin", bytes(10)).statusCode()).isEqualTo(201);
            assertThat(folder.resolve("neu.bin")).exists();
        } finally {
            Files.deleteIfExists(folder.resolve("neu.bin"));
        }
    }

    @Test
    void shouldConfirmAnUploadThatCannotBeLookedAt() throws Exception {
        server.inject(FtpFault.refuse("MLST", "550 No such file."));
        try {
            assertThat(gateway.put("/files/blind.bin", bytes(10)).statusCode()).isEqualTo(201);
        } finally {
            Files.deleteIfExists(folder.resolve("blind.bin"));
        }
    }

    @Test
    void shouldTellThatTheServerDoesNotAnswerInTime() throws Exception {
        server.inject(FtpFault.silence("RETR"));

        assertThat(gateway.get("/files/a.bin").statusCode()).isEqualTo(504);
    }

    @Test
    void shouldTellThatTheServerIsDownAndGoOnWhenItIsUpAgain() throws Exception {
        assertThat(gateway.get("/files/a.bin").body()).isEqualTo(CONTENT);
        server.goDown();

        HttpResponse<byte[]> down = gateway.get("/files/a.bin");
        assertThat(down.statusCode()).as(text(down)).isEqualTo(502);
        assertThat(gateway.put("/files/b.bin", CONTENT).statusCode()).isEqualTo(502);
        assertThat(gateway.get("/files/").statusCode()).isEqualTo(502);

        server.comeUp();
        assertThat(gateway.get("/files/a.bin").body()).isEqualTo(CONTENT);
    }

    @Test
    void shouldCloseTheConnectionWhereTheServerRestartsInTheMiddle() throws Exception {
        try (Socket reader = gateway.raw("GET /files/a.bin HTTP/1.1", "Connection: close")) {
            reader.setReceiveBufferSize(4096);
            assertThat(TestGateway.status(reader)).isEqualTo(200);
            server.goDown();
            server.comeUp();

            assertThat(read(reader)).isLessThan(CONTENT.length);
        }
        assertThat(gateway.get("/files/a.bin").body()).isEqualTo(CONTENT);
    }

    /** Counts what comes until the end, in order or not. */
    private static long read(Socket socket) {
        long count = 0;
        byte[] buffer = new byte[8192];
        try {
            for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
                count += n;
            }
        } catch (IOException e) {
            // A reset is as good as an end.
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({"RESET, RETR", "TRUNCATE, RETR", "STALL, RETR"})
    void shouldNotPassAFragmentForTheWhole(String kind, String verb) throws Exception {
        server.inject(
                switch (kind) {
                    case "RESET" -> FtpFault.reset(verb, 1_000_000);
                    case "TRUNCATE" -> FtpFault.truncate(verb, 1_000_000);
                    default -> FtpFault.stall(verb, 1_000_000);
                });

        assertThat(catchThrowable(() -> gateway.get("/files/a.bin"))).isInstanceOf(IOException.class);
    }

    @Test
    void shouldTellThatAllSessionsAreBusy() throws Exception {
        server.inject(FtpFault.slow("RETR", 10_000));
        try (Socket reader = gateway.raw("GET /servers/busy/files/a.bin HTTP/1.1", "Connection: close")) {
            assertThat(TestGateway.status(reader)).isEqualTo(200);

            HttpResponse<byte[]> response = gateway.get("/servers/busy/files/a.bin");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(Integer.parseInt(header(response, "Retry-After"))).isPositive();
        }
    }

    @Test
    void shouldNotTellThePasswordOfALoginThatIsRefused() throws Exception {
        server.goDown();
        server.comeUp();
        server.inject(FtpFault.refuse("PASS", "530 Login incorrect."));

        HttpResponse<byte[]> response = gateway.get("/files/a.bin");

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(text(response)).contains("530 Login incorrect").doesNotContain(FtpTestServer.PASSWORD);
    }
}
