package io.ftpreactive.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/** Finds out what URLs mean: {@code /files/PATH} or {@code /servers/NAME/files/PATH}. */
@Component
final class Targets {

    private static final String PRIMARY = "/files";
    private static final String NAMED = "/servers/";

    private final Servers servers;

    Targets(Servers servers) {
        this.servers = servers;
    }

    /** The target of a request. */
    Target of(ServerHttpRequest request) {
        return of(request.getPath().pathWithinApplication().value());
    }

    /** The target of the header Destination: a path, or the URL of one on this gateway. */
    Target destination(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst("Destination");
        if (header == null) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "MOVE needs a Destination.");
        }
        URI destination = parse(header);
        String authority = destination.getRawAuthority();
        if (authority != null && !authority.equalsIgnoreCase(request.getURI().getRawAuthority())) {
            throw Problem.of(HttpStatus.BAD_GATEWAY, "The Destination is on another host.");
        }
        String context = request.getPath().contextPath().value();
        String path = destination.getRawPath();
        if (path == null || !path.startsWith(context + "/")) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "The Destination is no path of this gateway.");
        }
        return of(path.substring(context.length()));
    }

    private static URI parse(String header) {
        try {
            return new URI(header);
        } catch (URISyntaxException e) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "The Destination is no URL.");
        }
    }

    private Target of(String path) {
        if (path.startsWith(NAMED)) {
            int end = path.indexOf('/', NAMED.length());
            String name = path.substring(NAMED.length(), end < 0 ? path.length() : end);
            return below(servers.named(decode(name)), path.substring(NAMED.length() + name.length()));
        }
        return below(servers.named(null), path);
    }

    private static String decode(String name) {
        try {
            return UriUtils.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "The name of the server is not percent-encoded.");
        }
    }

    private static Target below(Server server, String path) {
        if (!path.startsWith(PRIMARY + "/")) {
            throw Problem.of(HttpStatus.NOT_FOUND, "Files are below " + PRIMARY + "/ of a server.");
        }
        return new Target(server, RemotePath.decode(path.substring(PRIMARY.length() + 1)));
    }
}
