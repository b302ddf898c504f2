package io.ftpreactive.cli;

import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads seconds with decimals, such as {@code 2.5}. */
final class SecondsConverter implements ITypeConverter<Duration> {

    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Integer.MAX_VALUE);

    @Override
    public Duration convert(String value) {
        try {
            BigDecimal millis = new BigDecimal(value).multiply(MILLIS);
            if (millis.signum() >= 0 && millis.compareTo(LONGEST) <= 0) {
                return Duration.ofMillis(millis.longValue());
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + value + "' is not a number of seconds");
        }
        throw new TypeConversionException("'" + value + "' seconds are not within 0 and 2147483");
    }
}
