package io.ftpreactive.mirror;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be done with a directory. Made by one thread, and not changed after that. */
final class Plan {

    final Folder folder;
    /** What there is to tell at once. */
    final List<MirrorResult> told = new ArrayList<>();
    /** What stands at the destination where a file is to be. */
    final List<Extra> inTheWay = new ArrayList<>();

    final List<Folder> folders = new ArrayList<>();
    final List<Pending> pending = new ArrayList<>();
    /** Permissions that differ where contents do not. */
    final List<Step.Transfer> modes = new ArrayList<>();
    /** What is at the destination already, and has to go from the source. */
    final List<Step.Transfer> moved = new ArrayList<>();
    /** What the source does not have. */
    final List<Extra> extras = new ArrayList<>();

    /** Whether the source has nothing, as far as it says. */
    final boolean nothing;

    Plan(Folder folder, boolean nothing) {
        this.folder = folder;
        this.nothing = nothing;
    }

    /**
     * A file to transfer, as little as possible: a directory may hold very many.
     *
     * @param name its name
     * @param size as in {@link Step.Transfer}
     * @param time the same
     * @param exact the same
     * @param mode the same
     * @param checked the same
     * @param continued whether a part of it is there
     */
    record Pending(
            String name,
            long size,
            @Nullable Instant time,
            boolean exact,
            int mode,
            boolean checked,
            boolean continued) {}

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
