package io.ftpreactive;

import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.internal.blocking.OffLoop;
import io.ftpreactive.internal.files.LocalTree;
import io.ftpreactive.result.BulkResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Uploads files of a folder, and makes the directories that they are to be in. */
final class BulkUploads extends BulkFiles<Path> {

    /** A tree is listed directory by directory: it is the last ones that are needed again. */
    private static final int REMEMBERED = 1000;

    private final Path folder;
    private final LocalTree tree;
    private final String directory;
    private final Set<String> made = Collections.synchronizedSet(Collections.newSetFromMap(new Recent()));

    BulkUploads(FtpClient client, boolean pipelined, Path folder, String directory) {
        super(client, pipelined);
        this.folder = folder;
        this.tree = new LocalTree(folder);
        this.directory = directory;
    }

    /** Forgets the eldest. */
    private static final class Recent extends LinkedHashMap<String, Boolean> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }

    @Override
    Mono<BulkResult> run(Operations session, Path file) {
        return OffLoop.call(() -> String.join("/", tree.namesOf(file)))
                .onErrorMap(IOException.class, error -> new FtpFileException("read", file, error))
                .flatMap(name -> upload(session, file, at(name)));
    }

    private Mono<BulkResult> upload(Operations session, Path file, String path) {
        return prepare(session, path)
                .then(Mono.defer(() -> session.store(path, file)))
                .map(transfer -> done(path, file, transfer));
    }

    private Mono<Void> prepare(Operations session, String path) {
        int slash = path.lastIndexOf('/');
        String parent = slash <= 0 ? "" : path.substring(0, slash);
        return parent.isEmpty() || made.contains(parent)
                ? Mono.empty()
                : session.makeDirectories(parent).doOnSuccess(nothing -> made.add(parent));
    }

    private String at(String name) {
        return directory.isEmpty() || directory.endsWith("/") ? directory + name : directory + '/' + name;
    }

    /** The remote path as far as it can be told without the file. */
    @Override
    public BulkResult failed(Path file, Throwable failure) {
        Path top = folder.toAbsolutePath().normalize();
        Path whole = file.toAbsolutePath().normalize();
        String path = whole.startsWith(top)
                ? at(top.relativize(whole)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/"))
                : file.toString();
        return failed(path, file, failure);
    }
}
