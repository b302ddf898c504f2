package io.ftpreactive.gateway;

import static io.ftpreactive.gateway.TestGateway.header;
import static io.ftpreactive.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ftpreactive.testkit.FtpFault;
import io.ftpreactive.testkit.FtpTestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DirectoryTest {

    private static final int MANY = 3000;

    @TempDir
    static Path folder;

    private static FtpTestServer server;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(folder.resolve("mixed/inner"));
        Files.writeString(folder.resolve("mixed/quote\"d €.txt"), "12345");
        Files.setLastModifiedTime(
                folder.resolve("mixed/quote\"d €.txt"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        Files.createDirectories(folder.resolve("empty"));
        Files.createDirectories(folder.resolve("many"));
        for (int i = 0; i < MANY; i++) {
            Files.createFile(folder.resolve("many/file " + i));
        }
        server = FtpTestServer.start(folder);
        gateway = TestGateway.start("ftp.clients.archive.url=" + server.url());
    }

    @AfterEach
    void heal() {
        server.heal();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    @Test
    void shouldListADirectoryAsJson() throws Exception {
        HttpResponse<byte[]> response = gateway.get("/files/mixed/");
        JsonNode json = JsonMapper.shared().readTree(response.body());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(json.propertyNames()).containsExactly("server", "path", "entries");
        assertThat(json.get("server").asString()).isEqualTo("archive");
        assertThat(json.get("path").asString()).isEqualTo("/mixed/");
        assertThat(json.get("entries").size()).isEqualTo(2);
        JsonNode directory = named(json, "inner");
        assertThat(directory.get("type").asString()).isEqualTo("DIRECTORY");
        assertThat(directory.get("path").asString()).isEqualTo("/mixed/inner");
        assertThat(directory.get("size").isNull()).isTrue();
        JsonNode file = named(json, "quote\"d €.txt");
        assertThat(file.propertyNames()).containsExactly("name", "path", "type", "size", "modified");
        assertThat(file.get("type").asString()).isEqualTo("FILE");
        assertThat(file.get("path").asString()).isEqualTo("/mixed/quote\"d €.txt");
        assertThat(file.get("size").asLong()).isEqualTo(5);
        assertThat(file.get("modified").asString()).isEqualTo("2026-01-02T03:04:05Z");
    }

    private static JsonNode named(JsonNode listing, String name) {
        return listing.get("entries")
                .valueStream()
                .filter(entry -> entry.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldListTheBaseAndAnEmptyDirectory() throws Exception {
        assertThat(text(gateway.get("/files/"))).startsWith("{\"server\":\"archive\",\"path\":\"/\",\"entries\":[{");
        assertThat(text(gateway.get("/files/empty/")))
                .isEqualTo("{\"server\":\"archive\",\"path\":\"/empty/\",\"entries\":[]}");
    }

    @Test
    void shouldListAnyNumberOfEntries() throws Exception {
        JsonNode json = JsonMapper.shared().readTree(gateway.get("/files/many/").body());
        Set<String> names = new HashSet<>();
        json.get("entries").forEach(entry -> names.add(entry.get("name").asString()));

        assertThat(names).hasSize(MANY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html,application/xhtml+xml,*/*;q=0.8 | text/html;charset=UTF-8",
                "text/html | text/html;charset=UTF-8",
                "application/json | application/json",
                "*/* | application/json",
                "application/json, text/html | application/json",
                "text/html;q=0.5, application/json | application/json",
                "image/png | application/json"
            })
    void shouldShowThePageToWhoPrefersIt(String accept, String type) throws Exception {
        HttpResponse<byte[]> response = gateway.get("/files/mixed/", "Accept", accept);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo(type);
        assertThat(header(response, "Vary")).isEqualTo("Accept");
    }

    @Test
    void shouldLetThePageRunNoScriptsButItsOwn() throws Exception {
        HttpResponse<byte[]> response = gateway.get("/files/", "Accept", "text/html");

        assertThat(header(response, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(text(response)).contains("<!doctype html>");
        assertThat(gateway.get("/page/main.js").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAnswerHeadWithoutABody() throws Exception {
        assertThat(gateway.send("HEAD", "/files/mixed/").statusCode()).isEqualTo(200);
        assertThat(gateway.send("HEAD", "/files/missing/").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldTellOfAFailureBeforeTheFirstEntry() throws Exception {
        server.inject(FtpFault.refuse("MLSD", "550 Permission denied."));

        HttpResponse<byte[]> response = gateway.get("/files/mixed/");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void shouldCloseTheConnectionWhereAListingBreaksOff() throws Exception {
        server.inject(FtpFault.reset("MLSD", 100_000));

        assertThat(catchThrowable(() -> gateway.get("/files/many/"))).isInstanceOf(IOException.class);
    }

    @Test
    void shouldHideWhatIsStillBeingUploaded() throws Exception {
        Files.writeString(folder.resolve("empty/" + TemporaryName.next()), "half");
        try {
            assertThat(text(gateway.get("/files/empty/"))).endsWith("\"entries\":[]}");
        } finally {
            try (var files = Files.list(folder.resolve("empty"))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
