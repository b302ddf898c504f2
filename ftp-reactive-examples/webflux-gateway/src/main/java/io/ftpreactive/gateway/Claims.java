package io.ftpreactive.gateway;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Lets one request at a time give a file its name: FTP has no way to rename only where nothing is, so that two of them could
 * both find a name free. Changes by others than this gateway are beyond its control.
 */
@Component
final class Claims {

    private final Set<String> claimed = ConcurrentHashMap.newKeySet();

    /**
     * Runs a change of a target; fails with 409 if another one is running. The name is free again before the outcome is told:
     * who hears of it may change the target at once.
     */
    <T> Mono<T> whileClaimed(Target target, Supplier<Mono<T>> change) {
        return Mono.using(
                () -> claim(target.server().name() + "/" + target.path().path()),
                name -> change.get(),
                claimed::remove);
    }

    private String claim(String name) {
        if (!claimed.add(name)) {
            throw Problem.of(HttpStatus.CONFLICT, "Another request is just writing this file.");
        }
        return name;
    }
}
