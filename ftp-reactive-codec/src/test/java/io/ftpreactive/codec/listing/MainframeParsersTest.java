package io.ftpreactive.codec.listing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parsers of OpenVMS, z/OS, z/VM, IBM i and NonStop: what they leave to each other, and lines that are none. */
class MainframeParsersTest {

    private static final Instant NOW = Instant.parse("2024-03-15T12:00:00Z");

    private static final Map<String, ListingParser> PARSERS = Map.of(
            "vms", ListingParser.vms(),
            "mvs", ListingParser.mvs(),
            "mvs-members", ListingParser.mvsMembers(),
            "jes", ListingParser.jes(),
            "zvm", ListingParser.zvm(),
            "os400", ListingParser.os400(),
            "nonstop", ListingParser.nonStop());

    static Stream<DialectSample> samples() {
        return Stream.concat(
                        PARSERS.keySet().stream().sorted(),
                        Stream.of("unix", "dos", "eplf", "netware", "enterprise-unix", "mac", "os2"))
                .flatMap(dialect -> DialectSample.of(dialect).stream());
    }

    private static boolean claims(ListingParser parser, String line) {
        return parser.parse(line, NOW, ZoneOffset.UTC) != null || parser.isNote(line) || parser.isUnfinished(line);
    }

    private static FtpEntry read(ListingParser parser, String line) {
        return requireNonNull(parser.parse(line, NOW, ZoneOffset.UTC), line);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldClaimNoLineOfAnotherDialect(DialectSample sample) {
        PARSERS.forEach((dialect, parser) -> {
            if (!dialect.equals(sample.dialect())) {
                assertThat(sample.lines()).as(dialect).noneMatch(line -> claims(parser, line));
            }
        });
    }

    /** With LISTLEVEL 1 z/OS tells the extended format, IBM technote swg21468733. */
    @Test
    void shouldTakeExtendedPartitionedDataSetForDirectory() {
        String line = "SYSPP1 3390   2000/01/20  1    3  FB      80  3120  PO  BSCSYS.ISPTABL";

        assertThat(read(ListingParser.mvs(), line.replace(" PO ", "PO-E"))).hasToString("DIRECTORY BSCSYS.ISPTABL");
    }

    @Test
    void shouldReadBareNamesAfterHeadingOfMembers() {
        ListingReader reader = ListingReader.of(ListingParser.all(), Clock.fixed(NOW, ZoneOffset.UTC), ZoneOffset.UTC);
        List<String> entries = new ArrayList<>();
        for (String line :
                List.of(" Name     VV.MM  Created     Changed     Size  Init   Mod   Id", "ISPSPROF", "$A  ")) {
            entries.add(String.valueOf(reader.read(line)));
        }

        assertThat(entries).containsExactly("null", "FILE ISPSPROF", "FILE $A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README", "$A", "#B ", "A1234567"})
    void shouldTakeWhatCanBeNameOfMember(String line) {
        assertThat(read(ListingParser.mvsMembers(), line).name()).isEqualTo(line.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Readme", "1A", "A12345678", "A B", "A.B", "", "-", "A 01.02", "A 01.02 1999/01/01"})
    void shouldNotTakeWhatCannotBeNameOfMember(String line) {
        assertThat(ListingParser.mvsMembers().parse(line, NOW, ZoneOffset.UTC)).isNull();
    }

    @Test
    void shouldNotTellSizeOfRecordsThatNoLongHolds() {
        String start = "A B F 4000000000 ";
        String end = " 1 1999-12-27 16:19:00 -";

        assertThat(read(ListingParser.zvm(), start + "2000000000" + end).size()).hasValue(8_000_000_000_000_000_000L);
        assertThat(read(ListingParser.zvm(), start + "3000000000" + end).size()).isEmpty();
        assertThat(read(ListingParser.zvm(), start + "99999999999999999999" + end)
                        .size())
                .isEmpty();
    }

    @Test
    void shouldTakeYearsOfTwoDigitsFrom1970To2069() {
        assertThat(read(ListingParser.nonStop(), "A 0 1 2-Jan-70 00:00:00 1,2 \"nnnn\"")
                        .modified())
                .isEqualTo("1970-01-02T00:00:00Z");
        assertThat(read(ListingParser.nonStop(), "A 0 1 2-Jan-69 00:00:00 1,2 \"nnnn\"")
                        .modified())
                .isEqualTo("2069-01-02T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNotThrowOnRandomLines(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            String line = random.ints(random.nextInt(80), 0, random.nextBoolean() ? 0x80 : 0x10000)
                    .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                    .toString();
            for (ListingParser parser : PARSERS.values()) {
                assertThatCode(() -> claims(parser, line)).as(line).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "A",
                "A ",
                "1",
                "1 ",
                "+",
                "*",
                "'",
                "A;1 ",
                "1/1 ",
                "1-JAN-2000 ",
                "12:00 ",
                "[A,B] ",
                "[A",
                "(R) ",
                "Volume ",
                "Dsname",
                "Tape ",
                "PO ",
                "FO ",
                "ANY ",
                "JOB00001 ",
                "OUTPUT ",
                "F ",
                "DIR ",
                "- ",
                "*MEM ",
                "/"
            })
    void shouldReadHugeLinesInLinearTime(String part) {
        String huge = part.repeat(200_000 / part.length());
        List<String> starts = List.of(
                "",
                "A;1 ",
                "A;1 1 1-JAN-2000 ",
                "Volume ",
                "VOL001 3390 2000/01/01 ",
                "Migrated ",
                "VOL001 3390 ",
                "A ",
                "A 01.00 1999/01/01 ",
                "A 000000 000000 ",
                "A JOB00001 ",
                "  001 ",
                "STEPNAME ",
                "A B F ",
                "A B F 1 1 1 ",
                "01/01/2000 00:00:00 F 1 1 '",
                "A 1 01/01/00 00:00:00 *DIR ",
                "A *MEM ",
                "A 0 1 ",
                "Total of 1 ");
        assertTimeout(Duration.ofSeconds(20), () -> {
            for (ListingParser parser : PARSERS.values()) {
                for (String start : starts) {
                    claims(parser, start + huge);
                    claims(parser, start + huge + " x");
                }
            }
        });
    }
}
