package io.ftpreactive.data;

import java.time.Duration;

/**
 * How second connections are made and watched.
 *
 * @param mode who listens
 * @param idleTimeout how long no bytes may move while the server's move is awaited
 */
public record DataSettings(DataMode mode, Duration idleTimeout) {

    /** Passive, 60 s. */
    public static final DataSettings DEFAULT = new DataSettings(PassiveMode.DEFAULT, Duration.ofSeconds(60));

    /**
     * Checks the timeout.
     *
     * @param mode who listens
     * @param idleTimeout must be positive
     */
    public DataSettings {
        if (idleTimeout.isZero() || idleTimeout.isNegative()) {
            throw new IllegalArgumentException("The idle timeout must be positive, not " + idleTimeout);
        }
    }
}
