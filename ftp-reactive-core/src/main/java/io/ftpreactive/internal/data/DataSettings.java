package io.ftpreactive.internal.data;

import io.ftpreactive.internal.settings.Require;
import io.ftpreactive.internal.settings.Settings;
import io.ftpreactive.options.DataMode;
import io.ftpreactive.options.PassiveMode;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How data connections are set up and watched. Each setter returns a changed copy. */
public final class DataSettings extends Settings<DataSettings> {

    /** Passive, 60 s, no options. */
    public static final DataSettings DEFAULT = new DataSettings();

    private static final List<ChannelOption<?>> OWN =
            List.of(ChannelOption.AUTO_READ, ChannelOption.CONNECT_TIMEOUT_MILLIS, ChannelOption.SO_LINGER);

    private DataMode mode = PassiveMode.DEFAULT;
    private Duration idleTimeout = Duration.ofSeconds(60);
    private Map<ChannelOption<?>, Object> options = Map.of();

    private DataSettings() {}

    public DataSettings mode(DataMode mode) {
        return with(copy -> copy.mode = mode);
    }

    public DataSettings idleTimeout(Duration timeout) {
        Require.positive("The idle timeout", timeout);
        return with(copy -> copy.idleTimeout = timeout);
    }

    public <T> DataSettings option(ChannelOption<T> option, T value) {
        if (OWN.contains(option)) {
            throw new IllegalArgumentException("The client itself sets " + option
                    + ": by demand, by connectTimeout(), and by how a transfer ends");
        }
        Map<ChannelOption<?>, Object> changed = new HashMap<>(options);
        changed.put(option, value);
        return with(copy -> copy.options = Map.copyOf(changed));
    }

    public DataMode mode() {
        return mode;
    }

    /** How long no bytes may move while the client waits for the server. */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /** Socket options of data connections alone, over those of both connections. */
    public Map<ChannelOption<?>, Object> options() {
        return options;
    }

    @Override
    protected @Nullable Object[] values() {
        return new @Nullable Object[] {mode, idleTimeout, options};
    }
}
