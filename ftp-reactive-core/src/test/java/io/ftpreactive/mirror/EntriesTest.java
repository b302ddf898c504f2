package io.ftpreactive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.TimePrecision;
import io.ftpreactive.mirror.Entries.Entry;
import io.ftpreactive.mirror.Entries.Mark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is packed comes out as it went in. */
class EntriesTest {

    private static final int CHUNK = 1 << 16;

    private static Entries of(List<Listed> all) {
        Entries entries = new Entries();
        all.forEach(listed -> entries.add(listed, Set.of()));
        return entries;
    }

    private static Listed named(String name) {
        return Listed.ofName(name, false);
    }

    @Test
    void shouldKeepWhatIsKnown() {
        List<Listed> all = new ArrayList<>();
        for (FtpEntryType type : FtpEntryType.values()) {
            for (TimePrecision precision : TimePrecision.values()) {
                all.add(new Listed("n", type, 0, Instant.EPOCH, precision, 0, true));
                all.add(new Listed("n", type, -1, null, precision, -1, false));
            }
        }
        for (long size : new long[] {1, 126, 127, 128, 1L << 40, Long.MAX_VALUE}) {
            for (Instant time : List.of(
                    Instant.MIN,
                    Instant.MAX,
                    Instant.ofEpochSecond(-1, 999_999_999),
                    Instant.parse("2024-02-03T04:05:06Z"))) {
                all.add(new Listed("n", FtpEntryType.FILE, size, time, TimePrecision.MILLI, 0777, true));
            }
        }
        assertThat(of(all)).extracting(Entry::listed).isEqualTo(all);
    }

    /** Also one that no charset could encode. */
    @Test
    void shouldKeepAnyName() {
        List<Listed> all = List.of(
                named("a"), named("\u00e4\u4e2d\ud83d\ude00"), named("\ud800"), named("\uffff\0"), named(" a "));
        assertThat(of(all))
                .extracting(Entry::name)
                .containsExactly("a", "\u00e4\u4e2d\ud83d\ude00", "\ud800", "\uffff\0", " a ");
    }

    @Test
    void shouldFindEachByItsPlace() {
        List<Listed> all = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            all.add(named("file " + i));
        }
        Entries entries = of(all);
        assertThat(entries).extracting(Entry::listed).isEqualTo(all);
        assertThat(entries.size()).isEqualTo(all.size());
        assertThat(entries).allMatch(entry -> entries.get(entry.at()).equals(entry));
        assertThat(entries).extracting(Entry::at).doesNotHaveDuplicates();
    }

    @Test
    void shouldTakeNamesLongerThanAChunk() {
        List<Listed> all = IntStream.of(1, CHUNK - 20, 5, CHUNK, 1, 3 * CHUNK, 2 * CHUNK, 1, 1)
                .mapToObj(length -> named("\u4e2d".repeat(length)))
                .toList();
        Entries entries = of(all);
        assertThat(entries).extracting(Entry::listed).isEqualTo(all);
        assertThat(entries).allMatch(entry -> entries.get(entry.at()).equals(entry));
    }

    @Test
    void shouldMark() {
        Entries entries = of(List.of(named("a"), named("b"), named("c")));
        entries.add(named("d"), Set.of(Mark.MODE, Mark.SPARED));
        Entry second = entries.stream().skip(1).findFirst().orElseThrow();
        for (Mark mark : List.of(Mark.TRANSFER, Mark.REMOVE, Mark.TRANSFER)) {
            entries.mark(second, mark);
        }
        assertThat(second.is(Mark.TRANSFER)).isFalse();
        assertThat(entries.with(Mark.TRANSFER)).extracting(Entry::name).containsExactly("b");
        assertThat(entries.with(Mark.REMOVE)).extracting(Entry::name).containsExactly("b");
        assertThat(entries.with(Mark.MODE)).extracting(Entry::name).containsExactly("d");
        assertThat(entries.with(Mark.SPARED)).extracting(Entry::name).containsExactly("d");
        assertThat(entries.has(Mark.SPARED)).isTrue();
        assertThat(entries.has(Mark.CHECK)).isFalse();
        assertThat(entries).extracting(Entry::name).containsExactly("a", "b", "c", "d");
    }

    @Test
    void shouldHaveNothingInTheBeginningAndWhenCleared() {
        Entries entries = new Entries();
        assertThat(entries).isEmpty();
        assertThat(entries.isEmpty()).isTrue();
        entries.add(named("a".repeat(CHUNK)), Set.of(Mark.TRANSFER));
        entries.add(named("b"), Set.of());
        assertThat(entries.isEmpty()).isFalse();
        entries.clear();
        assertThat(entries).isEmpty();
        assertThat(entries.isEmpty()).isTrue();
        assertThat(entries.has(Mark.TRANSFER)).isFalse();
        entries.add(named("c"), Set.of());
        assertThat(entries).extracting(Entry::name).containsExactly("c");
    }
}
