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
import org.jspecify.annotations.Nullable;

/** What sessions have learned of servers; see {@code CapabilityCache}. Thread-safe. */
public final class CapabilityStore {

    /** The most servers that are remembered. */
    static final int MAX_SERVERS = 1024;

    /** Everything is worth a try. */
    private static final ServerCapabilities NOTHING =
            new ServerCapabilities(false, null, true, true, true, true, false, null);

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

    /** Two servers, one of which listens for the other. */
    private record Link(Server passive, Server active) {}

    /** What came of a link; {@code refusal} is null if it was made. */
    private record Trial(@Nullable String refusal, Instant since) {}

    /** Guarded by {@link #entries}. */
    private final Map<Link, Trial> links = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Link, Trial> eldest) {
            return size() > MAX_SERVERS;
        }
    };

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
            entries.keySet().removeIf(server -> isAt(server, host, port));
            links.keySet().removeIf(link -> isAt(link.passive, host, port) || isAt(link.active, host, port));
        }
    }

    private static boolean isAt(Server server, String host, int port) {
        return server.port() == port && server.host().equalsIgnoreCase(host);
    }

    /** Forgets all servers. */
    public void forgetAll() {
        synchronized (entries) {
            entries.clear();
            links.clear();
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

    /** Why one server could not listen for another; null if nothing is known against it. */
    @Nullable
    String recallLink(Server passive, Server active) {
        synchronized (entries) {
            Trial trial = recalled(new Link(passive, active));
            return trial == null ? null : trial.refusal;
        }
    }

    /**
     * Remembers what came of a link.
     *
     * @param refusal why it was not made; null if it was
     * @param certain whether it says something of a link that was made before
     */
    void learnLink(Server passive, Server active, @Nullable String refusal, boolean certain) {
        synchronized (entries) {
            Link link = new Link(passive, active);
            Trial before = recalled(link);
            if (refusal == null || certain || before == null || before.refusal != null) {
                links.put(link, new Trial(refusal, clock.instant()));
            }
        }
    }

    private @Nullable Trial recalled(Link link) {
        Trial trial = links.get(link);
        return trial == null || isOver(trial.since) ? null : trial;
    }

    private boolean isOver(Entry entry) {
        return isOver(entry.since);
    }

    private boolean isOver(Instant since) {
        return !clock.instant().isBefore(since.plus(keep));
    }
}
