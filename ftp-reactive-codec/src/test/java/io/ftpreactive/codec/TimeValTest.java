package io.ftpreactive.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeValTest {

    @ParameterizedTest
    @CsvSource({
        "20240229123456,2024-02-29T12:34:56Z",
        "00000101000000,0000-01-01T00:00:00Z",
        "19980615100045.014,1998-06-15T10:00:45.014Z",
        "20240229123456.5,2024-02-29T12:34:56.5Z",
        "20240229123456.123456789999,2024-02-29T12:34:56.123456789Z",
        "19981231235960,1999-01-01T00:00:00Z"
    })
    void shouldReadTimeInUtc(String text, Instant time) {
        assertThat(TimeVal.parse(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "2024022912345",
                "202402291234567",
                "20230229000000",
                "20241301000000",
                "20240101240000",
                "20240101006000",
                "20240101000061",
                "20240101000000.",
                "20240101000000,5",
                " 20240101000000",
                "2024010100000\u0661"
            })
    void shouldReadNothingElse(String text) {
        assertThat(TimeVal.parse(text)).isNull();
    }

    @Test
    void shouldWriteWholeSecondsInUtc() {
        assertThat(TimeVal.format(Instant.parse("2024-02-09T01:02:03.999Z"))).isEqualTo("20240209010203");
        assertThat(TimeVal.format(Instant.parse("0001-01-01T00:00:00Z"))).isEqualTo("00010101000000");
    }

    @Test
    void shouldRefuseYearsThatAreNotOfFourDigits() {
        assertThatIllegalArgumentException().isThrownBy(() -> TimeVal.format(Instant.parse("+10000-01-01T00:00:00Z")));
        assertThatIllegalArgumentException().isThrownBy(() -> TimeVal.format(Instant.parse("-0001-01-01T00:00:00Z")));
    }
}
