package io.ftpreactive.internal.control;

import io.ftpreactive.error.FtpException;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Emits a turn, on the event loop. Nobody is queued before there is demand: else the turn, and its result, would come to
 * one who has not asked for it yet.
 */
final class TurnMono extends Mono<Turn> {

    private final ControlConnection control;
    private final Object purpose;

    TurnMono(ControlConnection control, Object purpose) {
        this.control = control;
        this.purpose = purpose;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Turn> actual) {
        actual.onSubscribe(new Waiting(control, purpose, actual));
    }

    private static final class Waiting implements TurnWaiter, Subscription {

        private final ControlConnection control;
        private final Object purpose;
        private final CoreSubscriber<? super Turn> actual;
        /** Confined to the event loop. */
        private boolean asked;

        private volatile boolean cancelled;

        Waiting(ControlConnection control, Object purpose, CoreSubscriber<? super Turn> actual) {
            this.control = control;
            this.purpose = purpose;
            this.actual = actual;
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                control.run(this::enqueue, () -> actual.onError(control.shutDown()));
            }
        }

        private void enqueue() {
            if (!asked && !cancelled) {
                asked = true;
                control.enqueue(this);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            control.run(() -> control.withdraw(this));
        }

        @Override
        public Object purpose() {
            return purpose;
        }

        @Override
        public Context context() {
            return actual.currentContext();
        }

        @Override
        public boolean mayBeginEarly() {
            return Pipelined.isMarked(context());
        }

        @Override
        public boolean onTurn(Turn turn) {
            if (cancelled) {
                return false;
            }
            actual.onNext(turn);
            actual.onComplete();
            return true;
        }

        @Override
        public void onRefused(FtpException cause) {
            if (!cancelled) {
                actual.onError(cause);
            }
        }
    }
}
