package io.ftpreactive.internal.data;

import io.ftpreactive.options.DataMode;
import io.ftpreactive.options.PassiveMode;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How second connections are made and watched.
 *
 * @param mode who listens
 * @param idleTimeout how long no bytes may move while the server's move is awaited
 * @param options of their sockets, before those that both connections have
 */
public record DataSettings(DataMode mode, Duration idleTimeout, Map<ChannelOption<?>, Object> options) {

    /** Passive, 60 s, no options. */
    public static final DataSettings DEFAULT = new DataSettings(PassiveMode.DEFAULT, Duration.ofSeconds(60), Map.of());

    /**
     * Checks the timeout and the options.
     *
     * @param mode who listens
     * @param idleTimeout must be positive
     * @param options must not be one that the client sets itself
     */
    public DataSettings {
        if (idleTimeout.isZero() || idleTimeout.isNegative()) {
            throw new IllegalArgumentException("The idle timeout must be positive, not " + idleTimeout);
        }
        for (ChannelOption<?> own : new ChannelOption<?>[] {
            ChannelOption.AUTO_READ, ChannelOption.CONNECT_TIMEOUT_MILLIS, ChannelOption.SO_LINGER
        }) {
            if (options.containsKey(own)) {
                throw new IllegalArgumentException("The client itself sets " + own
                        + ": by demand, by connectTimeout(), and by how a transfer ends");
            }
        }
        options = Map.copyOf(options);
    }

    /**
     * Chooses who listens.
     *
     * @param mode passive or active
     * @return the changed settings
     */
    public DataSettings mode(DataMode mode) {
        return new DataSettings(mode, idleTimeout, options);
    }

    /**
     * Limits how long no bytes may move.
     *
     * @param idleTimeout must be positive
     * @return the changed settings
     */
    public DataSettings idleTimeout(Duration idleTimeout) {
        return new DataSettings(mode, idleTimeout, options);
    }

    /**
     * Sets an option of the sockets of second connections.
     *
     * @param option which
     * @param value its value
     * @param <T> the value's type
     * @return the changed settings
     */
    public <T> DataSettings option(ChannelOption<T> option, T value) {
        Map<ChannelOption<?>, Object> changed = new HashMap<>(options);
        changed.put(option, value);
        return new DataSettings(mode, idleTimeout, changed);
    }
}
