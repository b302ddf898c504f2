package io.ftpreactive;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.internal.control.ControlConnector;
import io.ftpreactive.internal.control.ControlSettings;
import io.ftpreactive.internal.data.DataSettings;
import io.ftpreactive.internal.opening.Opener;
import io.ftpreactive.internal.settings.Require;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.tcp.TcpClient;
import reactor.pool.PoolShutdownException;
import reactor.pool.PooledRef;

/**
 * Pools sessions, as reactor-netty's {@code ConnectionProvider} pools connections.
 *
 * <p>A provider serves any number of clients. Clients share sessions if they agree in everything that distinguishes one
 * session from another: server, login, charset, timeouts, data mode, transport. The provider lends a session again only
 * when its transfers and aborts have ended, its connection is open and its state is unchanged.
 *
 * <p>If a server refuses a further session, with 421 or with 530 because there are too many, the caller waits for one
 * of the existing sessions. For the idle time the provider then opens no more than the server allowed.
 */
public final class FtpSessionProvider implements Disposable {

    /** A copy of the builder, never changed. */
    private final Builder settings;

    private final ConcurrentHashMap<Key, SessionPool> pools = new ConcurrentHashMap<>();
    private volatile boolean disposed;

    /** What makes a session fit a client. A class for its hash, which every operation asks for. */
    static final class Key {

        private final TcpClient transport;
        private final ControlSettings control;
        private final DataSettings data;
        private final int hash;

        Key(TcpClient transport, ControlSettings control, DataSettings data) {
            this.transport = transport;
            this.control = control;
            this.data = data;
            this.hash = Objects.hash(transport, control, data);
        }

        TcpClient transport() {
            return transport;
        }

        ControlSettings control() {
            return control;
        }

        DataSettings data() {
            return data;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && hash == key.hash
                    && transport.equals(key.transport)
                    && control.equals(key.control)
                    && data.equals(key.data);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private FtpSessionProvider(Builder builder) {
        this.settings = new Builder(builder);
    }

    /**
     * Creates a provider with default settings except the number of sessions.
     *
     * @param maxSessions sessions per server and login
     * @return a provider
     */
    public static FtpSessionProvider create(int maxSessions) {
        return builder().maxSessions(maxSessions).build();
    }

    /**
     * Starts a provider with default settings: 16 sessions per server and login, at most 1000 waiting callers, 45 s of
     * waiting, 60 s of idle time.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Lends a session for as long as a publisher made with it lives. */
    <T> Flux<T> lend(Key key, Function<ConnectedSession, ? extends Publisher<T>> use) {
        return new LentFlux<>(acquire(key), use);
    }

    private Mono<PooledRef<ConnectedSession>> acquire(Key key) {
        return Mono.defer(() -> pool(key).acquire())
                // Taken out of the map just then, as unused or by disposeLater.
                .onErrorResume(PoolShutdownException.class, gone -> acquire(key));
    }

    private SessionPool pool(Key key) {
        SessionPool pool = pools.computeIfAbsent(key, this::create);
        if (disposed) {
            remove(key, pool);
            throw new FtpConnectionException(
                    Reason.DISPOSED, "The FtpSessionProvider was disposed: it lends no session any more", null);
        }
        return pool;
    }

    private SessionPool create(Key key) {
        String server = key.control.host() + ":" + key.control.port();
        SessionPool pool = new SessionPool(server, connect(key), settings);
        forgetLater(key, pool);
        return pool;
    }

    /** A provider that serves many logins must not keep something of each. */
    private void forgetLater(Key key, SessionPool pool) {
        Schedulers.parallel()
                .schedule(
                        () -> {
                            if (pool.isForgotten()) {
                                remove(key, pool);
                            } else if (pools.get(key) == pool) {
                                forgetLater(key, pool);
                            }
                        },
                        settings.maxIdleTime.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void remove(Key key, SessionPool pool) {
        if (pools.remove(key, pool)) {
            pool.disposeLater().subscribe();
        }
    }

    /** How many combinations are kept. */
    int size() {
        return pools.size();
    }

    Mono<ConnectedSession> connect(Key key) {
        Opener opener = new Opener(
                key.transport.configuration(), key.data, key.control.timeouts().connect());
        return ControlConnector.connect(key.transport, key.control, settings.capabilityCache.store())
                .map(control -> new ConnectedSession(control, opener));
    }

    /**
     * Returns what sessions of this provider have learned of their servers.
     *
     * @return the cache, to be read and to be made to forget
     */
    public CapabilityCache capabilityCache() {
        return settings.capabilityCache;
    }

    /**
     * Closes idle sessions now and lent sessions when they are returned. After that the provider lends no session:
     * operations that ask or wait for one fail with an {@link FtpConnectionException} of reason {@link
     * Reason#DISPOSED}.
     *
     * @return completes when the idle sessions are closed
     */
    public Mono<Void> disposeLater() {
        return Flux.defer(() -> {
                    disposed = true;
                    return Flux.fromIterable(pools.keySet());
                })
                .flatMap(key -> {
                    SessionPool pool = pools.remove(key);
                    return pool == null ? Mono.empty() : pool.disposeLater();
                })
                .then();
    }

    /** Disposes of the provider as {@link #disposeLater()} does, without waiting for the end. */
    @Override
    public void dispose() {
        disposeLater().subscribe();
    }

    /**
     * Tells whether the provider was disposed of.
     *
     * @return true if it lends no session any more
     */
    @Override
    public boolean isDisposed() {
        return disposed;
    }

    /** Builds a provider. */
    public static final class Builder {

        private int maxSessions = 16;
        private int pendingAcquireMaxCount = 1000;
        private Duration pendingAcquireTimeout = Duration.ofSeconds(45);
        private Duration maxIdleTime = Duration.ofSeconds(60);

        private CapabilityCache capabilityCache = CapabilityCache.create();

        private Builder() {}

        private Builder(Builder other) {
            this.maxSessions = other.maxSessions;
            this.pendingAcquireMaxCount = other.pendingAcquireMaxCount;
            this.pendingAcquireTimeout = other.pendingAcquireTimeout;
            this.maxIdleTime = other.maxIdleTime;
            this.capabilityCache = other.capabilityCache;
        }

        int maxSessions() {
            return maxSessions;
        }

        int pendingAcquireMaxCount() {
            return pendingAcquireMaxCount;
        }

        Duration pendingAcquireTimeout() {
            return pendingAcquireTimeout;
        }

        Duration maxIdleTime() {
            return maxIdleTime;
        }

        /**
         * Limits the sessions per server and login. Many servers allow only a few for one user.
         *
         * @param count at least 1; 16 by default
         * @return this
         */
        public Builder maxSessions(int count) {
            maxSessions = Require.positive("maxSessions", count);
            return this;
        }

        /**
         * Limits the number of callers that wait for a session.
         *
         * @param count at least 1; 1000 by default
         * @return this
         */
        public Builder pendingAcquireMaxCount(int count) {
            pendingAcquireMaxCount = Require.positive("pendingAcquireMaxCount", count);
            return this;
        }

        /**
         * Limits how long a caller waits for a session.
         *
         * @param timeout positive; 45 s by default
         * @return this
         */
        public Builder pendingAcquireTimeout(Duration timeout) {
            Objects.requireNonNull(timeout, "timeout");
            pendingAcquireTimeout = Require.positive("pendingAcquireTimeout", timeout);
            return this;
        }

        /**
         * Limits how long an unused session stays open.
         *
         * @param time positive; 60 s by default
         * @return this
         */
        public Builder maxIdleTime(Duration time) {
            Objects.requireNonNull(time, "time");
            maxIdleTime = Require.positive("maxIdleTime", time);
            return this;
        }

        /**
         * Sets the cache of what sessions learn of servers. By default each provider has its own.
         *
         * @param cache a cache, which other providers may share
         * @return this
         */
        public Builder capabilityCache(CapabilityCache cache) {
            Objects.requireNonNull(cache, "cache");
            this.capabilityCache = cache;
            return this;
        }

        /**
         * Builds the provider.
         *
         * @return a provider without sessions
         */
        public FtpSessionProvider build() {
            return new FtpSessionProvider(this);
        }
    }
}
