package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What {@code curl -I} tells of a file: time, size, and whether a download can be continued. */
final class FileHead {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int NOT_FOUND = 550;
    private static final int MORE_PLEASE = 350;

    private FileHead() {}

    /** Asks for it, and gives the lines without their ends. */
    static Flux<String> of(FtpSession session, String path) {
        return Flux.concat(modified(session, path), size(session, path), restart(session));
    }

    /** Servers without MDTM, and those that refuse it, still tell the rest. */
    private static Mono<String> modified(FtpSession session, String path) {
        return session.modified(path)
                .map(time -> "Last-Modified: " + HTTP_DATE.format(time))
                .onErrorResume(FileHead::isAnswer, refused -> Mono.empty());
    }

    private static Mono<String> size(FtpSession session, String path) {
        return session.size(path)
                .map(size -> "Content-Length: " + size)
                .onErrorResume(error -> isAnswer(error) && !isNotFound(error), refused -> Mono.empty());
    }

    private static Mono<String> restart(FtpSession session) {
        return session.send(FtpCommand.rest(0))
                .map(FtpReply::code)
                .filter(code -> code == MORE_PLEASE)
                .map(code -> "Accept-ranges: bytes");
    }

    private static boolean isAnswer(Throwable error) {
        return error instanceof FtpReplyException || error instanceof FtpProtocolException;
    }

    private static boolean isNotFound(Throwable error) {
        return error instanceof FtpReplyException refused && refused.reply().code() == NOT_FOUND;
    }
}
