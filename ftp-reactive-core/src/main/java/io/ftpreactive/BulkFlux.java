package io.ftpreactive;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Does many files on a few sessions, each of which does one after another; emits what became of each.
 *
 * <p>Takes as many files from the source as there is demand for results, and no more than a few for each session, so that
 * neither files nor results pile up. A worker borrows its session before it takes a file: who waits for a session keeps no
 * file from those who have one.
 */
final class BulkFlux<S, T, R> extends Flux<R> {

    private final Publisher<? extends T> files;
    private final BulkCrew<S, T, R> crew;
    private final Plan plan;

    /**
     * How it is done.
     *
     * @param sessions how many at most
     * @param inOrder whether results come in the order of the files
     * @param stopsAtFailure whether the first failure is the end
     * @param idle how long a worker keeps its session without a file
     * @param tenure how long a worker keeps its session while there are files: others may wait for it
     */
    record Plan(int sessions, boolean inOrder, boolean stopsAtFailure, Duration idle, Duration tenure) {

        /**
         * How many files may be taken of which the result is not emitted: for each session the next is known.
         *
         * @param most how many files a session is given at once
         */
        int window(int most) {
            return (int) Math.min(Integer.MAX_VALUE, (inOrder ? 15L + most : 1L + most) * sessions);
        }
    }

    BulkFlux(Publisher<? extends T> files, BulkCrew<S, T, R> crew, Plan plan) {
        this.files = files;
        this.crew = crew;
        this.plan = plan;
    }

    @Override
    public void subscribe(CoreSubscriber<? super R> actual) {
        Call<S, T, R> call = new Call<>(crew, plan, actual);
        actual.onSubscribe(call);
        files.subscribe(call);
    }

    /** A file that was taken, until its result is emitted. */
    static final class Item<T, R> {

        final T file;
        private final long number;
        /** Nothing else is to be under way on its session. */
        boolean alone;

        private @Nullable R result;

        Item(T file, long number) {
            this.file = file;
            this.number = number;
        }

        private boolean suspect;

        /** Whether it has failed before, when commands of others were on their way together with its own. */
        boolean isSuspect() {
            return suspect;
        }
    }

    /**
     * One subscription. What happens to it is done one after another, by whichever thread comes first, so that its state
     * needs no lock and nothing recurses.
     */
    static final class Call<S, T, R> implements CoreSubscriber<T>, Subscription {

        final BulkCrew<S, T, R> crew;
        final Plan plan;
        private final CoreSubscriber<? super R> actual;
        private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
        private final AtomicInteger pending = new AtomicInteger();

        private final ArrayDeque<Item<T, R>> waiting = new ArrayDeque<>();
        private final ArrayDeque<Item<T, R>> order = new ArrayDeque<>();
        private final List<BulkWorker<S, T, R>> workers = new ArrayList<>();
        private @Nullable Subscription source;
        private @Nullable Throwable sourceError;
        private long count;
        private long demand;
        private long requested;
        private int open;
        private boolean exhausted;
        private boolean over;
        /** No further session is asked for before, since one was refused while others were here. */
        private long refusedUntil = System.nanoTime();

        Call(BulkCrew<S, T, R> crew, Plan plan, CoreSubscriber<? super R> actual) {
            this.crew = crew;
            this.plan = plan;
            this.actual = actual;
        }

        /** Has something happen after what is happening now. */
        void event(Runnable event) {
            events.add(event);
            if (pending.getAndIncrement() == 0) {
                int done = 1;
                do {
                    for (int i = 0; i < done; i++) {
                        happen();
                    }
                    done = pending.addAndGet(-done);
                } while (done > 0);
            }
        }

        private void happen() {
            Runnable next = events.poll();
            if (next != null) {
                next.run();
                goOn();
            }
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            event(() -> {
                if (over || !Operators.validate(source, subscription)) {
                    subscription.cancel();
                } else {
                    source = subscription;
                }
            });
        }

        @Override
        public void onNext(T file) {
            event(() -> {
                if (over) {
                    Operators.onDiscard(file, currentContext());
                } else {
                    taken(new Item<>(file, ++count));
                }
            });
        }

        private void taken(Item<T, R> item) {
            requested--;
            open++;
            waiting.add(item);
            if (plan.inOrder()) {
                order.add(item);
            }
        }

        @Override
        public void onError(Throwable error) {
            event(() -> {
                if (exhausted || over) {
                    Operators.onErrorDropped(error, currentContext());
                } else {
                    sourceError = error;
                    exhausted = true;
                }
            });
        }

        @Override
        public void onComplete() {
            event(() -> exhausted = true);
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                event(() -> demand = Operators.addCap(demand, n));
            }
        }

        @Override
        public void cancel() {
            event(this::stop);
        }

        /** Ends all that runs; each session goes back as soon as its server allows. */
        private void stop() {
            if (over) {
                return;
            }
            over = true;
            if (source != null) {
                source.cancel();
            }
            List.copyOf(workers).forEach(BulkWorker::stop);
            waiting.forEach(item -> Operators.onDiscard(item.file, currentContext()));
            waiting.clear();
            order.clear();
        }

        private void goOn() {
            if (over) {
                return;
            }
            take();
            workers.forEach(BulkWorker::work);
            staff();
            if (exhausted && open == 0) {
                end();
            }
        }

        private void take() {
            long outstanding = open + requested;
            long more = Math.min(demand, plan.window(crew.window())) - outstanding;
            if (more > 0 && !exhausted && source != null) {
                requested += more;
                source.request(more);
            }
        }

        /** Those who have asked for a session already will take what waits. */
        private void staff() {
            long asking = workers.stream().filter(BulkWorker::isAsking).count();
            boolean possible = mayAsk();
            while (possible && asking < waiting.size() && workers.size() < plan.sessions()) {
                BulkWorker<S, T, R> worker = new BulkWorker<>(this);
                workers.add(worker);
                worker.ask();
                asking++;
            }
        }

        /** The sessions go back before the end is emitted. */
        private void end() {
            List.copyOf(workers).forEach(BulkWorker::release);
            if (workers.isEmpty()) {
                over = true;
                if (sourceError == null) {
                    actual.onComplete();
                } else {
                    actual.onError(sourceError);
                }
            }
        }

        boolean isOver() {
            return over;
        }

        /** The next file to do; null if there is none. */
        @Nullable
        Item<T, R> next() {
            return waiting.poll();
        }

        /** Whether the next file is to be done on its own. */
        boolean isNextAlone() {
            Item<T, R> next = waiting.peek();
            return next != null && next.alone;
        }

        /** Whether there are more files than sessions that are, or will be, without one. */
        boolean hasFilesToSpare() {
            long free = workers.stream()
                    .filter(worker -> worker.isAsking() || worker.isIdle())
                    .count();
            long more = mayAsk() ? plan.sessions() - workers.size() : 0;
            return waiting.size() > free + more;
        }

        private boolean mayAsk() {
            return workers.isEmpty() || refusedUntil - System.nanoTime() <= 0;
        }

        /** A file that another session has not begun and will be long in coming to; null if there is none. */
        @Nullable
        Item<T, R> takeOver() {
            for (BulkWorker<S, T, R> worker : workers) {
                Item<T, R> item = worker.handOver();
                if (item != null) {
                    return item;
                }
            }
            return null;
        }

        /** A file is to be tried once more, on its own, before those that came after it. */
        void again(Item<T, R> item, boolean suspect) {
            item.alone = true;
            item.suspect = suspect;
            giveBack(item);
        }

        private void giveBack(Item<T, R> item) {
            List<Item<T, R>> before = new ArrayList<>();
            while (!waiting.isEmpty() && waiting.peek().number < item.number) {
                before.add(waiting.remove());
            }
            waiting.addFirst(item);
            for (int i = before.size() - 1; i >= 0; i--) {
                waiting.addFirst(before.get(i));
            }
        }

        /** A worker has no session any more. */
        void left(BulkWorker<S, T, R> worker) {
            workers.remove(worker);
        }

        /** A worker got no session. It costs a file only if there is nobody else to do it. */
        void refused(Throwable why) {
            if (workers.stream().anyMatch(BulkWorker::isHolding)) {
                refusedUntil = System.nanoTime() + plan.tenure().toNanos();
                return;
            }
            Item<T, R> first = waiting.poll();
            if (first != null) {
                failed(first, why);
            }
        }

        void failed(Item<T, R> item, Throwable failure) {
            done(item, crew.failed(item.file, failure));
        }

        void done(Item<T, R> item, R result) {
            if (over) {
                return;
            }
            if (!plan.inOrder()) {
                emit(result);
                return;
            }
            item.result = result;
            R first = firstDone();
            while (first != null) {
                order.remove();
                emit(first);
                first = firstDone();
            }
        }

        private @Nullable R firstDone() {
            Item<T, R> first = over ? null : order.peek();
            return first == null ? null : first.result;
        }

        /** There is demand for it: else its file had not been taken. */
        private void emit(R result) {
            open--;
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            R emitted = crew.emitted(result);
            Throwable failure = crew.failure(emitted);
            if (failure != null && plan.stopsAtFailure()) {
                stop();
                actual.onError(failure);
            } else {
                actual.onNext(emitted);
            }
        }
    }
}
