package io.ftpreactive.spring;

import io.ftpreactive.FtpClient;
import io.ftpreactive.result.FtpHealth;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/**
 * The health of one server. A pool whose sessions are all at work is healthy: the server works. The detail {@code sessions}
 * tells it from one that has sessions left.
 *
 * <p>All who ask at the same time share one probe, and its result is shown for a while: so that whoever may ask, as often as
 * it may be, does not occupy the pool.
 */
final class FtpHealthIndicator implements ReactiveHealthIndicator {

    private final Mono<Health> health;

    FtpHealthIndicator(FtpClient client, Duration timeout, Duration shownFor) {
        this.health = client.health(timeout)
                .map(FtpHealthIndicator::health)
                .cache(found -> shownFor, error -> Duration.ZERO, () -> Duration.ZERO);
    }

    @Override
    public Mono<Health> health() {
        return health;
    }

    private static Health health(FtpHealth found) {
        Health.Builder health = found.isUsable() ? Health.up() : Health.down();
        health.withDetail("server", found.server())
                .withDetail("sessions", found.status().name().toLowerCase(Locale.ROOT));
        Throwable cause = found.cause();
        if (cause != null) {
            health.withDetail("error", String.valueOf(cause.getMessage()));
        }
        return health.build();
    }
}
