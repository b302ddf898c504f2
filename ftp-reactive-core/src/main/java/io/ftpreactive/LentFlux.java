package io.ftpreactive;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.pool.PooledRef;
import reactor.util.context.Context;

/**
 * What a publisher emits that is made with a pooled session. The session goes back to the pool before the end is
 * emitted, so that whoever goes on from there finds it; and on a cancel.
 */
final class LentFlux<T> extends Flux<T> {

    private final Mono<PooledRef<ConnectedSession>> sessions;
    private final Function<ConnectedSession, ? extends Publisher<T>> use;

    LentFlux(Mono<PooledRef<ConnectedSession>> sessions, Function<ConnectedSession, ? extends Publisher<T>> use) {
        this.sessions = sessions;
        this.use = use;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        Lending<T> lending = new Lending<>(actual, use);
        actual.onSubscribe(lending);
        sessions.subscribe(lending.borrower);
    }

    /** One loan: what is emitted with the session, demand for it, and its end. */
    private static final class Lending<T> extends Operators.DeferredSubscription implements CoreSubscriber<T> {

        private final CoreSubscriber<? super T> actual;
        private final Function<ConnectedSession, ? extends Publisher<T>> use;
        private final Borrower<T> borrower = new Borrower<>(this);
        /** The session, until it is given back. */
        private final AtomicReference<@Nullable PooledRef<ConnectedSession>> lent = new AtomicReference<>();

        Lending(CoreSubscriber<? super T> actual, Function<ConnectedSession, ? extends Publisher<T>> use) {
            this.actual = actual;
            this.use = use;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        private void borrowed(PooledRef<ConnectedSession> session) {
            lent.set(session);
            if (isCancelled()) {
                giveBack(() -> {});
                return;
            }
            use(session.poolable());
        }

        /** What is thrown must neither keep the session nor come to the pool, which would lend no other then. */
        private void use(ConnectedSession session) {
            try {
                use.apply(session).subscribe(this);
            } catch (Throwable thrown) {
                if (lent.get() == null) {
                    // The end was emitted already.
                    Operators.onErrorDropped(thrown, currentContext());
                } else {
                    onError(thrown);
                }
            }
        }

        /** Once; whoever waits for the session gets it before the task runs. */
        private void giveBack(Runnable task) {
            PooledRef<ConnectedSession> session = lent.getAndSet(null);
            if (session == null) {
                task.run();
            } else {
                session.release().subscribe(null, failed -> task.run(), task, actual.currentContext());
            }
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            set(subscription);
        }

        @Override
        public void onNext(T item) {
            actual.onNext(item);
        }

        @Override
        public void onError(Throwable error) {
            giveBack(() -> actual.onError(error));
        }

        @Override
        public void onComplete() {
            giveBack(actual::onComplete);
        }

        @Override
        public void cancel() {
            super.cancel();
            borrower.cancel();
            giveBack(() -> {});
        }
    }

    /** Waits for the session. */
    private static final class Borrower<T> implements CoreSubscriber<PooledRef<ConnectedSession>> {

        private final Lending<T> lending;
        private final AtomicReference<@Nullable Subscription> waiting = new AtomicReference<>();

        Borrower(Lending<T> lending) {
            this.lending = lending;
        }

        @Override
        public Context currentContext() {
            return lending.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            if (waiting.compareAndSet(null, subscription)) {
                subscription.request(Long.MAX_VALUE);
            } else {
                subscription.cancel();
            }
        }

        @Override
        public void onNext(PooledRef<ConnectedSession> session) {
            lending.borrowed(session);
        }

        @Override
        public void onError(Throwable error) {
            lending.onError(error);
        }

        @Override
        public void onComplete() {
            // The session came before.
        }

        void cancel() {
            Subscription subscription = waiting.getAndSet(Operators.cancelledSubscription());
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }
}
