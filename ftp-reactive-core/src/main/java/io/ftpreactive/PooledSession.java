package io.ftpreactive;

/** A session in a pool. What can change is guarded by the pools' lock. */
final class PooledSession {

    /** Where it is. */
    enum State {
        IDLE,
        LENT,
        CLOSING,
        CLOSED
    }

    private final ConnectedSession session;
    private final SessionPool pool;
    private final SessionKind kind;
    private final long openedNanos = System.nanoTime();
    private long idleSinceNanos = openedNanos;
    private State state = State.LENT;
    private boolean reused;
    private boolean toBeProven;
    /** Whether its transfer is being ended for somebody who waits; set on the event loop. */
    private volatile boolean evicted;

    PooledSession(ConnectedSession session, SessionPool pool, SessionKind kind) {
        this.session = session;
        this.pool = pool;
        this.kind = kind;
    }

    ConnectedSession session() {
        return session;
    }

    SessionPool pool() {
        return pool;
    }

    SessionKind kind() {
        return kind;
    }

    State state() {
        return state;
    }

    void state(State now) {
        state = now;
    }

    void idle() {
        state = State.IDLE;
        idleSinceNanos = System.nanoTime();
    }

    /**
     * Lends it.
     *
     * @param proven whether it must be known to be alive
     * @param mostNanos after how much idle time it must be asked whether it is
     */
    void lend(boolean proven, long mostNanos) {
        state = State.LENT;
        toBeProven = isUsed() && (proven || idleNanos() > mostNanos);
    }

    /** Whether it was lent before: its server may have ended it since. */
    boolean isUsed() {
        return reused;
    }

    void used() {
        reused = true;
        evicted = false;
    }

    boolean isEvicted() {
        return evicted;
    }

    void evicted() {
        evicted = true;
    }

    /** Whether it is to be asked for a sign of life first. */
    boolean isToBeProven() {
        return toBeProven;
    }

    void proven() {
        toBeProven = false;
    }

    long idleNanos() {
        return System.nanoTime() - idleSinceNanos;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    /** Whether it may be lent again, or stay where it is. */
    boolean isFit(FtpSessionProvider.Builder settings) {
        return session.isReusable() && System.nanoTime() - openedNanos <= settings.maxLifeTime.toNanos();
    }
}
