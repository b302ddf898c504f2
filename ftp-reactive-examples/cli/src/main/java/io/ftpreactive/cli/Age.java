package io.ftpreactive.cli;

import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An age in whole days, as {@code find -mtime} takes it.
 *
 * @param sign {@code +} for more, {@code -} for less, a space for just as many
 * @param days how many
 */
record Age(char sign, long days) {

    /** Whether something changed then is of that age now; a day that is not over does not count. */
    boolean matches(Instant modified, Instant now) {
        long age = Math.floorDiv(
                Duration.between(modified, now).toSeconds(), Duration.ofDays(1).toSeconds());
        return switch (sign) {
            case '+' -> age > days;
            case '-' -> age < days;
            default -> age == days;
        };
    }

    /** Reads {@code 7}, {@code +7} and {@code -7}. */
    static final class Converter implements ITypeConverter<Age> {

        @Override
        public Age convert(String value) {
            if (!value.matches("[+-]?\\d{1,9}")) {
                throw new TypeConversionException("'" + value + "' is not a number of days such as 7, +7 or -7");
            }
            boolean signed = !Character.isDigit(value.charAt(0));
            return new Age(signed ? value.charAt(0) : ' ', Long.parseLong(signed ? value.substring(1) : value));
        }
    }
}
