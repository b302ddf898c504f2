package io.ftpreactive.codec.listing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixDateTest {

    private static UnixDate date(String text) {
        return requireNonNull(UnixDate.of(Column.split(text, 3), 0), text);
    }

    private static @Nullable Instant read(String text, String now) {
        return date(text).toInstant(Instant.parse(now), ZoneOffset.UTC);
    }

    @ParameterizedTest
    @CsvSource({
        // this year, last year, and today
        "Jan  5 12:34, 2024-03-15T12:00:00Z, 2024-01-05T12:34:00Z",
        "Oct  5 12:34, 2024-03-15T12:00:00Z, 2023-10-05T12:34:00Z",
        "Mar 15 12:00, 2024-03-15T12:00:00Z, 2024-03-15T12:00:00Z",
        // a clock that is ahead by up to a day, and by more
        "Mar 16 12:00, 2024-03-15T12:00:00Z, 2024-03-16T12:00:00Z",
        "Mar 16 12:01, 2024-03-15T12:00:00Z, 2023-03-16T12:01:00Z",
        // around the turn of the year
        "Dec 31 23:59, 2024-01-01T00:10:00Z, 2023-12-31T23:59:00Z",
        "Jan  1 00:10, 2023-12-31T23:50:00Z, 2024-01-01T00:10:00Z",
        // 29 February in a leap year, in one after it, just before it, and eight years after the last
        "Feb 29 01:02, 2024-03-15T12:00:00Z, 2024-02-29T01:02:00Z",
        "Feb 29 01:02, 2025-03-15T12:00:00Z, 2024-02-29T01:02:00Z",
        "Feb 29 01:02, 2024-02-27T12:00:00Z, 2020-02-29T01:02:00Z",
        "Feb 29 01:02, 2103-03-15T12:00:00Z, 2096-02-29T01:02:00Z"
    })
    void shouldTakeLatestYearThatIsNotADayAhead(String text, String now, Instant expected) {
        assertThat(read(text, now)).isEqualTo(expected);
        assertThat(date(text).precision()).isEqualTo(TimePrecision.MINUTE);
    }

    @Test
    void shouldTakeTheDayFromDateWithYear() {
        assertThat(read("Feb 29  2020", "2024-03-15T12:00:00Z")).isEqualTo(Instant.parse("2020-02-29T00:00:00Z"));
        assertThat(read("Jan  5  2025", "2024-03-15T12:00:00Z")).isEqualTo(Instant.parse("2025-01-05T00:00:00Z"));
        assertThat(date("Jan 5 2023").precision()).isEqualTo(TimePrecision.DAY);
    }

    @Test
    void shouldStartDayAndYearInTheZoneOfTheServer() {
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        Instant now = Instant.parse("2023-12-31T20:00:00Z");

        assertThat(date("Jan  5  2023").toInstant(now, tokyo)).isEqualTo(Instant.parse("2023-01-04T15:00:00Z"));
        assertThat(date("Jan  1 04:59").toInstant(now, tokyo)).isEqualTo(Instant.parse("2023-12-31T19:59:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Feb 31 12:34", "Feb 30 2024", "Feb 29 2023", "Jan 0 12:34", "Jan 5 24:00", "Jan 5 12:60"})
    void shouldTakeDatesOfNoCalendarForUnknown(String text) {
        assertThat(read(text, "2024-03-15T12:00:00Z")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Jan x 12:34", "Jan 5 1234x", "Jan 5 123", "Jan 5 12:345", "Jan 5 noon", "5 5 noon", "5 5 123"})
    void shouldReadNothingElse(String text) {
        assertThat(UnixDate.of(Column.split(text, 3), 0)).isNull();
    }
}
