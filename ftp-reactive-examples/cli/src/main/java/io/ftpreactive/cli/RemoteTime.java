package io.ftpreactive.cli;

import io.ftpreactive.FtpOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What the time of a remote file decides: whether it is fetched ({@code -z}), and the local time ({@code -R}). */
final class RemoteTime {

    private final GetOptions options;
    private final Run run;
    private final Job job;
    private final @Nullable Path file;

    RemoteTime(GetOptions options, Run run, Job job, @Nullable Path file) {
        this.options = options;
        this.run = run;
        this.job = job;
        this.file = file;
    }

    /**
     * Asks for the time where it is needed. Where the server does not tell it, the file is fetched.
     *
     * @param session where the file is
     * @param path the file
     * @param fetch fetches it
     * @return the number of bytes fetched
     */
    Mono<Long> around(FtpOperations session, String path, Supplier<Mono<Long>> fetch) {
        TimeCondition condition = TimeCondition.of(options.time, run);
        if (condition == null && !options.remoteTime) {
            return fetch.get();
        }
        return FileFacts.modified(session, path)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(time -> condition == null || time.map(condition::wants).orElse(true)
                        ? fetch.get().flatMap(bytes -> set(time.orElse(null)).thenReturn(bytes))
                        : left(path, condition));
    }

    private Mono<Long> left(String path, TimeCondition condition) {
        job.progress().stop();
        run.warn(path + " was not fetched: it is " + (condition.older() ? "newer" : "not newer") + " than "
                + condition.time());
        return Mono.just(0L);
    }

    private Mono<Boolean> set(@Nullable Instant time) {
        Path local = file;
        if (time == null || !options.remoteTime || local == null) {
            return Mono.just(false);
        }
        return Receiving.offLoop(() -> {
            try {
                Files.setLastModifiedTime(local, FileTime.from(time));
                return true;
            } catch (IOException e) {
                run.warn("The time of " + local + " could not be set: " + e);
                return false;
            }
        });
    }
}
