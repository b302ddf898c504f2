package io.ftpreactive.gateway;

import static io.ftpreactive.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpTestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTest {

    @TempDir
    static Path one;

    @TempDir
    static Path two;

    private static FtpTestServer first;
    private static FtpTestServer second;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(one.resolve("a.txt"), "one");
        Files.writeString(two.resolve("a.txt"), "two");
        first = FtpTestServer.start(one);
        second = FtpTestServer.start(two);
        gateway = TestGateway.start(
                "ftp.clients.one.url=" + first.url(), "ftp.clients.two.url=" + second.url(), "ftp.primary=two");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        first.close();
        second.close();
    }

    @Test
    void shouldNameTheServers() throws Exception {
        assertThat(text(gateway.get("/servers")))
                .contains("{\"name\":\"one\",\"primary\":false}", "{\"name\":\"two\",\"primary\":true}");
    }

    @Test
    void shouldServeEachOfThem() throws Exception {
        assertThat(text(gateway.get("/files/a.txt"))).isEqualTo("two");
        assertThat(text(gateway.get("/servers/one/files/a.txt"))).isEqualTo("one");
        assertThat(text(gateway.get("/servers/two/files/a.txt"))).isEqualTo("two");
        assertThat(text(gateway.get("/servers/one/files/"))).startsWith("{\"server\":\"one\"");
        assertThat(gateway.get("/servers/three/files/a.txt").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/servers/one").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldNotMoveFromOneToAnother() throws Exception {
        assertThat(gateway.send("MOVE", "/servers/one/files/a.txt", "Destination", "/files/b.txt")
                        .statusCode())
                .isEqualTo(502);
        assertThat(one.resolve("a.txt")).hasContent("one");
        assertThat(two.resolve("b.txt")).doesNotExist();
    }
}
