package io.ftpreactive.codec.listing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What applications get that write entries as JSON, with what Spring Boot registers, and nothing else. */
class EntryJsonTest {

    private static final FtpEntry FULL = FtpEntry.builder("raw", "a.txt", FtpEntryType.FILE)
            .size(42)
            .modified(Instant.parse("2026-01-02T03:04:05Z"), TimePrecision.SECOND)
            .permissions("0644")
            .owner("joe")
            .group("users")
            .facts(Map.of("type", "file"))
            .build()
            .withPath("dir/a.txt");

    private static final FtpEntry EMPTY =
            FtpEntry.builder("raw", "b", FtpEntryType.DIRECTORY).build();

    private static final String FULL_JSON = """
            {"name":"a.txt","path":"dir/a.txt","type":"FILE","size":42,"modified":"2026-01-02T03:04:05Z",\
            "permissions":"0644","owner":"joe","group":"users","linkTarget":null}""";

    private static final String EMPTY_JSON = """
            {"name":"b","path":"b","type":"DIRECTORY","size":null,"modified":null,\
            "permissions":null,"owner":null,"group":null,"linkTarget":null}""";

    @Test
    void shouldBeWrittenByJackson3() {
        var mapper = new tools.jackson.databind.ObjectMapper();
        assertThat(mapper.readTree(mapper.writeValueAsString(FULL))).isEqualTo(mapper.readTree(FULL_JSON));
        assertThat(mapper.readTree(mapper.writeValueAsString(EMPTY))).isEqualTo(mapper.readTree(EMPTY_JSON));
    }

    @Test
    void shouldBeWrittenByJackson2() throws Exception {
        var mapper = new com.fasterxml.jackson.databind.ObjectMapper()
                .registerModules(new Jdk8Module(), new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        assertThat(mapper.readTree(mapper.writeValueAsString(FULL))).isEqualTo(mapper.readTree(FULL_JSON));
        assertThat(mapper.readTree(mapper.writeValueAsString(EMPTY))).isEqualTo(mapper.readTree(EMPTY_JSON));
    }
}
