package io.ftpreactive;

import io.ftpreactive.internal.control.Listener;
import io.ftpreactive.result.SessionPoolEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** Lends the sessions of all pools of one provider. */
final class SessionLender implements Lender {

    private final FtpSessionProvider.Builder settings;
    private final SessionPools pools;
    private final StallWatch stalls = new StallWatch(this);
    private final List<Consumer<? super SessionPoolEvent>> listeners = new CopyOnWriteArrayList<>();

    SessionLender(FtpSessionProvider.Builder settings) {
        this.settings = settings;
        this.pools = new SessionPools(this, settings);
        if (settings.listener != null) {
            listeners.add(settings.listener);
        }
    }

    SessionPools pools() {
        return pools;
    }

    @Override
    public void ask(Loan loan) {
        Outbox out = new Outbox();
        synchronized (SessionPool.LOCK) {
            // Here: whoever cancels later takes the loan out of the queue again.
            if (loan.isCancelled()) {
                return;
            }
            Throwable refusal = enter(loan, out);
            if (refusal != null) {
                refuse(loan, refusal, out);
            }
        }
        out.run();
    }

    private @Nullable Throwable enter(Loan loan, Outbox out) {
        boolean open = true;
        for (Want want : loan.wants()) {
            SessionLender lender = (SessionLender) want.lender();
            if (lender.pools.isRefusing()) {
                return PoolErrors.disposed();
            }
            SessionPool pool = lender.pools.of(want.config().key().account());
            want.begin(pool, pool.kind(want.config().key()));
            open &= pool.isOpenToAll();
        }
        return open && lend(loan, out) ? null : queue(loan, out);
    }

    private @Nullable Throwable queue(Loan loan, Outbox out) {
        SessionPool pool = loan.first().pool();
        if (loan.isPair() && !isPlaceForTwo(loan)) {
            return PoolErrors.onlyOne(pool);
        }
        loan.await(System.nanoTime());
        for (Want want : loan.wants()) {
            if (want.place() == 0) {
                want.place(SessionPool.nextPlace());
            }
            want.pool().add(want);
        }
        loan.wants().forEach(want -> want.pool().serve(want, out));
        if (loan.isWaiting() && settings.isTooMany(pool.surplus())) {
            return PoolErrors.exhausted(pool, "and " + settings.pendingAcquireMaxCount + " callers wait already", 0);
        }
        if (loan.isWaiting()) {
            long left = settings.pendingAcquireTimeout.toNanos() - (System.nanoTime() - loan.sinceNanos());
            loan.expiry(later(left, () -> expire(loan)));
            loan.wants().forEach(want -> ((SessionLender) want.lender()).stalls.watch(want.pool()));
        }
        return null;
    }

    /** A limit that the server was seen to have is tried again after a while. */
    private boolean isPlaceForTwo(Loan loan) {
        boolean alone = loan.wants().stream().allMatch(want -> want.lender() == this) && settings.maxSessionsTotal < 2;
        return !alone && (!loan.isTwin() || loan.first().pool().limit().allows(1));
    }

    /** Lends all sessions that a loan wants, or none. */
    boolean lend(Loan loan, Outbox out) {
        for (Want want : loan.wants()) {
            if (!want.take(out)) {
                giveUp(loan, want);
                return false;
            }
        }
        for (Want want : loan.wants()) {
            PooledSession session = taken(want);
            session.lend(loan.isFresh(), settings.validateAfterIdle.toNanos());
            want.pool().remove(want);
            want.pool().tell(SessionPoolEvent.Type.LENT, null, out);
        }
        loan.endWait();
        out.add(() -> deliver(loan));
        return true;
    }

    /** Puts back what was taken before, but for what a pair has come to keep. */
    private static void giveUp(Loan loan, Want missing) {
        for (Want want : loan.wants()) {
            if (want != missing && !want.pool().isKeptBy(loan)) {
                want.putBack();
            }
        }
    }

    private static PooledSession taken(Want want) {
        PooledSession session = want.session();
        if (session == null) {
            throw new IllegalStateException("Nothing was taken");
        }
        return session;
    }

    /** Hands the sessions over, once those that were idle for long have shown that they are alive. */
    private void deliver(Loan loan) {
        for (Want want : loan.wants()) {
            PooledSession session = taken(want);
            if (session.isToBeProven()) {
                session.session().lentTo(want.config());
                session.session().prove().subscribe(alive -> proven(loan, session, alive));
                return;
            }
        }
        List<ConnectedSession> sessions = new ArrayList<>(loan.wants().size());
        for (Want want : loan.wants()) {
            sessions.add(taken(want).session().lentTo(want.config()));
        }
        loan.lent(sessions);
    }

    private void proven(Loan loan, PooledSession session, boolean alive) {
        if (alive) {
            session.proven();
            deliver(loan);
            return;
        }
        Outbox out = new Outbox();
        synchronized (SessionPool.LOCK) {
            session.pool().tell(SessionPoolEvent.Type.STALE, null, out);
            session.pool().close(session, out);
            for (Want want : loan.wants()) {
                PooledSession other = taken(want);
                want.session(null);
                other.pool().idle(other, out);
            }
        }
        out.run();
        ask(loan);
    }

    @Override
    public void withdraw(Loan loan) {
        Outbox out = new Outbox();
        synchronized (SessionPool.LOCK) {
            leave(loan, out);
        }
        out.run();
    }

    /** Takes a loan out of the queue; false if it was not there. */
    private static boolean leave(Loan loan, Outbox out) {
        if (!loan.isWaiting()) {
            return false;
        }
        loan.endWait();
        for (Want want : loan.wants()) {
            want.pool().remove(want);
            want.putBack();
        }
        for (Want want : loan.wants()) {
            want.pool().serve(null, out);
            ((SessionLender) want.lender()).pools.serveOthers(out);
        }
        return true;
    }

    /** Tells a loan that there is no session for it. */
    void refuse(Loan loan, Throwable why, Outbox out) {
        leave(loan, out);
        out.add(() -> loan.refused(why));
    }

    /** Tells first how many of those that have the sessions do nothing with them. */
    private void expire(Loan loan) {
        SessionPool pool;
        synchronized (SessionPool.LOCK) {
            if (!loan.isWaiting()) {
                return;
            }
            pool = loan.first().pool();
        }
        stalls.count(pool).subscribe(stalled -> expire(loan, pool, stalled));
    }

    private void expire(Loan loan, SessionPool pool, int stalled) {
        Outbox out = new Outbox();
        synchronized (SessionPool.LOCK) {
            Throwable obstacle = pool.obstacle();
            Throwable why = obstacle == null
                    ? PoolErrors.exhausted(pool, "for " + settings.pendingAcquireTimeout, stalled)
                    : obstacle;
            if (leave(loan, out)) {
                pool.tell(SessionPoolEvent.Type.EXPIRED, why, out);
                out.add(() -> loan.refused(why));
            }
        }
        out.run();
    }

    @Override
    public void giveBack(Loan loan, Runnable then) {
        List<PooledSession> sessions = new ArrayList<>(loan.wants().size());
        boolean settled = true;
        for (Want want : loan.wants()) {
            PooledSession session = taken(want);
            want.session(null);
            sessions.add(session);
            settled &= session.session().isSettled();
        }
        if (settled) {
            returned(sessions);
            then.run();
        } else {
            Flux.fromIterable(sessions)
                    .flatMap(session -> session.session().settled())
                    .subscribe(null, failed -> {}, () -> {
                        returned(sessions);
                        then.run();
                    });
        }
    }

    private void returned(List<PooledSession> sessions) {
        Outbox out = new Outbox();
        synchronized (SessionPool.LOCK) {
            for (PooledSession session : sessions) {
                session.used();
                session.pool().tell(SessionPoolEvent.Type.RETURNED, null, out);
                session.pool().idle(session, out);
            }
            pools.returned(out);
        }
        out.run();
    }

    @Override
    public boolean wasStale(Loan loan) {
        if (settings.retryDisabled || loan.isFresh()) {
            return false;
        }
        boolean lost = false;
        for (Want want : loan.wants()) {
            PooledSession session = want.session();
            if (session == null) {
                // It was cancelled just now.
                return false;
            }
            lost |= session.isUsed() && session.session().isLostUntouched();
            if (!session.session().isUnchanged()) {
                return false;
            }
        }
        return lost;
    }

    /** Connects for a pool. */
    void open(SessionPool pool, SessionKind kind, FtpClientConfig config, @Nullable Loan loan) {
        Context context = loan == null ? Context.empty() : loan.context();
        connect(config)
                .subscribe(session -> opened(pool, kind, session), error -> failed(pool, kind, error), null, context);
    }

    /** Connects and logs in, outside all pools. */
    Mono<ConnectedSession> connect(FtpClientConfig config) {
        return config.connector()
                .connect(settings.capabilityCache.store())
                .map(control -> new ConnectedSession(control, config));
    }

    private void opened(SessionPool pool, SessionKind kind, ConnectedSession session) {
        PooledSession pooled = new PooledSession(session, pool, kind);
        Outbox out = new Outbox();
        synchronized (SessionPool.LOCK) {
            pool.opened(pooled, out);
            pools.serveOthers(out);
        }
        session.onClose().subscribe(null, null, () -> closed(pooled));
        out.run();
    }

    private void closed(PooledSession session) {
        Outbox out = new Outbox();
        synchronized (SessionPool.LOCK) {
            session.pool().closed(session, out);
            pools.serveOthers(out);
        }
        out.run();
    }

    private void failed(SessionPool pool, SessionKind kind, Throwable error) {
        Outbox out = new Outbox();
        synchronized (SessionPool.LOCK) {
            pool.failed(kind, error, out);
            pools.serveOthers(out);
        }
        out.run();
    }

    /** Opens sessions ahead of demand. */
    int warmUp(FtpClientConfig config, int count) {
        Outbox out = new Outbox();
        int opened;
        synchronized (SessionPool.LOCK) {
            opened = pools.isRefusing() ? 0 : pools.of(config.key().account()).warmUp(config.key(), config, count, out);
        }
        out.run();
        return opened;
    }

    Disposable later(long nanos, Runnable task) {
        return Schedulers.parallel().schedule(task, Math.max(1, nanos), TimeUnit.NANOSECONDS);
    }

    boolean isListenedTo() {
        return !listeners.isEmpty();
    }

    Disposable listen(Consumer<? super SessionPoolEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void tell(SessionPoolEvent event) {
        for (Consumer<? super SessionPoolEvent> listener : listeners) {
            Throwable failure = Listener.tell(listener, event);
            if (failure != null) {
                Operators.onErrorDropped(failure, Context.empty());
            }
        }
    }
}
