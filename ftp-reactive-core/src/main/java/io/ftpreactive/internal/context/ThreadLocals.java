package io.ftpreactive.internal.context;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Runs users' code with the thread locals that the context of its operation holds, where Micrometer's context propagation is
 * on the class path, as Reactor's {@code handle} and {@code tap} do. Without it, and with an empty context, nothing is done.
 */
public final class ThreadLocals {

    private static final @Nullable Restorer RESTORER = find();

    /** Sets thread locals, and resets them. */
    interface Restorer {

        /** Sets them; null if the context holds none. What is returned sets them back. */
        @Nullable
        Runnable restore(ContextView context);
    }

    private ThreadLocals() {}

    private static @Nullable Restorer find() {
        try {
            Class.forName("io.micrometer.context.ContextSnapshotFactory", false, ThreadLocals.class.getClassLoader());
            return new SnapshotRestorer();
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }

    /**
     * Runs a task.
     *
     * @param context of the operation
     * @param task what to run
     */
    public static void run(ContextView context, Runnable task) {
        Runnable reset = restore(context);
        try {
            task.run();
        } finally {
            if (reset != null) {
                reset.run();
            }
        }
    }

    /**
     * Asks for a value.
     *
     * @param context of the operation
     * @param supplier makes it
     * @param <T> its type
     * @return what the supplier returns
     */
    public static <T> T call(ContextView context, Supplier<T> supplier) {
        Runnable reset = restore(context);
        try {
            return supplier.get();
        } finally {
            if (reset != null) {
                reset.run();
            }
        }
    }

    private static @Nullable Runnable restore(ContextView context) {
        return RESTORER == null || context.isEmpty() ? null : RESTORER.restore(context);
    }

    /**
     * Makes a publisher by a user's function, with the thread locals of whoever subscribes.
     *
     * @param function makes it of the context
     * @param <T> what it emits
     * @return a publisher that calls the function for each subscriber
     */
    public static <T> Mono<T> mono(Function<ContextView, Mono<T>> function) {
        return Mono.deferContextual(context -> call(context, () -> function.apply(context)));
    }

    /**
     * Passes signals on with the thread locals of whoever subscribes: what follows at once is a user's.
     *
     * @param source what is passed on
     * @param <T> what it emits
     * @return the same elements
     */
    public static <T> Flux<T> around(Flux<T> source) {
        return RESTORER == null
                ? source
                : source.transform(Operators.<T, T>lift(
                        (scannable, actual) -> actual.currentContext().isEmpty() ? actual : new Restoring<>(actual)));
    }

    /**
     * Subscribes to a user's publisher, with the thread locals of the subscriber's context; they are also there when it is
     * asked for more.
     *
     * @param source the user's
     * @param subscriber who subscribes
     * @param <T> what it emits
     */
    public static <T> void subscribe(Publisher<? extends T> source, CoreSubscriber<T> subscriber) {
        run(subscriber.currentContext(), () -> Flux.<T>from(source).subscribe(subscriber));
    }

    private static final class Restoring<T> implements CoreSubscriber<T>, Subscription {

        private final CoreSubscriber<? super T> actual;
        private final Context context;
        private @Nullable Subscription upstream;

        Restoring(CoreSubscriber<? super T> actual) {
            this.actual = actual;
            this.context = actual.currentContext();
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
        }

        @Override
        public void onNext(T item) {
            ThreadLocals.run(context, () -> actual.onNext(item));
        }

        @Override
        public void onError(Throwable error) {
            ThreadLocals.run(context, () -> actual.onError(error));
        }

        @Override
        public void onComplete() {
            ThreadLocals.run(context, actual::onComplete);
        }

        @Override
        public void request(long n) {
            with(subscription -> subscription.request(n));
        }

        @Override
        public void cancel() {
            with(Subscription::cancel);
        }

        private void with(Consumer<Subscription> use) {
            Subscription subscription = upstream;
            if (subscription != null) {
                use.accept(subscription);
            }
        }
    }
}
