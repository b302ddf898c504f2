package io.ftpreactive;

import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.internal.files.LocalTree;
import io.ftpreactive.result.BulkResult;
import java.io.IOException;
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

    BulkDownloads(FtpClient client, Path folder, String start) {
        super(client);
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
        return offLoop(() -> tree.place(names))
                .onErrorMap(IOException.class, error -> new FtpFileException("place", folder, error))
                .flatMap(file -> session.download(path, file).map(transfer -> done(path, file, transfer)));
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
