package io.ftpreactive;

import io.ftpreactive.PooledSession.State;
import io.ftpreactive.result.SessionPoolMetrics;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The pools of one provider: what their accounts have in common, and their end. */
final class SessionPools {

    private final SessionLender lender;
    private final FtpSessionProvider.Builder settings;

    // Guarded by the lock of the pools.
    private final Map<SessionKey.Account, SessionPool> pools = new HashMap<>();
    private int total;
    private long quietSinceNanos = System.nanoTime();
    private @Nullable Disposable housekeeping;
    private boolean refusing;
    private volatile boolean disposed;

    SessionPools(SessionLender lender, FtpSessionProvider.Builder settings) {
        this.lender = lender;
        this.settings = settings;
    }

    /** The pool of an account; under the lock, as the next four. */
    SessionPool of(SessionKey.Account account) {
        if (housekeeping == null) {
            long interval = settings.evictionInterval().toNanos();
            housekeeping = Schedulers.parallel()
                    .schedulePeriodically(this::keepHouse, interval, interval, TimeUnit.NANOSECONDS);
        }
        return pools.computeIfAbsent(account, any -> new SessionPool(account, lender, this, settings));
    }

    /** What there is of an account, null if there is nothing; without the lock. */
    @Nullable
    SessionPoolMetrics metrics(SessionKey.Account account) {
        synchronized (SessionPool.LOCK) {
            SessionPool pool = pools.get(account);
            return pool == null ? null : pool.metrics();
        }
    }

    /** Whether whoever asks for a session of an account now would wait until another comes back; without the lock. */
    boolean isFull(SessionKey.Account account) {
        synchronized (SessionPool.LOCK) {
            SessionPool pool = pools.get(account);
            return pool == null
                    ? !hasPlace()
                            && sessions(session -> session.state() != State.LENT)
                                    .isEmpty()
                    : pool.isFull();
        }
    }

    /** Whether somebody waits for a session of an account, or for a place that it takes from others; without the lock. */
    boolean isAwaited(SessionKey.Account account) {
        synchronized (SessionPool.LOCK) {
            boolean shared = settings.maxSessionsTotal < Integer.MAX_VALUE;
            return pools.entrySet().stream()
                    .filter(pool -> shared || pool.getKey().equals(account))
                    .anyMatch(pool -> pool.getValue().head() != null);
        }
    }

    /** Where all accounts share a limit, a place that one has left may be what another waits for. */
    void serveOthers(Outbox out) {
        if (settings.maxSessionsTotal < Integer.MAX_VALUE) {
            pools.values().stream()
                    .filter(pool -> pool.head() != null)
                    .sorted(Comparator.comparingLong(SessionPool::headPlace))
                    .toList()
                    .forEach(pool -> pool.serve(null, out));
        }
    }

    /** Whether all accounts together leave a place. */
    boolean hasPlace() {
        return total < settings.maxSessionsTotal;
    }

    /** Counts a session more or less. */
    void count(int change) {
        total += change;
    }

    /** Has the session closed that has been idle for longest, of whatever account. */
    void closeOldest(Want want, Outbox out) {
        PooledSession oldest = null;
        for (SessionPool pool : pools.values()) {
            PooledSession spare = pool.oldestSpare(want);
            if (spare != null && (oldest == null || spare.idleSinceNanos() - oldest.idleSinceNanos() < 0)) {
                oldest = spare;
            }
        }
        if (oldest != null) {
            oldest.pool().closeIdle(oldest, out);
        }
    }

    /** A session has come back. */
    void returned(Outbox out) {
        serveOthers(out);
        quietSinceNanos = System.nanoTime();
    }

    /** Whether nobody may ask any more. */
    boolean isRefusing() {
        return refusing || disposed;
    }

    /** Closes what is too old, and forgets pools without sessions: many logins must not leave something of each. */
    private void keepHouse() {
        Outbox out = new Outbox();
        synchronized (SessionPool.LOCK) {
            long most = settings.maxIdleTime.toNanos();
            for (SessionPool pool : pools.values()) {
                pool.evict(session -> session.idleNanos() > most || !session.isFit(settings), out);
            }
            pools.values().forEach(SessionPool::forgetKinds);
            pools.values().removeIf(SessionPool::isUnused);
            if (pools.isEmpty() && housekeeping != null) {
                housekeeping.dispose();
                housekeeping = null;
            }
        }
        out.run();
    }

    List<SessionPoolMetrics> metrics() {
        synchronized (SessionPool.LOCK) {
            return pools.values().stream().map(SessionPool::metrics).toList();
        }
    }

    /** How many accounts are kept. */
    int size() {
        synchronized (SessionPool.LOCK) {
            return pools.size();
        }
    }

    boolean isDisposed() {
        return disposed;
    }

    /** Refuses whoever asks or waits, and closes the sessions that are idle; the others when they come back. */
    Mono<Void> dispose() {
        return Mono.defer(() -> {
            Outbox out = new Outbox();
            List<PooledSession> open;
            synchronized (SessionPool.LOCK) {
                disposed = true;
                pools.values().forEach(pool -> dispose(pool, out));
                open = sessions(session -> session.state() == State.CLOSING);
            }
            out.run();
            return Flux.fromIterable(open)
                    .flatMap(session -> session.session().onClose(), Integer.MAX_VALUE)
                    .then();
        });
    }

    private void dispose(SessionPool pool, Outbox out) {
        for (Want want = pool.head(); want != null; want = pool.head()) {
            lender.refuse(want.loan(), PoolErrors.disposed(), out);
        }
        pool.evict(session -> true, out);
    }

    private List<PooledSession> sessions(Predicate<PooledSession> which) {
        return pools.values().stream()
                .flatMap(pool -> pool.sessions(which).stream())
                .toList();
    }

    /** Waits until nothing has been lent for a while, and disposes; in any case when the time is over. */
    Mono<Void> disposeLater(Duration quiet, Duration timeout) {
        return Mono.defer(() -> {
            long end = System.nanoTime() + timeout.toNanos();
            synchronized (SessionPool.LOCK) {
                refusing |= quiet.isZero();
            }
            return Flux.interval(Duration.ZERO, Duration.ofMillis(10))
                    .onBackpressureDrop()
                    .takeUntil(tick -> isQuiet(quiet) || System.nanoTime() - end >= 0)
                    .then(dispose())
                    .then(Mono.defer(this::endTransfers));
        });
    }

    private boolean isQuiet(Duration quiet) {
        synchronized (SessionPool.LOCK) {
            boolean busy = pools.values().stream().anyMatch(SessionPool::isBusy);
            if (busy) {
                quietSinceNanos = System.nanoTime();
            }
            return !busy && System.nanoTime() - quietSinceNanos >= quiet.toNanos();
        }
    }

    /** Ends what has not ended in time. */
    private Mono<Void> endTransfers() {
        List<PooledSession> left;
        synchronized (SessionPool.LOCK) {
            left = sessions(session -> session.state() == State.LENT);
        }
        return Flux.fromIterable(left)
                .flatMap(session -> session.session().abandon(PoolErrors::disposed), Integer.MAX_VALUE)
                .then();
    }
}
