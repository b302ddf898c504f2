package io.ftpreactive.cli;

import static io.ftpreactive.codec.FtpReplyCode.PENDING;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCommand;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What {@code curl -I} tells of a file: time, size, and whether a download can be continued. */
final class FileHead {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private FileHead() {}

    /** Asks for it, and gives the lines without their ends, as many as the server has the answers to. */
    static Flux<String> of(FtpSession session, String path) {
        return Flux.concat(
                FileFacts.modified(session, path).map(time -> "Last-Modified: " + HTTP_DATE.format(time)),
                FileFacts.size(session, path).map(size -> "Content-Length: " + size),
                continues(session).filter(yes -> yes).map(yes -> "Accept-ranges: bytes"));
    }

    /** Asks for the same and puts it behind what is in an object. */
    static Mono<JsonObject> put(JsonObject json, FtpSession session, String path) {
        return Mono.zip(
                        FileFacts.modified(session, path).map(Instant::toString).singleOptional(),
                        FileFacts.size(session, path).map(OptionalLong::of).defaultIfEmpty(OptionalLong.empty()),
                        continues(session))
                .map(facts -> json.put("size", facts.getT2())
                        .put("modified", facts.getT1().orElse(null))
                        .put("resumable", facts.getT3()));
    }

    private static Mono<Boolean> continues(FtpSession session) {
        return session.send(FtpCommand.rest(0)).map(reply -> reply.code() == PENDING);
    }
}
