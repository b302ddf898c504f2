package io.ftpreactive.gateway;

import io.ftpreactive.FtpClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The FTP servers behind the gateway: all clients that are beans. Without a primary one, the first is primary. */
@Component
final class Servers {

    /**
     * An HTTP server on reactor-netty takes up to 128 buffers ahead of a slow reader: with this size, 2 MiB for each.
     */
    private static final int MAX_CHUNK = 16 << 10;

    private final Map<String, Server> servers = new LinkedHashMap<>();
    private final Server primary;

    Servers(Map<String, FtpClient> clients, ObjectProvider<FtpClient> unique) {
        FtpClient chosen = unique.getIfUnique(() -> clients.values().iterator().next());
        clients.forEach((name, client) -> servers.put(
                name,
                new Server(
                        name, client.equals(chosen), client.transferOptions(options -> options.maxChunk(MAX_CHUNK)))));
        primary = servers.values().stream().filter(Server::primary).findFirst().orElseThrow();
    }

    List<Server> all() {
        return List.copyOf(servers.values());
    }

    /** The server of a name, the primary one for none. */
    Server named(@Nullable String name) {
        Server server = name == null ? primary : servers.get(name);
        if (server == null) {
            throw Problem.of(HttpStatus.NOT_FOUND, "There is no server '" + name + "'.");
        }
        return server;
    }
}
