package io.ftpreactive.internal.control;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Marks an operation that may begin early: its first commands may be sent behind the last one of the operation before it,
 * whose reply has not come. It is carried in the subscriber's context, and tells how far the operation has come.
 */
public final class Pipelined {

    private final Runnable whenQueued;
    private volatile boolean queued;
    private volatile boolean involved;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    private enum State {
        WAITING,
        BEGUN,
        WITHDRAWN
    }

    /**
     * Makes a mark, for one operation.
     *
     * @param whenQueued runs, on the event loop, once the operation waits for its turn: what is begun later comes behind it
     */
    public Pipelined(Runnable whenQueued) {
        this.whenQueued = whenQueued;
    }

    /**
     * Puts an operation under this mark.
     *
     * @param context of the operation's subscriber
     * @return the context that its turns are asked for with
     */
    public Context mark(Context context) {
        return context.put(Pipelined.class, this);
    }

    /**
     * Tells whether something was sent that must not be sent twice, or that the operation is there for. From any thread.
     *
     * @return false as long as the server cannot have begun anything
     */
    public boolean isBegun() {
        return state.get() == State.BEGUN;
    }

    /**
     * Withdraws an operation that is to be begun elsewhere. From any thread.
     *
     * @return false if it has begun; else it does not begin any more
     */
    public boolean withdraw() {
        return state.compareAndSet(State.WAITING, State.WITHDRAWN);
    }

    /** Returns false if the operation was withdrawn. */
    boolean begin() {
        return state.compareAndSet(State.WAITING, State.BEGUN) || state.get() == State.BEGUN;
    }

    /**
     * Tells whether commands were on their way together with those of another operation. From any thread.
     *
     * @return false if all went as it would have gone without this mark
     */
    public boolean isInvolved() {
        return involved;
    }

    /** Notes that commands of an operation, if it is marked, go out together with those of another. */
    static void involve(ContextView context) {
        Pipelined mark = of(context);
        if (mark != null) {
            mark.involved = true;
        }
    }

    /**
     * Tells whether the operation has its place in the order of its session. From any thread.
     *
     * @return true once it waits for its turn
     */
    public boolean isQueued() {
        return queued;
    }

    void queue() {
        if (!queued) {
            queued = true;
            whenQueued.run();
        }
    }

    static @Nullable Pipelined of(ContextView context) {
        return context.getOrDefault(Pipelined.class, null);
    }

    /**
     * Tells whether an operation may begin early.
     *
     * @param context of its subscriber
     * @return true if it is marked
     */
    public static boolean isMarked(ContextView context) {
        return context.hasKey(Pipelined.class);
    }
}
