package io.ftpreactive.internal.data;

import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.result.DataChannel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The second connection of a transfer that the server has agreed to; empty if its plan has nothing to transfer. Each
 * subscription is a new transfer, which waits for its turn once there is demand.
 */
public final class TransferMono extends Mono<DataChannel> {

    private final ControlConnection control;
    private final Opening.Factory openings;
    private final Duration idleTimeout;
    private final TransferPlan plan;

    /**
     * Makes the publisher.
     *
     * @param control the session's control connection
     * @param openings makes its second connection
     * @param idleTimeout how long no bytes may move while the server's move is awaited
     * @param plan what it says to the server
     */
    public TransferMono(ControlConnection control, Opening.Factory openings, Duration idleTimeout, TransferPlan plan) {
        this.control = control;
        this.openings = openings;
        this.idleTimeout = idleTimeout;
        this.plan = plan;
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataChannel> actual) {
        Running running = new Running(control, actual);
        running.transfer = new Transfer(control, openings, idleTimeout, plan, running);
        actual.onSubscribe(running);
    }

    /** One subscription. Confined to the event loop but for what subscribers call. */
    private static final class Running implements Transfer.Owner, Subscription {

        private final ControlConnection control;
        private final CoreSubscriber<? super DataChannel> actual;
        private @Nullable Transfer transfer;
        private boolean asked;
        private volatile boolean emitted;
        private volatile boolean cancelled;

        Running(ControlConnection control, CoreSubscriber<? super DataChannel> actual) {
            this.control = control;
            this.actual = actual;
        }

        private Transfer transfer() {
            return Objects.requireNonNull(transfer, "transfer");
        }

        @Override
        public Context context() {
            return actual.currentContext();
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                control.run(this::begin, () -> failed(control.shutDown()));
            }
        }

        private void begin() {
            if (!asked && !cancelled) {
                asked = true;
                transfer().begin();
            }
        }

        /** Whoever has been given the channel ends the transfer by it. */
        @Override
        public void cancel() {
            cancelled = true;
            if (!emitted) {
                transfer().cancel();
            }
        }

        @Override
        public void opened(TransferChannel channel) {
            if (cancelled) {
                channel.cancel();
                return;
            }
            emitted = true;
            actual.onNext(channel);
            actual.onComplete();
        }

        @Override
        public void unneeded() {
            actual.onComplete();
        }

        @Override
        public void failed(Throwable error) {
            actual.onError(error);
        }
    }
}
