package io.ftpreactive.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import reactor.core.publisher.Mono;

/** The user and the token that are let in. Secrets are compared in constant time, and what is configured is not hashed. */
final class Login implements ReactiveAuthenticationManager {

    private final String user;
    private final String password;
    private final String token;
    private final boolean passwordMadeUp;
    private final boolean tokenMadeUp;

    private Login(GatewayProperties properties) {
        user = properties.user();
        passwordMadeUp = properties.password() == null;
        password = orRandom(properties.password());
        tokenMadeUp = properties.token() == null;
        token = orRandom(properties.token());
    }

    static Login of(GatewayProperties properties) {
        return new Login(properties);
    }

    private static String orRandom(@Nullable String configured) {
        return configured == null ? Secrets.random() : configured;
    }

    @Override
    public Mono<Authentication> authenticate(Authentication given) {
        String name = given.getName();
        String secret = String.valueOf(given.getCredentials());
        // One comparison: it takes as long whether or not the name is right.
        boolean known = name.isEmpty() ? equal(secret, token) : equal(name + ":" + secret, user + ":" + password);
        return known
                ? Mono.just(UsernamePasswordAuthenticationToken.authenticated(user, null, List.of()))
                : Mono.error(() -> new BadCredentialsException("Wrong user, password or token"));
    }

    private static boolean equal(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    /** What a person needs to log in; what was configured is not shown. */
    String shown() {
        return "user " + user + ", password " + (passwordMadeUp ? password : "as configured") + ", bearer token "
                + (tokenMadeUp ? token : "as configured");
    }
}
