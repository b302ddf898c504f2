package io.ftpreactive;

import io.ftpreactive.internal.control.CapabilityStore;
import io.ftpreactive.internal.settings.Require;
import io.ftpreactive.result.ServerCapabilities;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Keeps what sessions learn of their servers, so that later sessions save round trips. They do not ask for features,
 * and do not try EPSV, EPRT, MLSD or an argument to LIST where these failed. Two servers that refused to exchange a file
 * directly ({@link FtpClient#transferTo}) are not asked to do so again.
 *
 * <p>The cache forgets a server some time after it first learned of it, one hour by default, even if it was used
 * meanwhile. So neither an update of the server nor a temporary failure has an effect for longer. Beyond 1024 servers
 * the cache forgets those that have not been connected to for the longest time.
 *
 * <p>Thread-safe. Providers may share a cache; see {@link FtpSessionProvider.Builder#capabilityCache}.
 */
public final class CapabilityCache {

    private static final Duration KEEP = Duration.ofHours(1);

    private final CapabilityStore store;

    private CapabilityCache(CapabilityStore store) {
        this.store = store;
    }

    /**
     * Creates an empty cache that keeps what it learns of a server for one hour.
     *
     * @return a cache
     */
    public static CapabilityCache create() {
        return create(KEEP, Clock.systemUTC());
    }

    /**
     * Creates an empty cache.
     *
     * @param keep how long the cache keeps what it learns of a server, positive
     * @param clock the clock
     * @return a cache
     */
    public static CapabilityCache create(Duration keep, Clock clock) {
        Objects.requireNonNull(keep, "keep");
        Objects.requireNonNull(clock, "clock");
        return new CapabilityCache(new CapabilityStore(Require.positive("The time to keep", keep), clock));
    }

    CapabilityStore store() {
        return store;
    }

    /**
     * Returns everything that is known now.
     *
     * @return a copy
     */
    public Map<ServerCapabilities.Server, ServerCapabilities> known() {
        return store.known();
    }

    /**
     * Forgets a server for all users, for example after an update of the server. Open sessions keep what they know.
     *
     * @param host its name or address as configured
     * @param port its control port
     */
    public void forget(String host, int port) {
        store.forget(Objects.requireNonNull(host, "host"), port);
    }

    /** Forgets all servers. */
    public void forgetAll() {
        store.forgetAll();
    }
}
