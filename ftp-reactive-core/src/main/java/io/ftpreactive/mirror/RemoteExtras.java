package io.ftpreactive.mirror;

import io.ftpreactive.mirror.Entries.Entry;
import io.ftpreactive.mirror.Entries.Mark;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What is in a remote directory and not in the local one, less what may be here under another name. */
final class RemoteExtras {

    private final Entries there;
    private final NameIndex names;

    /**
     * Takes a remote directory.
     *
     * @param there its entries, of which those are marked as matched whose name is here
     * @param names of all entries
     */
    RemoteExtras(Entries there, NameIndex names) {
        this.there = there;
        this.names = names;
    }

    /** Leaves alone what an upload that was broken off may have left, and the next one will rename. */
    void spareTemporary(Entries source, UnaryOperator<String> temporaryName) {
        for (Entry file : source.with(Mark.TRANSFER)) {
            Entry left = names.find(temporaryName.apply(file.name()));
            if (left != null) {
                there.mark(left, Mark.SPARED);
            }
        }
    }

    /**
     * Leaves alone what may be what has just come from here: the server may take two names for one. Of names that it lists
     * side by side it does not.
     */
    void spareAlike(Entries source) {
        NameIndex unknown = NameIndex.ofFolded(there, this::isExtra);
        if (unknown.isEmpty()) {
            return;
        }
        source.stream()
                .filter(entry -> names.find(entry.name()) == null)
                .flatMap(
                        entry -> unknown.all(LocalSide.folded(entry.name())).takeWhile(other -> !other.is(Mark.SPARED)))
                .forEach(other -> there.mark(other, Mark.SPARED));
    }

    Stream<Listed> stream() {
        return there.stream().filter(this::isExtra).map(Entry::listed);
    }

    /** A server may list a name twice, which is one file. */
    private boolean isExtra(Entry entry) {
        return !entry.is(Mark.MATCHED) && !entry.is(Mark.SPARED) && names.isFirst(entry);
    }
}
