package io.ftpreactive.internal.opening;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.data.DataSettings;
import io.ftpreactive.internal.data.Opening;
import io.ftpreactive.internal.settings.ListenAddress;
import io.ftpreactive.options.ActiveMode;
import io.ftpreactive.options.PassiveMode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.netty.tcp.TcpClientConfig;

/** Makes the second connections of any number of sessions, in the mode of their client. */
public final class Opener implements Opening.Factory {

    private final TcpClientConfig config;
    private final DataSettings settings;
    private final Duration connectTimeout;
    /** By the size of the largest read, which is a power of two. */
    private final Map<Integer, DataTransport> transports = new ConcurrentHashMap<>();

    /**
     * Creates an opener.
     *
     * @param config the transport whose options, address and initialisers apply to data connections too
     * @param settings the mode, and options of the sockets
     * @param connectTimeout for the TCP connection in passive mode
     */
    public Opener(TcpClientConfig config, DataSettings settings, Duration connectTimeout) {
        this.config = config;
        this.settings = settings;
        this.connectTimeout = connectTimeout;
    }

    /**
     * Returns how long no bytes may move while the server's move is awaited.
     *
     * @return the idle timeout
     */
    public Duration idleTimeout() {
        return settings.idleTimeout();
    }

    @Override
    public Opening open(
            Turn turn,
            FtpCommand transfer,
            int maxChunk,
            Opening.@Nullable Prepared prepared,
            Opening.Listener listener) {
        DataTransport transport = transport(maxChunk);
        return settings.mode() instanceof ActiveMode active
                ? new ActiveOpening(
                        new Listening(transport, active), active, turn, transfer, (ListeningAhead) prepared, listener)
                : new PassiveOpening(transport, (PassiveMode) settings.mode(), turn, transfer, listener);
    }

    private DataTransport transport(int maxChunk) {
        int read = Integer.highestOneBit(Math.min(maxChunk, DataTransport.LARGEST_READ));
        return transports.computeIfAbsent(
                read, most -> new DataTransport(config, settings.options(), connectTimeout, most));
    }

    @Override
    public Opening.@Nullable Prepared prepare(ControlConnection control, int maxChunk) {
        return settings.mode() instanceof ActiveMode active
                ? new ListeningAhead(new Listening(transport(maxChunk), active).on(control))
                : null;
    }

    /** Where ports are few, transfers that wait must not take them from the one that is due. */
    @Override
    public boolean mayBeginEarly(ControlConnection control) {
        if (settings.mode() instanceof ActiveMode active) {
            return ListenAddress.parse(active.address()).firstPort() == 0
                    && !control.route().isProxied();
        }
        return true;
    }
}
