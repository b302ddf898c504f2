package io.ftpreactive.gateway;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpReplyException;
import java.time.Instant;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Makes directories, and deletes them and files. */
@Component
final class Changes {

    static final String DIRECTORY_ALLOWS = "GET, HEAD, DELETE, MOVE, OPTIONS";
    private static final String EXISTING_ALLOWS = "GET, HEAD, PUT, DELETE, MOVE, OPTIONS";

    /** Makes a directory (MKCOL, RFC 4918 section 9.3). */
    Mono<Void> makeDirectory(ServerWebExchange exchange, Target target) {
        if (exchange.getRequest().getHeaders().getContentLength() > 0) {
            throw Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "A directory is made without a body.");
        }
        if (target.path().isRoot()) {
            throw existing();
        }
        RemotePath path = target.path();
        return target.client()
                .withSessionSingle(session -> session.makeDirectory(path.path())
                        .onErrorResume(FtpReplyException.class, refusal -> unmade(session, path, refusal)))
                .then(Mono.defer(() -> {
                    exchange.getResponse().setStatusCode(HttpStatus.CREATED);
                    return exchange.getResponse().setComplete();
                }));
    }

    private static Mono<Void> unmade(FtpSession session, RemotePath path, FtpReplyException refusal) {
        return session.exists(path.path())
                .onErrorReturn(FtpReplyException.class, false)
                .flatMap(there -> there ? Mono.error(existing()) : Surroundings.explain(session, path, refusal));
    }

    private static RuntimeException existing() {
        return Problem.notAllowed(EXISTING_ALLOWS, "There is something of that name already.");
    }

    /** Deletes a file, an empty directory, or one with its contents if {@code Depth: infinity} says so. */
    Mono<Void> delete(ServerWebExchange exchange, Target target) {
        if (target.path().isRoot()) {
            throw Problem.of(HttpStatus.FORBIDDEN, "The directory in which everything is cannot be deleted.");
        }
        return target.client()
                .withSessionSingle(session -> session.entry(target.path().path())
                        .flatMap(entry -> delete(exchange.getRequest(), session, target.path(), entry)))
                .then(Mono.defer(() -> {
                    exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
                    return exchange.getResponse().setComplete();
                }));
    }

    private static Mono<Void> delete(ServerHttpRequest request, FtpSession session, RemotePath path, FtpEntry entry) {
        HttpHeaders headers = request.getHeaders();
        new Preconditions(headers).check(Representation.of(entry, Instant.now()));
        if (!entry.isDirectory()) {
            return session.delete(path.path());
        }
        return "infinity".equalsIgnoreCase(headers.getFirst("Depth"))
                ? session.deleteTree(path.path())
                : session.removeDirectory(path.path())
                        .onErrorResume(FtpReplyException.class, refusal -> kept(session, path, refusal));
    }

    private static Mono<Void> kept(FtpSession session, RemotePath path, FtpReplyException refusal) {
        return session.list(path.path())
                .hasElements()
                .onErrorReturn(FtpReplyException.class, false)
                .flatMap(full -> Mono.error(
                        full
                                ? Problem.of(
                                        HttpStatus.CONFLICT,
                                        "The directory is not empty; Depth: infinity deletes what is in it too.")
                                : refusal));
    }
}
