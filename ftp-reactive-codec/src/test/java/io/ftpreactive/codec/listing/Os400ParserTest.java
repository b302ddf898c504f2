package io.ftpreactive.codec.listing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the samples of {@code listings/os400.txt} leave open. */
class Os400ParserTest {

    private static final Instant NOW = Instant.parse("2024-03-15T12:00:00Z");

    private static @Nullable FtpEntry parse(String line) {
        return ListingParser.os400().parse(line, NOW, ZoneOffset.UTC);
    }

    private static FtpEntry read(String line) {
        return requireNonNull(parse(line), line);
    }

    @ParameterizedTest
    @CsvSource({
        "02/23/00, 2000-02-23",
        "23/02/00, 2000-02-23",
        "96-09-20, 1996-09-20",
        "10.10.10, 2010-10-10",
        "03/15/24, 2024-03-15",
        "24.09.01, 2001-09-24",
        "24/03/17, 2017-03-24"
    })
    void shouldTellDateThatIsOneDayInEveryOrderUnlessItIsToCome(String date, String day) {
        assertThat(read("A 1 " + date + " 00:00:00 *STMF b").modified()).isEqualTo(day + "T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"05/10/02", "21.05.11", "01/02/03", "24/03/16", "99/99/99", "00/00/00"})
    void shouldNotGuessDate(String date) {
        FtpEntry entry = read("A 1 " + date + " 00:00:00 *STMF b");

        assertThat(entry.modified()).isNull();
        assertThat(entry.modifiedPrecision()).isEqualTo(TimePrecision.NONE);
        assertThat(entry.name()).isEqualTo("b");
    }

    @Test
    void shouldKeepSpacesWithinNames() {
        assertThat(read("A 1 02/23/00 00:00:00 *STMF      a  b c").name()).isEqualTo("a  b c");
        assertThat(read("A 1 02/23/00 00:00:00 *DIR       a b/").name()).isEqualTo("a b");
    }

    /** Anonymous users are told no owner. */
    @Test
    void shouldReadBlankOwnerAndBlankSize() {
        FtpEntry entry = read("                      02/23/00 00:00:00 *DIR       a/");

        assertThat(entry.owner()).isNull();
        assertThat(entry.size()).isEmpty();
    }

    @Test
    void shouldNotTakeTypesItDoesNotKnowForFiles() {
        assertThat(read("A 1 02/23/00 00:00:00 *PGM      a")).hasToString("OTHER a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A 1 02/23/00 00:00:00 STMF a",
                "A 1 02/23/00 00:00 *STMF a",
                "A 1 02/23 00:00:00 *STMF a",
                "A 1 02/23-00 00:00:00 *STMF a",
                "A *STMF a",
                "A B 1 02/23/00 00:00:00 *STMF a",
                "A 1 02/23/00 00:00:00 *DIR /",
                "*MEM"
            })
    void shouldReadNoEntryOfOtherForms(String line) {
        assertThat(parse(line)).isNull();
    }
}
