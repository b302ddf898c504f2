package io.ftpreactive.options;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what sessions learn of their servers, so that the next session need not learn it again: it does not ask for
 * features, and does not try EPSV, EPRT, MLSD or the argument of LIST where they failed.
 *
 * <p>Each server is forgotten some time after the first thing was learnt of it, one hour by default, whether it was asked
 * for in between or not: so nothing that was once true, or was never true but for a bad moment, lasts. Of more than
 * {@value #MAX_SERVERS} servers those are forgotten that no session was opened with for the longest time.
 *
 * <p>May be shared between providers and used from any thread.
 */
public final class CapabilityCache {

    /** The most servers that are remembered. */
    static final int MAX_SERVERS = 1024;

    private static final Duration KEEP = Duration.ofHours(1);

    private final Duration keep;
    private final Clock clock;
    /** Guarded by itself; asked once a login. */
    private final Map<Server, Entry> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Server, Entry> eldest) {
            return size() > MAX_SERVERS;
        }
    };

    private record Entry(ServerCapabilities known, Instant since) {}

    /**
     * What answers alike. Servers list other features to other users, and for each virtual host.
     *
     * @param host the name or address as configured, in lower case
     * @param port the control port
     * @param user who logs in
     * @param virtualHost the name said with HOST, null for none
     * @param authenticated whether the server has to prove by TLS who it is: else what is learnt may be another's word
     */
    public record Server(
            String host, int port, String user, @Nullable String virtualHost, boolean authenticated) {

        /**
         * Names a server.
         *
         * @param host a name or address in any case
         * @param port the control port
         * @param user who logs in
         * @param virtualHost the name said with HOST, null for none
         * @param authenticated whether the server has to prove who it is
         */
        public Server {
            Objects.requireNonNull(user, "user");
            host = Objects.requireNonNull(host, "host").toLowerCase(Locale.ROOT);
        }
    }

    private CapabilityCache(Duration keep, Clock clock) {
        if (keep.isZero() || keep.isNegative()) {
            throw new IllegalArgumentException("The time to remember a server must be positive, not " + keep);
        }
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * Creates a memory that keeps what it hears of a server for one hour.
     *
     * @return a memory of nothing
     */
    public static CapabilityCache create() {
        return create(KEEP, Clock.systemUTC());
    }

    /**
     * Creates a memory.
     *
     * @param keep how long what is learnt of a server is kept, positive
     * @param clock what tells the time
     * @return a memory of nothing
     */
    public static CapabilityCache create(Duration keep, Clock clock) {
        Objects.requireNonNull(keep, "keep");
        Objects.requireNonNull(clock, "clock");
        return new CapabilityCache(keep, clock);
    }

    /**
     * Returns all that is remembered now.
     *
     * @return a copy, what is known by server
     */
    public Map<Server, ServerCapabilities> known() {
        synchronized (entries) {
            entries.values().removeIf(this::isOver);
            Map<Server, ServerCapabilities> copy = new HashMap<>();
            entries.forEach((server, entry) -> copy.put(server, entry.known));
            return Map.copyOf(copy);
        }
    }

    /**
     * Forgets a server, whoever the user: after it was updated, for example. Sessions that are open go on with what they
     * know.
     *
     * @param host its name or address as configured
     * @param port its control port
     */
    public void forget(String host, int port) {
        Objects.requireNonNull(host, "host");
        synchronized (entries) {
            entries.keySet().removeIf(server -> server.port == port && server.host.equalsIgnoreCase(host));
        }
    }

    /** Forgets all servers. */
    public void forgetAll() {
        synchronized (entries) {
            entries.clear();
        }
    }

    public ServerCapabilities recall(Server server) {
        synchronized (entries) {
            Entry entry = entries.get(server);
            return entry == null || isOver(entry) ? ServerCapabilities.NOTHING : entry.known;
        }
    }

    public void learn(Server server, UnaryOperator<ServerCapabilities> lesson) {
        synchronized (entries) {
            Entry before = entries.get(server);
            Entry entry =
                    before == null || isOver(before) ? new Entry(ServerCapabilities.NOTHING, clock.instant()) : before;
            entries.put(server, new Entry(lesson.apply(entry.known), entry.since));
        }
    }

    private boolean isOver(Entry entry) {
        return !clock.instant().isBefore(entry.since.plus(keep));
    }
}
