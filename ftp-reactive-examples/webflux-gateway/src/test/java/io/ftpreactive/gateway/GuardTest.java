package io.ftpreactive.gateway;

import static io.ftpreactive.gateway.TestGateway.TOKEN;
import static io.ftpreactive.gateway.TestGateway.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

    @TempDir
    static Path folder;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "a");
        gateway = TestGateway.of(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/files/a.txt", "/files/", "/", "/servers", "/page/main.js", "/actuator", "/actuator/env", "/x"})
    void shouldLetNobodyInWithoutALogin(String path) throws Exception {
        HttpResponse<byte[]> response = gateway.send(HttpRequest.newBuilder(gateway.uri(path)));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(header(response, "WWW-Authenticate")).startsWith("Basic realm=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "MKCOL", "MOVE", "OPTIONS", "POST"})
    void shouldLetNobodyChangeAnythingWithoutALogin(String method) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri("/files/a.txt"))
                .method(method, BodyPublishers.ofString("x"))
                .header("Destination", "/files/b.txt");

        assertThat(gateway.send(request).statusCode()).isEqualTo(401);
        assertThat(folder.resolve("a.txt")).hasContent("a");
        assertThat(folder.resolve("b.txt")).doesNotExist();
    }

    @Test
    void shouldKnowTheLoginAndTheToken() throws Exception {
        assertThat(status("Basic " + base64("ann:secret"))).isEqualTo(200);
        assertThat(status("Bearer " + TOKEN)).isEqualTo(200);
        assertThat(status("bearer " + TOKEN)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ann:wrong", "ann:", ":secret", "bob:secret", "ann", "ann:secret2", "ann:token", "an:n:secret"})
    void shouldRefuseOtherLogins(String login) throws Exception {
        assertThat(status("Basic " + base64(login))).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer", "Bearer  ", "Bearer secret", "Basic !", "Digest x", "token"})
    void shouldRefuseOtherTokens(String header) throws Exception {
        assertThat(status(header)).isEqualTo(401);
    }

    @Test
    void shouldTellEverybodyWhetherItIsHealthy() throws Exception {
        HttpResponse<byte[]> response = gateway.send(HttpRequest.newBuilder(gateway.uri("/actuator/health")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(TestGateway.text(response)).contains("\"status\":\"UP\"").doesNotContain("127.0.0.1");
    }

    @Test
    void shouldNotLetOtherSitesIn() throws Exception {
        HttpResponse<byte[]> preflight = gateway.send(gateway.request("/files/a.txt")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "http://other.example")
                .header("Access-Control-Request-Method", "DELETE"));

        assertThat(preflight.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    private static int status(String authorization) throws IOException, InterruptedException {
        return gateway.send(HttpRequest.newBuilder(gateway.uri("/files/a.txt")).header("Authorization", authorization))
                .statusCode();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
