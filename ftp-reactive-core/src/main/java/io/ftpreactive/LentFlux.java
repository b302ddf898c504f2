package io.ftpreactive;

import io.ftpreactive.error.FtpException;
import io.ftpreactive.internal.context.ThreadLocals;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * What a publisher emits that is made with a pooled session, or with two. The sessions go back to their pools before the
 * end is emitted, so that whoever goes on from there finds them; and on a cancel.
 *
 * <p>Where a session turns out to have been dead by the time it was lent, the publisher is made once more, with another.
 */
final class LentFlux<T> extends Flux<T> {

    private final List<Source> sources;
    private final Function<List<ConnectedSession>, ? extends Publisher<T>> use;

    /**
     * Where a session comes from.
     *
     * @param lender who lends it
     * @param config whom it is for
     */
    record Source(Lender lender, FtpClientConfig config) {}

    /**
     * Makes the publisher.
     *
     * @param sources of one session, or of two that are lent at once
     * @param use makes what is emitted; called again if nothing has come of it
     */
    LentFlux(List<Source> sources, Function<List<ConnectedSession>, ? extends Publisher<T>> use) {
        this.sources = sources;
        this.use = use;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        Lending<T> lending = new Lending<>(sources, use, actual);
        actual.onSubscribe(lending);
        lending.ask();
    }

    /** One loan: what is emitted with the sessions, demand for it, and its end. */
    private static final class Lending<T> extends Loan implements CoreSubscriber<T>, Subscription {

        private final Lender lender;
        private final Function<List<ConnectedSession>, ? extends Publisher<T>> use;
        private final CoreSubscriber<? super T> actual;
        /** Whether the sessions are here. */
        private final AtomicBoolean holding = new AtomicBoolean();
        /** What is made with the sessions; guarded by this object, as is the demand. */
        private @Nullable Subscription upstream;

        private long demand;
        private boolean emitted;
        private volatile boolean cancelled;

        Lending(
                List<Source> sources,
                Function<List<ConnectedSession>, ? extends Publisher<T>> use,
                CoreSubscriber<? super T> actual) {
            super(sources);
            this.lender = sources.get(0).lender();
            this.use = use;
            this.actual = actual;
        }

        void ask() {
            lender.ask(this);
        }

        @Override
        boolean isCancelled() {
            return cancelled;
        }

        @Override
        Context context() {
            return actual.currentContext();
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        void lent(List<ConnectedSession> sessions) {
            holding.set(true);
            if (cancelled) {
                giveBack(() -> {});
            } else {
                use(sessions);
            }
        }

        /** What is thrown must neither keep the sessions nor come to the pool, which would lend no other then. */
        private void use(List<ConnectedSession> sessions) {
            try {
                ThreadLocals.run(currentContext(), () -> use.apply(sessions).subscribe(this));
            } catch (Throwable thrown) {
                if (holding.get()) {
                    onError(thrown);
                } else {
                    // The end was emitted already.
                    Operators.onErrorDropped(thrown, currentContext());
                }
            }
        }

        /** Once; whoever waits for the sessions gets them before the task runs. */
        private void giveBack(Runnable task) {
            if (holding.compareAndSet(true, false)) {
                lender.giveBack(this, task);
            } else {
                task.run();
            }
        }

        @Override
        void refused(Throwable why) {
            if (cancelled) {
                Operators.onErrorDropped(why, currentContext());
            } else {
                actual.onError(why);
            }
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            long wanted;
            synchronized (this) {
                upstream = subscription;
                wanted = demand;
            }
            if (cancelled) {
                subscription.cancel();
            } else if (wanted > 0) {
                subscription.request(wanted);
            }
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                Subscription made;
                synchronized (this) {
                    demand = Operators.addCap(demand, n);
                    made = upstream;
                }
                if (made != null) {
                    made.request(n);
                }
            }
        }

        @Override
        public void onNext(T item) {
            emitted = true;
            actual.onNext(item);
        }

        @Override
        public void onError(Throwable error) {
            if (error instanceof FtpException && !emitted && holding.get() && lender.wasStale(this)) {
                synchronized (this) {
                    upstream = null;
                }
                giveBack(() -> {
                    refresh();
                    ask();
                });
            } else {
                giveBack(() -> actual.onError(error));
            }
        }

        @Override
        public void onComplete() {
            giveBack(actual::onComplete);
        }

        @Override
        public void cancel() {
            cancelled = true;
            lender.withdraw(this);
            Subscription made;
            synchronized (this) {
                made = upstream;
            }
            if (made != null) {
                made.cancel();
            }
            giveBack(() -> {});
        }
    }
}
