package io.ftpreactive.codec.listing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the samples of {@code listings/vms.txt} leave open. */
class VmsParserTest {

    private static final Instant NOW = Instant.parse("2024-03-15T12:00:00Z");

    private static @Nullable FtpEntry parse(String line) {
        return ListingParser.vms().parse(line, NOW, ZoneOffset.UTC);
    }

    private static FtpEntry read(String line) {
        return requireNonNull(parse(line), line);
    }

    @Test
    void shouldTellVersionsOfAFileApart() {
        assertThat(read("A.TXT;2  1  1-JAN-2000 00:00").name()).isEqualTo("A.TXT;2");
        assertThat(read("A.TXT;1  1  1-JAN-2000 00:00").name()).isEqualTo("A.TXT;1");
    }

    @ParameterizedTest
    @CsvSource({"A.DIR;1, DIRECTORY, A", "a.dir;1, DIRECTORY, a", ".DIR;1, FILE, .DIR;1", "A.DIRS;1, FILE, A.DIRS;1"})
    void shouldNameDirectoryAsCwdTakesIt(String file, FtpEntryType type, String name) {
        FtpEntry entry = read(file + " 1 1-JAN-2000 00:00");

        assertThat(entry.type()).isEqualTo(type);
        assertThat(entry.name()).isEqualTo(name);
    }

    @Test
    void shouldKnowRefusedDirectoryByItsName() {
        assertThat(read("DIGLIB.DIR;1        %RMS-E-PRV, insufficient privilege"))
                .hasToString("DIRECTORY DIGLIB");
    }

    @ParameterizedTest
    @CsvSource({
        "18014398509481983, 9223372036854775296",
        "18014398509481984, -1",
        "99999999999999999999, -1",
        "99999999999999999999/3, -1",
        "3/99999999999999999999, 1536",
        "37/36, 37",
        "36/36, 18432"
    })
    void shouldCountBytesOfBlocks(String blocks, long size) {
        String line = "A.B;1 " + blocks + " 1-JAN-2000 00:00";

        assertThat(read(line).size().orElse(-1)).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"31-FEB-2000 00:00", "1-JAN-2000 24:00", "1-JAN-2000 23:60", "1-XYZ-2000 00:00", "0-JAN-2000"})
    void shouldReadEntryWithoutATimeThatNoClockHas(String time) {
        FtpEntry entry = read("A.B;1 1 " + time);

        assertThat(entry.name()).isEqualTo("A.B;1");
        assertThat(entry.modified()).isNull();
    }

    @Test
    void shouldTakeTimeInTheZoneOfTheServer() {
        FtpEntry entry =
                requireNonNull(ListingParser.vms().parse("A.B;1 1 1-JUL-2000 12:00", NOW, ZoneId.of("Europe/Berlin")));

        assertThat(entry.modified()).isEqualTo(Instant.parse("2000-07-01T10:00:00Z"));
    }

    /** Joined without a space, the version 1 and the size 64 look like a version 164 without a size. */
    @Test
    void shouldRatherNotReadAnEntryThanGiveItAWrongVersion() {
        String rest = "64   4-MAR-2019 00:04 [USR,USRGROUP] (RWED,RWED,RWED,R)";

        assertThat(parse("FILE123.DAT;1" + rest)).isNull();
        assertThat(read("FILE123.DAT;1 " + rest).name()).isEqualTo("FILE123.DAT;1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A.B;1",
                "A.B;1 ",
                "A.B 1 1-JAN-2000 00:00",
                "A.B;x 1 1-JAN-2000 00:00",
                "A.B;1 1",
                "A.B;1 1-JAN-2000 00:00",
                "A.B;1 1 1-JAN-2000 00:00 [A]",
                "A.B;1 1 1-JAN-2000 00:00 [A] (RWED",
                "A.B;1 1 1-JAN-2000 00:00 [A] (rwx)",
                "A.B;1 1 1-JAN-2000 00:00 more"
            })
    void shouldReadNoEntryThatIsNotWhole(String line) {
        assertThat(parse(line)).isNull();
    }

    @Test
    void shouldKeepNameWhoseSecondLineDoesNotCome() {
        ListingReader reader =
                ListingReader.of(List.of(ListingParser.vms()), Clock.fixed(NOW, ZoneOffset.UTC), ZoneOffset.UTC);

        assertThat(reader.read("A_LONG_NAME.TXT;1")).isNull();
        assertThat(reader.end()).hasToString("UNPARSED A_LONG_NAME.TXT;1");
    }
}
