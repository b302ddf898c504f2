package io.ftpreactive.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpTestServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No name leads out of the directory in which a client begins, written as it may be. */
class TraversalTest {

    @TempDir
    static Path folder;

    private static FtpTestServer server;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(folder.resolve("base/inner"));
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.writeString(folder.resolve("base/a.txt"), "a");
        server = FtpTestServer.start(folder);
        gateway = TestGateway.start("ftp.clients.only.url=" + server.url() + "base/");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    @Test
    void shouldBeginInTheBase() throws Exception {
        assertThat(TestGateway.text(gateway.get("/files/a.txt"))).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/files/../secret.txt",
                "/files/%2e%2e/secret.txt",
                "/files/%2E%2E/secret.txt",
                "/files/.%2e/secret.txt",
                "/files/inner/../../secret.txt",
                "/files/inner/%2e%2e/%2e%2e/secret.txt",
                "/files/..%2fsecret.txt",
                "/files/..%2Fsecret.txt",
                "/files/%2e%2e%2fsecret.txt",
                "/files/..%5csecret.txt",
                "/files/..\\secret.txt",
                "/files/%2e%2e%5csecret.txt",
                "/files/inner%2f..%2f..%2fsecret.txt",
                "/files//../secret.txt",
                "/files/%c0%ae%c0%ae/secret.txt",
                "/files/%c0%ae%c0%ae%c0%afsecret.txt",
                "/files/%e0%80%ae%e0%80%ae/secret.txt",
                "/files/..;/secret.txt",
                "/files/..%00/secret.txt",
                "/files/.../secret.txt",
                "/files/..%20/secret.txt",
                "/files/%20../secret.txt",
                "/files//secret.txt",
                "/files/%2fsecret.txt",
                "/files/%5csecret.txt",
                "/files/a.txt%0d%0aDELE%20a.txt",
                "/files/a.txt%0aDELE%20a.txt",
                "/files/a.txt%00",
                "/files/a.txt%7f",
                "/files/a.txt%c2%85",
                "/files/~/secret.txt",
                "/files/%7e/secret.txt",
                "/files/inner/~/secret.txt",
                "/files/%7e%20/secret.txt",
                "/files/%20~/secret.txt",
                "/files/~%c2%a0%20/../secret.txt",
                "/files/%",
                "/files/%f",
                "/files/%zz",
                "/files/%ff",
                "/servers/only/files/../../../secret.txt",
                "/servers/..%2fonly/files/secret.txt"
            })
    void shouldNotLeadOut(String path) throws Exception {
        assertThat(gateway.rawStatus("GET " + path + " HTTP/1.1")).isBetween(400, 404);
        assertThat(gateway.rawStatus("DELETE " + path + " HTTP/1.1")).isBetween(400, 404);
        assertThat(gateway.rawStatus("MKCOL " + path + "x HTTP/1.1")).isBetween(400, 409);
        assertThat(move(path)).isBetween(400, 409);

        assertThat(folder.resolve("secret.txt")).hasContent("secret");
        assertThat(folder.resolve("base/a.txt")).hasContent("a");
        assertThat(folder.resolve("secret.txtx")).doesNotExist();
        assertThat(server.commands())
                .noneMatch(command -> command.matches(".*[ /\\\\]\\.\\.([/\\\\].*)?"))
                .noneMatch(command -> command.startsWith("DELE a.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "%7e", "inner/~", "%7e%20", "inner/%20~"})
    void shouldNotTakeATildeForTheRoot(String path) throws Exception {
        assertThat(gateway.get("/files/" + path + "/").statusCode()).isEqualTo(400);
        assertThat(gateway.put("/files/" + path, new byte[1]).statusCode()).isEqualTo(400);
        assertThat(gateway.send("DELETE", "/files/" + path, "Depth", "infinity").statusCode())
                .isEqualTo(400);
        assertThat(move("/files/" + path + "/moved.txt")).isEqualTo(400);
        assertThat(folder.resolve("moved.txt")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"~file.txt", "file~", "~~", "inner/~user"})
    void shouldKeepATildeInAName(String path) throws Exception {
        assertThat(gateway.put("/files/" + path, new byte[1]).statusCode()).isEqualTo(201);
        assertThat(folder.resolve("base/" + path)).exists();
        assertThat(gateway.get("/files/" + path).statusCode()).isEqualTo(200);
        assertThat(gateway.send("DELETE", "/files/" + path).statusCode()).isEqualTo(204);
    }

    /** What is encoded twice is decoded once: these are names of the base with a percent sign. */
    @Test
    void shouldDecodeOnce() throws Exception {
        assertThat(gateway.get("/files/%252e%252e/secret.txt").statusCode()).isEqualTo(404);
        assertThat(gateway.put("/files/%252e%252e", new byte[0]).statusCode()).isEqualTo(201);

        assertThat(folder.resolve("base/%2e%2e")).exists();
        assertThat(folder.resolve("secret.txt")).hasContent("secret");
    }

    private static int move(String destination) throws IOException {
        try (Socket socket =
                gateway.raw("MOVE /files/a.txt HTTP/1.1", "Destination: " + destination, "Connection: close")) {
            return TestGateway.status(socket);
        }
    }

    @Test
    void shouldTakeAHostInTheRequestLineForNoPath() throws Exception {
        try (Socket socket =
                gateway.raw("GET http://other.example/files/../secret.txt HTTP/1.1", "Connection: close")) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("secret\n");
        }
    }
}
