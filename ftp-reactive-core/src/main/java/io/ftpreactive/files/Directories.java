package io.ftpreactive.files;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.control.ControlConnection;
import io.ftpreactive.control.Conversation;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Directories made and removed with all that belongs to them. */
public final class Directories {

    private static final Set<String> NOT_DELETED = Set.of("", "/", ".", "..");

    private final ControlConnection control;
    private final Listings listings;
    private final Lookup lookup;

    /**
     * Creates the directories of a session.
     *
     * @param control its control connection
     * @param listings its listings
     */
    public Directories(ControlConnection control, Listings listings) {
        this.control = control;
        this.listings = listings;
        this.lookup = new Lookup(control, listings);
    }

    /**
     * Makes a directory and those above it, in one turn.
     *
     * @param path the directory
     * @return completes when it is there, also if somebody else has made it
     */
    public Mono<Void> make(String path) {
        return Mono.defer(() -> {
            String directory = Paths.trim(path);
            return control.converse(FtpCommand.mkd(directory).toString(), turn -> make(turn, directory))
                    .then();
        });
    }

    /** The directory itself first: mostly it is all that is missing. */
    private Mono<FtpReply> make(Conversation turn, String path) {
        return makeOrFind(turn, path).onErrorResume(FtpReplyException.class, refused -> {
            String parent = Paths.parent(path);
            return parent.isEmpty() || parent.equals("/")
                    ? Mono.error(refused)
                    : make(turn, parent).then(makeOrFind(turn, path));
        });
    }

    /** Servers have many codes for a directory that exists, and between two commands somebody else can make it. */
    private Mono<FtpReply> makeOrFind(Conversation turn, String path) {
        FtpCommand mkd = FtpCommand.mkd(path);
        return turn.exchange(mkd).flatMap(reply -> {
            if (reply.isCompletion()) {
                return Mono.just(reply);
            }
            return lookup.isDirectory(turn, path)
                    .flatMap(there -> there ? Mono.just(reply) : Mono.error(new FtpReplyException(mkd, reply)));
        });
    }

    /**
     * Deletes a file or link, or a directory with all that is in it.
     *
     * @param path what to delete
     * @return completes when it is gone
     */
    public Mono<Void> deleteTree(String path) {
        return Mono.defer(() -> {
            if (NOT_DELETED.contains(Paths.name(path))) {
                throw new IllegalArgumentException("Not deleted: '" + path + "' has no name of its own");
            }
            return new Deletion(Paths.trim(path)).run();
        });
    }

    /**
     * One deletion. Whatever a listing calls a directory, it is first deleted as a file, then removed as an empty directory
     * and only then entered: some servers list a link as what it points to, and one of the two removes the link alone.
     */
    private final class Deletion {

        /** Directories to be listed, and those to be removed, the deepest first. */
        private final Deque<String> open = new ArrayDeque<>();

        private final Deque<String> emptied = new ArrayDeque<>();
        private final String start;

        Deletion(String start) {
            this.start = start;
            open.push(start);
        }

        Mono<Void> run() {
            return Flux.defer(() -> delete(open.pop()))
                    .repeat(() -> !open.isEmpty())
                    .thenMany(Flux.defer(() -> Flux.fromIterable(emptied)))
                    .concatMap(directory -> require(FtpCommand.rmd(directory)))
                    .then();
        }

        private Mono<Void> delete(String path) {
            return require(FtpCommand.dele(path))
                    .onErrorResume(
                            FtpReplyException.class,
                            notDeleted -> require(FtpCommand.rmd(path))
                                    .onErrorResume(
                                            FtpReplyException.class,
                                            notEmpty -> empty(path, notDeleted).then(Mono.empty())))
                    .then();
        }

        private Mono<Void> empty(String directory, FtpReplyException notDeleted) {
            if (Paths.depth(directory) - Paths.depth(start) > WalkOptions.DEFAULT.maxDepth()) {
                return Mono.error(new FtpProtocolException("Directories without end at " + directory, notDeleted));
            }
            return listings.list(directory)
                    .filter(entry -> isFile(directory, entry))
                    .map(FtpEntry::name)
                    // All names first: to delete while the server still lists would take a second session.
                    .collectList()
                    .onErrorMap(FtpReplyException.class, notListed -> directory.equals(start) ? notDeleted : notListed)
                    .doOnNext(names -> emptied.push(directory))
                    .flatMapIterable(names -> names)
                    .concatMap(name -> require(FtpCommand.dele(Paths.join(directory, name))))
                    .then();
        }

        /** Keeps directories for later. */
        private boolean isFile(String directory, FtpEntry entry) {
            if (!entry.isSafeName() || entry.type() == FtpEntryType.UNPARSED) {
                throw new FtpProtocolException(
                        "Nothing deleted in " + directory + ", where this is no name: " + entry, null);
            }
            if (entry.isDirectory()) {
                open.push(Paths.join(directory, entry.name()));
            }
            return !entry.isDirectory();
        }

        private Mono<FtpReply> require(FtpCommand command) {
            return control.converse(command.toString(), turn -> turn.require(command));
        }
    }
}
