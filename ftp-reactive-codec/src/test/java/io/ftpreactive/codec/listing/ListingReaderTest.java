package io.ftpreactive.codec.listing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpReply;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingReaderTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-03-15T12:00:00Z"), ZoneOffset.UTC);

    private static final String UNIX = "-rw-r--r-- 1 joe staff 1 Jan  5 12:34 unix";
    private static final String DOS = "01-05-24  03:04PM  1 dos";
    private static final String MLSX = "type=file; mlsx";

    private static ListingReader mlsd() {
        return ListingReader.mlsd(CLOCK, ZoneOffset.UTC);
    }

    private static ListingReader list() {
        return ListingReader.list(ListingFormat.DEFAULT, CLOCK);
    }

    private static List<String> read(ListingReader reader, String... lines) {
        List<String> entries = new ArrayList<>();
        for (String line : lines) {
            FtpEntry entry = reader.read(line);
            entries.add(entry == null ? "null" : entry.toString());
        }
        return entries;
    }

    @Test
    void shouldKeepTheDialectOfTheFirstLineThatCanBeRead() {
        assertThat(read(list(), "welcome", UNIX, DOS, UNIX))
                .containsExactly("UNPARSED welcome", "FILE unix", "UNPARSED " + DOS, "FILE unix");
        assertThat(read(list(), DOS, UNIX)).containsExactly("FILE dos", "UNPARSED " + UNIX);
        assertThat(read(mlsd(), UNIX, MLSX)).containsExactly("UNPARSED " + UNIX, "FILE mlsx");
    }

    @Test
    void shouldGiveWholeLineAsNameOfWhatCannotBeRead() {
        FtpEntry entry = requireNonNull(list().read("  what? "));

        assertThat(entry.type()).isEqualTo(FtpEntryType.UNPARSED);
        assertThat(entry.name()).isEqualTo("  what? ");
        assertThat(entry.raw()).isEqualTo("  what? ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n", "\t", "total 0", "total 12", "Total 4.0K", "total 1,234"})
    void shouldSkipLinesThatHoldNoEntry(String line) {
        assertThat(list().read(line)).isNull();
        assertThat(mlsd().read(line)).isNull();
    }

    @Test
    void shouldNotSkipFileNamedLikeTotal() {
        assertThat(read(list(), "-rw-r--r-- 1 a b 1 Jan  5 12:34 total 12")).containsExactly("FILE total 12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type=cdir; /home",
                "type=pdir; ..",
                "Type=CDIR; x",
                "TYPE=PDir; x",
                "type=dir; .",
                "type=dir; ..",
                "type=OS.unix=slink:/; .."
            })
    void shouldSkipDirectoryItselfAndParentOfMlsd(String line) {
        assertThat(mlsd().read(line)).isNull();
    }

    @Test
    void shouldSkipDirectoryItselfAndParentOfList() {
        assertThat(read(
                        list(),
                        "drwxr-xr-x 2 a b 4096 Jan  5 12:34 .",
                        "drwxr-xr-x 2 a b 4096 Jan  5 12:34 ..",
                        "drwxr-xr-x 2 a b 4096 Jan  5 12:34 ..."))
                .containsExactly("null", "null", "DIRECTORY ...");
        assertThat(list().read("01-05-24  03:04PM       <DIR>          ..")).isNull();
    }

    @Test
    void shouldTakeOffTheLineEnd() {
        assertThat(requireNonNull(mlsd().read(MLSX + " \r\n")).name()).isEqualTo("mlsx ");
        assertThat(requireNonNull(list().read("huh\r")).name()).isEqualTo("huh");
    }

    @Test
    void shouldHandTimeAndZoneToTheParser() {
        List<Object> seen = new ArrayList<>();
        ListingParser parser = (line, now, zone) -> {
            seen.addAll(List.of(line, now, zone));
            return null;
        };
        ListingReader.of(List.of(parser), CLOCK, ZoneOffset.MAX).read("x");

        assertThat(seen).containsExactly("x", CLOCK.instant(), ZoneOffset.MAX);
    }

    @Test
    void shouldAskParsersInTheGivenOrder() {
        ListingParser anything = ListingReaderTest::readAnything;

        assertThat(read(of(anything, ListingParser.mlsx()), MLSX)).containsExactly("OTHER custom");
        assertThat(read(of(ListingParser.mlsx(), anything), MLSX)).containsExactly("FILE mlsx");
    }

    private static @Nullable FtpEntry readAnything(String line, Instant now, ZoneId zone) {
        return FtpEntry.builder(line, "custom", FtpEntryType.OTHER).build();
    }

    private static ListingReader of(ListingParser... parsers) {
        return ListingReader.of(List.of(parsers), CLOCK, ZoneOffset.UTC);
    }

    @Test
    void shouldRefuseToReadWithoutParsers() {
        assertThatIllegalArgumentException().isThrownBy(ListingReaderTest::of);
    }

    /** Two lines an entry, "{name}/" and " {size}", under a heading. */
    private static final class Wrapped implements ListingParser {

        @Override
        public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
            return line.matches("[a-z]/ +\\d")
                    ? FtpEntry.builder(line, line.substring(0, 1), FtpEntryType.FILE)
                            .build()
                    : null;
        }

        @Override
        public boolean isNote(String line) {
            return line.equals("Directory");
        }

        @Override
        public boolean isUnfinished(String line) {
            return line.endsWith("/");
        }
    }

    private static ListingReader wrapped() {
        return ListingReader.of(List.of(ListingParser.unix(), new Wrapped()), CLOCK, ZoneOffset.UTC);
    }

    @Test
    void shouldJoinTheLinesOfAnEntry() {
        assertThat(read(wrapped(), "a/", " 1", "b/", " 2")).containsExactly("null", "FILE a", "null", "FILE b");
    }

    @Test
    void shouldKeepTheTextOfAnEntryThatCannotBeReadOrEnds() {
        ListingReader reader = wrapped();

        assertThat(read(reader, "a/", "?", "b/", "")).containsExactly("null", "UNPARSED a/ ?", "null", "UNPARSED b/ ");
        assertThat(reader.end()).isNull();
        assertThat(read(reader, "c/")).containsExactly("null");
        assertThat(reader.end()).hasToString("UNPARSED c/");
        assertThat(reader.end()).isNull();
    }

    @Test
    void shouldDecideOnTheDialectByAHeading() {
        assertThat(read(wrapped(), "Directory", UNIX)).containsExactly("null", "UNPARSED " + UNIX);
    }

    @Test
    void shouldJoinTheLinesOfAnEntryThatAreNotIndented() {
        assertThat(read(wrapped(), "a/", "1")).containsExactly("null", "FILE a");
    }

    @Test
    void shouldNotTakeAWordForAMemberBeforeSomethingElseDecides() {
        assertThat(read(list(), "WELCOME", UNIX)).containsExactly("UNPARSED WELCOME", "FILE unix");
        assertThat(read(list(), " Name     VV.MM   Created       Changed      Size  Init   Mod   Id", "WELCOME"))
                .containsExactly("null", "FILE WELCOME");
        ListingReader forced = ListingReader.of(List.of(ListingParser.mvsMembers()), CLOCK, ZoneOffset.UTC);
        assertThat(read(forced, "WELCOME")).containsExactly("FILE WELCOME");
    }

    private static List<String> readStat(String... lines) {
        return ListingReader.stat(FtpReply.of(lines), ListingFormat.DEFAULT, CLOCK).stream()
                .map(FtpEntry::toString)
                .toList();
    }

    /** As vsftpd, ProFTPD, Pure-FTPd and the server of 4.4BSD send it, and Windows. */
    @Test
    void shouldReadTheReplyToStat() {
        String self = "drwxr-xr-x 2 joe staff 4096 Jan  5 12:34 .";
        assertThat(readStat("213-Status follows:", self, UNIX, "213 End of status"))
                .containsExactly("FILE unix");
        assertThat(readStat("212-Status of /pub:", "212-" + self, "212-" + UNIX, "212 End"))
                .containsExactly("FILE unix");
        assertThat(readStat("213-STAT", "total 4", UNIX, "213 End.")).containsExactly("FILE unix");
        assertThat(readStat("211-status of a:", " " + UNIX, "211 end")).containsExactly("FILE unix");
        assertThat(readStat("213-x", DOS, "what?", "213 y")).containsExactly("FILE dos", "UNPARSED what?");
        assertThat(readStat("213-x", "A.DIR;1", "   1 22-OCT-1989 18:01", "B.TXT;2", "213 y"))
                .containsExactly("DIRECTORY A", "UNPARSED B.TXT;2");
    }

    @Test
    void shouldFindNothingInAReplyToStatWithoutLines() {
        assertThat(readStat("211 Status")).isEmpty();
        assertThat(readStat("213-Status", "213 End")).isEmpty();
    }

    @Test
    void shouldRefuseOtherRepliesToStat() {
        assertThatExceptionOfType(FtpCodecException.class).isThrownBy(() -> readStat("550 No such file"));
        assertThatExceptionOfType(FtpCodecException.class).isThrownBy(() -> readStat("200-x", UNIX, "200 y"));
    }
}
