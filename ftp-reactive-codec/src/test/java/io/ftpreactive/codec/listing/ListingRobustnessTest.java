package io.ftpreactive.codec.listing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No line makes a reader throw or think long, whatever dialect it has chosen. */
class ListingRobustnessTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-02-29T12:00:00Z"), ZoneOffset.UTC);

    private static final List<String> SAMPLES = List.of(
            "type=file;size=12;modify=20240229123456.789;UNIX.mode=0644; a b",
            "type=OS.unix=slink:/a b;UNIX.owner=0; l",
            "-rw-r--r--+  1 joe  domain users  1234 Feb 29 12:34 a b",
            "lrwxrwxrwx 1 joe staff 4 Jan  5  2023 l -> t",
            "brw-rw---- 1 root disk 8, 0 Dec 31 23:59 sda",
            "01-05-24  03:04PM       <DIR>          my dir",
            "01-05-2024  23:04    <JUNCTION>     x [y]",
            "12-31-99  12:00AM  1,234,567 a",
            "-rw-r--r-- 1 joe staff 4 2023-12-05 12:34:56.714725157 +0000 x",
            "-rw-r--r-- 1 joe staff 4 10\u670819\u65e5 08:05 x",
            "-rw-r--r-- 1 joe staff 4 2023\ub144 12\uc6d4  5\uc77c x",
            "-rw-r--r-- 1 joe staff 4 2023 szept  5 x",
            "-rw-r--r-- 1 joe staff 4 26. Juli, 20:10 x",
            "drwxrwxrwx 1 user group 0 Mar  3 04:49:59 2003 x",
            "+i8388621.48594,m825718503,r,s280,up755\tx",
            "d [RWCEAFMS] ftpadmin 512 Jun 25  2007 x",
            " 1123 DIR  A    10-05-100   23:38  x",
            "-rw-r--r--    54149       27826    81975 Jul 22  2010 x",
            "-C--E-----FTP A QUA1I1      18128       41 Apr 1 2014 x",
            "total 12");

    private static final String ALPHABET = " ;=:-<>[],.0123456789AMPMdlrwx\0\t\r\n\u0661\u00e9\ud800\udcff\u202e";

    private static List<ListingReader> readers() {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        ListingFormat options = ListingFormat.DEFAULT.zone(zone).months(Locale.GERMAN, Locale.forLanguageTag("hu"));
        List<ListingReader> readers = new ArrayList<>();
        readers.add(ListingReader.mlsd(CLOCK, zone));
        readers.add(ListingReader.list(options, CLOCK));
        for (ListingParser parser : ListingParser.all()) {
            readers.add(ListingReader.list(options.parsers(parser), CLOCK));
        }
        return readers;
    }

    private static String mutate(String sample, Random random) {
        StringBuilder line = new StringBuilder(sample);
        for (int edits = random.nextInt(6); edits >= 0; edits--) {
            int at = random.nextInt(line.length() + 1);
            char c = random.nextInt(8) == 0
                    ? (char) random.nextInt(Character.MAX_VALUE + 1)
                    : ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> line.insert(at, c);
                case 1 -> line.setLength(at);
                case 2 -> line.replace(at, Math.min(at + 1, line.length()), String.valueOf(c));
                default -> line.delete(at, Math.min(at + random.nextInt(5), line.length()));
            }
        }
        return line.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNotThrowOnMutatedLines(long seed) {
        Random random = new Random(seed);
        List<ListingReader> readers = readers();
        for (int i = 0; i < 50_000; i++) {
            String line = mutate(SAMPLES.get(random.nextInt(SAMPLES.size())), random);
            for (ListingReader reader : readers) {
                assertThatCode(() -> reader.read(line)).as(line).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "a=;",
                "a=b c;",
                "a",
                "1",
                "- ",
                "Jan 5 12:34 ",
                "-rw-r--r-- ",
                "1 Jan 5 ",
                "01-05-24  03:04PM  ",
                "1,",
                "type=OS.unix=slink:",
                "+m1,s2,/",
                "d [RWCEAFMS] ",
                "1 DIR ",
                "2023\u5e74",
                "2023-01-05 ",
                " -> "
            })
    void shouldReadHugeLinesInLinearTime(String part) {
        String huge = part.repeat(1_000_000 / part.length());
        assertTimeout(Duration.ofSeconds(60), () -> {
            for (ListingReader reader : readers()) {
                reader.read(huge);
                reader.read(huge + " x");
                reader.read("-rw-r--r-- 1 a b " + huge + " x");
                reader.read("01-05-24  03:04PM  " + huge + " x");
                reader.read("type=file;" + huge + " x");
                reader.read("+" + huge + "\tx");
                reader.read("d [RWCEAFMS] " + huge + " x");
            }
        });
    }
}
