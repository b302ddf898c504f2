package io.ftpreactive.gateway;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Prints where the gateway is, and who may enter. Not logged: logs are kept, and read by others. */
@Component
final class StartMessage {

    private final Login login;
    private final ServerProperties server;

    StartMessage(Login login, ServerProperties server) {
        this.login = login;
        this.server = server;
    }

    @EventListener
    void started(WebServerInitializedEvent event) {
        System.out.println("Files: " + url(event.getWebServer().getPort())
                + (isOpen(server.getAddress()) ? " on all addresses" : ""));
        System.out.println("Login: " + login.shown());
    }

    private String url(int port) {
        InetAddress address = server.getAddress();
        String host = address == null || isOpen(address) ? "localhost" : address.getHostAddress();
        String scheme = Ssl.isEnabled(server.getSsl()) ? "https" : "http";
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/files/";
    }

    private static boolean isOpen(@Nullable InetAddress address) {
        return address == null || address.isAnyLocalAddress();
    }
}
