package io.ftpreactive.batch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A ledger of empty files in a folder, one for each id: to make a file is atomic, there is nothing that could be half
 * written, and nothing grows.
 */
public final class FileLedger implements Ledger {

    private final Path folder;

    /**
     * Keeps records in a folder.
     *
     * @param folder the folder, which is made when the first record is
     */
    public FileLedger(Path folder) {
        this.folder = Objects.requireNonNull(folder, "folder");
    }

    @Override
    public Mono<Boolean> contains(String id) {
        return blocking(() -> Files.exists(file(id)));
    }

    @Override
    public Mono<Void> record(String id) {
        return blocking(() -> {
                    Files.createDirectories(folder);
                    try (FileChannel file =
                            FileChannel.open(file(id), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                        file.force(true);
                    }
                    forceFolder();
                    return true;
                })
                .then();
    }

    @Override
    public Mono<Void> forget(String id) {
        return blocking(() -> Files.deleteIfExists(file(id))).then();
    }

    private Path file(String id) {
        if (!id.matches("[0-9a-f-]+")) {
            throw new IllegalArgumentException("Not an id: " + id);
        }
        return folder.resolve(id);
    }

    /** Writes the name of a new file to the disk, where the system lets a folder be opened for that. */
    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            if (!System.getProperty("os.name", "").startsWith("Windows")) {
                throw e;
            }
        }
    }

    private static <T> Mono<T> blocking(Callable<T> action) {
        return Mono.fromCallable(action).subscribeOn(Schedulers.boundedElastic());
    }
}
