package io.ftpreactive.gateway;

import static io.ftpreactive.gateway.TestGateway.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.TimePrecision;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 13. TAG stands for the tag of the file. */
class ConditionalTest {

    private static final String DATE = "Fri, 02 Jan 2026 03:04:05 GMT";
    private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path folder;

    private static TestGateway gateway;
    private static String tag = "";

    @BeforeAll
    static void start() throws Exception {
        writeFile();
        gateway = TestGateway.of(folder);
        tag = header(gateway.send("HEAD", "/files/a.txt"), "ETag");
    }

    @BeforeEach
    void write() throws IOException {
        writeFile();
        Files.deleteIfExists(folder.resolve("moved.txt"));
    }

    private static void writeFile() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "old");
        Files.setLastModifiedTime(folder.resolve("a.txt"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-None-Match | TAG | 304",
                "If-None-Match | W/TAG | 304",
                "If-None-Match | \"x\", TAG | 304",
                "If-None-Match | * | 304",
                "If-None-Match | \"x\" | 200",
                "If-None-Match | nonsense | 200",
                "If-Modified-Since | Fri, 02 Jan 2026 03:04:05 GMT | 304",
                "If-Modified-Since | Fri, 02 Jan 2026 03:04:06 GMT | 304",
                "If-Modified-Since | Fri, 02 Jan 2026 03:04:04 GMT | 200",
                "If-Modified-Since | nonsense | 200",
                "If-Match | TAG | 200",
                "If-Match | * | 200",
                "If-Match | \"x\" | 412",
                "If-Match | W/TAG | 412",
                "If-Match | nonsense | 412",
                "If-Unmodified-Since | Fri, 02 Jan 2026 03:04:05 GMT | 200",
                "If-Unmodified-Since | Fri, 02 Jan 2026 03:04:04 GMT | 412",
                "If-Unmodified-Since | nonsense | 200"
            })
    void shouldReadUnderACondition(String name, String value, int status) throws Exception {
        for (String method : new String[] {"GET", "HEAD"}) {
            HttpResponse<byte[]> response = gateway.send(method, "/files/a.txt", name, value.replace("TAG", tag));

            assertThat(response.statusCode()).as(method).isEqualTo(status);
            if (status == 304) {
                assertThat(response.body()).isEmpty();
                assertThat(header(response, "ETag")).isEqualTo(tag);
                assertThat(header(response, "Last-Modified")).isEqualTo(DATE);
                assertThat(response.headers().firstValue("Content-Type")).isEmpty();
            }
        }
    }

    @Test
    void shouldPreferTagsToTimes() throws Exception {
        assertThat(gateway.get("/files/a.txt", "If-None-Match", "\"x\"", "If-Modified-Since", DATE)
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/files/a.txt", "If-Match", tag, "If-Unmodified-Since", "Fri, 02 Jan 2026 03:04:04 GMT")
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/files/a.txt", "If-Match", "\"x\"", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(412);
        assertThat(gateway.get("/files/a.txt", "Range", "bytes=0-0", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-None-Match | * | 412",
                "If-None-Match | TAG | 412",
                "If-None-Match | \"x\" | 204",
                "If-Match | TAG | 204",
                "If-Match | * | 204",
                "If-Match | \"x\" | 412",
                "If-Unmodified-Since | Fri, 02 Jan 2026 03:04:04 GMT | 412",
                "If-Unmodified-Since | Fri, 02 Jan 2026 03:04:05 GMT | 204",
                "If-Modified-Since | Fri, 02 Jan 2026 03:04:05 GMT | 204"
            })
    void shouldChangeUnderACondition(String name, String value, int status) throws Exception {
        String condition = value.replace("TAG", tag);

        assertThat(gateway.put("/files/a.txt", NEW, name, condition).statusCode())
                .isEqualTo(status);
        assertThat(Files.readString(folder.resolve("a.txt"))).isEqualTo(status == 412 ? "old" : "new");

        writeFile();
        int moved = gateway.send("MOVE", "/files/a.txt", "Destination", "/files/moved.txt", name, condition)
                .statusCode();
        assertThat(moved).isEqualTo(status == 412 ? 412 : 201);
        assertThat(Files.exists(folder.resolve("a.txt"))).isEqualTo(status == 412);

        writeFile();
        assertThat(gateway.send("DELETE", "/files/a.txt", name, condition).statusCode())
                .isEqualTo(status);
        assertThat(Files.exists(folder.resolve("a.txt"))).isEqualTo(status == 412);
    }

    @Test
    void shouldCreateWhereNothingIsToBeThere() throws Exception {
        Files.delete(folder.resolve("a.txt"));

        assertThat(gateway.put("/files/a.txt", NEW, "If-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(gateway.put("/files/a.txt", NEW, "If-None-Match", "*").statusCode())
                .isEqualTo(201);
        assertThat(gateway.put("/files/a.txt", NEW, "If-None-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(folder.resolve("a.txt")).hasBinaryContent(NEW);
    }

    @Test
    void shouldGiveNoValidatorThatAnotherChangeMightShare() throws Exception {
        HttpResponse<byte[]> stored = gateway.put("/files/fresh.txt", NEW);
        HttpResponse<byte[]> read = gateway.get("/files/fresh.txt");
        Instant modified = Files.getLastModifiedTime(folder.resolve("fresh.txt"))
                .toInstant()
                .truncatedTo(ChronoUnit.SECONDS);
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(modified.atZone(ZoneOffset.UTC));
        String later = "\"3-" + Long.toHexString(modified.getEpochSecond()) + "\"";

        for (HttpResponse<byte[]> response : List.of(stored, read)) {
            assertThat(header(response, "ETag")).isEmpty();
            assertThat(header(response, "Last-Modified")).isEmpty();
        }
        assertThat(status("If-None-Match", "W/" + later)).isEqualTo(200);
        assertThat(status("If-Match", later)).isEqualTo(412);
        assertThat(status("If-Modified-Since", date)).isEqualTo(200);
        assertThat(status("If-Unmodified-Since", date)).isEqualTo(412);
    }

    private static int status(String name, String value) throws Exception {
        return gateway.get("/files/fresh.txt", name, value).statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "SECOND, 60, true",
        "MILLI, 60, true",
        "SECOND, 59, false",
        "SECOND, -3600, false",
        "MINUTE, 9999, false"
    })
    void shouldRelyOnATimeThatIsPreciseAndPast(TimePrecision precision, long age, boolean settled) {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        FtpEntry entry = FtpEntry.builder("a", "a", FtpEntryType.FILE)
                .size(3)
                .modified(now.minusSeconds(age), precision)
                .build();

        assertThat(Representation.of(entry, now).etag() != null).isEqualTo(settled);
    }
}
