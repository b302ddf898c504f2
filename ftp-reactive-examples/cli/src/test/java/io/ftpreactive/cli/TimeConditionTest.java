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
                "19941106T084937Z | 1994-11-06T08:49:37Z",
                // Day, month, year, time and zone in any order.
                "2004 jan 1 12:12:12 UTC | 2004-01-01T12:12:12Z",
                "1994 6 Nov 08:49:37 | 1994-11-06T08:49:37Z",
                "94 6 nov 08:49:37 | 1994-11-06T08:49:37Z",
                "08:49:37 06-Nov-94 Sunday | 1994-11-06T08:49:37Z",
                "Nov 6 Sun 08:49:37 1994 | 1994-11-06T08:49:37Z",
                "November 6, 1994 | 1994-11-06T00:00:00Z",
                "1 2004 jan | 2004-01-01T00:00:00Z",
                // Years of two digits.
                "Sat, 11 Sep 04 21:22:45 | 2004-09-11T21:22:45Z",
                "21 dec 17 | 2017-12-21T00:00:00Z",
                "6 Nov 71 | 1971-11-06T00:00:00Z",
                "6 Nov 70 | 2070-11-06T00:00:00Z",
                // A weekday may be wrong.
                "Mon, 11 Sep 2004 21:22 | 2004-09-11T21:22:00Z",
                // Zones.
                "20040911 | 2004-09-11T00:00:00Z",
                "20040911 +0200 | 2004-09-10T22:00:00Z",
                "20040912 15:05:58 -0700 | 2004-09-12T22:05:58Z",
                "Thu, 01 Jan 1970 00:59:58 +0100 | 1969-12-31T23:59:58Z",
                "11 Sep 2004 21:22:45 EST | 2004-09-12T02:22:45Z",
                "11 Sep 2004 21:22:45 cest | 2004-09-11T19:22:45Z",
                "Sat Sep 11 21:22:45 PDT 2004 | 2004-09-12T04:22:45Z",
                "2004-09-11 21:22:45 CEST | 2004-09-11T19:22:45Z",
                "12 Oct 2018 01:02 Z | 2018-10-12T01:02:00Z",
                "12 Oct 2018 01:02 A | 2018-10-12T00:02:00Z",
                "12 Oct 2018 01:02 N | 2018-10-12T02:02:00Z",
                "31 Dec 2016 23:59:60 | 2017-01-01T00:00:00Z"
            })
    void shouldReadTheDatesThatAreInUse(String text, Instant time) {
        assertThat(TimeCondition.parse(text)).isEqualTo(new TimeCondition(time, false));
        assertThat(TimeCondition.parse("-" + text)).isEqualTo(new TimeCondition(time, true));
        assertThat(TimeCondition.parse("+" + text)).isEqualTo(new TimeCondition(time, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "nonsense",
                "99",
                "19941306",
                "1994-11-31x",
                "06 Foo 1994",
                "6 Nov",
                "Nov 1994",
                "6 Nov 1994 6 7",
                "6 Nov 1994 25:00",
                "6 Nov 1994 +0200 +0300",
                "6 Nov 1582",
                "31 Feb 2004",
                "6 Nov 99999999",
                "1:2:3 6 Nov 1994 1",
                "6 Nov Dec 1994",
                "/no/such/file",
                "a\0b"
            })
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
