package io.ftpreactive;

import static io.ftpreactive.codec.FtpReplyCode.NOT_LOGGED_IN;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolAcquirePendingLimitException;
import reactor.pool.PoolAcquireTimeoutException;
import reactor.pool.PoolBuilder;
import reactor.pool.PooledRef;

/**
 * The sessions of one server and login.
 *
 * <p>Where the server refuses one session more than it allows, who asked for it waits for one of those that there are.
 */
final class SessionPool {

    private final String server;
    private final FtpSessionProvider.Builder limits;
    private final SessionLimit limit;
    private final InstrumentedPool<ConnectedSession> pool;

    /** Says that a session of this pool will do in place of the one that was refused. */
    private static final class TooManySessions extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySessions(Throwable refusal) {
            super(refusal.getMessage(), refusal, false, false);
        }
    }

    SessionPool(String server, Mono<ConnectedSession> sessions, FtpSessionProvider.Builder limits) {
        this.server = server;
        this.limits = limits;
        this.limit = new SessionLimit(limits.maxSessions(), limits.maxIdleTime());
        this.pool = PoolBuilder.from(sessions.onErrorMap(this::isRefusedForNow, TooManySessions::new))
                .allocationStrategy(limit)
                .maxPendingAcquire(limits.pendingAcquireMaxCount())
                .idleResourceReuseMruOrder()
                .releaseHandler(ConnectedSession::settled)
                .destroyHandler(ConnectedSession::close)
                .evictionPredicate((session, use) -> !session.isReusable()
                        || use.idleTime() > limits.maxIdleTime().toMillis())
                .evictInBackground(limits.maxIdleTime().dividedBy(2).plusMillis(1))
                .buildPool();
    }

    private boolean isRefusedForNow(Throwable error) {
        return isTooMany(error) && limit.lower();
    }

    private static boolean isTooMany(Throwable error) {
        if (error instanceof FtpReplyException refused) {
            return refused.reply().code() == NOT_LOGGED_IN && refused.isTransient();
        }
        return error instanceof FtpConnectionException lost && lost.reason() == Reason.SERVICE_UNAVAILABLE;
    }

    Mono<PooledRef<ConnectedSession>> acquire() {
        return acquire(System.nanoTime() + limits.pendingAcquireTimeout().toNanos());
    }

    private Mono<PooledRef<ConnectedSession>> acquire(long deadlineNanos) {
        Duration left = Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
        return pool.acquire(left)
                .onErrorResume(error ->
                        error instanceof TooManySessions ? acquire(deadlineNanos) : Mono.error(explained(error)));
    }

    private Throwable explained(Throwable error) {
        if (error instanceof PoolAcquireTimeoutException) {
            return exhausted("for " + limits.pendingAcquireTimeout(), error);
        }
        return error instanceof PoolAcquirePendingLimitException
                ? exhausted("and " + limits.pendingAcquireMaxCount() + " callers wait already", error)
                : error;
    }

    private FtpException exhausted(String how, Throwable cause) {
        int allowed = limit.permitMaximum();
        String whose = allowed < limits.maxSessions() ? " that the server allows" : "";
        return new FtpConnectionException(
                Reason.POOL_EXHAUSTED,
                "All " + allowed + " sessions" + whose + " with " + server + " are in use " + how
                        + "; raise maxSessions, or do not start an operation within another that waits for it",
                cause);
    }

    /** Whether there is no session, and was none for so long that this pool need not be kept. */
    boolean isForgotten() {
        InstrumentedPool.PoolMetrics metrics = pool.metrics();
        return metrics.allocatedSize() == 0
                && metrics.pendingAcquireSize() == 0
                && metrics.isInactiveForMoreThan(limits.maxIdleTime());
    }

    Mono<Void> disposeLater() {
        return pool.disposeLater();
    }
}
