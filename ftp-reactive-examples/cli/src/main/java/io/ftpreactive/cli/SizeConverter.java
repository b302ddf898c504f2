package io.ftpreactive.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes, with k, m, g, t or p behind it for so many times 1024. */
final class SizeConverter implements ITypeConverter<Long> {

    private static final String UNITS = "bkmgtp";

    @Override
    public Long convert(String value) {
        if (!value.matches("\\d{1,18}[bkmgtpBKMGTP]?")) {
            throw new TypeConversionException("'" + value + "' is not a number of bytes such as 500, 100k or 2m");
        }
        char last = value.toLowerCase(Locale.ROOT).charAt(value.length() - 1);
        int unit = UNITS.indexOf(last);
        long number = Long.parseLong(unit < 0 ? value : value.substring(0, value.length() - 1));
        try {
            return Math.multiplyExact(number, 1L << (10 * Math.max(unit, 0)));
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + value + "' bytes are too many to count");
        }
    }
}
