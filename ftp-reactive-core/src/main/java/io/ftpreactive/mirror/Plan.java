package io.ftpreactive.mirror;

import io.ftpreactive.mirror.Entries.Mark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is to be done with a directory. Made by one thread, and not changed after that. */
final class Plan {

    final Folder folder;
    /** What there is to tell at once. */
    final List<MirrorResult> told = new ArrayList<>();
    /** What stands at the destination where a file is to be. */
    final List<Extra> inTheWay = new ArrayList<>();

    final List<Folder> folders = new ArrayList<>();
    /** Entries of the source, marked with what is to be done. */
    final Entries source;
    /** What the source does not have. */
    final Entries extras = new Entries();

    /** Whether the source has nothing, as far as it says. */
    final boolean nothing;

    Plan(Folder folder, Entries source, boolean nothing) {
        this.folder = folder;
        this.source = source;
        this.nothing = nothing;
    }

    /** Lets go of the source if nothing is to be done with it: the plan waits for the transfers of the directory. */
    Plan made() {
        if (!source.has(Mark.TRANSFER) && !source.has(Mark.MODE) && !source.has(Mark.REMOVE)) {
            source.clear();
        }
        return this;
    }

    /**
     * Something to delete.
     *
     * @param path from the start, with slashes
     * @param remote its remote path
     * @param local its local path
     * @param directory whether it is a directory
     */
    record Extra(String path, String remote, Path local, boolean directory) {}
}
