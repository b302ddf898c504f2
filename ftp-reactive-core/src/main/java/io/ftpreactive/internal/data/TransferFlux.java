package io.ftpreactive.internal.data;

import io.ftpreactive.internal.control.ControlConnection;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A download as one publisher, from the wait for its turn to its last byte and the server's verdict. Each subscription is a
 * new transfer.
 */
public final class TransferFlux extends Flux<ByteBuf> {

    private final ControlConnection control;
    private final Opening.Factory openings;
    private final Duration idleTimeout;
    private final Supplier<? extends Download> plans;

    /** What a download says to the server, and what it makes of the bytes that came. */
    public interface Download extends TransferPlan {

        /**
         * The server has agreed.
         *
         * @param channel the second connection
         */
        void opened(TransferChannel channel);

        /** All has come, and the server has called it complete. What this throws is the download's error. */
        void completed();

        /**
         * Explains an error of the transfer.
         *
         * @param error what ended it
         * @return what the subscriber is told
         */
        Throwable explain(Throwable error);
    }

    /**
     * Makes the publisher.
     *
     * @param control the session's control connection
     * @param openings makes its second connection
     * @param idleTimeout how long no bytes may move while the server's move is awaited
     * @param plans makes the plan of each subscription; what it throws, the subscriber is told
     */
    public TransferFlux(
            ControlConnection control,
            Opening.Factory openings,
            Duration idleTimeout,
            Supplier<? extends Download> plans) {
        this.control = control;
        this.openings = openings;
        this.idleTimeout = idleTimeout;
        this.plans = plans;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        Download plan;
        try {
            plan = plans.get();
        } catch (RuntimeException e) {
            Operators.error(actual, e);
            return;
        }
        Running running = new Running(plan, actual);
        Transfer transfer = new Transfer(control, openings, idleTimeout, plan, running);
        running.transfer = transfer;
        actual.onSubscribe(running);
        transfer.begin();
    }

    /** One subscription: passes demand down and bytes up. Confined to the event loop but for what subscribers call. */
    private static final class Running implements Transfer.Owner, Subscription, CoreSubscriber<ByteBuf> {

        private final Download plan;
        private final CoreSubscriber<? super ByteBuf> actual;
        private @Nullable Transfer transfer;
        private @Nullable Receiver receiver;
        /** What was asked for before there was anything to receive. */
        private long early;

        Running(Download plan, CoreSubscriber<? super ByteBuf> actual) {
            this.plan = plan;
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
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                transfer().run(() -> requestNow(n));
            }
        }

        private void requestNow(long n) {
            if (receiver == null) {
                early = Operators.addCap(early, n);
            } else {
                receiver.request(n);
            }
        }

        @Override
        public void cancel() {
            transfer().cancel();
        }

        @Override
        public void opened(TransferChannel opened) {
            plan.opened(opened);
            Receiver begun = new Receiver(opened, this);
            if (opened.claim(begun)) {
                receiver = begun;
                begun.start();
                begun.request(early);
            }
        }

        @Override
        public void unneeded() {
            actual.onComplete();
        }

        @Override
        public void failed(Throwable error) {
            actual.onError(plan.explain(error));
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            // Only where the channel was over before it could be received from; its error follows.
        }

        @Override
        public void onNext(ByteBuf buffer) {
            actual.onNext(buffer);
        }

        @Override
        public void onError(Throwable error) {
            actual.onError(plan.explain(error));
        }

        @Override
        public void onComplete() {
            try {
                plan.completed();
            } catch (RuntimeException e) {
                actual.onError(e);
                return;
            }
            actual.onComplete();
        }
    }
}
