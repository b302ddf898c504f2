package io.ftpreactive;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.blocking.OffLoop;
import io.ftpreactive.internal.files.LocalTree;
import io.ftpreactive.result.BulkResult;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Downloads files to a folder. */
final class BulkDownloads extends BulkFiles<String> {

    private final Path folder;
    private final LocalTree tree;
    private final String start;
    /** Names at work, as a file system may fold them: which of two is the second is to be seen in the folder. */
    private final ConcurrentMap<String, Sinks.Empty<Void>> atWork = new ConcurrentHashMap<>();

    BulkDownloads(FtpClient client, boolean pipelined, Path folder, String start) {
        super(client, pipelined);
        this.folder = folder;
        this.tree = new LocalTree(folder);
        this.start = start;
    }

    @Override
    Mono<BulkResult> run(Operations session, String path) {
        return Mono.defer(() -> {
            List<String> names;
            try {
                names = LocalTree.names(path, start);
            } catch (IOException e) {
                return Mono.just(failed(path, new FtpFileException("choose", folder, e)));
            }
            return alone(LocalTree.folded(names), download(session, path, names));
        });
    }

    private Mono<BulkResult> download(Operations session, String path, List<String> names) {
        return requireWhole(session, path)
                .then(place(names))
                .flatMap(place -> requireOwnPart(session, path, place)
                        .then(Mono.defer(() -> session.download(path, place.file)))
                        .map(transfer -> done(path, place.file, transfer)));
    }

    /** Where a file goes, and whether something is called like its part. */
    private record Place(Path file, boolean hasPart) {}

    private Mono<Place> place(List<String> names) {
        return OffLoop.call(() -> {
                    Path file = tree.place(names);
                    return new Place(file, tree.hasPart(file));
                })
                .onErrorMap(IOException.class, error -> new FtpFileException("place", folder, error));
    }

    /** A file that is called like the part of another would be overwritten by that one's. */
    private Mono<Void> requireWhole(Operations session, String path) {
        String whole = LocalTree.wholeOf(path);
        return whole == null ? Mono.empty() : refuseIfFile(session, whole, path + " is called like its part");
    }

    /** What is called like the part of this file may be a file of its own, from another day. */
    private Mono<Void> requireOwnPart(Operations session, String path, Place place) {
        return place.hasPart
                ? refuseIfFile(session, LocalTree.partOf(path), "it stands where the part of " + path + " is to be")
                : Mono.empty();
    }

    private Mono<Void> refuseIfFile(Operations session, String path, String why) {
        return session.exists(path)
                .filter(Boolean::booleanValue)
                .flatMap(there ->
                        session.entry(path).map(FtpEntry::isDirectory).onErrorReturn(FtpReplyException.class, false))
                .flatMap(isDirectory -> isDirectory
                        ? Mono.empty()
                        : Mono.error(new FtpFileException(
                                "place",
                                folder,
                                new FileSystemException(path, null, "the server has it, and " + why))));
    }

    /** Waits until nobody else writes to a file that may be the same. */
    private <R> Mono<R> alone(String key, Mono<R> work) {
        return Mono.defer(() -> {
            Sinks.Empty<Void> mine = Sinks.empty();
            Sinks.Empty<Void> other = atWork.putIfAbsent(key, mine);
            if (other != null) {
                return other.asMono().then(alone(key, work));
            }
            return work.doFinally(signal -> {
                atWork.remove(key, mine);
                mine.tryEmitEmpty();
            });
        });
    }

    @Override
    public BulkResult failed(String path, Throwable failure) {
        return failed(path, null, failure);
    }
}
