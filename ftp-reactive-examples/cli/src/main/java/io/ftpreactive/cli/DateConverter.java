package io.ftpreactive.cli;

import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a moment such as {@code 2026-01-31 12:00:00}, in UTC where no zone is given. */
final class DateConverter implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String value) {
        Instant date = Dates.parse(value);
        if (date == null) {
            throw new TypeConversionException(
                    "'" + value + "' is not a date such as '2026-01-31 12:00:00' or '31 Jan 2026 12:00:00 +0100'");
        }
        return date;
    }
}
