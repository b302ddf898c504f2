package io.ftpreactive;

import io.ftpreactive.PooledSession.State;
import io.ftpreactive.result.SessionPoolEvent;
import io.ftpreactive.result.SessionPoolMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one account: those that are open or being opened, and who waits for one, in the order in which they
 * asked.
 *
 * <p>Sessions are opened for the pool, not for a caller: who waits gets the first that is there, a new one or one that came
 * back. So a server that refuses one more session keeps nobody from waiting for those that there are.
 *
 * <p>All methods but the constructor are called under {@link #LOCK}, which is that of all pools, since a loan may be of two.
 * Nothing foreign is called under it; what follows from a change is put into an {@link Outbox}.
 */
final class SessionPool {

    /** Guards all pools. */
    static final Object LOCK = new Object();

    /** How often a pair is passed over before it keeps the session that is there, and waits for the other alone. */
    private static final int PATIENCE = 32;

    /** Thousands of logins at once would overrun the server's queue, and what they need meanwhile would live for long. */
    private static final int MOST_OPENING = 256;

    /** The one pair of all pools that may keep a session while it waits: two of them could wait for each other. */
    private static @Nullable Loan insistent;

    private static long places;

    /** Why a session was not opened, which concerns those who want such a one. */
    private record Failure(SessionKind kind, Throwable error) {}

    private final SessionKey.Account account;
    private final SessionLender lender;
    private final SessionPools pools;
    private final FtpSessionProvider.Builder settings;
    private final SessionLimit limit;
    private final Map<SessionKey, SessionKind> kinds = new HashMap<>();
    private final Set<PooledSession> sessions = new LinkedHashSet<>();
    private final TreeMap<Long, Want> waiting = new TreeMap<>();
    /** Why openings failed while others were under way, which will show whether it is a limit. */
    private final List<Failure> undecided = new ArrayList<>();

    private int opening;
    private int closing;
    private int twins;
    private long lastClosedNanos = System.nanoTime() - SessionRefusal.LAG_NANOS;
    /** Why there are no more sessions than there are. */
    private @Nullable Throwable lastRefusal;

    private boolean pausing;
    /** How often in a row. */
    private int pauses;

    private boolean watched;

    SessionPool(
            SessionKey.Account account, SessionLender lender, SessionPools pools, FtpSessionProvider.Builder settings) {
        this.account = account;
        this.lender = lender;
        this.pools = pools;
        this.settings = settings;
        this.limit = new SessionLimit(settings.maxSessions, SessionRefusal.memory(settings.maxIdleTime));
    }

    SessionKind kind(SessionKey key) {
        return kinds.computeIfAbsent(key, any -> new SessionKind(this));
    }

    SessionKey.Account account() {
        return account;
    }

    FtpSessionProvider.Builder settings() {
        return settings;
    }

    SessionLimit limit() {
        return limit;
    }

    List<PooledSession> sessions(Predicate<PooledSession> which) {
        return sessions.stream().filter(which).toList();
    }

    /** The next place in all queues. Two sessions that are asked for at once stand next to each other. */
    static long nextPlace() {
        return ++places;
    }

    @Nullable
    Throwable lastRefusal() {
        return limit.isLowered() ? lastRefusal : null;
    }

    /** Why there is no session at all, where the server is asked again after a pause, or is being asked; null otherwise. */
    @Nullable
    Throwable obstacle() {
        return (pausing || pauses > 0) && sessions.isEmpty() ? lastRefusal : null;
    }

    /** Who waits for longest. */
    @Nullable
    Want head() {
        return waiting.isEmpty() ? null : waiting.firstEntry().getValue();
    }

    long headPlace() {
        return waiting.firstKey();
    }

    /** Whether a loan keeps what it has got of two. */
    boolean isKeptBy(Loan loan) {
        return insistent == loan;
    }

    boolean isBusy() {
        return opening > 0 || !waiting.isEmpty() || sessions.stream().anyMatch(any -> any.state() == State.LENT);
    }

    /** Whether whoever asks now would wait for one of those who work with the sessions. */
    boolean isFull() {
        boolean working = false;
        for (PooledSession session : sessions) {
            if (session.state() == State.IDLE) {
                return false;
            }
            working |= session.state() == State.LENT;
        }
        return working && !limit.allows(sessions.size() + opening);
    }

    /** Sets whether somebody looks after those who wait; tells whether that is new. */
    boolean watch(boolean now) {
        boolean changed = watched != now;
        watched = now;
        return changed;
    }

    /** A client with a transport of its own for each operation must not leave something of each. */
    void forgetKinds() {
        kinds.values()
                .removeIf(kind -> kind.waiting == 0
                        && kind.opening == 0
                        && sessions.stream().noneMatch(session -> session.kind() == kind));
    }

    boolean isUnused() {
        return sessions.isEmpty() && opening == 0 && waiting.isEmpty() && (!limit.isLowered() || limit.isForgotten());
    }

    /** Whether an idle session may be taken by one who has only just come. */
    boolean isOpenToAll() {
        return twins == 0;
    }

    /** How many wait without a session being opened for them. */
    int surplus() {
        return waiting.size() - opening;
    }

    int pending() {
        return waiting.size();
    }

    void add(Want want) {
        waiting.put(want.place(), want);
        want.kind().waiting++;
        twins += want.loan().isTwin() ? 1 : 0;
    }

    void remove(Want want) {
        if (waiting.remove(want.place()) != null) {
            want.kind().waiting--;
            twins -= want.loan().isTwin() ? 1 : 0;
        }
        if (insistent == want.loan()) {
            insistent = null;
        }
    }

    /** Does what can be done for those who wait. */
    void serve(@Nullable Want newcomer, Outbox out) {
        if (!waiting.isEmpty()) {
            lendIdle(out);
            openMissing(newcomer, out);
        }
    }

    private void lendIdle(Outbox out) {
        Map.Entry<Long, Want> next = waiting.firstEntry();
        while (next != null && hasIdle()) {
            Want want = next.getValue();
            if (lender.lend(want.loan(), out)) {
                // Gone from the queue, as is its other half.
            } else if (want.loan().isTwin() && !want.kind().idle.isEmpty()) {
                // Whoever comes behind would take from it, each time, the one of two that is there.
                return;
            } else if (want.loan().isPair() && !want.kind().idle.isEmpty()) {
                passOver(want, out);
            }
            next = waiting.higherEntry(next.getKey());
        }
    }

    private boolean hasIdle() {
        for (SessionKind kind : kinds.values()) {
            if (!kind.idle.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** A pair that is passed over again and again keeps one of the sessions in the end. */
    private static void passOver(Want want, Outbox out) {
        if (want.loan().missed() > PATIENCE && insistent == null) {
            insistent = want.loan();
        }
        if (insistent == want.loan()) {
            want.take(out);
        }
    }

    private void openMissing(@Nullable Want newcomer, Outbox out) {
        Want want = newcomer != null
                        && newcomer.loan().isWaiting()
                        && newcomer.kind().isMissing()
                ? newcomer
                : missing();
        while (want != null && hasPlace()) {
            open(want, out);
            want = missing();
        }
        if (want != null) {
            makePlace(out);
        }
    }

    private @Nullable Want missing() {
        for (SessionKind kind : kinds.values()) {
            if (kind.isMissing()) {
                return waiting.values().stream()
                        .filter(want -> want.kind().isMissing())
                        .findFirst()
                        .orElse(null);
            }
        }
        return null;
    }

    private boolean hasPlace() {
        return !pausing && opening < MOST_OPENING && limit.allows(sessions.size() + opening) && pools.hasPlace();
    }

    /** An idle session of another kind, or of another account, is in the way. */
    private void makePlace(Outbox out) {
        if (closing > 0 || pausing) {
            return;
        }
        Want want = missing();
        if (want == null) {
            return;
        }
        if (limit.allows(sessions.size() + opening)) {
            pools.closeOldest(want, out);
            return;
        }
        PooledSession oldest = oldestSpare(want);
        if (oldest != null) {
            closeIdle(oldest, out);
        }
    }

    /** The session that has been idle for longest, of those that nobody waits for who came before. */
    @Nullable
    PooledSession oldestSpare(Want want) {
        PooledSession oldest = null;
        for (SessionKind kind : kinds.values()) {
            PooledSession first = isSpare(kind, want) ? kind.idle.peekFirst() : null;
            if (first != null && (oldest == null || first.idleSinceNanos() - oldest.idleSinceNanos() < 0)) {
                oldest = first;
            }
        }
        return oldest;
    }

    /**
     * Two who wait for two sessions each, or one behind them, must not keep one another from the last place: what only
     * those who came later can use is given up.
     */
    private boolean isSpare(SessionKind kind, Want want) {
        return kind.isSpare()
                || (!kind.idle.isEmpty()
                        && want.session() == null
                        && waiting.headMap(want.place() + 2).values().stream()
                                .noneMatch(other -> other.kind() == kind
                                        && (other.place() < want.place() || other.loan() == want.loan())));
    }

    private void open(Want want, Outbox out) {
        open(want.kind(), want.config(), want.loan(), out);
    }

    /** Opens one for whoever will want it. */
    private void open(SessionKind kind, FtpClientConfig config, @Nullable Loan loan, Outbox out) {
        kind.opening++;
        opening++;
        pools.count(1);
        out.add(() -> lender.open(this, kind, config, loan));
    }

    /** Opens sessions ahead of demand, as far as there is place; returns how many. */
    int warmUp(SessionKey key, FtpClientConfig config, int count, Outbox out) {
        SessionKind kind = kind(key);
        int opened = 0;
        while (sessions.size() + opening < count && hasPlace()) {
            open(kind, config, null, out);
            opened++;
        }
        return opened;
    }

    /** A session is there that was being opened. */
    void opened(PooledSession session, Outbox out) {
        session.kind().opening--;
        opening--;
        sessions.add(session);
        pauses = 0;
        limit.allowed(sessions.size());
        if (!undecided.isEmpty()) {
            // So it was a limit.
            Throwable refusal = undecided.get(0).error();
            undecided.clear();
            refuse(sessions.size() + opening, refusal, out);
        }
        tell(SessionPoolEvent.Type.OPENED, null, out);
        idle(session, out);
    }

    /** There is none. */
    void failed(SessionKind kind, Throwable error, Outbox out) {
        kind.opening--;
        opening--;
        pools.count(-1);
        if (!SessionRefusal.isPossible(error)) {
            fail(kind, error, out);
        } else if (!sessions.isEmpty()) {
            refuse(sessions.size(), error, out);
        } else if (opening > 0) {
            undecided.add(new Failure(kind, error));
            limit.refused(opening);
        } else if (SessionRefusal.mayLag(error, lastClosedNanos)) {
            pause(error, out);
        } else {
            pauses = 0;
            limit.restore();
            undecided.add(new Failure(kind, error));
            // Nothing is opened meanwhile for those who hear of it next.
            pausing = true;
            List.copyOf(undecided).forEach(failure -> fail(failure.kind(), failure.error(), out));
            pausing = false;
            undecided.clear();
        }
        serve(null, out);
    }

    /** The server allows no more than these: one of them will come back. */
    private void refuse(int open, Throwable error, Outbox out) {
        lastRefusal = error;
        limit.refused(open);
        if (limit.current() == 1) {
            refuseTwins(out);
        }
        tell(SessionPoolEvent.Type.REFUSED, error, out);
        out.add(() -> lender.later(limit.memoryNanos(), () -> serveNow()));
    }

    /** Two sessions are more than there may be, and who waits for them keeps others from the one. */
    private void refuseTwins(Outbox out) {
        for (Want want : List.copyOf(waiting.values())) {
            if (want.loan().isWaiting() && want.loan().isTwin()) {
                lender.refuse(want.loan(), PoolErrors.onlyOne(this), out);
            }
        }
    }

    /** Some servers still count a session for a moment when its connection is closed already. */
    private void pause(Throwable error, Outbox out) {
        lastRefusal = error;
        pausing = true;
        long nanos = SessionRefusal.PAUSE_NANOS << pauses++;
        out.add(() -> lender.later(nanos, () -> {
            synchronized (LOCK) {
                pausing = false;
            }
            serveNow();
        }));
    }

    private void serveNow() {
        Outbox out = new Outbox();
        synchronized (LOCK) {
            serve(null, out);
        }
        out.run();
    }

    /** Whoever has waited for longest hears of it. */
    private void fail(SessionKind kind, Throwable error, Outbox out) {
        for (Want want : waiting.values()) {
            if (want.kind() == kind) {
                lender.refuse(want.loan(), error, out);
                return;
            }
        }
    }

    /** A session has come back, or was opened. */
    void idle(PooledSession session, Outbox out) {
        if (session.state() != State.LENT) {
            return;
        }
        if (pools.isDisposed() || !session.isFit(settings)) {
            close(session, out);
        } else {
            session.idle();
            session.kind().offer(session);
        }
        serve(null, out);
    }

    /** Ends a session; it counts until its connection is closed. */
    void close(PooledSession session, Outbox out) {
        if (session.state() == State.IDLE || session.state() == State.LENT) {
            session.state(State.CLOSING);
            closing++;
            out.add(() -> session.session().close().subscribe());
        }
    }

    void closeIdle(PooledSession session, Outbox out) {
        session.kind().idle.remove(session);
        close(session, out);
    }

    /** Closes the idle sessions that are to be closed. */
    void evict(Predicate<PooledSession> which, Outbox out) {
        for (PooledSession session : sessions(any -> any.state() == State.IDLE)) {
            if (which.test(session)) {
                tell(SessionPoolEvent.Type.EVICTED, null, out);
                closeIdle(session, out);
            }
        }
    }

    /** The connection of a session is closed, by whomever. */
    void closed(PooledSession session, Outbox out) {
        if (session.state() == State.CLOSED) {
            return;
        }
        session.kind().idle.remove(session);
        closing -= session.state() == State.CLOSING ? 1 : 0;
        session.state(State.CLOSED);
        sessions.remove(session);
        pools.count(-1);
        lastClosedNanos = System.nanoTime();
        tell(SessionPoolEvent.Type.CLOSED, null, out);
        serve(null, out);
    }

    void tell(SessionPoolEvent.Type type, @Nullable Throwable cause, Outbox out) {
        if (lender.isListenedTo()) {
            SessionPoolEvent event = new SessionPoolEvent(type, metrics(), cause);
            out.add(() -> lender.tell(event));
        }
    }

    SessionPoolMetrics metrics() {
        int idle = kinds.values().stream().mapToInt(kind -> kind.idle.size()).sum();
        return new SessionPoolMetrics(
                settings.name,
                account.server(),
                account.credentials().user(),
                sessions.size() - idle - closing,
                idle,
                opening,
                waiting.size(),
                limit.current());
    }
}
