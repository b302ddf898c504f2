package io.ftpreactive;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.util.context.Context;

/** Somebody who borrows a session, or two of them at once. Asked for again after it has come to nothing. */
abstract class Loan {

    private final List<Want> wants;

    // Guarded by the pools' lock.
    private boolean waiting;
    private long sinceNanos;
    private int missed;
    private @Nullable Disposable expiry;

    /** Whether only a session will do that is known to be alive. */
    private boolean fresh;

    /** Wants all of them or none. */
    Loan(List<LentFlux.Source> sources) {
        this.wants = sources.stream().map(source -> new Want(this, source)).toList();
    }

    /**
     * All sessions are there.
     *
     * @param sessions as configured for the borrower, one for each that was asked for
     */
    abstract void lent(List<ConnectedSession> sessions);

    /** There will be none. */
    abstract void refused(Throwable why);

    /** Whether nobody wants it any more. */
    abstract boolean isCancelled();

    /** The subscriber's context. */
    abstract Context context();

    List<Want> wants() {
        return wants;
    }

    Want first() {
        return wants.get(0);
    }

    boolean isPair() {
        return wants.size() > 1;
    }

    /** Whether both are sessions of one pool. */
    boolean isTwin() {
        return isPair() && wants.get(0).pool() == wants.get(1).pool();
    }

    boolean isWaiting() {
        return waiting;
    }

    /** Begins to wait: the time counts from the first time on. */
    void await(long now) {
        waiting = true;
        sinceNanos = sinceNanos == 0 ? now : sinceNanos;
    }

    /** Waits no more; what was to end the waiting is given up. */
    void endWait() {
        waiting = false;
        missed = 0;
        if (expiry != null) {
            expiry.dispose();
            expiry = null;
        }
    }

    void expiry(Disposable task) {
        expiry = task;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /** Counts how often one session was there and the other was not. */
    int missed() {
        return ++missed;
    }

    boolean isFresh() {
        return fresh;
    }

    /** Asks for a session that is known to be alive. */
    void refresh() {
        fresh = true;
        sinceNanos = 0;
    }
}
