package io.ftpreactive.result;

import io.ftpreactive.codec.listing.FtpEntry;
import java.util.Objects;

/**
 * An entry of a tree and its place in the tree.
 *
 * @param path the path on the server: that of the start, a slash and the names below it
 * @param depth 1 for entries of the start itself
 * @param entry the entry in the listing of its directory
 */
public record TreeEntry(String path, int depth, FtpEntry entry) {

    /**
     * Checks that nothing is missing.
     *
     * @param path the path
     * @param depth 1 for entries of the start itself
     * @param entry the entry
     */
    public TreeEntry {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(entry, "entry");
    }

    /**
     * Returns type and path.
     *
     * @return text for logs; the path may hold anything
     */
    @Override
    public String toString() {
        return entry.type() + " " + path;
    }
}
