package io.ftpreactive.cli;

import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;

import io.ftpreactive.FtpOperations;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Asks what it would be good to know of a file, of servers that may not tell it. */
final class FileFacts {

    /**
     * What tells a remote file from another one of the same name.
     *
     * @param size its size
     * @param modified its time, null where the server does not tell it
     */
    record Remote(long size, @Nullable Instant modified) {}

    /**
     * What tells a local file from what it becomes when it is written.
     *
     * @param file its path
     * @param size its size
     * @param modified its time
     */
    record Local(Path file, long size, FileTime modified) {}

    private FileFacts() {}

    /** Gives what identifies a remote file, nothing where the server does not tell its size. */
    static Mono<Remote> remote(FtpOperations session, String path) {
        return session.size(path)
                .onErrorResume(FileFacts::isAnswer, untold -> Mono.empty())
                .flatMap(size -> modified(session, path)
                        .map(time -> new Remote(size, time))
                        .defaultIfEmpty(new Remote(size, null)));
    }

    /** Gives what identifies a local file. Blocks. */
    static Local local(Path file) {
        try {
            return new Local(file, Files.size(file), Files.getLastModifiedTime(file));
        } catch (IOException e) {
            throw new CliException(ExitCode.READ_ERROR, "Could not read " + file + ": " + e, e);
        }
    }

    /** Gives the time, nothing where the server does not tell it. */
    static Mono<Instant> modified(FtpOperations session, String path) {
        return session.modified(path).onErrorResume(FileFacts::isAnswer, untold -> Mono.empty());
    }

    /** Gives the size, nothing where the server does not tell it; fails where there is no such file. */
    static Mono<Long> size(FtpOperations session, String path) {
        return session.size(path).onErrorResume(error -> isAnswer(error) && !isNotFound(error), untold -> Mono.empty());
    }

    private static boolean isAnswer(Throwable error) {
        return error instanceof FtpReplyException || error instanceof FtpProtocolException;
    }

    private static boolean isNotFound(Throwable error) {
        return error instanceof FtpReplyException refused && refused.reply().code() == FILE_UNAVAILABLE;
    }
}
