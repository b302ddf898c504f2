package io.ftpreactive.codec.listing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DosParserTest {

    private static @Nullable FtpEntry parseOrNull(String line) {
        return ListingParser.dos().parse(line, Instant.EPOCH, ZoneOffset.UTC);
    }

    private static FtpEntry parse(String line) {
        return requireNonNull(parseOrNull(line), line);
    }

    @Test
    void shouldReadFile() {
        String line = "01-05-24  03:04PM             5000000000 a b.txt";
        FtpEntry entry = parse(line);

        assertThat(entry.name()).isEqualTo("a b.txt");
        assertThat(entry.isFile()).isTrue();
        assertThat(entry.size()).hasValue(5_000_000_000L);
        assertThat(entry.modified()).isEqualTo(Instant.parse("2024-01-05T15:04:00Z"));
        assertThat(entry.modifiedPrecision()).isEqualTo(TimePrecision.MINUTE);
        assertThat(entry.permissions()).isNull();
        assertThat(entry.raw()).isEqualTo(line);
    }

    @Test
    void shouldReadDirectory() {
        FtpEntry entry = parse("01-05-24  03:04PM       <DIR>          my dir [x]");

        assertThat(entry.name()).isEqualTo("my dir [x]");
        assertThat(entry.isDirectory()).isTrue();
        assertThat(entry.size()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "01-05-24  12:00AM|2024-01-05T00:00:00Z",
                "01-05-24  12:30pm|2024-01-05T12:30:00Z",
                "01-05-24  11:59PM|2024-01-05T23:59:00Z",
                "01-05-2024  23:59|2024-01-05T23:59:00Z",
                "01/05/2024  03:04 AM|2024-01-05T03:04:00Z",
                "12-31-69  01:00AM|2069-12-31T01:00:00Z",
                "12-31-70  01:00AM|1970-12-31T01:00:00Z"
            })
    void shouldReadTimes(String text, Instant time) {
        FtpEntry entry = parse(text + "       <DIR>          a");

        assertThat(entry.modified()).isEqualTo(time);
        assertThat(entry.name()).isEqualTo("a");
    }

    @Test
    void shouldReadTimesInTheZoneOfTheServer() {
        FtpEntry entry = requireNonNull(
                ListingParser.dos().parse("01-05-24  03:04PM  1 a", Instant.EPOCH, ZoneId.of("America/New_York")));
        assertThat(entry.modified()).isEqualTo(Instant.parse("2024-01-05T20:04:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"13-05-24  03:04PM", "02-30-24  03:04PM", "01-05-24  25:00"})
    void shouldTakeTimesOfNoCalendarForUnknown(String text) {
        FtpEntry entry = parse(text + "  1 a");

        assertThat(entry.name()).isEqualTo("a");
        assertThat(entry.modified()).isNull();
        assertThat(entry.modifiedPrecision()).isEqualTo(TimePrecision.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "'1,234,567',1234567",
        "1.234.567,1234567",
        "1'234,1234",
        "1\u00a0234,1234",
        "1\udca0234\udca0567,1234567",
        "1\udcff234,1234",
        "'12.345,678',12345678",
        "0,0"
    })
    void shouldReadSizesWithSeparators(String text, long size) {
        assertThat(parse("01-05-24  03:04PM  " + text + " a").size()).hasValue(size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-05-24  03:04PM            1,234,567 a b",
                "05.01.2024  15:04         1.234.567 a b",
                "2024-01-05  15:04         1.234.567 a b"
            })
    void shouldReadThemInAListingOfWhichNothingElseIsKnown(String line) {
        ListingReader reader = ListingReader.list(ListingFormat.DEFAULT, Clock.systemUTC());
        FtpEntry entry = requireNonNull(reader.read(line));
        assertThat(entry.name()).isEqualTo("a b");
        assertThat(entry.size()).hasValue(1_234_567);
    }

    @Test
    void shouldTakeSizeThatIsTooLargeForUnknown() {
        assertThat(parse("01-05-24  03:04PM  99999999999999999999 a").size()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "<JUNCTION>     Documents [C:\\Users\\x]|Documents|C:\\Users\\x",
                "<SYMLINKD>     to dir [..\\a [b]|to dir [..\\a|b",
                "<SYMLINK>      file [x]|file|x",
                "<JUNCTION>     Documents -> C:\\Users\\x y|Documents|C:\\Users\\x y",
                "<SYMLINKD>     a b -> ..\\c [d]|a b|..\\c [d]",
                "<DIR>          Documents -> C:\\Users|Documents|C:\\Users",
                "<JUNCTION>     x|x|-",
                "<JUNCTION>     x []|x|-"
            })
    void shouldReadLinksWithTarget(String text, String name, @Nullable String target) {
        FtpEntry entry = parse("01-05-24  03:04PM    " + text);

        assertThat(entry.type()).isEqualTo(FtpEntryType.LINK);
        assertThat(entry.name()).isEqualTo(name);
        assertThat(entry.linkTarget()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-05-24  03:04PM                    1 a b ",
                "01-05-24  03:04PM                    1  a b ",
                "  01-05-24  03:04PM  1    a b ",
                "01-05-24  03:04PM       <DIR>          a b ",
                "01-05-24  03:04PM       <DIR>           a b ",
                "01-05-24  03:04PM       <dir> a b ",
                "1-5-24  3:04PM  1 a b ",
                "1/5/2024 3:04p 1 a b ",
                "01-05-24\t03:04PM\t1\ta b ",
                "2024-1-05  15:04  1 a b ",
                "2024/01/05  15:04:59  1 a b ",
                "05.01.2024  15:04  1 a b ",
                "5.1.24  15:04  1 a b "
            })
    void shouldReadWhateverIsFilledUpWithSpaces(String line) {
        FtpEntry entry = parse(line);

        assertThat(entry.name()).isEqualTo("a b ");
        assertThat(entry.modified()).isEqualTo("2024-01-05T15:04:00Z");
    }

    @Test
    void shouldTakeTheDayFirstWhereThereIsNoSuchMonth() {
        assertThat(parse("25/12/2004  10:15  1 a").modified()).isEqualTo("2004-12-25T10:15:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " Volume in drive C has no label.",
                " Volume Serial Number is 1234-ABCD",
                " Directory of C:\\pub",
                "               3 File(s)      1,234,567 bytes",
                "               2 Dir(s)  12.345.678 bytes free"
            })
    void shouldPassOverHeadingsAndSums(String line) {
        assertThat(ListingParser.dos().isNote(line)).isTrue();
        assertThat(parseOrNull(line)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01-05-24  03:04PM",
                "01-05-24  03:04PM  <DIR>",
                "01-05-24  03:04PM  <DIR>   ",
                "01-05-24  03:04PM  12",
                "01-05-24  03:04PM  12 ",
                "01-05-24  03:04PM  <FOO>  a",
                "01-05-24  03:04PM  12a",
                "1-5-  03:04PM  12 a",
                "2024-1  03:04  12 a",
                "01-05-24  3:4PM  12 a",
                "-rw-r--r-- 1 a b 1 Jan  5 12:34 x",
                "type=file; 01-05-24  03:04PM  12 a"
            })
    void shouldReadNothingElse(String line) {
        assertThat(parseOrNull(line)).isNull();
    }
}
