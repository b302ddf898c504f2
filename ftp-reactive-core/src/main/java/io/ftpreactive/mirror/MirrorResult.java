package io.ftpreactive.mirror;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a mirror has done, would do in a dry run, or has failed to do.
 *
 * @param action what it is
 * @param remote the remote path
 * @param local the local path that goes with it
 * @param bytes the size of a file that was transferred; 0 for everything else
 * @param failure why it failed; null if all is well
 * @param totals the sums up to and with this element
 */
public record MirrorResult(
        MirrorAction action,
        String remote,
        Path local,
        long bytes,
        @Nullable Throwable failure,
        MirrorTotals totals) {

    static final MirrorTotals NONE = new MirrorTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * Checks that nothing is missing.
     *
     * @param action what it is
     * @param remote the remote path
     * @param local the local path
     * @param bytes the size of a file that was transferred
     * @param failure why it failed, or null
     * @param totals the sums
     */
    public MirrorResult {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(local, "local");
        Objects.requireNonNull(totals, "totals");
    }

    static MirrorResult done(MirrorAction action, String remote, Path local, long bytes) {
        return new MirrorResult(action, remote, local, bytes, null, NONE);
    }

    static MirrorResult failed(MirrorAction action, String remote, Path local, Throwable failure) {
        return new MirrorResult(action, remote, local, 0, failure, NONE);
    }

    /**
     * Tells whether it failed.
     *
     * @return true if there is a {@link #failure}
     */
    public boolean isFailed() {
        return failure != null;
    }

    MirrorResult with(MirrorTotals sums) {
        return new MirrorResult(action, remote, local, bytes, failure, sums);
    }
}
