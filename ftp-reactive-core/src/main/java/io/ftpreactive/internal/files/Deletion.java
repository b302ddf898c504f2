package io.ftpreactive.internal.files;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Excursion;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.files.TreeListing.Directory;
import io.ftpreactive.options.WalkOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One deletion. Whatever a listing calls a directory, it is first deleted as a file, then removed as an empty directory
 * and only then entered: some servers list a link as what it points to, and one of the two removes the link alone.
 */
final class Deletion {

    private final ControlConnection control;
    private final Listings listings;
    private final TreeListing tree;

    /** Directories to be listed, and those to be removed, the deepest first. */
    private final Deque<Directory> open = new ArrayDeque<>();

    private final Deque<Directory> emptied = new ArrayDeque<>();

    Deletion(ControlConnection control, Listings listings, String start) {
        this.control = control;
        this.listings = listings;
        this.tree = new TreeListing(listings, self -> {});
        open.push(Directory.start(start));
    }

    Mono<Void> run() {
        return Flux.defer(() -> delete(open.pop()))
                .repeat(() -> !open.isEmpty())
                .thenMany(Flux.defer(() -> Flux.fromIterable(emptied)))
                .concatMap(directory -> remove(directory.path()))
                .then();
    }

    private Mono<Void> delete(Directory directory) {
        String path = directory.path();
        return require(FtpCommand.dele(path))
                .then()
                .onErrorResume(
                        FtpReplyException.class,
                        notDeleted -> understood(path, notDeleted)
                                .then(require(FtpCommand.rmd(path)))
                                .then()
                                .onErrorResume(
                                        FtpReplyException.class,
                                        error -> error == notDeleted
                                                ? Mono.error(error)
                                                : empty(directory, notDeleted)));
    }

    /**
     * Makes sure, before a directory is removed or listed whose name servers read as another's, that it is the one meant:
     * Apache FtpServer takes a tilde anywhere in a path for the home directory, and drops blanks at the end of a name.
     */
    private Mono<Void> understood(String path, FtpReplyException notDeleted) {
        String name = Paths.name(path);
        if (!PathNames.isHome(path) && name.equals(name.strip())) {
            return Mono.empty();
        }
        return control.inTurn(
                "is " + path + " what it is called",
                turn -> Excursion.into(turn, path)
                        .flatMap(reply -> ReplyChecks.isDone(FtpCommand.cwd(path), reply)
                                ? current(turn, path)
                                : Mono.error(notDeleted)));
    }

    private static Mono<Void> current(Turn turn, String path) {
        String end = PathNames.isHome(path) ? PathNames.fromHome(path) : '/' + Paths.name(path);
        return Excursion.workingDirectory(turn)
                .flatMap(current -> current.endsWith(end)
                        ? Excursion.back(turn)
                        : Mono.error(new FtpProtocolException(
                                "Nothing deleted in '" + path + "', which the server takes for " + current, null)));
    }

    private Mono<Void> empty(Directory directory, FtpReplyException notDeleted) {
        if (directory.depth() >= WalkOptions.DEFAULT.maxDepth()) {
            return Mono.error(new FtpProtocolException("Directories without end at " + directory.path(), notDeleted));
        }
        return tree.list(directory)
                // All names first: to delete while the server still lists would take a second session.
                .collectList()
                .filterWhen(entries -> isDirectory(directory, entries))
                .switchIfEmpty(Mono.error(notDeleted))
                .onErrorMap(
                        FtpReplyException.class, notListed -> isReason(directory, notListed) ? notListed : notDeleted)
                .doOnNext(names -> emptied.push(directory))
                .flatMap(entries -> deleteAll(directory, entries));
    }

    /** What stands at the start may be a file, of which a listing says nothing, unless that it may not be read. */
    private static boolean isReason(Directory directory, FtpReplyException notListed) {
        return directory.depth() > 0 || Lookup.isDenied(notListed);
    }

    /** LIST of a file lists the file. */
    private Mono<Boolean> isDirectory(Directory directory, List<FtpEntry> entries) {
        String path = directory.path();
        boolean itself = directory.depth() == 0
                && entries.size() == 1
                && Paths.name(entries.get(0).name()).equals(Paths.name(path));
        return itself
                ? control.inTurn(
                        "is " + path + " a directory", turn -> new Lookup(control, listings).isDirectory(turn, path))
                : Mono.just(true);
    }

    private Mono<Void> deleteAll(Directory directory, List<FtpEntry> entries) {
        entries.forEach(entry -> check(directory.path(), entry));
        entries.stream().filter(FtpEntry::isDirectory).forEach(entry -> open.push(directory.below(entry.name())));
        return Flux.fromIterable(entries)
                .filter(entry -> !entry.isDirectory())
                .concatMap(entry -> require(FtpCommand.dele(Paths.join(directory.path(), entry.name()))))
                .then();
    }

    private static void check(String directory, FtpEntry entry) {
        if (!entry.isSafeName() || entry.type() == FtpEntryType.UNPARSED) {
            throw new FtpProtocolException(
                    "Nothing deleted in " + directory + ", where this is no name: " + entry, null);
        }
    }

    /** What a listing hides keeps its directory from being empty. */
    private Mono<Void> remove(String directory) {
        FtpCommand rmd = FtpCommand.rmd(directory);
        return require(rmd)
                .onErrorResume(
                        FtpReplyException.class,
                        notEmpty -> deleteHidden(directory)
                                .flatMap(found -> found ? require(rmd) : Mono.<FtpReply>error(notEmpty)))
                .then();
    }

    /** Emits whether there was something. */
    private Mono<Boolean> deleteHidden(String directory) {
        if (listings.options().hidden()) {
            return Mono.just(false);
        }
        return listings.withHidden()
                .listFromWithin(directory)
                .collectList()
                .onErrorReturn(FtpException.class, List.of())
                .flatMap(entries -> {
                    entries.forEach(entry -> check(directory, entry));
                    return Flux.fromIterable(entries)
                            .concatMap(entry -> deleteHidden(directory, entry))
                            .then(Mono.just(!entries.isEmpty()));
                });
    }

    private Mono<Void> deleteHidden(String directory, FtpEntry entry) {
        String path = Paths.join(directory, entry.name());
        return entry.isDirectory()
                ? new Deletion(control, listings, path).run()
                : require(FtpCommand.dele(path)).then();
    }

    private Mono<FtpReply> require(FtpCommand command) {
        return control.inTurn(command, turn -> turn.require(command));
    }
}
