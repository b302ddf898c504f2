package io.ftpreactive;

import io.ftpreactive.internal.settings.Require;
import io.ftpreactive.result.SessionPoolEvent;
import io.ftpreactive.result.SessionPoolMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Pools sessions, as reactor-netty's {@code ConnectionProvider} pools connections.
 *
 * <p>A provider serves any number of clients. It counts sessions per account, which is server and login. Clients share
 * sessions if these were connected and logged in alike: by the same transport, security and login options. Timeouts,
 * charset, data mode, listeners and all other options are applied when a session is lent. An idle session is closed if
 * its account needs the place for one of another kind.
 *
 * <p>The provider lends a session again only when its transfers and aborts have ended, its connection is open and its
 * state is unchanged. Whoever waits for a session of an account is served in the order of asking.
 *
 * <p><b>Limits of servers.</b> If a server refuses a further session while the pool has others with the same
 * credentials, in whatever words or without any, the caller waits for one of these. The provider then opens no more than
 * the server allowed, and tries one more at a time after 10 s, or after the idle time if that is shorter.
 *
 * <p><b>Sessions that ended unseen.</b> A session that was idle for some time is asked for a sign of life (NOOP) before
 * it is lent. If a session that was lent before is lost before the server has answered anything, and it was sent nothing
 * that must not be sent twice, such as DELE or MKD, the operation is begun again, once, on another session; the function
 * of {@link FtpClient#withSession} is called again then. See {@link Builder#disableRetry}.
 */
public final class FtpSessionProvider implements Disposable {

    private final Builder settings;
    private final SessionLender lender;

    private FtpSessionProvider(Builder builder) {
        this.settings = new Builder(builder);
        this.lender = new SessionLender(settings);
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

    SessionLender lender() {
        return lender;
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
     * Adds a listener to what happens to sessions, behind that of {@link Builder#listener}.
     *
     * @param listener called on any thread; must not block. What it throws is dropped
     * @return ends the listening
     */
    public Disposable addListener(Consumer<? super SessionPoolEvent> listener) {
        return lender.listen(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Counts the sessions of each account, and who waits for them.
     *
     * @return one snapshot per server and login, none for those without sessions
     */
    public List<SessionPoolMetrics> metrics() {
        return lender.pools().metrics();
    }

    /**
     * Closes idle sessions now and lent sessions when they are returned. After that the provider lends no session:
     * operations that ask or wait for one fail with an {@link io.ftpreactive.error.FtpConnectionException} of reason
     * {@code DISPOSED}.
     *
     * @return completes when the idle sessions are closed
     */
    public Mono<Void> disposeLater() {
        return lender.pools().dispose();
    }

    /**
     * Disposes of the provider when its running operations have ended.
     *
     * <p>Operations may still begin while others run, or have ended within the quiet time; with a quiet time of zero
     * none begins from now on. What has not ended when the timeout is over fails with {@code DISPOSED}.
     *
     * @param quiet how long no session must have been lent; zero or more
     * @param timeout how long to wait at most; zero or more
     * @return completes when all sessions are closed
     */
    public Mono<Void> disposeLater(Duration quiet, Duration timeout) {
        Require.notNegative("The quiet time", Objects.requireNonNull(quiet, "quiet"));
        Require.notNegative("The timeout", Objects.requireNonNull(timeout, "timeout"));
        return lender.pools().disposeLater(quiet, timeout);
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
        return lender.pools().isDisposed();
    }

    /**
     * Returns the name and the number of sessions, idle sessions and waiting callers of each account.
     *
     * @return text for logs
     */
    @Override
    public String toString() {
        String accounts = metrics().stream()
                .map(account -> ", " + account.user() + "@" + account.server() + ": " + account.active() + " active, "
                        + account.idle() + " idle, " + account.opening() + " opening, " + account.pending()
                        + " pending, limit "
                        + account.limit())
                .collect(Collectors.joining());
        return "FtpSessionProvider(" + settings.name + accounts + (isDisposed() ? ", disposed" : "") + ")";
    }

    String name() {
        return settings.name;
    }

    /** Builds a provider. */
    public static final class Builder {

        String name = "ftp";
        int maxSessions = 16;
        int maxSessionsTotal = Integer.MAX_VALUE;
        int pendingAcquireMaxCount = 1000;
        Duration pendingAcquireTimeout = Duration.ofSeconds(45);
        Duration maxIdleTime = Duration.ofSeconds(60);
        Duration maxLifeTime = Require.LONGEST;
        Duration validateAfterIdle = Duration.ofSeconds(10);
        boolean retryDisabled;

        @Nullable
        Duration evictInBackground;

        @Nullable
        Consumer<? super SessionPoolEvent> listener;

        CapabilityCache capabilityCache = CapabilityCache.create();

        private Builder() {}

        private Builder(Builder other) {
            this.name = other.name;
            this.maxSessions = other.maxSessions;
            this.maxSessionsTotal = other.maxSessionsTotal;
            this.pendingAcquireMaxCount = other.pendingAcquireMaxCount;
            this.pendingAcquireTimeout = other.pendingAcquireTimeout;
            this.maxIdleTime = other.maxIdleTime;
            this.maxLifeTime = other.maxLifeTime;
            this.validateAfterIdle = other.validateAfterIdle;
            this.retryDisabled = other.retryDisabled;
            this.evictInBackground = other.evictInBackground;
            this.listener = other.listener;
            this.capabilityCache = other.capabilityCache;
        }

        /** Whether so many wait for sessions that are not even being opened. */
        boolean isTooMany(int waiting) {
            return pendingAcquireMaxCount >= 0 && waiting > pendingAcquireMaxCount;
        }

        /** How often idle sessions are looked at. */
        Duration evictionInterval() {
            return evictInBackground == null ? maxIdleTime.dividedBy(2).plusMillis(1) : evictInBackground;
        }

        /**
         * Names the provider, in its metrics and its text.
         *
         * @param name a name; {@code ftp} by default
         * @return this
         */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Limits the sessions per server and login, whatever else the clients are configured with. Many servers allow
         * only a few for one user.
         *
         * @param count at least 1; 16 by default
         * @return this
         */
        public Builder maxSessions(int count) {
            maxSessions = Require.positive("maxSessions", count);
            return this;
        }

        /**
         * Limits the sessions of all servers and logins together. Where it is reached, the session that has been idle
         * for longest is closed for a new one of another server or login.
         *
         * @param count at least 1; no limit by default
         * @return this
         */
        public Builder maxSessionsTotal(int count) {
            maxSessionsTotal = Require.positive("maxSessionsTotal", count);
            return this;
        }

        /**
         * Limits the number of callers that wait for a session of one server and login. Callers for whom a session is
         * being opened do not count.
         *
         * @param count at least 1, or -1 for no limit; 1000 by default
         * @return this
         */
        public Builder pendingAcquireMaxCount(int count) {
            pendingAcquireMaxCount = count == -1 ? count : Require.positive("pendingAcquireMaxCount", count);
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
         * Limits how long a session is lent after its login. A running operation is not ended by it.
         *
         * @param time positive; no limit by default
         * @return this
         */
        public Builder maxLifeTime(Duration time) {
            Objects.requireNonNull(time, "time");
            maxLifeTime = Require.positive("maxLifeTime", time);
            return this;
        }

        /**
         * Sets how often idle sessions are looked at, to close those that are too old.
         *
         * @param interval positive; half of the idle time by default
         * @return this
         */
        public Builder evictInBackground(Duration interval) {
            Objects.requireNonNull(interval, "interval");
            evictInBackground = Require.positive("evictInBackground", interval);
            return this;
        }

        /**
         * Sets after how much idle time a session is asked for a sign of life (NOOP) before it is lent. A session that
         * gives none within 5 s is closed, and another one is lent.
         *
         * @param time zero or more; 10 s by default
         * @return this
         */
        public Builder validateAfterIdle(Duration time) {
            Objects.requireNonNull(time, "time");
            validateAfterIdle = Require.notNegative("validateAfterIdle", time);
            return this;
        }

        /**
         * Sets whether operations fail whose session turns out to have ended while it was idle. By default they are
         * begun again, once, on another session, if the server has answered nothing and was sent nothing that must not
         * be sent twice.
         *
         * @param disabled true to let them fail; false by default
         * @return this
         */
        public Builder disableRetry(boolean disabled) {
            retryDisabled = disabled;
            return this;
        }

        /**
         * Sets a listener to what happens to sessions.
         *
         * @param listener called on any thread; must not block. What it throws is dropped
         * @return this
         */
        public Builder listener(Consumer<? super SessionPoolEvent> listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
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
