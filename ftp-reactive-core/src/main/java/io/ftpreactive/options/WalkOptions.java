package io.ftpreactive.options;

import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.settings.Require;
import io.ftpreactive.internal.settings.Settings;
import io.ftpreactive.result.TreeEntry;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far a walk goes into a tree. Immutable: each setter returns a changed copy.
 *
 * <p>By default the client enters every directory. The walk fails if the server refuses to list one; a 450 or 550
 * without a word about permissions counts as an empty directory if the client can change into it. The walk also fails
 * when the tree exceeds {@link #maxDepth} or {@link #maxEntries}, since a server can invent a tree without end.
 */
public final class WalkOptions extends Settings<WalkOptions> {

    /** The whole tree. */
    public static final WalkOptions DEFAULT = new WalkOptions();

    private Predicate<? super TreeEntry> into = entry -> true;
    private @Nullable BiConsumer<? super String, ? super FtpReplyException> onRefused;
    private int maxDepth = 256;
    private long maxEntries = 10_000_000;

    private WalkOptions() {}

    /**
     * Sets which directories the client enters, for example {@code entry -> entry.depth() < 3}.
     *
     * @param entered called for each directory, on the event loop
     * @return the changed options
     */
    public WalkOptions into(Predicate<? super TreeEntry> entered) {
        Objects.requireNonNull(entered, "entered");
        return with(copy -> copy.into = entered);
    }

    /**
     * Continues the walk where the server refuses to list a directory below the start.
     *
     * @param listener called with the directory's path and the refusal, on the event loop
     * @return the changed options
     */
    public WalkOptions onRefused(BiConsumer<? super String, ? super FtpReplyException> listener) {
        Objects.requireNonNull(listener, "listener");
        return with(copy -> copy.onRefused = listener);
    }

    /**
     * Limits how deep directories may be nested, 256 by default. A deeper directory fails the walk with
     * {@link io.ftpreactive.error.FtpProtocolException}, since it may contain itself.
     *
     * @param directories at least 1
     * @return the changed options
     */
    public WalkOptions maxDepth(int directories) {
        Require.positive("The depth", directories);
        return with(copy -> copy.maxDepth = directories);
    }

    /**
     * Limits the number of entries, 10,000,000 by default. More fail the walk with
     * {@link io.ftpreactive.error.FtpProtocolException}.
     *
     * @param entries at least 1
     * @return the changed options
     */
    public WalkOptions maxEntries(long entries) {
        Require.positive("The number of entries", entries);
        return with(copy -> copy.maxEntries = entries);
    }

    /**
     * Returns which directories the client enters.
     *
     * @return true for those
     */
    public Predicate<? super TreeEntry> into() {
        return into;
    }

    /**
     * Returns the listener to refused listings.
     *
     * @return the listener, null if a refusal fails the walk
     */
    public @Nullable BiConsumer<? super String, ? super FtpReplyException> onRefused() {
        return onRefused;
    }

    /**
     * Returns how deep directories may be nested.
     *
     * @return at least 1
     */
    public int maxDepth() {
        return maxDepth;
    }

    /**
     * Returns how many entries there may be.
     *
     * @return at least 1
     */
    public long maxEntries() {
        return maxEntries;
    }

    @Override
    protected @Nullable Object[] values() {
        return new @Nullable Object[] {into, onRefused, maxDepth, maxEntries};
    }
}
