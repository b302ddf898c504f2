package io.ftpreactive.options;

import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.result.TreeEntry;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far a tree is walked. Immutable: each setter returns a changed copy.
 *
 * <p>By default every directory is entered, one that the server refuses to list fails the walk (unless by 450
 * or 550, without a word of permissions, and it can be entered: then it is empty), and so does a tree beyond all measure,
 * since a server can make one up without end.
 */
public final class WalkOptions {

    /** The whole tree. */
    public static final WalkOptions DEFAULT = new WalkOptions(entry -> true, null, 256, 10_000_000);

    private final Predicate<? super TreeEntry> entered;
    private final @Nullable BiConsumer<? super String, ? super FtpReplyException> refused;
    private final int maxDepth;
    private final long maxEntries;

    private WalkOptions(
            Predicate<? super TreeEntry> entered,
            @Nullable BiConsumer<? super String, ? super FtpReplyException> refused,
            int maxDepth,
            long maxEntries) {
        this.entered = entered;
        this.refused = refused;
        this.maxDepth = maxDepth;
        this.maxEntries = maxEntries;
    }

    /**
     * Chooses the directories whose entries are listed too, for example {@code entry -> entry.depth() < 3}.
     *
     * @param entered asked for each directory, on the event loop
     * @return the changed options
     */
    public WalkOptions into(Predicate<? super TreeEntry> entered) {
        return new WalkOptions(entered, refused, maxDepth, maxEntries);
    }

    /**
     * Goes on where the server refuses to list a directory below the start.
     *
     * @param listener hears the directory's path and the refusal, on the event loop
     * @return the changed options
     */
    public WalkOptions onRefused(BiConsumer<? super String, ? super FtpReplyException> listener) {
        return new WalkOptions(entered, listener, maxDepth, maxEntries);
    }

    /**
     * Limits how many directories may stand in each other, 256 by default. A directory deeper than that fails the walk
     * with {@link io.ftpreactive.error.FtpProtocolException}, as it may be one that holds itself.
     *
     * @param directories at least 1
     * @return the changed options
     */
    public WalkOptions maxDepth(int directories) {
        return new WalkOptions(entered, refused, (int) atLeastOne(directories), maxEntries);
    }

    /**
     * Limits how many entries there may be in all, 10,000,000 by default; more fail the walk with
     * {@link io.ftpreactive.error.FtpProtocolException}.
     *
     * @param entries at least 1
     * @return the changed options
     */
    public WalkOptions maxEntries(long entries) {
        return new WalkOptions(entered, refused, maxDepth, atLeastOne(entries));
    }

    private static long atLeastOne(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A limit is at least 1, not " + limit);
        }
        return limit;
    }

    public boolean enters(TreeEntry directory) {
        return entered.test(directory);
    }

    public @Nullable BiConsumer<? super String, ? super FtpReplyException> refused() {
        return refused;
    }

    public int maxDepth() {
        return maxDepth;
    }

    public long maxEntries() {
        return maxEntries;
    }
}
