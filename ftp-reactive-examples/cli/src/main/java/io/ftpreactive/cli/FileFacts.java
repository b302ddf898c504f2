package io.ftpreactive.cli;

import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;

import io.ftpreactive.FtpOperations;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Asks what it would be good to know of a file, of servers that may not tell it. */
final class FileFacts {

    private FileFacts() {}

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
