package io.ftpreactive.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the dates that mail, the web and ISO 8601 know; without a zone they are in UTC. */
final class Dates {

    /** Those of ISO 8601 whose month is a number, which {@link DateWords} does not know from a day. */
    private static final DateTimeFormatter[] FORMATS = Stream.of(
                    "uuuu-MM-dd[ H:mm[:ss][.SSS]][ ][z][Z]",
                    "uuuu-MM-dd['T'HH:mm[:ss][.SSS]][XXX]",
                    "uuuuMMdd['T'HHmm[ss]][XXX]")
            .map(pattern -> new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern)
                    .toFormatter(Locale.ENGLISH))
            .toArray(DateTimeFormatter[]::new);

    private Dates() {}

    /** Reads a date, and gives null for what is none. */
    static @Nullable Instant parse(String text) {
        String date = text.strip().replaceAll("\\s+", " ");
        Instant read = DateWords.parse(date);
        return read != null
                ? read
                : Stream.of(FORMATS)
                        .flatMap(format -> parse(format, date).stream())
                        .findFirst()
                        .orElse(null);
    }

    private static Optional<Instant> parse(DateTimeFormatter format, String date) {
        try {
            TemporalAccessor read = format.parse(date);
            LocalTime time = read.query(TemporalQueries.localTime());
            ZoneId zone = read.query(TemporalQueries.zone());
            return Optional.of(LocalDate.from(read)
                    .atTime(time == null ? LocalTime.MIDNIGHT : time)
                    .atZone(zone == null ? ZoneOffset.UTC : zone)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
