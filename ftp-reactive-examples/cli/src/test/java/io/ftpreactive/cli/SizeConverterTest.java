package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizeConverterTest {

    private final SizeConverter converter = new SizeConverter();

    @ParameterizedTest
    @CsvSource({"0, 0", "500, 500", "7B, 7", "200k, 204800", "3M, 3145728", "1g, 1073741824", "1t, 1099511627776"})
    void shouldReadBytesWithUnits(String text, long bytes) {
        assertThat(converter.convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1.5k", "1x", "9999999p", "1234567890123456789"})
    void shouldRefuseWhatIsNoNumberOfBytes(String text) {
        assertThatThrownBy(() -> converter.convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
