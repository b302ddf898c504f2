package io.ftpreactive.gateway;

import static io.ftpreactive.gateway.TestGateway.header;
import static io.ftpreactive.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangesTest {

    @TempDir
    static Path folder;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.of(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fill() throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.filter(path -> !path.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
        Files.writeString(folder.resolve("a.txt"), "a");
        Files.writeString(folder.resolve("b.txt"), "b");
        Files.createDirectories(folder.resolve("full/deep"));
        Files.writeString(folder.resolve("full/deep/c.txt"), "c");
        Files.createDirectories(folder.resolve("empty"));
    }

    // MKCOL

    @ParameterizedTest
    @CsvSource({"/files/new", "/files/new/", "/files/full/new", "/servers/demo/files/new"})
    void shouldMakeADirectory(String path) throws Exception {
        assertThat(gateway.send("MKCOL", path).statusCode()).isEqualTo(201);
        assertThat(Files.isDirectory(folder.resolve(path.contains("full") ? "full/new" : "new")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/files/empty/, 405", "/files/a.txt, 405", "/files/, 405", "/files/missing/new, 409"})
    void shouldNotMakeADirectory(String path, int status) throws Exception {
        HttpResponse<byte[]> response = gateway.send("MKCOL", path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(response, "Allow").isEmpty()).isEqualTo(status != 405);
    }

    @Test
    void shouldNotMakeADirectoryFromABody() throws Exception {
        assertThat(gateway.send("MKCOL", "/files/new", BodyPublishers.ofString("<mkcol/>"))
                        .statusCode())
                .isEqualTo(415);
    }

    // DELETE

    @ParameterizedTest
    @CsvSource({
        "/files/a.txt, , 204",
        "/files/empty/, , 204",
        "/files/empty, , 204",
        "/files/full/, , 409",
        "/files/full/, 0, 409",
        "/files/full, infinity, 204",
        "/files/a.txt, infinity, 204",
        "/files/missing, , 404",
        "/files/missing/, infinity, 404",
        "/files/, , 403",
        "/files/, infinity, 403"
    })
    void shouldDelete(String path, String depth, int status) throws Exception {
        HttpResponse<byte[]> response =
                depth == null ? gateway.send("DELETE", path) : gateway.send("DELETE", path, "Depth", depth);

        assertThat(response.statusCode()).isEqualTo(status);
        if (status == 204) {
            assertThat(gateway.send("HEAD", path).statusCode()).isEqualTo(404);
        }
        assertThat(folder.resolve("b.txt")).hasContent("b");
    }

    // MOVE

    @ParameterizedTest
    @CsvSource({
        "/files/a.txt, /files/new.txt, new.txt",
        "/files/a.txt, /files/full/deep/a.txt, full/deep/a.txt",
        "/files/a.txt, /servers/demo/files/new%20name.txt, new name.txt",
        "/files/full/, /files/renamed/, renamed",
        "/files/full, /files/empty/full, empty/full"
    })
    void shouldMove(String from, String to, String local) throws Exception {
        HttpResponse<byte[]> response = gateway.send("MOVE", from, "Destination", to);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(gateway.send("HEAD", from).statusCode()).isEqualTo(404);
        assertThat(Files.exists(folder.resolve(local))).isTrue();
    }

    @Test
    void shouldMoveToAUrlOfThisGateway() throws Exception {
        assertThat(gateway.send(
                                "MOVE",
                                "/files/a.txt",
                                "Destination",
                                gateway.uri("/files/new.txt").toString())
                        .statusCode())
                .isEqualTo(201);
        assertThat(folder.resolve("new.txt")).hasContent("a");
    }

    @Test
    void shouldReplaceAFileUnlessToldNotTo() throws Exception {
        assertThat(move("/files/a.txt", "/files/b.txt", "F")).isEqualTo(412);
        assertThat(folder.resolve("b.txt")).hasContent("b");

        assertThat(move("/files/a.txt", "/files/b.txt", "T")).isEqualTo(204);
        assertThat(folder.resolve("b.txt")).hasContent("a");
    }

    @ParameterizedTest
    @CsvSource({
        "/files/a.txt, /files/missing/a.txt, 409",
        "/files/missing.txt, /files/new.txt, 404",
        "/files/a.txt, /files/empty, 409",
        "/files/empty, /files/a.txt, 409",
        "/files/a.txt, /files/a.txt, 403",
        "/files/full, /files/full/deep/full, 403",
        "/files/, /files/x, 403",
        "/files/a.txt, /files/, 403",
        "/files/a.txt, /actuator/health, 404",
        "/files/a.txt, /servers/other/files/a.txt, 404",
        "/files/a.txt, a.txt, 400",
        "/files/a.txt, http://other.example/files/x.txt, 502",
        "/files/a.txt, //other.example/files/x.txt, 502",
        "/files/a.txt, /files/%zz, 400",
        "/files/a.txt, mailto:a@b, 400"
    })
    void shouldNotMove(String from, String to, int status) throws Exception {
        HttpResponse<byte[]> response = gateway.send("MOVE", from, "Destination", to);

        assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(folder.resolve("a.txt")).hasContent("a");
    }

    @Test
    void shouldNotMoveWithoutADestinationOrWithAnUnknownOverwrite() throws Exception {
        assertThat(gateway.send("MOVE", "/files/a.txt").statusCode()).isEqualTo(400);
        assertThat(move("/files/a.txt", "/files/b.txt", "maybe")).isEqualTo(400);
        assertThat(folder.resolve("b.txt")).hasContent("b");
    }

    private static int move(String from, String to, String overwrite) throws IOException, InterruptedException {
        return gateway.send("MOVE", from, "Destination", to, "Overwrite", overwrite)
                .statusCode();
    }
}
