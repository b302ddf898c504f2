package io.ftpreactive.internal.files;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Lists the directories of a tree, and notices one that lists what the directory above it holds. Then the server ignores the
 * argument of a listing, as small ones do, which a listing from within shows; or the directory leads back to where it
 * stands, and the tree has no end.
 */
final class TreeListing {

    /** How much of a listing is kept to be held against those below. */
    private static final int KEPT = 100;

    /** One line alone may be the same in both, as in {@code a/a/a}: it has to be so more often. */
    private static final int TELLING = 2;

    private static final int OFTEN = 3;

    /** A directory to be listed, and what is known of it. */
    static final class Directory {

        private final String path;
        private final int depth;
        private final @Nullable Directory above;
        private final List<FtpEntry> first = new ArrayList<>();
        private int count;

        private Directory(String path, int depth, @Nullable Directory above) {
            this.path = path;
            this.depth = depth;
            this.above = above;
        }

        /** Where a tree begins. */
        static Directory start(String path) {
            return new Directory(path, 0, null);
        }

        /** A directory in this one. */
        Directory below(String name) {
            return new Directory(Paths.join(path, name), depth + 1, this);
        }

        String path() {
            return path;
        }

        /** How many directories of the tree stand above it. */
        int depth() {
            return depth;
        }

        /** Whether it is odd if a directory in this one holds the same. */
        private boolean isTelling() {
            int alike = 1;
            Directory higher = above;
            while (alike < OFTEN && higher != null && isAlike(higher)) {
                alike++;
                higher = higher.above;
            }
            return count >= TELLING || alike == OFTEN;
        }

        /** Whether both hold one thing of the same name. */
        private boolean isAlike(Directory other) {
            return count == 1
                    && other.count == 1
                    && other.first.get(0).name().equals(first.get(0).name());
        }

        private void holds(FtpEntry entry) {
            count++;
            if (first.size() < KEPT) {
                first.add(entry);
            }
        }
    }

    /** A listing that was broken off, or ended, without a difference. */
    private static final class Echo extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Echo() {
            super("The same as above", null, false, false);
        }
    }

    private final Listings listings;
    private final Consumer<FtpEntry> self;

    /**
     * Lists a tree.
     *
     * @param self hears what MLSD tells of each directory itself
     */
    TreeListing(Listings listings, Consumer<FtpEntry> self) {
        this.listings = listings;
        this.self = self;
    }

    /** The entries of a directory. */
    Flux<FtpEntry> list(Directory directory) {
        Directory above = directory.above;
        Flux<FtpEntry> listing = listings.listNamed(directory.path, self);
        Flux<FtpEntry> checked = above != null && above.isTelling()
                ? unless(listing, above, FtpEntry::name).onErrorResume(Echo.class, echo -> fromWithin(directory, above))
                : listing;
        return checked.doOnNext(directory::holds);
    }

    private Flux<FtpEntry> fromWithin(Directory directory, Directory above) {
        Flux<FtpEntry> listing =
                Flux.defer(() -> new Comparison(above, FtpEntry::name).alert(listings.listFromWithin(directory.path)));
        Flux<FtpEntry> checked = above.count < TELLING ? listing : unless(listing, above, FtpEntry::raw);
        return checked.onErrorMap(
                Echo.class,
                echo -> new FtpProtocolException(
                        "'" + directory.path
                                + "' holds, to the last line, what the directory above it holds: it leads back"
                                + " there, or the server does not list what it is asked for",
                        null));
    }

    /** Holds entries back as long as they are those of the directory above, and fails if all are. */
    private Flux<FtpEntry> unless(Flux<FtpEntry> listing, Directory above, Function<FtpEntry, String> by) {
        return Flux.defer(() -> {
            Comparison comparison = new Comparison(above, by);
            return listing.concatMapIterable(comparison::next, 1)
                    .concatWith(Flux.defer(() -> Flux.fromIterable(comparison.rest())));
        });
    }

    /** A listing beside that of the directory above. Confined to the event loop. */
    private final class Comparison {

        private final Directory above;
        private final Function<FtpEntry, String> by;
        private final List<FtpEntry> held = new ArrayList<>();
        private int index;
        private boolean different;

        Comparison(Directory above, Function<FtpEntry, String> by) {
            this.above = above;
            this.by = by;
        }

        List<FtpEntry> next(FtpEntry entry) {
            held.add(entry);
            if (!isDifferent(entry)) {
                if (index == KEPT) {
                    throw new Echo();
                }
                return List.of();
            }
            return given();
        }

        List<FtpEntry> rest() {
            if (!isDifferentInAll()) {
                throw new Echo();
            }
            return given();
        }

        private List<FtpEntry> given() {
            List<FtpEntry> given = List.copyOf(held);
            held.clear();
            return given;
        }

        private boolean isDifferent(FtpEntry entry) {
            if (!different) {
                different = index >= above.first.size()
                        || !by.apply(above.first.get(index)).equals(by.apply(entry));
                index++;
            }
            return different;
        }

        private boolean isDifferentInAll() {
            return different || index != above.count;
        }

        /** Lets a listing from within pass, and learns of the server when it is another than the one by name. */
        Flux<FtpEntry> alert(Flux<FtpEntry> listing) {
            return listing.doOnNext(entry -> {
                        boolean before = different;
                        if (isDifferent(entry) && !before) {
                            learn();
                        }
                    })
                    .doOnComplete(() -> {
                        if (!different && isDifferentInAll()) {
                            learn();
                        }
                    });
        }

        /** What stands above was listed by name too, unless its path is empty: then it may be something else. */
        private void learn() {
            if (listings.options().byDirectory() || !listings.control().traits().listingArguments()) {
                return;
            }
            listings.control().traits().noListingArguments();
            if (!above.path.isEmpty()) {
                throw new FtpProtocolException(
                        "The server does not list the directory that it is asked for, and so perhaps not '" + above.path
                                + "' either. From now on each is entered first: try again",
                        null);
            }
        }
    }
}
