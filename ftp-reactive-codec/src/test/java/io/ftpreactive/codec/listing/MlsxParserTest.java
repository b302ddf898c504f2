package io.ftpreactive.codec.listing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpReply;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MlsxParserTest {

    private static @Nullable FtpEntry parseOrNull(String line) {
        return ListingParser.mlsx().parse(line, Instant.EPOCH, ZoneId.of("Asia/Tokyo"));
    }

    private static FtpEntry parse(String line) {
        return requireNonNull(parseOrNull(line), line);
    }

    @Test
    void shouldReadFactsAndName() {
        String line =
                "Type=file;Size=5000000000;Modify=20240229123456;UNIX.mode=0644;UNIX.owner=joe;UNIX.group=staff; a";
        FtpEntry entry = parse(line);

        assertThat(entry.name()).isEqualTo("a");
        assertThat(entry.isFile()).isTrue();
        assertThat(entry.size()).hasValue(5_000_000_000L);
        assertThat(entry.modified()).isEqualTo(Instant.parse("2024-02-29T12:34:56Z"));
        assertThat(entry.modifiedPrecision()).isEqualTo(TimePrecision.SECOND);
        assertThat(entry.permissions()).isEqualTo("0644");
        assertThat(entry.owner()).isEqualTo("joe");
        assertThat(entry.group()).isEqualTo("staff");
        assertThat(entry.linkTarget()).isNull();
        assertThat(entry.raw()).isEqualTo(line);
    }

    @Test
    void shouldKeepFactsByLowerCaseNameAndValuesAsTheyAre() {
        assertThat(parse("TYPE=FILE;Perm=RWadfr;UNIQUE=801U=3; a").facts())
                .containsOnly(entry("type", "FILE"), entry("perm", "RWadfr"), entry("unique", "801U=3"))
                .isUnmodifiable();
    }

    @Test
    void shouldLeaveUnknownWhatTheServerDoesNotTell() {
        FtpEntry entry = parse("type=file; a");

        assertThat(entry.size()).isEmpty();
        assertThat(entry.modified()).isNull();
        assertThat(entry.modifiedPrecision()).isEqualTo(TimePrecision.NONE);
        assertThat(entry.permissions()).isNull();
        assertThat(entry.owner()).isNull();
        assertThat(entry.group()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "type=file; a b|a b",
                "type=file;  a|' a'",
                "type=file; a |'a '",
                "type=file;   |'  '",
                "type=file; a;b=c; d|a;b=c; d",
                "type=file; =|=",
                "type=file;size=1; ;|;",
                "type=file; \udcff|\udcff"
            })
    void shouldTakeAllBehindTheFirstSpaceForTheName(String line, String name) {
        assertThat(parse(line).name()).isEqualTo(name.replace("'", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "   ", "\t", " \t "})
    void shouldReadFactsOfALineThatIsIndented(String indent) {
        FtpEntry entry = parse(indent + "type=file;size=7;  a b ");

        assertThat(entry.name()).isEqualTo(" a b ");
        assertThat(entry.size()).hasValue(7);
        assertThat(entry.isFile()).isTrue();
        assertThat(parse(indent.strip() + " x=y; a").name()).isEqualTo("x=y; a");
    }

    @Test
    void shouldTakeATabInPlaceOfTheSpace() {
        assertThat(parse("size=7;type=file;\ta 2009-07-22 b").name()).isEqualTo("a 2009-07-22 b");
        assertThat(parse("type=file; \t a").name()).isEqualTo("\t a");
    }

    @ParameterizedTest
    @CsvSource({
        "file,FILE",
        "File,FILE",
        "dir,DIRECTORY",
        "cdir,DIRECTORY",
        "pDir,DIRECTORY",
        "OS.unix=slink:/a,LINK",
        "os.UNIX=symlink,LINK",
        "OS.unix=slink,LINK",
        "OS.unix=slinky,OTHER",
        "OS.unix=chr-13/29,OTHER",
        "'',OTHER"
    })
    void shouldKnowTypesInAnyCase(String fact, FtpEntryType type) {
        assertThat(parse("type=" + fact + "; a").type()).isEqualTo(type);
    }

    @Test
    void shouldTakeMissingTypeForOther() {
        assertThat(parse("size=1; a").type()).isEqualTo(FtpEntryType.OTHER);
        assertThat(parse(" a").type()).isEqualTo(FtpEntryType.OTHER);
    }

    @Test
    void shouldReadTargetOfLink() {
        assertThat(parse("type=OS.unix=slink:/a/B:c;size=1; l").linkTarget()).isEqualTo("/a/B:c");
        assertThat(parse("type=OS.unix=slink:; l").linkTarget()).isNull();
        assertThat(parse("type=OS.unix=symlink; l").linkTarget()).isNull();
    }

    @Test
    void shouldKeepSpacesInValuesWhenMoreFactsFollow() {
        FtpEntry link = parse("type=OS.unix=slink:/a b;size=1; l");
        assertThat(link.linkTarget()).isEqualTo("/a b");
        assertThat(link.name()).isEqualTo("l");

        FtpEntry owned = parse("type=file;UNIX.groupname=domain users; a; b");
        assertThat(owned.group()).isEqualTo("domain users");
        assertThat(owned.name()).isEqualTo("a; b");
    }

    @Test
    void shouldReadLineWithoutLastSemicolon() {
        FtpEntry entry = parse("type=file;size=1 a b;c");

        assertThat(entry.size()).hasValue(1);
        assertThat(entry.name()).isEqualTo("a b;c");
    }

    @Test
    void shouldReadFractionsOfSeconds() {
        FtpEntry entry = parse("modify=20240229123456.789; a");

        assertThat(entry.modified()).isEqualTo(Instant.parse("2024-02-29T12:34:56.789Z"));
        assertThat(entry.modifiedPrecision()).isEqualTo(TimePrecision.MILLI);
    }

    @ParameterizedTest
    @ValueSource(strings = {"size=x;modify=x; a", "size=-1;modify=20241301000000.5; a", "size=9223372036854775808; a"})
    void shouldTakeValuesThatAreNoneForUnknown(String line) {
        FtpEntry entry = parse(line);

        assertThat(entry.size()).isEmpty();
        assertThat(entry.modified()).isNull();
        assertThat(entry.modifiedPrecision()).isEqualTo(TimePrecision.NONE);
    }

    @Test
    void shouldPreferNamesOfOwnersToNumbers() {
        FtpEntry entry = parse("UNIX.uid=0;UNIX.ownername=root;UNIX.gid=1;UNIX.groupname=adm; a");
        assertThat(entry.owner()).isEqualTo("root");
        assertThat(entry.group()).isEqualTo("adm");
        assertThat(parse("UNIX.uid=0; a").owner()).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "total 12",
                "type=file;",
                "type=file; ",
                "type=file;a",
                "=file; a",
                ";type=file; a",
                "file; a",
                "-rw-r--r-- 1 a b 1 Jan  5 12:34 x=y",
                "01-05-24  03:04PM  1 a=b; c"
            })
    void shouldReadNothingElse(String line) {
        assertThat(parseOrNull(line)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " type=file;size=1; /dir/a b",
                "type=file;size=1; /dir/a b",
                "   type=file;size=1; /dir/a b",
                "\ttype=file;size=1; /dir/a b",
                "250-type=file;size=1; /dir/a b",
                "250-  type=file;size=1; /dir/a b"
            })
    void shouldReadMlstReplyWithAndWithoutIndent(String line) {
        FtpEntry entry = FtpEntry.ofMlst(FtpReply.of("250-Listing /dir/a b", line, "", "250 End"));

        assertThat(entry.name()).isEqualTo("/dir/a b");
        assertThat(entry.size()).hasValue(1);
        assertThat(entry.isFile()).isTrue();
    }

    @Test
    void shouldReadMlstReplyOfOneLine() {
        assertThat(FtpEntry.ofMlst(FtpReply.of("250 type=dir; /")).isDirectory())
                .isTrue();
    }

    @Test
    void shouldKeepSpacesAroundNameInMlstReply() {
        FtpReply reply = FtpReply.of("250-x", " type=file;  a ", "250 y");
        assertThat(FtpEntry.ofMlst(reply).name()).isEqualTo(" a ");
    }

    @Test
    void shouldRefuseMlstReplyWithoutFacts() {
        assertNoFacts(FtpReply.of("250 OK"));
        assertNoFacts(FtpReply.of("250-Listing", "", " /dir/a", "250 End"));
        assertNoFacts(FtpReply.of("250-Listing", "  a", "250 End"));
        assertNoFacts(FtpReply.of("550-Listing", " type=file; a", "550 End"));
    }

    private static void assertNoFacts(FtpReply reply) {
        assertThatExceptionOfType(FtpCodecException.class)
                .isThrownBy(() -> FtpEntry.ofMlst(reply))
                .withMessageContaining(reply.lines().get(0));
    }
}
