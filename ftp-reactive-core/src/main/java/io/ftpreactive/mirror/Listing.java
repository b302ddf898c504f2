package io.ftpreactive.mirror;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import java.util.Set;

/** A remote directory that was listed to its end. */
final class Listing {

    private final Entries entries = new Entries();
    private long fingerprint;
    private int unread;

    void add(FtpEntry entry) {
        if (entry.type() == FtpEntryType.UNPARSED) {
            unread++;
        } else {
            entries.add(Listed.of(entry), Set.of());
        }
        fingerprint = fingerprint * 31 + entry.raw().hashCode();
    }

    Entries entries() {
        return entries;
    }

    /** Lines that nobody can read, each of which may stand for something. */
    int unread() {
        return unread;
    }

    /** Whether nothing was listed, which some servers also do instead of a refusal. */
    boolean isEmpty() {
        return entries.isEmpty() && unread == 0;
    }

    /** The same for directories that list the same; 0 for those that list too little to tell. */
    long fingerprint() {
        return entries.size() < 2 ? 0 : fingerprint;
    }
}
