package io.ftpreactive.internal.control;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Who talks on a control connection, and the bounded queue of those who wait for their turn.
 *
 * <p>A turn begins in a {@link Lull}: whoever gets it finds a connection on which nothing is left of the turn before.
 * Confined to the event loop.
 */
public final class TurnQueue {

    private record Waiting(TurnWaiter waiter, long sinceNanos) {}

    private final ControlConnection control;
    private final Lull lull;
    private final ArrayDeque<Waiting> waiters = new ArrayDeque<>(2);
    private final Pipeline pipeline;
    private final Greeting greeting = new Greeting();
    private @Nullable Turn current;
    private boolean granting;
    private boolean checked;
    private boolean used;

    /** Begins with the turn that logs in. */
    TurnQueue(ControlConnection control, Lull lull, ContextView context) {
        this.control = control;
        this.lull = lull;
        this.pipeline = new Pipeline(control);
        Turn login = new Turn(control, "login", context, new EarlyStart(false));
        login.commands().expect(Greeting.COMMAND, greeting);
        current = login;
    }

    /** The one who talks, null for nobody. */
    @Nullable
    Turn current() {
        return current;
    }

    /** What the turn that logs in begins with. */
    Greeting greeting() {
        return greeting;
    }

    /** Whether anybody has asked for a turn since the login. */
    boolean isUsed() {
        return used;
    }

    void enqueue(TurnWaiter waiter) {
        used = true;
        // Here, on the loop: whoever asked before the lease ended stands before its end in the queue.
        FtpException refusal = Lease.refusal(control, waiter.context(), waiter.purpose());
        if (refusal != null) {
            waiter.onRefused(refusal);
        } else if (control.isClosing()) {
            waiter.onRefused(control.lost());
        } else if (isFull()) {
            waiter.onRefused(full(waiter.purpose()));
        } else {
            waiters.add(new Waiting(waiter, control.timer().now()));
            Pipelined mark = Pipelined.of(waiter.context());
            if (mark != null) {
                mark.queue();
            }
            grantNext();
            beginEarly();
            if (current != null || waiters.size() > 1) {
                checkLater(control.settings().timeouts().turn().toNanos());
            }
        }
    }

    void withdraw(TurnWaiter waiter) {
        waiters.removeIf(waiting -> waiting.waiter == waiter);
    }

    /** Whether nobody talks, nor waits to. */
    boolean isIdle() {
        return current == null && waiters.isEmpty();
    }

    /** The one whose turn is about to begin does not count. */
    private boolean isFull() {
        return waiters.size() >= control.settings().maxQueued() + (current == null ? 1 : 0);
    }

    private FtpException full(Object name) {
        Turn talking = current;
        return new FtpConnectionException(
                Reason.QUEUE_FULL,
                name + " was not sent: " + control.settings().maxQueued() + " operations already wait on this session"
                        + (talking == null ? "" : " for " + talking.name())
                        + "; use more sessions or a longer queue",
                null);
    }

    void next(Turn last) {
        if (current != last) {
            pipeline.remove(last);
            return;
        }
        if (last.early().isClean() && last.commands().areDone()) {
            control.traits().pipelined(true);
        }
        Turn next = pipeline.poll();
        current = next;
        if (next == null) {
            grantNext();
        } else if (next.hasSentTransfer() && !last.commands().areClean()) {
            control.abandonPipeline();
        } else {
            if (!next.commands().areAnswered()) {
                pipeline.watch(next);
            }
            next.becomeCurrent(last.commands().areClean());
            beginEarly();
        }
    }

    /**
     * Lets those who wait begin early, if nothing more is to be sent before what they send. Behind a transfer they can only
     * while its command is being written.
     */
    void beginEarly() {
        TurnWaiter first = mayBegin();
        while (first != null) {
            waiters.remove();
            Turn turn = new Turn(control, first.purpose(), first.context(), new EarlyStart(true));
            involve(turn);
            pipeline.add(turn);
            grant(first, turn);
            turn.early().shut();
            first = mayBegin();
        }
    }

    /** What becomes of the turn before may come of what is sent behind it too. */
    private void involve(Turn early) {
        Pipelined.involve(early.context());
        Turn before = pipeline.isEmpty() ? current : pipeline.last();
        if (before != null) {
            Pipelined.involve(before.context());
        }
    }

    /** Who may begin early now, null for nobody. */
    private @Nullable TurnWaiter mayBegin() {
        Waiting first = waiters.peek();
        Turn head = current;
        Turn tail = pipeline.isEmpty() ? head : pipeline.last();
        if (first == null
                || head == null
                || tail == null
                || !tail.commands().hasWrittenLast()
                || tail.isEnding()
                || control.isClosing()) {
            return null;
        }
        Boolean borne = control.traits().pipelined();
        boolean possible = borne == null || borne;
        boolean timely = control.writer().isImmediate() || !isTransferring();
        boolean room = pipeline.hasRoom(borne != null && borne, head);
        return possible && timely && room && first.waiter.mayBeginEarly() ? first.waiter : null;
    }

    private boolean isTransferring() {
        return (current != null && current.hasSentTransfer()) || pipeline.transfers();
    }

    /**
     * Tells whether the server has said the last of the transfer of the turn that talks.
     *
     * @return false as long as it must not begin another
     */
    public boolean isTransferAnswered() {
        return current == null || current.commands().isTransferAnswered();
    }

    /** Whether a transfer was asked for behind the turn that talks. */
    boolean isNextTransferring() {
        return pipeline.transfers();
    }

    /** The server does not bear that more is sent than it has answered. */
    void pipelineFailed() {
        if (isPipelining()) {
            control.traits().pipelined(false);
        }
    }

    /** The connection was lost: that may be why, unless the server has shown that it bears it. */
    void pipelineLost() {
        if (isPipelining() && control.traits().pipelined() == null) {
            control.traits().pipelined(false);
        }
    }

    private boolean isPipelining() {
        return !pipeline.isEmpty() || (current != null && current.early().hasBegun());
    }

    private void grantNext() {
        if (current == null && !granting && !waiters.isEmpty()) {
            granting = true;
            lull.await(this::grant);
        }
    }

    private void grant() {
        granting = false;
        if (current == null && !waiters.isEmpty() && control.incoming().isInStep()) {
            TurnWaiter waiter = waiters.remove().waiter;
            Turn turn = new Turn(control, waiter.purpose(), waiter.context(), new EarlyStart(false));
            current = turn;
            grant(waiter, turn);
        }
    }

    private static void grant(TurnWaiter waiter, Turn turn) {
        boolean taken = false;
        try {
            taken = waiter.onTurn(turn);
        } finally {
            if (!taken) {
                turn.finish();
            }
        }
    }

    /** One session lent to a subscriber that wants nothing must not hold up the others for ever. */
    private void checkLater(long nanos) {
        if (!checked) {
            checked = true;
            control.eventLoop().schedule(this::check, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Ends a transfer whose subscriber or source has kept the session waiting for too long, while somebody waits for a
     * session.
     *
     * @param waiting how many wait
     * @param nanos how long is too long
     * @return whether there was such a transfer
     */
    public boolean evictStalled(int waiting, long nanos) {
        TurnHolder holder = current == null ? null : current.holder();
        if (holder == null || holder.nanosWithoutDemand() < nanos) {
            return false;
        }
        holder.evict(waiting);
        return true;
    }

    /**
     * Tells for how long a transfer has waited for its subscriber or source.
     *
     * @return nanoseconds, 0 if none does
     */
    public long nanosStalled() {
        TurnHolder holder = current == null ? null : current.holder();
        return holder == null ? 0 : holder.nanosWithoutDemand();
    }

    private void check() {
        checked = false;
        Waiting first = waiters.peek();
        TurnHolder holder = current == null ? null : current.holder();
        if (first == null || control.isClosing()) {
            return;
        }
        long turn = control.settings().timeouts().turn().toNanos();
        long stalled = nanosStalled();
        long left = turn - Math.min(stalled, control.timer().now() - first.sinceNanos);
        if (left <= 0 && holder != null) {
            holder.evict(waiters.size());
            left = turn;
        }
        checkLater(left);
    }

    /** Ends all, first the one who talks. */
    void fail(Supplier<? extends FtpException> cause) {
        pipeline.stopWatching();
        Turn talking = current;
        if (talking != null) {
            tell(() -> talking.onLost(cause));
        }
        pipeline.all().forEach(early -> tell(() -> early.onLost(cause)));
        for (Waiting next = waiters.poll(); next != null; next = waiters.poll()) {
            TurnWaiter waiter = next.waiter;
            tell(() -> waiter.onRefused(cause.get()));
        }
    }

    /** One that throws must not keep the others from hearing. */
    private static void tell(Runnable loss) {
        Guarded.run(loss, thrown -> Operators.onErrorDropped(thrown, Context.empty()));
    }
}
