package io.ftpreactive.codec.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documented lines of all dialects, read alone, among all candidates, and broken. */
class DialectSamplesTest {

    /** The files of samples and whose they are. */
    private static final Map<String, ListingParser> DIALECTS = Map.ofEntries(
            Map.entry("dos", ListingParser.dos()),
            Map.entry("enterprise-unix", ListingParser.enterpriseUnix()),
            Map.entry("eplf", ListingParser.eplf()),
            Map.entry("jes", ListingParser.jes()),
            Map.entry("mac", ListingParser.mac()),
            Map.entry("mvs", ListingParser.mvs()),
            Map.entry("mvs-members", ListingParser.mvsMembers()),
            Map.entry("netware", ListingParser.netWare()),
            Map.entry("nonstop", ListingParser.nonStop()),
            Map.entry("os2", ListingParser.os2()),
            Map.entry("os400", ListingParser.os400()),
            Map.entry("small-systems", ListingParser.smallSystems()),
            Map.entry("unix", ListingParser.unix()),
            Map.entry("vms", ListingParser.vms()),
            Map.entry("zvm", ListingParser.zvm()));

    static Stream<DialectSample> samples() {
        return DIALECTS.keySet().stream().sorted().flatMap(dialect -> DialectSample.of(dialect).stream());
    }

    private static String read(DialectSample sample, List<ListingParser> parsers) {
        ListingReader reader = ListingReader.of(parsers, Clock.fixed(sample.now(), ZoneOffset.UTC), ZoneOffset.UTC);
        List<String> results = new ArrayList<>();
        for (String line : sample.lines()) {
            results.add(DialectSample.describe(reader.read(line)));
        }
        String last = results.remove(results.size() - 1);
        assertThat(results).allMatch("none"::equals);
        return last;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldReadByItsOwnParser(DialectSample sample) {
        assertThat(read(sample, List.of(DIALECTS.get(sample.dialect())))).isEqualTo(sample.expected());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldBeReadTheSameWhenAllDialectsAreCandidates(DialectSample sample) {
        assertThat(read(sample, ListingParser.all())).isEqualTo(sample.expected());
    }

    @Test
    void shouldHaveSamplesOfEveryDialect() {
        assertThat(DIALECTS.values()).containsExactlyInAnyOrderElementsOf(ListingParser.all());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldNotThrowOnBrokenLines(DialectSample sample) {
        Random random = new Random(sample.lines().hashCode());
        for (String line : sample.lines()) {
            for (int end = 0; end <= line.length(); end++) {
                readByAll(sample, line.substring(0, end));
                readByAll(sample, line.substring(end));
                readByAll(sample, line.substring(0, end) + (char) random.nextInt(0x10000) + line.substring(end));
            }
        }
    }

    private static void readByAll(DialectSample sample, String line) {
        for (ListingParser parser : ListingParser.all()) {
            assertThatCode(() -> {
                        parser.parse(line, sample.now(), ZoneOffset.UTC);
                        parser.isNote(line);
                        parser.isUnfinished(line);
                    })
                    .as("%s of %s", line, sample)
                    .doesNotThrowAnyException();
        }
    }
}
