package io.ftpreactive.gateway;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code gateway.*}.
 *
 * @param folder the folder of the server in this process; a temporary one with samples by default
 * @param user who may log in
 * @param password the user's password; made up and printed at the start by default
 * @param token the bearer token of programs; made up and printed at the start by default
 */
@ConfigurationProperties("gateway")
record GatewayProperties(
        @Nullable Path folder,
        @DefaultValue("demo") String user,
        @Nullable String password,
        @Nullable String token) {

    GatewayProperties {
        if (user.isBlank() || "".equals(password) || "".equals(token)) {
            throw new IllegalArgumentException("gateway.user, gateway.password and gateway.token must not be empty");
        }
    }

    @Override
    public String toString() {
        return "GatewayProperties(" + user + ")";
    }
}
