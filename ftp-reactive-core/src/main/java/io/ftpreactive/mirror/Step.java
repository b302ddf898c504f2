package io.ftpreactive.mirror;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What comes of a comparison: an element, or a transfer that will become one. */
sealed interface Step {

    /** By which way it goes on. */
    enum Way {
        TOLD,
        ANEW,
        CONTINUED
    }

    Way way();

    /**
     * What is done already, or has failed.
     *
     * @param result the element
     */
    record Told(MirrorResult result) implements Step {
        @Override
        public Way way() {
            return Way.TOLD;
        }
    }

    /**
     * A file that differs, or may differ.
     *
     * @param folder the directory that it is in
     * @param remote the remote path
     * @param local the local file
     * @param size the size of the source, -1 if it is not known
     * @param time the time of the source, null if it is not known
     * @param exact whether size and time tell this version of the source from another
     * @param mode the permissions that the copy is to get, -1 for none
     * @param checked whether its checksum tells if it differs
     * @param way whether a part of it is there
     */
    record Transfer(
            Folder folder,
            String remote,
            Path local,
            long size,
            @Nullable Instant time,
            boolean exact,
            int mode,
            boolean checked,
            Way way)
            implements Step {

        long bytes() {
            return Math.max(0, size);
        }

        /** The same, of which a part is there. */
        Transfer continued() {
            return new Transfer(folder, remote, local, size, time, exact, mode, checked, Way.CONTINUED);
        }
    }
}
