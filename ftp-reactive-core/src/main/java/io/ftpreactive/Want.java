package io.ftpreactive;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One of the sessions of a {@link Loan}. Guarded by the pools' lock. */
final class Want {

    private final Loan loan;
    private final LentFlux.Source source;
    private @Nullable SessionPool pool;
    private @Nullable SessionKind kind;
    private @Nullable PooledSession session;
    private long place;

    Want(Loan loan, LentFlux.Source source) {
        this.loan = loan;
        this.source = source;
    }

    Loan loan() {
        return loan;
    }

    Lender lender() {
        return source.lender();
    }

    FtpClientConfig config() {
        return source.config();
    }

    /** Chooses whose session it is to be. A pool is forgotten once it is empty, so this is done each time. */
    void begin(SessionPool chosen, SessionKind ofKind) {
        pool = chosen;
        kind = ofKind;
    }

    SessionPool pool() {
        return Objects.requireNonNull(pool, "pool");
    }

    SessionKind kind() {
        return Objects.requireNonNull(kind, "kind");
    }

    /** The place in the queue, which is kept when a session turns out to be dead. */
    long place() {
        return place;
    }

    void place(long number) {
        place = number;
    }

    @Nullable
    PooledSession session() {
        return session;
    }

    void session(@Nullable PooledSession lent) {
        session = lent;
    }

    /** Takes an idle session, or keeps the one that is held already if it is alive; false if there is none. */
    boolean take(Outbox out) {
        if (session == null || session.state() != PooledSession.State.IDLE) {
            session = kind().poll(out);
        }
        return session != null;
    }

    /** Puts back what was taken for nothing. */
    void putBack() {
        PooledSession taken = session;
        session = null;
        if (taken != null && taken.state() == PooledSession.State.IDLE) {
            taken.kind().offer(taken);
        }
    }
}
