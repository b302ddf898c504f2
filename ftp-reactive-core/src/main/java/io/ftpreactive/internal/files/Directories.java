package io.ftpreactive.internal.files;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.Turn;
import reactor.core.publisher.Mono;

/** Directories made and removed with all that belongs to them. */
public final class Directories {

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
            return control.inTurn(FtpCommand.mkd(directory), turn -> make(turn, directory))
                    .then();
        });
    }

    /** The directory itself first: mostly it is all that is missing. */
    private Mono<FtpReply> make(Turn turn, String path) {
        return makeOrFind(turn, path).onErrorResume(FtpReplyException.class, refused -> {
            String parent = Paths.parent(path);
            return parent.isEmpty() || parent.equals("/")
                    ? Mono.error(refused)
                    : make(turn, parent).then(makeOrFind(turn, path));
        });
    }

    /** Servers have many codes for a directory that exists, and between two commands somebody else can make it. */
    private Mono<FtpReply> makeOrFind(Turn turn, String path) {
        FtpCommand mkd = FtpCommand.mkd(path);
        return turn.exchange(mkd).flatMap(reply -> {
            if (ReplyChecks.isDone(mkd, reply)) {
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
            requireName(path);
            return new Deletion(control, listings, Paths.trim(path)).run();
        });
    }

    /**
     * Refuses what leads to the root, the current directory, the one above or the home directory.
     *
     * @param path what is to be deleted
     */
    public static void requireName(String path) {
        if (PathNames.isNoName(path)) {
            throw new IllegalArgumentException("Not deleted: '" + path + "' has no name of its own");
        }
    }
}
