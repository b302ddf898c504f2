package io.ftpreactive.gateway;

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

    private Target of(String path) {
        if (path.startsWith(NAMED)) {
            int end = path.indexOf('/', NAMED.length());
            String name = path.substring(NAMED.length(), end < 0 ? path.length() : end);
            return below(servers.named(decode(name)), path.substring(NAMED.length() + name.length()));
        }
        return below(servers.named(null), path);
    }

    private static String decode(String name) {
        return UriUtils.decode(name, StandardCharsets.UTF_8);
    }

    private static Target below(Server server, String path) {
        if (!path.startsWith(PRIMARY + "/")) {
            throw Problem.of(HttpStatus.NOT_FOUND, "Files are below " + PRIMARY + "/ of a server.");
        }
        return new Target(server, RemotePath.decode(path.substring(PRIMARY.length() + 1)));
    }
}
