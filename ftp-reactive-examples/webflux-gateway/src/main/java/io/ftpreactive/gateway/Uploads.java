package io.ftpreactive.gateway;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.spring.DataBuffers;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Stores files, at the speed of the FTP server, under temporary names: a file has its name when the server has confirmed it,
 * and an upload that breaks off never appears.
 */
@Component
final class Uploads {

    private final Claims claims;

    Uploads(Claims claims) {
        this.claims = claims;
        TemporaryName.prepare();
    }

    Mono<Void> store(ServerWebExchange exchange, Target target) {
        if (exchange.getRequest().getHeaders().containsHeader(HttpHeaders.CONTENT_RANGE)) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "Parts of files cannot be stored.");
        }
        FtpClient client = target.client()
                .transferOptions(options -> options.replaces(true)
                        .temporaryName(path -> target.path().sibling(TemporaryName.next())));
        return claims.whileClaimed(
                        target,
                        () -> client.withSessionSingle(session -> store(exchange.getRequest(), session, target.path())))
                .flatMap(stored -> confirm(exchange.getResponse(), stored));
    }

    private static Mono<Stored> store(ServerHttpRequest request, FtpSession session, RemotePath path) {
        return Surroundings.find(session, path)
                .doOnNext(there -> check(request, there))
                .flatMap(there -> write(request, session, path)
                        .then(Mono.defer(() -> look(session, path)))
                        .map(now -> new Stored(there.isPresent(), now)));
    }

    /** It is stored, whatever becomes of the question what it looks like now. */
    private static Mono<Optional<FtpEntry>> look(FtpSession session, RemotePath path) {
        return session.entry(path.path()).map(Optional::of).onErrorReturn(FtpException.class, Optional.empty());
    }

    private static void check(ServerHttpRequest request, Optional<FtpEntry> there) {
        Representation current =
                there.map(entry -> Representation.of(entry, Instant.now())).orElse(null);
        new Preconditions(request.getHeaders()).check(current);
        if (there.filter(FtpEntry::isDirectory).isPresent()) {
            throw Problem.of(HttpStatus.CONFLICT, "There is a directory of that name.");
        }
    }

    private static Mono<Void> write(ServerHttpRequest request, FtpSession session, RemotePath path) {
        return session.store(path.path(), DataBuffers.toByteBufs(request.getBody()))
                .then()
                .onErrorResume(Uploads::isRefused, error -> Surroundings.explain(session, path, (FtpException) error));
    }

    /** Some servers agree to a transfer before they look whether they can store it. */
    private static boolean isRefused(Throwable error) {
        return error instanceof FtpReplyException
                || (error instanceof FtpTransferException broken && FtpProblems.isRefusal(broken.reply()));
    }

    private static Mono<Void> confirm(ServerHttpResponse response, Stored stored) {
        stored.entry()
                .ifPresent(entry -> Representation.of(entry, Instant.now()).writeTo(response.getHeaders()));
        response.setStatusCode(stored.replaced() ? HttpStatus.NO_CONTENT : HttpStatus.CREATED);
        return response.setComplete();
    }

    /**
     * A file that was stored.
     *
     * @param replaced whether there was one before
     * @param entry what it looks like, if that could be found out
     */
    private record Stored(boolean replaced, Optional<FtpEntry> entry) {}
}
