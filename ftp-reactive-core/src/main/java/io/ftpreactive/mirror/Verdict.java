package io.ftpreactive.mirror;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/** Whether a file and its copy differ, by what listings tell. */
enum Verdict {
    SAME,
    DIFFERENT,
    /** Their checksums tell. */
    OPEN;

    /**
     * Compares a local and a remote file.
     *
     * @param settings what counts
     * @param up whether the local one is the source
     * @param timed whether the copy has the time of its source
     */
    static Verdict of(FtpMirror settings, boolean up, boolean timed, BasicFileAttributes here, Listed there) {
        if (settings.onlyNewer()) {
            return there.time() == null ? bySize(here, there) : differentIf(isNewer(up, here, there));
        }
        if (!there.isSize(here.size())) {
            return DIFFERENT;
        }
        if (settings.checksum() != null) {
            return OPEN;
        }
        if (settings.move()) {
            // What is taken for the same goes from the source.
            return differentIf(!isCopy(here, there));
        }
        if (there.time() == null) {
            return bySize(here, there);
        }
        return differentIf(timed ? there.compareLocal(time(here)) != 0 : isNewer(up, here, there));
    }

    /** Whether both have the same size and the same time to the second. */
    static boolean isCopy(BasicFileAttributes here, Listed there) {
        return there.isExact() && there.size() == here.size() && there.compareLocal(time(here)) == 0;
    }

    private static Verdict bySize(BasicFileAttributes here, Listed there) {
        return differentIf(there.size() != here.size());
    }

    private static boolean isNewer(boolean up, BasicFileAttributes here, Listed there) {
        int compared = there.compareLocal(time(here));
        return up ? compared > 0 : compared < 0;
    }

    private static Verdict differentIf(boolean different) {
        return different ? DIFFERENT : SAME;
    }

    private static Instant time(BasicFileAttributes file) {
        return file.lastModifiedTime().toInstant();
    }
}
