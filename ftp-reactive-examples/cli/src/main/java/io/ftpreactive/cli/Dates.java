package io.ftpreactive.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the dates that mail, the web and ISO 8601 know; without a zone they are in UTC. */
final class Dates {

    /** It says nothing that the date does not, and a wrong one should not matter. */
    private static final String WEEKDAY = "(?i)^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\\s*";

    private static final String TIME = "[ H:mm[:ss][.SSS]][ ][z][Z]";

    private static final List<DateTimeFormatter> FORMATS = Stream.of(
                    "d MMM uuuu" + TIME,
                    "d-MMM-uuuu" + TIME,
                    "MMM d[,] uuuu" + TIME,
                    "MMM d H:mm:ss[ z] uuuu",
                    "uuuu-MM-dd" + TIME,
                    "uuuu-MM-dd['T'HH:mm[:ss][.SSS]][XXX]",
                    "uuuuMMdd['T'HHmm[ss]][XXX]",
                    "uuuuMMdd" + TIME)
            .map(pattern -> new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern)
                    .toFormatter(Locale.ENGLISH))
            .toList();

    /** {@code 06-Nov-94}, as the web once wrote it. */
    private static final DateTimeFormatter SHORT_YEAR = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("d-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
            .appendPattern(TIME)
            .toFormatter(Locale.ENGLISH);

    private Dates() {}

    /** Reads a date, and gives null for what is none. */
    static @Nullable Instant parse(String text) {
        String date = text.strip().replaceAll("\\s+", " ").replaceFirst(WEEKDAY, "");
        return Stream.concat(FORMATS.stream(), Stream.of(SHORT_YEAR))
                .flatMap(format -> parse(format, date))
                .findFirst()
                .orElse(null);
    }

    private static Stream<Instant> parse(DateTimeFormatter format, String date) {
        try {
            TemporalAccessor read = format.parse(date);
            LocalTime time = read.query(TemporalQueries.localTime());
            ZoneId zone = read.query(TemporalQueries.zone());
            return Stream.of(LocalDate.from(read)
                    .atTime(time == null ? LocalTime.MIDNIGHT : time)
                    .atZone(zone == null ? ZoneOffset.UTC : zone)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Stream.empty();
        } catch (DateTimeException e) {
            throw new IllegalStateException("A format of dates without a date: " + format, e);
        }
    }
}
