package io.ftpreactive.mirror;

import io.ftpreactive.mirror.Entries.Entry;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds entries by their names, or by a form of these, in 8 bytes an entry. What is added later is not found. */
final class NameIndex {

    /** The server chooses the names, and is not to know which of them have the same hash. */
    private static final long SEED = ThreadLocalRandom.current().nextLong();

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final Entries entries;
    private final UnaryOperator<String> form;
    /** A hash in the upper half, and in the lower where its entry is: of those that are called alike the first comes first. */
    private final long[] sorted;

    private NameIndex(Entries entries, UnaryOperator<String> form, Predicate<Entry> which) {
        this.entries = entries;
        this.form = form;
        long[] keys = new long[entries.size()];
        int count = 0;
        for (Entry entry : entries) {
            if (which.test(entry)) {
                keys[count++] = key(hash(form.apply(entry.name())), entry.at());
            }
        }
        sorted = count == keys.length ? keys : Arrays.copyOf(keys, count);
        Arrays.sort(sorted);
    }

    /** Finds by names. */
    static NameIndex ofNames(Entries entries) {
        return new NameIndex(entries, UnaryOperator.identity(), entry -> true);
    }

    /** Finds some of the entries by {@link LocalSide#folded} names. */
    static NameIndex ofFolded(Entries entries, Predicate<Entry> which) {
        return new NameIndex(entries, LocalSide::folded, which);
    }

    private static long key(int hash, int at) {
        return (long) hash << Integer.SIZE | at;
    }

    private static int hash(String text) {
        long hash = SEED;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * MULTIPLIER;
            hash ^= hash >>> Integer.SIZE;
        }
        return (int) hash;
    }

    boolean isEmpty() {
        return sorted.length == 0;
    }

    /** The first entry that is called so. */
    @Nullable
    Entry find(String text) {
        return all(text).findFirst().orElse(null);
    }

    /** Whether no entry before this one is called like it. */
    boolean isFirst(Entry entry) {
        Entry first = find(form.apply(entry.name()));
        return first != null && first.at() == entry.at();
    }

    /** All entries that are called so, each looked at when its turn comes. */
    Stream<Entry> all(String text) {
        int hash = hash(text);
        int found = Arrays.binarySearch(sorted, key(hash, 0));
        return IntStream.range(found < 0 ? -found - 1 : found, sorted.length)
                .mapToLong(i -> sorted[i])
                .takeWhile(key -> (int) (key >> Integer.SIZE) == hash)
                .mapToObj(key -> entries.get((int) key))
                .filter(entry -> form.apply(entry.name()).equals(text));
    }
}
