package io.ftpreactive.codec.listing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingFormatTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T19:24:00Z"), ZoneOffset.UTC);

    private static final String UNIX = "-rw-r--r-- 1 a b 1 Jan  5 12:34 x";

    private static final String DOS = "01-05-24  03:04PM  1 x";

    private static @Nullable FtpEntry readOrNull(ListingFormat options, String line) {
        return ListingReader.list(options, CLOCK).read(line);
    }

    private static FtpEntry read(ListingFormat options, String line) {
        return requireNonNull(readOrNull(options, line), line);
    }

    /** The language, the sum, and three lines of {@code ls -l}. */
    record Listing(Locale language, String sum, List<String> lines) {

        static Listing of(String paragraph) {
            List<String> lines = paragraph.lines().toList();
            return new Listing(Locale.forLanguageTag(lines.get(0)), lines.get(1), lines.subList(2, lines.size()));
        }
    }

    static Stream<Listing> listings() throws IOException {
        try (InputStream file = ListingFormatTest.class.getResourceAsStream("/listings/unix-languages.txt")) {
            String text = new String(requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n\n", -1)).skip(1).map(Listing::of);
        }
    }

    @ParameterizedTest
    @MethodSource("listings")
    void shouldReadMonthsOfALanguage(Listing listing) {
        ListingReader reader = ListingReader.list(ListingFormat.DEFAULT.months(listing.language()), CLOCK);

        assertThat(reader.read(listing.sum())).isNull();
        assertThat(listing.lines().stream().map(line -> DialectSample.describe(reader.read(line))))
                .containsExactly(
                        "FILE | 0 | 2023-05-05 | rw-r--r-- | root | root | old05",
                        "FILE | 0 | 2023-10-05 | rw-r--r-- | root | root | old10",
                        "FILE | 0 | 2026-11-09T08:05 | rw-r--r-- | root | root | new");
    }

    /** From tests/dirparsertest.cpp of FileZilla (HP-UX in German, Hungarian) and dir-listing-ls-25 of Chromium. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de|26. Juli, 20:10|2026-07-26T20:10:00Z",
                "de|2.   Okt.  2003|2003-10-02T00:00:00Z",
                "hu|szept 26 20:10|2026-09-26T20:10:00Z",
                "ru|15 \u0430\u043f\u0440 18:11|2026-04-15T18:11:00Z",
                "ru|01 \u043c\u0430\u0439 2007|2007-05-01T00:00:00Z",
                "ru|28 \u0441\u0435\u043d 2007|2007-09-28T00:00:00Z"
            })
    void shouldReadOtherFormsOfALanguage(String language, String date, Instant expected) {
        FtpEntry entry = read(
                ListingFormat.DEFAULT.months(Locale.forLanguageTag(language)),
                "dr-xr-xr-x   2 root     other      2235 " + date + " my dir");

        assertThat(entry.name()).isEqualTo("my dir");
        assertThat(entry.modified()).isEqualTo(expected);
    }

    @Test
    void shouldReadSeveralLanguagesAndEnglishStill() {
        ListingFormat options = ListingFormat.DEFAULT.months(Locale.FRENCH, Locale.GERMAN);

        assertThat(read(options, "-rw-r--r-- 1 a b 1  5 ao\u00fbt   2023 x").modified())
                .isEqualTo("2023-08-05T00:00:00Z");
        assertThat(read(options, "-rw-r--r-- 1 a b 1  5. Dez 2023  x").modified())
                .isEqualTo("2023-12-05T00:00:00Z");
        assertThat(read(options, "-rw-r--r-- 1 a b 1 May  5  2023 x").modified())
                .isEqualTo("2023-05-05T00:00:00Z");
    }

    @Test
    void shouldNotGuessAMonthThatTwoOfTheLanguageBeginLike() {
        FtpEntry entry = read(ListingFormat.DEFAULT.months(Locale.FRENCH), "-rw-r--r-- 1 a b 1  5 jui    2023 x");

        assertThat(entry.name()).isEqualTo("x");
        assertThat(entry.modified()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"th-TH-u-ca-buddhist-nu-thai", "ar-EG-u-nu-arab", "ja-JP-u-ca-japanese", "tr"})
    void shouldReadGregorianDatesWhateverTheLocaleOfThisMachine(String tag) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            ListingFormat thai = ListingFormat.DEFAULT.months(Locale.forLanguageTag(tag));
            for (ListingFormat options : List.of(ListingFormat.DEFAULT, thai)) {
                assertThat(read(options, "-rw-r--r-- 1 a b 1 JUL  5  2023 x").modified())
                        .isEqualTo("2023-07-05T00:00:00Z");
                assertThat(read(options, "-rw-r--r-- 1 a b 1 Jul  5 12:34 x").modified())
                        .isEqualTo("2026-07-05T12:34:00Z");
                assertThat(read(options, DOS).modified()).isEqualTo("2024-01-05T15:04:00Z");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldReadTimesInTheZoneOfTheServer() {
        ListingFormat options = ListingFormat.DEFAULT.zone(ZoneId.of("America/New_York"));

        assertThat(read(ListingFormat.DEFAULT, UNIX).modified()).isEqualTo("2026-01-05T12:34:00Z");
        assertThat(read(options, UNIX).modified()).isEqualTo("2026-01-05T17:34:00Z");
        assertThat(read(options, DOS).modified()).isEqualTo("2024-01-05T20:04:00Z");
        assertThat(read(options, "-rw-r--r-- 1 a b 1 2023-12-05 12:34:56.000000000 +0200 x")
                        .modified())
                .isEqualTo("2023-12-05T10:34:56Z");
    }

    @ParameterizedTest
    @CsvSource({
        "YEAR_MONTH_DAY, 2004-05-06, 2004-05-06",
        "MONTH_DAY_YEAR, 2006-04-05, 2006-04-05",
        "DAY_MONTH_YEAR, 2006-05-04, 2006-05-04"
    })
    void shouldReadDatesInTheOrderOfTheServer(DateOrder order, String os400, String dos) {
        ListingFormat options = ListingFormat.DEFAULT.dateOrder(order);

        assertThat(read(options, "JOE 1 04/05/06 00:00:00 *STMF a").modified()).isEqualTo(os400 + "T00:00:00Z");
        assertThat(read(options, "04-05-06  00:00  1 a").modified()).isEqualTo(dos + "T00:00:00Z");
        assertThat(read(ListingFormat.DEFAULT, "JOE 1 04/05/06 00:00:00 *STMF a")
                        .modified())
                .isNull();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheOrderThatADateTellsItself(DateOrder order) {
        ListingFormat options = ListingFormat.DEFAULT.dateOrder(order).parsers(ListingParser.dos());

        assertThat(read(options, "2006-04-05  00:00  1 a").modified()).isEqualTo("2006-04-05T00:00:00Z");
        assertThat(read(options, "05.04.2006  00:00  1 a").modified()).isEqualTo("2006-04-05T00:00:00Z");
    }

    @Test
    void shouldForceADialect() {
        ListingFormat options = ListingFormat.DEFAULT.parsers(ListingParser.dos());

        assertThat(read(options, UNIX).type()).isEqualTo(FtpEntryType.UNPARSED);
        assertThat(read(options, DOS).type()).isEqualTo(FtpEntryType.FILE);
        assertThatIllegalArgumentException().isThrownBy(() -> ListingFormat.DEFAULT.parsers(new ListingParser[0]));
    }

    @Test
    void shouldGiveLanguagesToAForcedDialect() {
        ListingFormat options =
                ListingFormat.DEFAULT.parsers(ListingParser.unix()).months(Locale.FRENCH);

        assertThat(read(options, "-rw-r--r-- 1 a b 1  5 mai    2023 x").modified())
                .isEqualTo("2023-05-05T00:00:00Z");
    }

    @Test
    void shouldTryADialectOfTheUserFirst() {
        ListingParser own = (line, now, zone) -> line.startsWith("-")
                ? FtpEntry.builder(line, "own", FtpEntryType.OTHER).build()
                : null;
        ListingFormat options = ListingFormat.DEFAULT.addParser(own);

        assertThat(read(options, UNIX).name()).isEqualTo("own");
        assertThat(read(options, DOS).name()).isEqualTo("x");
    }

    @Test
    void shouldNotChangeTheOptionsItIsMadeFrom() {
        ListingFormat changed =
                ListingFormat.DEFAULT.zone(ZoneOffset.MAX).months(Locale.FRENCH).parsers(ListingParser.dos());

        assertThat(changed.zone()).isEqualTo(ZoneOffset.MAX);
        assertThat(ListingFormat.DEFAULT.zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(ListingFormat.DEFAULT.candidates()).isEqualTo(ListingParser.all());
    }
}
