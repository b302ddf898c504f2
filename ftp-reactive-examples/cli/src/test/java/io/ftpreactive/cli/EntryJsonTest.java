package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.TimePrecision;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EntryJsonTest {

    @Test
    void shouldWriteAllThatIsKnown() {
        FtpEntry entry = FtpEntry.builder("raw line", "a.txt", FtpEntryType.FILE)
                .size(12)
                .modified(Instant.parse("2026-01-02T03:04:05Z"), TimePrecision.SECOND)
                .permissions("rw-r--r--")
                .build();

        assertThat(EntryJson.of(entry))
                .isEqualTo("{\"name\":\"a.txt\",\"type\":\"file\",\"size\":12,"
                        + "\"modified\":\"2026-01-02T03:04:05Z\",\"permissions\":\"rw-r--r--\",\"link\":null,"
                        + "\"raw\":\"raw line\"}");
    }

    @Test
    void shouldWriteNullForWhatIsNot() {
        assertThat(EntryJson.of(
                        FtpEntry.builder("?", "?", FtpEntryType.UNPARSED).build()))
                .isEqualTo("{\"name\":\"?\",\"type\":\"unparsed\",\"size\":null,\"modified\":null,"
                        + "\"permissions\":null,\"link\":null,\"raw\":\"?\"}");
    }

    @Test
    void shouldEscapeWhatWouldEndAStringOrRuleATerminal() {
        assertThat(name("a\"b\\c")).contains("\"name\":\"a\\\"b\\\\c\"");
        assertThat(name("a\u001b[2Jb\tc\u007f\u0085")).contains("\"name\":\"a\\u001b[2Jb\\u0009c\\u007f\\u0085\"");
    }

    @Test
    void shouldEscapeBytesThatAreNotUtf8AndKeepWhatIs() {
        assertThat(name("a\udcffb")).contains("\"name\":\"a\\udcffb\"");
        assertThat(name("\u00e4\ud83d\ude00")).contains("\"name\":\"\u00e4\ud83d\ude00\"");
    }

    private static String name(String name) {
        return EntryJson.of(FtpEntry.builder("", name, FtpEntryType.FILE).build());
    }
}
