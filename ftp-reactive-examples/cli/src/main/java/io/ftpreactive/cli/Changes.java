package io.ftpreactive.cli;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.result.TreeEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has changed in a directory from one listing to the next, by name, type, size and time: so what is rewritten with
 * the same size within the precision of the server's times is not noticed. The first listing is compared with nothing.
 */
final class Changes {

    /** How an entry has changed. */
    enum Kind {
        ADDED('+'),
        REMOVED('-'),
        CHANGED('~');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }

        char sign() {
            return sign;
        }
    }

    /**
     * A change.
     *
     * @param kind how it has changed
     * @param found as it is, or as it was last seen
     */
    record Change(Kind kind, TreeEntry found) {}

    /**
     * What is remembered of an entry.
     *
     * @param found as it was last seen
     * @param listings how many in a row have shown it so
     * @param told whether it was once given out
     */
    private record Seen(TreeEntry found, int listings, boolean told) {}

    private final int stable;
    private Map<String, Seen> seen = new LinkedHashMap<>();

    /**
     * Starts from nothing.
     *
     * @param stable how many listings in a row must show an entry the same before it is given out
     */
    Changes(int stable) {
        this.stable = stable;
    }

    /** Compares a listing with the one before; what is gone comes first. */
    List<Change> next(List<TreeEntry> listing) {
        List<Change> changes = new ArrayList<>();
        Map<String, Seen> now = new LinkedHashMap<>();
        for (TreeEntry found : listing) {
            if (found.entry().type() != FtpEntryType.UNPARSED) {
                now.computeIfAbsent(found.path(), path -> see(seen.get(path), found, changes));
            }
        }
        seen.keySet().removeAll(now.keySet());
        List<Change> removed = new ArrayList<>();
        seen.values().stream().filter(Seen::told).forEach(gone -> removed.add(new Change(Kind.REMOVED, gone.found)));
        removed.addAll(changes);
        seen = now;
        return removed;
    }

    private Seen see(@Nullable Seen before, TreeEntry found, List<Change> changes) {
        boolean told = before != null && before.told;
        int listings = before != null && isSame(before.found.entry(), found.entry()) ? before.listings + 1 : 1;
        if (listings == stable) {
            changes.add(new Change(told ? Kind.CHANGED : Kind.ADDED, found));
        }
        return new Seen(found, listings, told || listings == stable);
    }

    private static boolean isSame(FtpEntry before, FtpEntry now) {
        return before.type() == now.type()
                && before.size().equals(now.size())
                && Objects.equals(before.modified(), now.modified());
    }
}
