package io.ftpreactive;

import io.ftpreactive.BulkFlux.Call;
import io.ftpreactive.BulkFlux.Item;
import io.ftpreactive.result.BulkResult;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Borrows one session and does files on it, one after another. Gives it back when it has had no file for a while, when it
 * has had it for long, since others may wait for it, and when it is broken. All but {@link #use} is called by the events of
 * its call.
 */
final class BulkWorker<S, T> {

    private enum State {
        ASKING,
        IDLE,
        BUSY,
        LEAVING
    }

    private final Call<S, T> call;
    private State state = State.ASKING;
    private @Nullable Disposable loan;
    private @Nullable S session;
    private @Nullable MonoSink<Void> returning;
    private @Nullable Item<T> item;
    private @Nullable Disposable running;
    private @Nullable Disposable patience;
    private long sinceNanos;
    private boolean hasWorked;

    BulkWorker(Call<S, T> call) {
        this.call = call;
    }

    boolean isAsking() {
        return state == State.ASKING;
    }

    boolean isHolding() {
        return state == State.IDLE || state == State.BUSY;
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
        state = State.IDLE;
        if (item != null) {
            run(lent, item);
        }
    }

    /** Takes a file if it is idle, or begins to wait for one. */
    void work() {
        if (state != State.IDLE || session == null) {
            return;
        }
        // At least one file on each loan.
        if (hasWorked && System.nanoTime() - sinceNanos > call.plan.tenure().toNanos()) {
            release();
            return;
        }
        Item<T> next = call.next();
        if (next != null) {
            run(session, next);
        } else if (patience == null) {
            patience = Schedulers.parallel()
                    .schedule(
                            () -> call.event(this::lostPatience),
                            call.plan.idle().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    private void lostPatience() {
        if (patience != null) {
            release();
        }
    }

    private void run(S lent, Item<T> next) {
        endPatience();
        state = State.BUSY;
        hasWorked = true;
        item = next;
        running = Mono.defer(() -> call.crew.run(lent, next.file))
                .subscribe(
                        result -> call.event(() -> done(next, result)),
                        error -> call.event(() -> failed(next, error)),
                        null,
                        call.currentContext());
    }

    private void done(Item<T> finished, BulkResult result) {
        item = null;
        state = State.IDLE;
        call.done(finished, result);
        leaveIfBroken();
    }

    /** With a broken session the failure goes by the loan, which may know that it was broken before. */
    private void failed(Item<T> finished, Throwable failure) {
        if (call.isOver()) {
            return;
        }
        MonoSink<Void> sink = returning;
        if (session != null && sink != null && !call.crew.isOpen(session)) {
            session = null;
            state = State.LEAVING;
            sink.error(failure);
            return;
        }
        item = null;
        state = State.IDLE;
        call.failed(finished, failure);
    }

    private void leaveIfBroken() {
        if (session != null && !call.crew.isOpen(session)) {
            release();
        }
    }

    private void ended(@Nullable Throwable error) {
        endPatience();
        boolean refused = isAsking();
        state = State.LEAVING;
        call.left(this);
        Item<T> lost = item;
        item = null;
        if (call.isOver() || error == null) {
            return;
        }
        if (lost != null) {
            call.failed(lost, error);
        } else if (refused) {
            call.refused(error);
        }
    }

    /** Gives the session back, if no file is under way; one that is asked for is not wanted any more. */
    void release() {
        endPatience();
        if (state == State.ASKING) {
            stop();
            call.left(this);
        } else if (state == State.IDLE && returning != null) {
            state = State.LEAVING;
            session = null;
            returning.success();
        }
    }

    /** Aborts the file that is under way, and gives the session back. */
    void stop() {
        endPatience();
        state = State.LEAVING;
        if (loan != null) {
            loan.dispose();
        }
        abort();
    }

    private void abort() {
        if (running != null) {
            running.dispose();
        }
    }

    private void endPatience() {
        if (patience != null) {
            patience.dispose();
            patience = null;
        }
    }
}
