package io.ftpreactive.gateway;

import static io.ftpreactive.gateway.TestGateway.bytes;
import static io.ftpreactive.gateway.TestGateway.header;
import static io.ftpreactive.gateway.TestGateway.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 14. */
class RangeTest {

    private static final int SIZE = 100_000;
    private static final byte[] CONTENT = bytes(SIZE);
    private static final String DATE = "Fri, 02 Jan 2026 03:04:05 GMT";

    @TempDir
    static Path folder;

    private static TestGateway gateway;
    private static String tag = "";

    @BeforeAll
    static void start() throws Exception {
        Files.write(folder.resolve("data.bin"), CONTENT);
        Files.setLastModifiedTime(folder.resolve("data.bin"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        Files.write(folder.resolve("empty.bin"), new byte[0]);
        gateway = TestGateway.of(folder);
        tag = header(gateway.send("HEAD", "/files/data.bin"), "ETag");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-499, 0, 499",
        "bytes=500-999, 500, 999",
        "bytes=99999-, 99999, 99999",
        "bytes=1-, 1, 99999",
        "bytes=0-, 0, 99999",
        "bytes=-1, 99999, 99999",
        "bytes=-70000, 30000, 99999",
        "bytes=-200000, 0, 99999",
        "bytes=99000-200000, 99000, 99999",
        "bytes=0-99999, 0, 99999",
        "BYTES=5-6, 5, 6"
    })
    void shouldSendThePart(String range, int first, int last) throws Exception {
        HttpResponse<byte[]> response = gateway.get("/files/data.bin", "Range", range);

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(header(response, "Content-Range")).isEqualTo("bytes " + first + "-" + last + "/" + SIZE);
        assertThat(header(response, "Content-Length")).isEqualTo(String.valueOf(last - first + 1));
        assertThat(header(response, "ETag")).isEqualTo(tag);
        assertThat(response.body()).isEqualTo(part(CONTENT, first, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=0-1,5-6", "bytes=5-2", "bytes=", "bytes=a-b", "bytes", "items=0-5", "bytes=--5", "bytes=0"
            })
    void shouldSendTheWholeForSeveralPartsAndForWhatIsMalformed(String range) throws Exception {
        HttpResponse<byte[]> response = gateway.get("/files/data.bin", "Range", range);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Range")).isEmpty();
        assertThat(response.body()).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100000-", "bytes=100000-100001", "bytes=999999999999-", "bytes=-0"})
    void shouldRefuseAPartWithoutAByte(String range) throws Exception {
        HttpResponse<byte[]> response = gateway.get("/files/data.bin", "Range", range);

        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(header(response, "Content-Range")).isEqualTo("bytes */" + SIZE);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=-5"})
    void shouldRefuseAnyPartOfAnEmptyFile(String range) throws Exception {
        HttpResponse<byte[]> response = gateway.get("/files/empty.bin", "Range", range);

        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(header(response, "Content-Range")).isEqualTo("bytes */0");
    }

    @Test
    void shouldSendThePartWhereIfRangeNamesTheSameFile() throws Exception {
        assertThat(status("If-Range", tag)).isEqualTo(206);
        assertThat(status("If-Range", DATE)).isEqualTo(206);
    }

    @Test
    void shouldSendTheWholeWhereIfRangeNamesAnother() throws Exception {
        assertThat(status("If-Range", "\"other\"")).isEqualTo(200);
        assertThat(status("If-Range", "W/" + tag)).isEqualTo(200);
        assertThat(status("If-Range", "Fri, 02 Jan 2026 03:04:06 GMT")).isEqualTo(200);
        assertThat(status("If-Range", "Fri, 02 Jan 2026 03:04:04 GMT")).isEqualTo(200);
        assertThat(status("If-Range", "yesterday")).isEqualTo(200);
    }

    @Test
    void shouldNotTrustATagOfAFileThatWasJustWritten() throws Exception {
        Files.write(folder.resolve("fresh.bin"), CONTENT);
        Files.setLastModifiedTime(
                folder.resolve("fresh.bin"), FileTime.from(Instant.now().plusSeconds(3600)));

        HttpResponse<byte[]> whole = gateway.get("/files/fresh.bin");
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(Files.getLastModifiedTime(folder.resolve("fresh.bin"))
                .toInstant()
                .atZone(ZoneOffset.UTC));
        HttpResponse<byte[]> dated = gateway.get("/files/fresh.bin", "Range", "bytes=0-0", "If-Range", date);

        assertThat(header(whole, "ETag")).isEmpty();
        assertThat(header(whole, "Last-Modified")).isEmpty();
        assertThat(dated.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldIgnoreTheRangeOfHead() throws Exception {
        HttpResponse<byte[]> response = gateway.send("HEAD", "/files/data.bin", "Range", "bytes=0-4");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Length")).isEqualTo("100000");
    }

    @Test
    void shouldKeepTheSessionsThatPartsWereCutFrom() throws IOException, InterruptedException {
        for (int i = 0; i < 5; i++) {
            assertThat(gateway.get("/files/data.bin", "Range", "bytes=10-19").body())
                    .isEqualTo(part(CONTENT, 10, 19));
        }

        await().until(() -> gateway.idleSessions() == 1 && gateway.activeSessions() == 0);
    }

    private static int status(String name, String value) throws IOException, InterruptedException {
        return gateway.get("/files/data.bin", "Range", "bytes=0-0", name, value).statusCode();
    }
}
