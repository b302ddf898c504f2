package io.ftpreactive;

import io.ftpreactive.PooledSession.State;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends transfers whose subscriber wants nothing, or whose source gives nothing, for the turn timeout, while somebody waits
 * for a session: one reader that has stopped must not keep it from all others.
 */
final class StallWatch {

    private static final long SHORTEST = 10_000_000;
    private static final long LONGEST = 1_000_000_000;
    /** For a moment everybody waits at times, which is no reason to end a transfer. */
    private static final long GRACE = 2_000_000_000;

    private final SessionLender lender;

    StallWatch(SessionLender lender) {
        this.lender = lender;
    }

    /** Looks after a pool for as long as somebody waits. Under the lock of the pools. */
    void watch(SessionPool pool) {
        if (pool.watch(true)) {
            long turn = lent(pool).stream()
                    .mapToLong(session -> session.session().turnNanos())
                    .min()
                    .orElse(LONGEST);
            lender.later(Math.max(SHORTEST, Math.min(LONGEST, turn / 4)), () -> check(pool));
        }
    }

    private static List<PooledSession> lent(SessionPool pool) {
        return pool.sessions(session -> session.state() == State.LENT);
    }

    private void check(SessionPool pool) {
        List<PooledSession> lent;
        long waited;
        AtomicInteger places;
        synchronized (SessionPool.LOCK) {
            pool.watch(false);
            Want head = pool.head();
            if (head == null) {
                return;
            }
            waited = System.nanoTime() - head.loan().sinceNanos();
            lent = lent(pool);
            // For the others a session is on its way already.
            places = new AtomicInteger(pool.surplus()
                    - (int) lent.stream().filter(PooledSession::isEvicted).count());
            watch(pool);
        }
        for (PooledSession session : lent) {
            ConnectedSession held = session.session();
            if (waited >= Math.min(GRACE, held.turnNanos() / 4)) {
                held.evictStalled(places, session::evicted);
            }
        }
    }

    /** How many transfers of a pool are not wanted, or not fed, just now. */
    Mono<Integer> count(SessionPool pool) {
        List<PooledSession> lent;
        synchronized (SessionPool.LOCK) {
            lent = lent(pool);
        }
        return Flux.fromIterable(lent)
                .flatMap(session -> session.session().isStalled(), Integer.MAX_VALUE)
                .filter(stalled -> stalled)
                // Whoever has waited for long enough does not wait for an event loop that somebody blocks.
                .take(Duration.ofSeconds(1))
                .count()
                .map(Math::toIntExact);
    }
}
