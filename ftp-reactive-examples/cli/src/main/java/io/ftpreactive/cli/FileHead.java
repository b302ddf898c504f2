package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
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

    private static final int MORE_PLEASE = 350;

    private FileHead() {}

    /** Asks for it, and gives the lines without their ends, as many as the server has the answers to. */
    static Flux<String> of(FtpSession session, String path) {
        return Flux.concat(
                FileFacts.modified(session, path).map(time -> "Last-Modified: " + HTTP_DATE.format(time)),
                FileFacts.size(session, path).map(size -> "Content-Length: " + size),
                restart(session));
    }

    private static Mono<String> restart(FtpSession session) {
        return session.send(FtpCommand.rest(0))
                .map(FtpReply::code)
                .filter(code -> code == MORE_PLEASE)
                .map(code -> "Accept-ranges: bytes");
    }
}
