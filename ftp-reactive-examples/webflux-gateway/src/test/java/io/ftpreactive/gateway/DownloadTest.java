package io.ftpreactive.gateway;

import static io.ftpreactive.gateway.TestGateway.bytes;
import static io.ftpreactive.gateway.TestGateway.header;
import static io.ftpreactive.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {

    private static final byte[] CONTENT = bytes(300_000);

    @TempDir
    static Path folder;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        Files.write(folder.resolve("data.bin"), CONTENT);
        Files.setLastModifiedTime(folder.resolve("data.bin"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        Files.writeString(folder.resolve("page.html"), "<script>alert(1)</script>");
        Files.writeString(folder.resolve("empty.txt"), "");
        Files.createDirectories(folder.resolve("directory"));
        gateway = TestGateway.of(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void shouldSendTheBytesWithTheirLengthTimeAndTag() throws Exception {
        HttpResponse<byte[]> response = gateway.get("/files/data.bin");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(CONTENT);
        assertThat(header(response, "Content-Length")).isEqualTo("300000");
        assertThat(header(response, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(response, "Last-Modified")).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
        assertThat(header(response, "ETag")).startsWith("\"").endsWith("\"");
        assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
    }

    @Test
    void shouldAnswerHeadWithTheHeadersOfGetAndTransferNothing() throws Exception {
        HttpResponse<byte[]> get = gateway.get("/files/data.bin");
        HttpResponse<byte[]> head = gateway.send("HEAD", "/files/data.bin");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().map()).isEqualTo(get.headers().map());
    }

    @Test
    void shouldSendAnEmptyFile() throws Exception {
        HttpResponse<byte[]> response = gateway.get("/files/empty.txt");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "Content-Length")).isEqualTo("0");
        assertThat(header(response, "Content-Type")).isEqualTo("text/plain");
    }

    @Test
    void shouldKeepAnUploadedPageFromActingAsTheGateway() throws Exception {
        HttpResponse<byte[]> response = gateway.get("/files/page.html");

        assertThat(header(response, "Content-Type")).isEqualTo("text/html");
        assertThat(header(response, "Content-Security-Policy"))
                .startsWith("sandbox;")
                .contains("default-src 'none'");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b.txt",
                "100%.txt",
                "what?.txt",
                "#1.txt",
                "a;b=c.txt",
                "grün €.txt",
                "-la",
                "a+b.txt",
                "[1].txt"
            })
    void shouldFindFilesOfAnyName(String name) throws Exception {
        Files.writeString(folder.resolve(name), name);
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");

        HttpResponse<byte[]> response = gateway.get("/files/" + encoded + "?download");

        assertThat(text(response)).isEqualTo(name);
        assertThat(header(response, "Content-Disposition"))
                .startsWith("attachment; filename=")
                .contains("filename*=UTF-8''");
    }

    @Test
    void shouldLeadFromADirectoryWithoutASlashToThatWithOne() throws Exception {
        HttpResponse<byte[]> response = gateway.get("/files/directory");

        assertThat(response.statusCode()).isEqualTo(308);
        assertThat(header(response, "Location")).isEqualTo("/files/directory/");
    }

    @ParameterizedTest
    @CsvSource({
        "/files/missing.txt",
        "/files/missing/",
        "/files/missing/deeper.txt",
        "/files/data.bin/",
        "/files/data.bin/x"
    })
    void shouldTellThatThereIsNoSuchFile(String path) throws Exception {
        HttpResponse<byte[]> response = gateway.get(path, "Accept", "image/png,*/*;q=0.8");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(text(response)).contains("\"status\":404", "\"title\":\"Not Found\"", "\"detail\":");
    }

    @Test
    void shouldAnswerOptionsAndRefuseOtherMethods() throws Exception {
        HttpResponse<byte[]> options = gateway.send("OPTIONS", "/files/data.bin");
        HttpResponse<byte[]> post = gateway.send("POST", "/files/data.bin");
        HttpResponse<byte[]> propfind = gateway.send("PROPFIND", "/files/");

        String allowed = "GET, HEAD, PUT, DELETE, MKCOL, MOVE, OPTIONS";
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(header(options, "Allow")).isEqualTo(allowed);
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(header(post, "Allow")).isEqualTo(allowed);
        assertThat(propfind.statusCode()).isEqualTo(405);
        assertThat(header(propfind, "Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void shouldLeadFromTheRootToTheFiles() throws Exception {
        HttpResponse<byte[]> response = gateway.get("/");

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(header(response, "Location")).isEqualTo("/files/");
    }
}
