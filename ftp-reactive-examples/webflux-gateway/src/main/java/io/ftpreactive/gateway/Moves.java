package io.ftpreactive.gateway;

import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpReplyException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Renames files and directories (MOVE, RFC 4918 section 9.9). */
@Component
final class Moves {

    private final Targets targets;
    private final Claims claims;

    Moves(Targets targets, Claims claims) {
        this.targets = targets;
        this.claims = claims;
    }

    Mono<Void> move(ServerWebExchange exchange, Target source) {
        ServerHttpRequest request = exchange.getRequest();
        Target destination = targets.destination(request);
        boolean overwrite = overwrites(request.getHeaders().getFirst("Overwrite"));
        check(source, destination);
        return claims.whileClaimed(
                        destination,
                        () -> source.client()
                                .transferOptions(options -> options.replaces(overwrite))
                                .withSessionSingle(session ->
                                        move(request, session, source.path(), destination.path(), overwrite)))
                .flatMap(replaced -> {
                    exchange.getResponse().setStatusCode(replaced ? HttpStatus.NO_CONTENT : HttpStatus.CREATED);
                    return exchange.getResponse().setComplete();
                });
    }

    private static boolean overwrites(@Nullable String header) {
        if (header == null || header.equalsIgnoreCase("T")) {
            return true;
        }
        if (header.equalsIgnoreCase("F")) {
            return false;
        }
        throw Problem.of(HttpStatus.BAD_REQUEST, "Overwrite is T or F.");
    }

    private static void check(Target source, Target destination) {
        if (!source.server().equals(destination.server())) {
            throw Problem.of(HttpStatus.BAD_GATEWAY, "Files are not moved from one server to another.");
        }
        if (source.path().isRoot() || destination.path().isWithin(source.path())) {
            throw Problem.of(HttpStatus.FORBIDDEN, "Nothing is moved to itself, or into itself.");
        }
        if (destination.path().isRoot()) {
            throw Problem.of(HttpStatus.FORBIDDEN, "The directory in which everything is cannot be replaced.");
        }
    }

    /** Emits whether something was replaced. */
    private static Mono<Boolean> move(
            ServerHttpRequest request, FtpSession session, RemotePath from, RemotePath to, boolean overwrite) {
        return session.entry(from.path())
                .doOnNext(source ->
                        new Preconditions(request.getHeaders()).check(Representation.of(source, Instant.now())))
                .flatMap(source -> Surroundings.find(session, to)
                        .doOnNext(there -> check(source, there, overwrite))
                        .flatMap(there -> session.rename(from.path(), to.path())
                                .onErrorResume(
                                        FtpReplyException.class, refusal -> Surroundings.explain(session, to, refusal))
                                .thenReturn(there.isPresent())));
    }

    /** What a server does with a directory in the way differs: nothing but files is replaced, and by files. */
    private static void check(FtpEntry source, Optional<FtpEntry> there, boolean overwrite) {
        if (there.isPresent() && !overwrite) {
            throw Problem.of(HttpStatus.PRECONDITION_FAILED, "There is something of that name already.");
        }
        if (there.isPresent() && (source.isDirectory() || there.get().isDirectory())) {
            throw Problem.of(HttpStatus.CONFLICT, "Only a file can be replaced, and only by a file.");
        }
    }
}
