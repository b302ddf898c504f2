package io.ftpreactive.gateway;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Prints where the gateway is, and who may enter. Not logged: logs are kept, and read by others. */
@Component
final class StartMessage {

    private final Login login;

    StartMessage(Login login) {
        this.login = login;
    }

    @EventListener
    void started(WebServerInitializedEvent event) {
        System.out.println("Files: http://localhost:" + event.getWebServer().getPort() + "/files/");
        System.out.println("Login: " + login.shown());
    }
}
