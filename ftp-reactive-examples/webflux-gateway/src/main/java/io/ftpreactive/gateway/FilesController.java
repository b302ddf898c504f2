package io.ftpreactive.gateway;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The methods of HTTP and WebDAV on files and directories. */
@RestController
@RequestMapping({"/files/**", "/servers/{server}/files/**"})
final class FilesController {

    private static final String ALLOWED = "GET, HEAD, PUT, DELETE, MKCOL, MOVE, OPTIONS";

    private final Targets targets;
    private final Downloads downloads;
    private final Directories directories;
    private final Uploads uploads;
    private final Changes changes;
    private final Moves moves;

    FilesController(
            Targets targets,
            Downloads downloads,
            Directories directories,
            Uploads uploads,
            Changes changes,
            Moves moves) {
        this.targets = targets;
        this.downloads = downloads;
        this.directories = directories;
        this.uploads = uploads;
        this.changes = changes;
        this.moves = moves;
    }

    /** HEAD too. */
    @GetMapping
    Mono<Void> get(ServerWebExchange exchange) {
        Target target = targets.of(exchange.getRequest());
        return target.path().directory() ? directories.show(exchange, target) : downloads.send(exchange, target);
    }

    @PutMapping
    Mono<Void> put(ServerWebExchange exchange) {
        Target target = targets.of(exchange.getRequest());
        if (target.path().directory()) {
            throw Problem.notAllowed(Changes.DIRECTORY_ALLOWS, "MKCOL makes directories.");
        }
        return uploads.store(exchange, target);
    }

    @DeleteMapping
    Mono<Void> delete(ServerWebExchange exchange) {
        return changes.delete(exchange, targets.of(exchange.getRequest()));
    }

    @RequestMapping(method = RequestMethod.OPTIONS)
    Mono<Void> options(ServerWebExchange exchange) {
        targets.of(exchange.getRequest());
        exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
        exchange.getResponse().getHeaders().set(HttpHeaders.ALLOW, ALLOWED);
        return exchange.getResponse().setComplete();
    }

    /** Spring has no names for the methods of WebDAV. */
    @RequestMapping
    Mono<Void> other(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return switch (request.getMethod().name()) {
            case "MKCOL" -> changes.makeDirectory(exchange, targets.of(request));
            case "MOVE" -> moves.move(exchange, targets.of(request));
            default -> Mono.error(() -> Problem.notAllowed(ALLOWED, "There is no " + request.getMethod() + " here."));
        };
    }
}
