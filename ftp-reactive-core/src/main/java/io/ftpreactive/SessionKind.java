package io.ftpreactive;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The sessions of a pool that will do for the same clients. Guarded by the pools' lock. */
final class SessionKind {

    private final SessionPool pool;
    final ArrayDeque<PooledSession> idle = new ArrayDeque<>();
    int waiting;
    int opening;

    SessionKind(SessionPool pool) {
        this.pool = pool;
    }

    /** Takes the one that was used last, since it is the one most likely to be alive. */
    @Nullable
    PooledSession poll(Outbox out) {
        for (PooledSession last = idle.pollLast(); last != null; last = idle.pollLast()) {
            if (last.isFit(pool.settings())) {
                return last;
            }
            pool.close(last, out);
        }
        return null;
    }

    void offer(PooledSession session) {
        idle.addLast(session);
    }

    /** Whether more wait than there will be sessions, as far as one can see. */
    boolean isMissing() {
        return waiting > idle.size() + opening;
    }

    /** Whether one that is idle is of no use to anybody. */
    boolean isSpare() {
        return idle.size() > waiting;
    }
}
