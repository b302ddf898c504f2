package io.ftpreactive.codec.listing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixParserTest {

    private static final Instant NOW = Instant.parse("2024-03-15T12:00:00Z");

    private static @Nullable FtpEntry parseOrNull(String line) {
        return ListingParser.unix().parse(line, NOW, ZoneOffset.UTC);
    }

    private static FtpEntry parse(String line) {
        return requireNonNull(parseOrNull(line), line);
    }

    @Test
    void shouldReadFile() {
        String line = "-rw-r--r--   1 joe      staff        1234 Jan  5 12:34 a.txt";
        FtpEntry entry = parse(line);

        assertThat(entry.name()).isEqualTo("a.txt");
        assertThat(entry.type()).isEqualTo(FtpEntryType.FILE);
        assertThat(entry.size()).hasValue(1234);
        assertThat(entry.modified()).isEqualTo(Instant.parse("2024-01-05T12:34:00Z"));
        assertThat(entry.modifiedPrecision()).isEqualTo(TimePrecision.MINUTE);
        assertThat(entry.permissions()).isEqualTo("rw-r--r--");
        assertThat(entry.owner()).isEqualTo("joe");
        assertThat(entry.group()).isEqualTo("staff");
        assertThat(entry.facts()).isEmpty();
        assertThat(entry.raw()).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({
        "-rw-r--r--,FILE,rw-r--r--",
        "drwxr-xr-x,DIRECTORY,rwxr-xr-x",
        "lrwxrwxrwx,LINK,rwxrwxrwx",
        "prw-r--r--,OTHER,rw-r--r--",
        "srwxr-xr-x,OTHER,rwxr-xr-x",
        "-rwsr-Sr-t,FILE,rwsr-Sr-t",
        "drwxrwxrwT,DIRECTORY,rwxrwxrwT",
        "-rw-r--r--+,FILE,rw-r--r--",
        "-rw-r--r--.,FILE,rw-r--r--",
        "-rw-r--r--@,FILE,rw-r--r--"
    })
    void shouldReadModes(String mode, FtpEntryType type, String permissions) {
        FtpEntry entry = parse(mode + " 1 a b 1 Jan  5 12:34 x");

        assertThat(entry.type()).isEqualTo(type);
        assertThat(entry.permissions()).isEqualTo(permissions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Jan  5 12:34 a b|a b",
                "Jan  5 12:34  a|' a'",
                "Jan  5 12:34 a  |'a  '",
                "Jan  5  2023 a|a",
                "Jan  5  2023  a|' a'",
                "Jan 15 12:34 Jan  5 12:34 b|Jan  5 12:34 b",
                "Jan  5 12:34 a -> b|a -> b"
            })
    void shouldTakeAllBehindOneSpaceAfterTheDateForTheName(String rest, String name) {
        assertThat(parse("-rw-r--r-- 1 joe staff 1 " + rest).name()).isEqualTo(name.replace("'", ""));
    }

    @Test
    void shouldSplitTargetFromNameOfLinkOnly() {
        FtpEntry link = parse("lrwxrwxrwx 1 a b 4 Jan  5 12:34 my link -> ../to there -> x");
        assertThat(link.name()).isEqualTo("my link");
        assertThat(link.linkTarget()).isEqualTo("../to there -> x");

        FtpEntry file = parse("-rwxrwxrwx 1 a b 4 Jan  5 12:34 a -> b");
        assertThat(file.name()).isEqualTo("a -> b");
        assertThat(file.linkTarget()).isNull();

        FtpEntry bare = parse("lrwxrwxrwx 1 a b 4 Jan  5 12:34 a");
        assertThat(bare.name()).isEqualTo("a");
        assertThat(bare.linkTarget()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "1 joe staff 7,joe,staff,7",
                "1 joe 7,joe,-,7",
                "1 1000 100 7,1000,100,7",
                "1 1000 7,1000,-,7",
                "joe staff 7,joe,staff,7",
                "1 7,-,-,7",
                "7,-,-,7",
                "1 joe domain users 7,joe,domain users,7",
                "1 may 5 7,may,5,7",
                "1 joe staff 5000000000,joe,staff,5000000000"
            })
    void shouldReadOwnersThatMayBeMissing(String columns, @Nullable String owner, @Nullable String group, long size) {
        FtpEntry entry = parse("-rw-r--r-- " + columns + " Jan  5 12:34 x");

        assertThat(entry.owner()).isEqualTo(owner);
        assertThat(entry.group()).isEqualTo(group);
        assertThat(entry.size()).hasValue(size);
        assertThat(entry.name()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Foo  5 12:34", "5. J\u00e4n 12:34", "m\u00e4r  5  2023"})
    void shouldReadNameBesideDateInAnotherLanguage(String date) {
        FtpEntry entry = parse("-rw-r--r-- 1 a b 1 " + date + " x");

        assertThat(entry.name()).isEqualTo("x");
        assertThat(entry.size()).hasValue(1);
        assertThat(entry.modified()).isNull();
        assertThat(entry.modifiedPrecision()).isEqualTo(TimePrecision.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "1000 2023 Dec 10 14:32 x,2023,x",
        "1000 staff 12 2023-01-05 14:32 x,12,x",
        "1000 staff 12 Jan  5  2023 x,12,x",
        "staff1 12 15 Dec 2023 12:34 x,12,12:34 x",
        "1000 1000 12 15 Dec 2023 x,12,x"
    })
    void shouldNotTakeSizeForPartOfTheDate(String columns, long size, String name) {
        FtpEntry entry = parse("-rw-r--r-- 1 " + columns);

        assertThat(entry.size()).hasValue(size);
        assertThat(entry.name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8, 0", "8,0", "4,  64"})
    void shouldReadDevicesWithoutSize(String numbers) {
        FtpEntry entry = parse("brw-rw---- 1 root disk " + numbers + " Jan  5 12:34 sda");

        assertThat(entry.type()).isEqualTo(FtpEntryType.OTHER);
        assertThat(entry.size()).isEmpty();
        assertThat(entry.owner()).isEqualTo("root");
        assertThat(entry.group()).isEqualTo("disk");
        assertThat(entry.name()).isEqualTo("sda");
    }

    @ParameterizedTest
    @ValueSource(strings = {"th-TH-u-ca-buddhist-nu-thai", "ar-EG-u-nu-arab", "de", "tr"})
    void shouldReadEnglishMonthsWhateverTheLocale(String tag) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            assertThat(parse("-rw-r--r-- 1 a b 1 JUL  5  2023 x").modified())
                    .isEqualTo(Instant.parse("2023-07-05T00:00:00Z"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldReadTimesInTheZoneOfTheServer() {
        FtpEntry entry = requireNonNull(
                ListingParser.unix().parse("-rw-r--r-- 1 a b 1 Jan  5 12:34 x", NOW, ZoneId.of("America/New_York")));
        assertThat(entry.modified()).isEqualTo(Instant.parse("2024-01-05T17:34:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "total 12",
                "-rw-r--r--",
                "-rw-r--r-- 1 a b 1 Jan  5 12:34",
                "-rw-r--r-- 1 a b 1 Jan  5 12:34 ",
                "-rw-r--r-- 1 a b x Jan  5 12:34 x",
                "-rw-r--r-- 1 a b 1 Jan  5 noon x",
                "-rw-r--r 1 a b 1 Jan  5 12:34 x",
                "?????????? ? ? ? ? ? x",
                "type=file;size=1; Jan  5 12:34 x",
                "01-05-24  03:04PM  1 x"
            })
    void shouldReadNothingElse(String line) {
        assertThat(parseOrNull(line)).isNull();
    }
}
