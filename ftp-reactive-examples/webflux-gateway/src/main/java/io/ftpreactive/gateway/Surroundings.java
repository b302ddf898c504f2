package io.ftpreactive.gateway;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpReplyException.Kind;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/** What is there where something is to be changed. Servers refuse for many reasons with the same words. */
final class Surroundings {

    private Surroundings() {}

    /** What a path leads to, if anything. Where the words of a refusal do not say so, in any language, it is looked for. */
    static Mono<Optional<FtpEntry>> find(FtpSession session, RemotePath path) {
        return session.entry(path.path())
                .map(Optional::of)
                .onErrorResume(FtpReplyException.class, refusal -> absent(session, path, refusal));
    }

    private static Mono<Optional<FtpEntry>> absent(FtpSession session, RemotePath path, FtpReplyException refusal) {
        if (refusal.kind() == Kind.NOT_FOUND) {
            return Mono.just(Optional.empty());
        }
        if (refusal.isTransient()) {
            return Mono.error(refusal);
        }
        return session.exists(path.path())
                .onErrorReturn(FtpReplyException.class, true)
                .flatMap(there -> there ? Mono.error(refusal) : Mono.just(Optional.empty()));
    }

    /**
     * Explains a refusal, which some servers give only after they have agreed to a transfer, by a parent that is missing, if it is: 409, as WebDAV has it (RFC 4918 section
     * 9.7.1).
     */
    static <T> Mono<T> explain(FtpSession session, RemotePath path, FtpException refusal) {
        if (path.names().size() < 2) {
            return Mono.error(refusal);
        }
        return session.exists(path.parent().path())
                .onErrorReturn(FtpReplyException.class, false)
                .flatMap(there -> Mono.error(
                        there ? refusal : Problem.of(HttpStatus.CONFLICT, "There is no directory to put it into.")));
    }
}
