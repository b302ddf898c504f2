package io.ftpreactive.gateway;

import static io.ftpreactive.gateway.TestGateway.bytes;
import static io.ftpreactive.gateway.TestGateway.header;
import static io.ftpreactive.gateway.TestGateway.status;
import static io.ftpreactive.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {

    private static final byte[] CONTENT = bytes(500_000);

    @TempDir
    static Path folder;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        gateway = TestGateway.of(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void empty() throws IOException {
        for (String name : names()) {
            Files.deleteIfExists(folder.resolve("in").resolve(name));
        }
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("in"))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500_000})
    void shouldStoreANewFileAndReplaceIt(int length) throws Exception {
        byte[] content = Arrays.copyOf(CONTENT, length);

        HttpResponse<byte[]> created = gateway.put("/files/in/a.bin", content);
        HttpResponse<byte[]> replaced = gateway.put("/files/in/a.bin", content);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(replaced.statusCode()).isEqualTo(204);
        assertThat(folder.resolve("in/a.bin")).hasBinaryContent(content);
        assertThat(names()).containsExactly("a.bin");
    }

    @Test
    void shouldStoreWhatHasNoAnnouncedLength() throws Exception {
        HttpResponse<byte[]> created = gateway.send(
                "PUT", "/files/in/a.bin", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(CONTENT)));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(folder.resolve("in/a.bin")).hasBinaryContent(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000", "Transfer-Encoding: chunked"})
    void shouldLeaveNothingOfAnUploadThatBreaksOff(String framing) throws Exception {
        try (Socket socket = gateway.raw("PUT /files/in/broken.bin HTTP/1.1", framing)) {
            OutputStream body = socket.getOutputStream();
            body.write(framing.startsWith("T") ? "7a120\r\n".getBytes(StandardCharsets.US_ASCII) : new byte[0]);
            body.write(CONTENT);
            await().until(() -> !names().isEmpty());
            assertThat(text(gateway.get("/files/in/"))).contains("\"entries\":[]");
        }

        await().until(() -> names().isEmpty());
        await().until(() -> gateway.activeSessions() == 0);
        assertThat(gateway.put("/files/in/next.bin", CONTENT).statusCode()).isEqualTo(201);
    }

    @Test
    void shouldKeepTheOldFileWhereAnUploadBreaksOff() throws Exception {
        Files.writeString(folder.resolve("in/kept.bin"), "old");

        try (Socket socket = gateway.raw("PUT /files/in/kept.bin HTTP/1.1", "Content-Length: 1000000")) {
            socket.getOutputStream().write(CONTENT);
            await().until(() -> names().size() == 2);
        }

        await().until(() -> names().size() == 1);
        assertThat(folder.resolve("in/kept.bin")).hasContent("old");
    }

    @Test
    void shouldLetOnlyOneOfTwoCreateAFile() throws Exception {
        try (Socket first = gateway.raw(
                "PUT /files/in/one.bin HTTP/1.1", "Content-Length: 500000", "If-None-Match: *", "Connection: close")) {
            first.getOutputStream().write(CONTENT, 0, 100_000);
            await().until(() -> !names().isEmpty());

            HttpResponse<byte[]> second = gateway.put("/files/in/one.bin", bytes(10), "If-None-Match", "*");
            first.getOutputStream().write(CONTENT, 100_000, 400_000);

            assertThat(second.statusCode()).isEqualTo(409);
            assertThat(status(first)).isEqualTo(201);
        }
        assertThat(folder.resolve("in/one.bin")).hasBinaryContent(CONTENT);
        assertThat(gateway.put("/files/in/one.bin", CONTENT).statusCode()).isEqualTo(204);
    }

    @Test
    void shouldRefuseWhatIsNoFile() throws Exception {
        Files.createDirectories(folder.resolve("directory"));

        assertThat(gateway.put("/files/in/missing/a.bin", CONTENT).statusCode()).isEqualTo(409);
        assertThat(gateway.put("/files/directory", CONTENT).statusCode()).isEqualTo(409);
        HttpResponse<byte[]> slash = gateway.put("/files/in/a/", CONTENT);
        assertThat(slash.statusCode()).isEqualTo(405);
        assertThat(header(slash, "Allow")).doesNotContain("PUT");
        assertThat(gateway.put("/files/in/a.bin", CONTENT, "Content-Range", "bytes 0-499999/1000000")
                        .statusCode())
                .isEqualTo(400);
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldAnswerBeforeTheBodyWhereNothingIsStored() throws Exception {
        try (Socket socket = gateway.raw(
                "PUT /files/in/a.bin HTTP/1.1", "Content-Length: 1000000", "If-Match: \"x\"", "Expect: 100-continue")) {
            assertThat(status(socket)).isEqualTo(412);
        }
    }
}
