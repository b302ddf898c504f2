package io.ftpreactive;

import io.ftpreactive.control.ControlConnector;
import io.ftpreactive.control.ControlSettings;
import io.ftpreactive.data.DataChannelOpener;
import io.ftpreactive.data.DataSettings;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpConnectionException.Reason;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolAcquirePendingLimitException;
import reactor.pool.PoolAcquireTimeoutException;
import reactor.pool.PoolBuilder;
import reactor.pool.PooledRef;

/**
 * Pools sessions, as reactor-netty's {@code ConnectionProvider} pools connections.
 *
 * <p>One provider serves any number of clients. Sessions are kept apart by everything that makes one session unlike
 * another: server, login, charset, timeouts, mode of the second connection, transport. A session is lent again only when
 * all its transfers and aborts have ended, its connection is open and nothing has changed its state. What it keeps of a
 * combination, other than sessions, lives as long as the provider: give short-lived logins a provider of their own.
 */
public final class FtpSessionProvider {

    private final int maxSessions;
    private final int pendingAcquireMaxCount;
    private final Duration pendingAcquireTimeout;
    private final Duration maxIdleTime;
    private final ConcurrentHashMap<Key, InstrumentedPool<FtpSession>> pools = new ConcurrentHashMap<>();

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
        this.maxSessions = builder.maxSessions;
        this.pendingAcquireMaxCount = builder.pendingAcquireMaxCount;
        this.pendingAcquireTimeout = builder.pendingAcquireTimeout;
        this.maxIdleTime = builder.maxIdleTime;
    }

    /**
     * Creates a provider with the defaults and a limit of its own.
     *
     * @param maxSessions sessions per server and login
     * @return a provider
     */
    public static FtpSessionProvider create(int maxSessions) {
        return builder().maxSessions(maxSessions).build();
    }

    /**
     * Starts a provider: 16 sessions per server and login, 1000 waiting for 45 s at the most, 60 s idle.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Lends a session for as long as a publisher made with it lives. */
    <T> Flux<T> lend(Key key, Function<FtpSession, ? extends Publisher<T>> use) {
        return Flux.usingWhen(
                acquire(key),
                ref -> use.apply(ref.poolable()),
                PooledRef::release,
                (ref, error) -> ref.release(),
                PooledRef::release);
    }

    private Mono<PooledRef<FtpSession>> acquire(Key key) {
        return Mono.defer(() -> pools.computeIfAbsent(key, this::pool).acquire(pendingAcquireTimeout))
                .onErrorMap(
                        PoolAcquireTimeoutException.class,
                        error -> exhausted(key, "for " + pendingAcquireTimeout, error))
                .onErrorMap(
                        PoolAcquirePendingLimitException.class,
                        error -> exhausted(key, "and " + pendingAcquireMaxCount + " callers wait already", error));
    }

    private FtpConnectionException exhausted(Key key, String how, Throwable cause) {
        return new FtpConnectionException(
                Reason.POOL_EXHAUSTED,
                "All " + maxSessions + " sessions with " + key.control.host() + ":" + key.control.port()
                        + " are in use " + how + "; raise maxSessions, or do not start an operation within another"
                        + " that waits for it",
                cause);
    }

    private InstrumentedPool<FtpSession> pool(Key key) {
        return PoolBuilder.from(connect(key))
                .sizeBetween(0, maxSessions)
                .maxPendingAcquire(pendingAcquireMaxCount)
                .idleResourceReuseMruOrder()
                .releaseHandler(FtpSession::settled)
                .destroyHandler(FtpSession::close)
                .evictionPredicate((session, use) -> !session.isReusable() || use.idleTime() > maxIdleTime.toMillis())
                .evictInBackground(maxIdleTime.dividedBy(2).plusMillis(1))
                .buildPool();
    }

    static Mono<FtpSession> connect(Key key) {
        DataChannelOpener opener = DataChannelOpener.of(
                key.transport.configuration(), key.data, key.control.timeouts().connect());
        return ControlConnector.connect(key.transport, key.control).map(control -> new FtpSession(control, opener));
    }

    /**
     * Closes all idle sessions, and those lent when they are given back.
     *
     * @return completes when the idle ones are closed
     */
    public Mono<Void> disposeLater() {
        return Flux.defer(() -> Flux.fromIterable(pools.keySet()))
                .flatMap(key -> {
                    InstrumentedPool<FtpSession> pool = pools.remove(key);
                    return pool == null ? Mono.empty() : pool.disposeLater();
                })
                .then();
    }

    /** Builds a provider. */
    public static final class Builder {

        private int maxSessions = 16;
        private int pendingAcquireMaxCount = 1000;
        private Duration pendingAcquireTimeout = Duration.ofSeconds(45);
        private Duration maxIdleTime = Duration.ofSeconds(60);

        private Builder() {}

        /**
         * Limits the sessions with one server and login.
         *
         * @param count at least 1; 16 by default. Many servers refuse more than a few of one user
         * @return this
         */
        public Builder maxSessions(int count) {
            maxSessions = positive("maxSessions", count);
            return this;
        }

        /**
         * Limits the callers that may wait for a session.
         *
         * @param count at least 1; 1000 by default
         * @return this
         */
        public Builder pendingAcquireMaxCount(int count) {
            pendingAcquireMaxCount = positive("pendingAcquireMaxCount", count);
            return this;
        }

        /**
         * Limits how long a caller waits for a session.
         *
         * @param timeout positive; 45 s by default
         * @return this
         */
        public Builder pendingAcquireTimeout(Duration timeout) {
            pendingAcquireTimeout = positive("pendingAcquireTimeout", timeout);
            return this;
        }

        /**
         * Limits how long a session stays open unused.
         *
         * @param time positive; 60 s by default
         * @return this
         */
        public Builder maxIdleTime(Duration time) {
            maxIdleTime = positive("maxIdleTime", time);
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

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, not " + value);
            }
            return value;
        }

        private static Duration positive(String name, Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException(name + " must be positive, not " + value);
            }
            return value;
        }
    }
}
