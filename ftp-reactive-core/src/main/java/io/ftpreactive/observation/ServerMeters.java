package io.ftpreactive.observation;

import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.FtpOperation;
import io.ftpreactive.result.FtpOutcome;
import io.ftpreactive.result.SessionPoolEvent;
import io.ftpreactive.result.SessionPoolMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The meters of one registry, by server. Thread-safe. */
final class ServerMeters {

    /** Long enough for the last that was counted to be read. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    /** What ends a transfer by this side. */
    private static final Set<Reason> ABORTS =
            EnumSet.of(Reason.IDLE_TIMEOUT, Reason.LOW_SPEED, Reason.STALLED, Reason.TURN_TIMEOUT);

    private final MeterRegistry registry;
    private final FtpSessionProvider provider;
    private final Map<String, Server> servers = new ConcurrentHashMap<>();

    ServerMeters(MeterRegistry registry, FtpSessionProvider provider) {
        this.registry = registry;
        this.provider = provider;
        Gauge.builder("ftp.client.servers", this, ServerMeters::refresh)
                .description("Servers that have meters")
                .register(registry);
        refresh();
    }

    /** Adds servers that are new, and removes those that are gone; returns how many there are. */
    private int refresh() {
        Set<String> there =
                provider.metrics().stream().map(SessionPoolMetrics::server).collect(Collectors.toSet());
        there.forEach(this::used);
        long now = now();
        servers.forEach((name, server) -> {
            if (!there.contains(name) && now - server.lastUsed >= KEPT.toNanos()) {
                servers.remove(name);
                server.remove();
            }
        });
        return servers.size();
    }

    private long now() {
        return registry.config().clock().monotonicTime();
    }

    private Server used(String name) {
        Server server = servers.computeIfAbsent(name.toLowerCase(Locale.ROOT), Server::new);
        server.lastUsed = now();
        return server;
    }

    void happened(SessionPoolEvent event) {
        used(event.pool().server())
                .count(
                        "sessions.events",
                        null,
                        1,
                        Tags.of("type", event.type().name().toLowerCase(Locale.ROOT)));
    }

    void transferred(FtpOperation operation, FtpOutcome outcome, long nanos) {
        Server server = used(operation.server());
        Tags direction = Tags.of("direction", operation.direction().name().toLowerCase(Locale.ROOT));
        server.time("transfer.duration", nanos, direction.and("outcome", word(outcome)));
        server.count("transfer.bytes", BaseUnits.BYTES, outcome.bytes(), direction);
        server.count("transfer.aborts", null, isAborted(outcome) ? 1 : 0, direction);
        server.count("transfer.resumptions", null, outcome.resumed() ? 1 : 0, direction);
        if (outcome.tls() != null) {
            server.count(
                    "transfer.tls",
                    null,
                    1,
                    Tags.of("resumed", Boolean.toString(outcome.tls().resumed())));
        }
    }

    private static String word(FtpOutcome outcome) {
        if (outcome.cancelled()) {
            return "cancelled";
        }
        return outcome.isSuccess() ? "success" : "failure";
    }

    private static boolean isAborted(FtpOutcome outcome) {
        return outcome.cancelled()
                || (outcome.error() instanceof FtpTransferException broken && ABORTS.contains(broken.reason()));
    }

    /** The meters of one server. */
    private final class Server {

        private final String name;
        private final Set<Meter> meters = new HashSet<>();
        private boolean removed;
        private volatile long lastUsed;

        Server(String name) {
            this.name = name;
            gauge("active", "Sessions that are lent", SessionPoolMetrics::active);
            gauge("idle", "Sessions that wait to be lent", SessionPoolMetrics::idle);
            gauge("opening", "Sessions that are being opened", SessionPoolMetrics::opening);
            gauge("pending", "Callers that wait for a session", SessionPoolMetrics::pending);
            gauge("max", "How many sessions there may be", SessionPoolMetrics::limit);
        }

        private void gauge(String what, String description, ToIntFunction<SessionPoolMetrics> value) {
            keep(Gauge.builder("ftp.client.sessions." + what, provider, pools -> sum(pools.metrics(), value))
                    .description(description)
                    .tag("server", name)
                    .register(registry));
        }

        private int sum(List<SessionPoolMetrics> pools, ToIntFunction<SessionPoolMetrics> value) {
            return pools.stream()
                    .filter(pool -> pool.server().equals(name))
                    .mapToInt(value)
                    .sum();
        }

        void count(String what, @Nullable String unit, long count, Tags tags) {
            keep(Counter.builder("ftp.client." + what)
                            .baseUnit(unit)
                            .tags(tags.and("server", name))
                            .register(registry))
                    .increment((double) count);
        }

        void time(String what, long nanos, Tags tags) {
            keep(Timer.builder("ftp.client." + what)
                            .tags(tags.and("server", name))
                            .register(registry))
                    .record(nanos, TimeUnit.NANOSECONDS);
        }

        private synchronized <M extends Meter> M keep(M meter) {
            if (removed) {
                // It came too late, and belongs to nobody.
                registry.remove(meter);
            } else {
                meters.add(meter);
            }
            return meter;
        }

        synchronized void remove() {
            removed = true;
            meters.forEach(registry::remove);
            meters.clear();
        }
    }
}
