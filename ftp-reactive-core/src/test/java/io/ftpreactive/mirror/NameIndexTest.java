package io.ftpreactive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.mirror.Entries.Entry;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Entries are found by their names. */
class NameIndexTest {

    private static Entries of(String... names) {
        Entries entries = new Entries();
        for (String name : names) {
            entries.add(Listed.ofName(name, false), Set.of());
        }
        return entries;
    }

    @Test
    void shouldFindEachAndNoOther() {
        Entries entries = new Entries();
        for (int i = 0; i < 20_000; i++) {
            entries.add(Listed.ofName("f" + i, false), Set.of());
        }
        NameIndex names = NameIndex.ofNames(entries);
        assertThat(entries).allMatch(entry -> entry.equals(names.find(entry.name())) && names.isFirst(entry));
        assertThat(names.find("f")).isNull();
        assertThat(names.find("f20000")).isNull();
        assertThat(names.find("F1")).isNull();
    }

    @Test
    void shouldFindTheFirstOfThoseThatAreCalledAlike() {
        Entries entries = of("b", "a", "b", "c", "b");
        NameIndex names = NameIndex.ofNames(entries);
        assertThat(entries.stream().map(names::isFirst)).containsExactly(true, true, false, true, false);
        assertThat(names.all("b").map(Entry::at)).hasSize(3).isSorted();
    }

    @Test
    void shouldFindByFoldedNames() {
        Entries entries = of("readme", "README", "\u00e4", "other", "Readme");
        NameIndex folded = NameIndex.ofFolded(entries, entry -> !entry.name().equals("Readme"));
        assertThat(folded.all(LocalSide.folded("ReadMe")).map(Entry::name)).containsExactly("readme", "README");
        assertThat(folded.all(LocalSide.folded("A\u0308")).map(Entry::name)).containsExactly("\u00e4");
        assertThat(folded.all(LocalSide.folded("another"))).isEmpty();
    }

    @Test
    void shouldBeEmptyWithoutEntries() {
        assertThat(NameIndex.ofNames(of()).isEmpty()).isTrue();
        assertThat(NameIndex.ofNames(of()).find("a")).isNull();
        assertThat(NameIndex.ofFolded(of("a"), entry -> false).isEmpty()).isTrue();
        assertThat(NameIndex.ofNames(of("a")).isEmpty()).isFalse();
    }
}
