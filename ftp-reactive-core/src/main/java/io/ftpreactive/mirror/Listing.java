package io.ftpreactive.mirror;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import java.util.ArrayList;
import java.util.List;

/** A remote directory that was listed to its end; small, since a directory may hold very many files. */
final class Listing {

    private final ArrayList<Listed> entries = new ArrayList<>();
    private long fingerprint;
    private int unread;

    void add(FtpEntry entry) {
        if (entry.type() == FtpEntryType.UNPARSED) {
            unread++;
        } else {
            entries.add(Listed.of(entry));
        }
        fingerprint = fingerprint * 31 + entry.raw().hashCode();
    }

    List<Listed> entries() {
        return entries;
    }

    /** Lets go of the entries: what is still to be done holds on to the listing. */
    void clear() {
        entries.clear();
        entries.trimToSize();
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
