package io.ftpreactive.internal.files;

import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE_NOW;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.context.ThreadLocals;
import io.ftpreactive.internal.files.TreeListing.Directory;
import io.ftpreactive.options.WalkOptions;
import io.ftpreactive.result.TreeEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import reactor.core.publisher.Flux;

/**
 * One walk through a tree, each directory's listing ended before the next begins: so it needs one session, and memory for
 * the directories that are still to be entered.
 *
 * <p>Links are not entered, nor names that lead elsewhere. Where the server tells which entries are the same thing, no
 * directory is entered twice; where it does not, only depth ends a directory that holds itself.
 */
final class Walk {

    /** RFC 3659 section 7.5.2: entries with the same value are the same file or directory. */
    private static final String UNIQUE = "unique";

    /** Final replies to LIST and its kin that say no to the directory, and not that the transfer broke off. */
    private final TreeListing tree;

    private final WalkOptions options;
    private final String start;
    private final Deque<Directory> open = new ArrayDeque<>();
    private final Set<String> visited = new HashSet<>();
    private long entries;

    Walk(Listings listings, WalkOptions options, String start) {
        this.tree = new TreeListing(listings, this::isNew);
        this.options = options;
        this.start = start;
        open.push(Directory.start(start));
    }

    Flux<TreeEntry> entries() {
        return Flux.defer(() -> list(open.pop())).repeat(() -> !open.isEmpty());
    }

    private Flux<TreeEntry> list(Directory directory) {
        List<Directory> found = new ArrayList<>();
        Flux<TreeEntry> listing = ThreadLocals.around(tree.list(directory))
                .map(entry -> take(directory, entry, found))
                // In the order of the listing: the stack gives back what was pushed last.
                .doOnComplete(() -> {
                    for (int last = found.size() - 1; last >= 0; last--) {
                        open.push(found.get(last));
                    }
                });
        BiConsumer<? super String, ? super FtpReplyException> refused = options.onRefused();
        if (refused == null || directory.depth() == 0) {
            return listing;
        }
        return listing.onErrorMap(FtpTransferException.class, Walk::refusal)
                .onErrorResume(FtpReplyException.class, error -> {
                    refused.accept(directory.path(), error);
                    return Flux.empty();
                });
    }

    /** Some servers say no only after they have said 150. */
    private static Throwable refusal(FtpTransferException error) {
        FtpReply reply = error.reply();
        return reply != null && (reply.isPermanentNegative() || reply.code() == FILE_UNAVAILABLE_NOW)
                ? new FtpReplyException(FtpCommand.parse(error.command()), reply)
                : error;
    }

    private TreeEntry take(Directory in, FtpEntry entry, List<Directory> found) {
        if (++entries > options.maxEntries()) {
            throw new FtpProtocolException(
                    "There are more than " + options.maxEntries() + " entries in " + start
                            + "; raise maxEntries if they are real",
                    null);
        }
        String path = Paths.join(in.path(), entry.name());
        TreeEntry here = new TreeEntry(path, in.depth() + 1, entry.withPath(path));
        if (entry.isDirectory() && entry.isSafeName() && options.into().test(here) && isNew(entry)) {
            if (here.depth() >= options.maxDepth()) {
                throw new FtpProtocolException(
                        "More than " + options.maxDepth() + " directories stand in each other at " + here.path()
                                + "; raise maxDepth if they are real",
                        null);
            }
            found.add(in.below(entry.name()));
        }
        return here;
    }

    private boolean isNew(FtpEntry directory) {
        String unique = directory.facts().get(UNIQUE);
        return unique == null || visited.add(unique);
    }
}
