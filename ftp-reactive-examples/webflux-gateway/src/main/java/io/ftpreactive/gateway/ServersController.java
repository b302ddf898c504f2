package io.ftpreactive.gateway;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The names of the servers. */
@RestController
final class ServersController {

    private final Servers servers;

    ServersController(Servers servers) {
        this.servers = servers;
    }

    /** One server as JSON. */
    record Named(String name, boolean primary) {}

    @GetMapping("/servers")
    List<Named> servers() {
        return servers.all().stream()
                .map(server -> new Named(server.name(), server.primary()))
                .toList();
    }
}
