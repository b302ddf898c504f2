package io.ftpreactive.internal.control;

import io.ftpreactive.result.ServerCapabilities;
import io.ftpreactive.result.ServerCapabilities.Server;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What sessions have learned of servers; see {@code CapabilityCache}. Thread-safe. */
public final class CapabilityStore {

    /** The most servers that are remembered. */
    static final int MAX_SERVERS = 1024;

    /** Everything is worth a try. */
    private static final ServerCapabilities NOTHING =
            new ServerCapabilities(false, null, true, true, true, true, false);

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
     * Creates an empty store.
     *
     * @param keep how long what is learned of a server is kept
     * @param clock the clock
     */
    public CapabilityStore(Duration keep, Clock clock) {
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * Returns all that is known now.
     *
     * @return a copy
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
     * Forgets a server, for all users.
     *
     * @param host its name or address
     * @param port its control port
     */
    public void forget(String host, int port) {
        synchronized (entries) {
            entries.keySet()
                    .removeIf(server -> server.port() == port && server.host().equalsIgnoreCase(host));
        }
    }

    /** Forgets all servers. */
    public void forgetAll() {
        synchronized (entries) {
            entries.clear();
        }
    }

    ServerCapabilities recall(Server server) {
        synchronized (entries) {
            Entry entry = entries.get(server);
            return entry == null || isOver(entry) ? NOTHING : entry.known;
        }
    }

    void learn(Server server, UnaryOperator<ServerCapabilities> lesson) {
        synchronized (entries) {
            Entry before = entries.get(server);
            Entry entry = before == null || isOver(before) ? new Entry(NOTHING, clock.instant()) : before;
            entries.put(server, new Entry(lesson.apply(entry.known), entry.since));
        }
    }

    private boolean isOver(Entry entry) {
        return !clock.instant().isBefore(entry.since.plus(keep));
    }
}
