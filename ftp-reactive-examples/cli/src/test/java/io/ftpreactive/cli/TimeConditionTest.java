package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeConditionTest {

    private static final Instant TIME = Instant.parse("1994-11-06T08:49:37Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 08:49:37 GMT | 1994-11-06T08:49:37Z",
                "Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z",
                "Sun Nov  6 08:49:37 1994 | 1994-11-06T08:49:37Z",
                "Nov 6 08:49:37 1994 | 1994-11-06T08:49:37Z",
                "06 Nov 1994 08:49:37 | 1994-11-06T08:49:37Z",
                "6 nov 1994 | 1994-11-06T00:00:00Z",
                "Nov 6 1994 | 1994-11-06T00:00:00Z",
                "Mon, 06 Nov 1994 08:49:37 +0200 | 1994-11-06T06:49:37Z",
                "06-Nov-1994 08:49 | 1994-11-06T08:49:00Z",
                "1994-11-06 | 1994-11-06T00:00:00Z",
                "1994-11-06 08:49:37 | 1994-11-06T08:49:37Z",
                "1994-11-06 08:49:37 GMT | 1994-11-06T08:49:37Z",
                "1994-11-06T08:49:37 | 1994-11-06T08:49:37Z",
                "1994-11-06T08:49:37Z | 1994-11-06T08:49:37Z",
                "1994-11-06T08:49:37+02:00 | 1994-11-06T06:49:37Z",
                "1994-11-06T08:49:37.500Z | 1994-11-06T08:49:37.500Z",
                "19941106 | 1994-11-06T00:00:00Z",
                "19941106 08:49:37 | 1994-11-06T08:49:37Z",
                "19941106T084937Z | 1994-11-06T08:49:37Z"
            })
    void shouldReadTheDatesThatAreInUse(String text, Instant time) {
        assertThat(TimeCondition.parse(text)).isEqualTo(new TimeCondition(time, false));
        assertThat(TimeCondition.parse("-" + text)).isEqualTo(new TimeCondition(time, true));
        assertThat(TimeCondition.parse("+" + text)).isEqualTo(new TimeCondition(time, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "nonsense", "99", "19941306", "1994-11-31x", "06 Foo 1994", "/no/such/file", "a\0b"})
    void shouldKnowWhatIsNeitherDateNorFile(String text) {
        assertThat(TimeCondition.parse(text)).isNull();
    }

    @Test
    void shouldTakeTheTimeOfAFile(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("a"));
        Files.setLastModifiedTime(file, FileTime.from(TIME));

        assertThat(TimeCondition.parse(file.toString())).isEqualTo(new TimeCondition(TIME, false));
        assertThat(TimeCondition.parse("-" + file)).isEqualTo(new TimeCondition(TIME, true));
    }

    @Test
    void shouldCompareWholeSeconds() {
        TimeCondition newer = new TimeCondition(TIME.plusMillis(900), false);
        TimeCondition notNewer = new TimeCondition(TIME, true);

        assertThat(newer.wants(TIME)).isFalse();
        assertThat(newer.wants(TIME.plusSeconds(1))).isTrue();
        assertThat(notNewer.wants(TIME.plusMillis(900))).isTrue();
        assertThat(notNewer.wants(TIME.plusSeconds(1))).isFalse();
    }
}
