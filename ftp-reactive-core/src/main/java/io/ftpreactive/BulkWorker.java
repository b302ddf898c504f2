package io.ftpreactive;

import static java.util.Objects.requireNonNull;

import io.ftpreactive.BulkFlux.Call;
import io.ftpreactive.BulkFlux.Item;
import io.ftpreactive.internal.control.Pipelined;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Borrows one session and does files on it, one after another; the next ones are given to the session as well, so that it
 * can send their commands early. Gives it back when it has had no file for a while, when it has had it for long and others
 * wait for one, and when it is broken. All but {@link #use} is called by the events of its call.
 */
final class BulkWorker<S, T, R> {

    private enum State {
        ASKING,
        HOLDING,
        LEAVING
    }

    /** A file that was given to the session. */
    private static final class Run<T, R> {

        final Item<T, R> item;
        /** Null if nothing of it is to be sent early. */
        final @Nullable Pipelined mark;

        @Nullable
        Disposable running;

        Run(Item<T, R> item, @Nullable Pipelined mark) {
            this.item = item;
            this.mark = mark;
        }

        void stop() {
            if (running != null) {
                running.dispose();
            }
        }
    }

    private final Call<S, T, R> call;
    private final ArrayDeque<Run<T, R>> runs = new ArrayDeque<>();
    private State state = State.ASKING;
    private @Nullable Disposable loan;
    private @Nullable S session;
    private @Nullable MonoSink<Void> returning;
    /** What failed with its session: whether that was dead before is for the loan to find out. */
    private @Nullable Item<T, R> held;

    private @Nullable Disposable patience;
    private long sinceNanos;
    private boolean hasWorked;

    BulkWorker(Call<S, T, R> call) {
        this.call = call;
    }

    boolean isAsking() {
        return state == State.ASKING;
    }

    boolean isHolding() {
        return state == State.HOLDING;
    }

    boolean isIdle() {
        return isHolding() && runs.isEmpty();
    }

    void ask() {
        loan = call.crew
                .lend(this::use)
                .subscribe(
                        nothing -> {},
                        error -> call.event(() -> ended(error)),
                        () -> call.event(() -> ended(null)),
                        call.currentContext());
    }

    /** Called once more, with another session, where this one turns out to have been dead all along. */
    private Mono<Void> use(S lent) {
        return Mono.create(sink -> {
            sink.onCancel(this::abort);
            call.event(() -> hold(lent, sink));
        });
    }

    private void hold(S lent, MonoSink<Void> sink) {
        if (call.isOver()) {
            return;
        }
        session = lent;
        returning = sink;
        sinceNanos = System.nanoTime();
        state = State.HOLDING;
        Item<T, R> again = held;
        if (again != null) {
            held = null;
            run(lent, again);
        }
    }

    /** Takes as many files as it may, or begins to wait for one. */
    void work() {
        S lent = session;
        if (state != State.HOLDING || lent == null) {
            return;
        }
        while (mayTake(lent)) {
            Item<T, R> next = call.next();
            if (next == null) {
                break;
            }
            run(lent, next);
        }
        if (runs.isEmpty() && isToLeave(lent)) {
            release();
        } else if (runs.isEmpty() && patience == null) {
            patience = Schedulers.parallel()
                    .schedule(
                            () -> call.event(this::lostPatience),
                            call.plan.idle().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    /** One file, and behind it those that no other session could do at once. */
    private boolean mayTake(S lent) {
        if (isToLeave(lent)) {
            return false;
        }
        Run<T, R> last = runs.peekLast();
        // The commands of one file must not get in front of those of the file before.
        return last == null
                || (last.mark != null
                        && last.mark.isQueued()
                        && runs.size() < call.crew.window(lent)
                        && !call.isNextAlone()
                        && call.hasFilesToSpare());
    }

    /** At least one file on each loan. */
    private boolean isToLeave(S lent) {
        boolean enough = System.nanoTime() - sinceNanos > call.plan.tenure().toNanos();
        return (hasWorked && enough && call.crew.isAwaited()) || !call.crew.isOpen(lent);
    }

    private void lostPatience() {
        if (patience == null) {
            return;
        }
        Item<T, R> other = call.takeOver();
        S lent = session;
        if (other != null && lent != null) {
            run(lent, other);
        } else {
            release();
        }
    }

    /** Gives up the last file, of which nothing was begun yet and for which another session has time; null if there is none. */
    @Nullable
    Item<T, R> handOver() {
        Run<T, R> last = runs.peekLast();
        if (runs.size() < 2 || last == null || last.mark == null || !last.mark.withdraw()) {
            return null;
        }
        runs.removeLast();
        last.stop();
        return last.item;
    }

    private void run(S lent, Item<T, R> next) {
        endPatience();
        hasWorked = true;
        Pipelined mark = next.alone || call.crew.window(lent) == 1 ? null : new Pipelined(() -> call.event(() -> {}));
        Run<T, R> run = new Run<>(next, mark);
        runs.add(run);
        run.running = Mono.defer(() -> call.crew.run(lent, next.file, mark))
                .subscribe(
                        result -> call.event(() -> done(run, result)),
                        error -> call.event(() -> failed(run, error)),
                        null,
                        call.currentContext());
    }

    private void done(Run<T, R> run, R result) {
        S lent = session;
        if (runs.remove(run)) {
            if (lent != null && run.item.isSuspect()) {
                call.crew.stumbled(lent);
            }
            call.done(run.item, result);
        }
    }

    private void failed(Run<T, R> run, Throwable failure) {
        S lent = session;
        if (call.isOver() || !runs.remove(run)) {
            return;
        }
        if (run.mark != null && call.crew.isDoubtful(failure, run.mark)) {
            call.again(run.item, run.mark.isInvolved());
        } else if (lent != null && !call.crew.isOpen(lent) && runs.isEmpty() && returning != null) {
            // The failure goes by the loan, which may know that the session was broken before.
            held = run.item;
            leave().error(failure);
        } else {
            call.failed(run.item, failure);
        }
    }

    private void ended(@Nullable Throwable error) {
        endPatience();
        boolean refused = isAsking();
        state = State.LEAVING;
        call.left(this);
        List<Run<T, R>> lost = List.copyOf(runs);
        Item<T, R> waiting = held;
        runs.clear();
        held = null;
        if (call.isOver() || error == null) {
            return;
        }
        if (waiting != null) {
            call.failed(waiting, error);
        }
        lost.forEach(run -> call.failed(run.item, error));
        if (refused) {
            call.refused(error);
        }
    }

    private MonoSink<Void> leave() {
        MonoSink<Void> sink = requireNonNull(returning, "returning");
        state = State.LEAVING;
        session = null;
        returning = null;
        return sink;
    }

    /** Gives the session back, if no file is under way; one that is asked for is not wanted any more. */
    void release() {
        endPatience();
        if (state == State.ASKING) {
            stop();
            call.left(this);
        } else if (isIdle() && returning != null) {
            leave().success();
        }
    }

    /** Aborts the files that are under way, and gives the session back. */
    void stop() {
        endPatience();
        state = State.LEAVING;
        if (loan != null) {
            loan.dispose();
        }
        abort();
    }

    /** The last first: what has not begun must not begin since what is before it ends. */
    private void abort() {
        List<Run<T, R>> stopped = List.copyOf(runs);
        for (int i = stopped.size() - 1; i >= 0; i--) {
            stopped.get(i).stop();
        }
    }

    private void endPatience() {
        if (patience != null) {
            patience.dispose();
            patience = null;
        }
    }
}
