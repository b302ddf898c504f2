package io.ftpreactive.codec.listing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a listing as servers or their manuals show them, and what is to be read from them.
 *
 * <p>The files in {@code listings} hold, for each sample, the line (or lines, where an entry takes two or a heading comes
 * first), then {@code => TYPE | size | time | permissions | owner | group | name | target}. What is not told is
 * {@code -} or left out at the end; the time, in UTC, has the form of its precision; {@code => none} stands for a line
 * without an entry. {@code # now:} sets the time of reading for what follows it, {@code # source:} names where lines come
 * from.
 */
record DialectSample(String dialect, Instant now, List<String> lines, String expected) {

    private static final String RESULT = "=> ";

    private static final String NOW = "# now: ";

    /** Returns the samples of one file. */
    static List<DialectSample> of(String dialect) {
        Instant now = Instant.parse("2024-03-15T12:00:00Z");
        List<DialectSample> samples = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String line : linesOf(dialect)) {
            if (line.startsWith(NOW)) {
                now = Instant.parse(line.substring(NOW.length()));
            } else if (line.startsWith(RESULT)) {
                samples.add(new DialectSample(dialect, now, List.copyOf(lines), normalized(line)));
                lines.clear();
            } else if (!line.startsWith("# ") && !line.isEmpty()) {
                lines.add(line);
            }
        }
        if (!lines.isEmpty()) {
            throw new IllegalStateException("Without a result in " + dialect + ": " + lines);
        }
        return samples;
    }

    private static List<String> linesOf(String dialect) {
        try (InputStream file = DialectSample.class.getResourceAsStream("/listings/" + dialect + ".txt")) {
            return new String(Objects.requireNonNull(file, dialect).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String normalized(String result) {
        String fields = result.substring(RESULT.length());
        return fields.endsWith(" | -") ? normalized(result.substring(0, result.length() - " | -".length())) : fields;
    }

    /** Describes what a reader has made of a line, as the files do. */
    static String describe(@Nullable FtpEntry entry) {
        if (entry == null) {
            return "none";
        }
        if (entry.type() == FtpEntryType.UNPARSED) {
            return "UNPARSED";
        }
        String all = String.join(
                " | ",
                entry.type().toString(),
                entry.size().isPresent() ? String.valueOf(entry.size().getAsLong()) : "-",
                timeOf(entry),
                told(entry.permissions()),
                told(entry.owner()),
                told(entry.group()),
                told(entry.name()),
                told(entry.linkTarget()));
        return normalized(RESULT + all);
    }

    private static String told(@Nullable String text) {
        if (text == null) {
            return "-";
        }
        return text.equals(text.strip()) ? text : '"' + text + '"';
    }

    private static String timeOf(FtpEntry entry) {
        Instant time = entry.modified();
        String pattern = switch (entry.modifiedPrecision()) {
            case NONE -> "'-'";
            case DAY -> "uuuu-MM-dd";
            case MINUTE -> "uuuu-MM-dd'T'HH:mm";
            case SECOND -> "uuuu-MM-dd'T'HH:mm:ss";
            case MILLI -> "uuuu-MM-dd'T'HH:mm:ss.SSS";
        };
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .format((time == null ? Instant.EPOCH : time).atZone(ZoneOffset.UTC));
    }

    @Override
    public String toString() {
        return dialect + ": " + String.join(" / ", lines);
    }
}
