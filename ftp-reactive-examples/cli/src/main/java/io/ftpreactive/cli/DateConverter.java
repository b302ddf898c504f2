package io.ftpreactive.cli;

import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a moment such as {@code 2026-01-31 12:00:00}, in UTC where no zone is given; FTP has years of four digits. */
final class DateConverter implements ITypeConverter<Instant> {

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    @Override
    public Instant convert(String value) {
        Instant date = Dates.parse(value);
        if (date == null || date.isBefore(FIRST) || date.isAfter(LAST)) {
            throw new TypeConversionException(
                    "'" + value + "' is not a date such as '2026-01-31 12:00:00' or '31 Jan 2026 12:00:00 +0100'");
        }
        return date;
    }
}
