package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.FtpReplyCode;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.ControlSettings;
import io.ftpreactive.internal.control.Guarded;
import io.ftpreactive.internal.control.Pipelined;
import io.ftpreactive.internal.control.ReplyReceiver;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.control.TurnHolder;
import io.ftpreactive.internal.control.TurnWaiter;
import io.ftpreactive.internal.tls.TlsSession;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One transfer of one session: waits for its turn, says what its plan says, and has the second connection made. From the
 * server's consent on the {@link TransferChannel} leads it to its end.
 *
 * <p>Whatever ends it before (a refusal, a cancel, the loss of a connection, a deadline) ends the turn here. Confined to the
 * event loop, as all that it calls.
 */
public final class Transfer implements TurnWaiter, TurnHolder, ReplyReceiver, Opening.Listener {

    /** How far a transfer has come. */
    private enum Step {
        /** Waits for its turn. */
        QUEUED,
        /** Asks what its plan has to ask first. */
        PREPARE,
        /** Makes the second connection, or says where the server is to make it. */
        OPEN,
        /** Has sent a command that must be answered before the transfer command. */
        RESTART,
        /** Has sent the transfer command, and waits for the reply and the connection. */
        COMMAND,
        /** The server has agreed: the rest is the channel's. */
        AGREED,
        /** Ended before that. */
        DONE
    }

    /** Who asked for a transfer, and hears once how it begins. */
    public interface Owner {

        /**
         * Returns the subscriber's context.
         *
         * @return the context
         */
        Context context();

        /**
         * The second connection is there, and the server has agreed to the transfer.
         *
         * @param channel the second connection
         */
        void opened(TransferChannel channel);

        /** There is nothing to transfer. */
        void unneeded();

        /**
         * The transfer did not begin.
         *
         * @param error why
         */
        void failed(Throwable error);
    }

    private final ControlConnection control;
    private final Opening.Factory openings;
    private final Duration idleTimeout;
    private final TransferPlan plan;
    private final Owner owner;
    private final TransferWatch watch;
    private Step step = Step.QUEUED;
    private volatile boolean cancelled;
    private FtpCommand[] commands = {};
    private int next;
    private @Nullable Turn turn;
    private volatile @Nullable Disposable preparing;
    /** Whether it may begin before its turn. */
    private boolean early;

    private Opening.@Nullable Prepared prepared;
    private @Nullable Opening opening;
    private @Nullable TransferChannel channel;

    /**
     * Makes a transfer, which has not begun.
     *
     * @param control the session's control connection
     * @param openings makes its second connection
     * @param idleTimeout how long no bytes may move while the server's move is awaited
     * @param plan what it says to the server
     * @param owner hears how it begins
     */
    public Transfer(
            ControlConnection control, Opening.Factory openings, Duration idleTimeout, TransferPlan plan, Owner owner) {
        this.control = control;
        this.openings = openings;
        this.idleTimeout = idleTimeout;
        this.plan = plan;
        this.owner = owner;
        this.watch = new TransferWatch(control, plan.purpose());
    }

    /** Waits for its turn, and begins. May be called from any thread, once. */
    public void begin() {
        control.run(this::enqueue, () -> owner.failed(control.shutDown()));
    }

    private void enqueue() {
        if (step != Step.QUEUED || cancelled) {
            return;
        }
        watch.begun(owner.context());
        early = Pipelined.isMarked(owner.context()) && openings.mayBeginEarly(control);
        if (early) {
            prepared = openings.prepare(control, plan.flow().maxChunk());
        }
        control.enqueue(this);
    }

    @Override
    public boolean mayBeginEarly() {
        return early && (prepared == null || prepared.isReady());
    }

    /** Ends without telling the owner: aborts what has begun. May be called from any thread, and again. */
    public void cancel() {
        // At once: what comes until the loop gets to the rest must not go on with what nobody wants any more.
        cancelled = true;
        Disposable asking = preparing;
        if (asking != null) {
            asking.dispose();
        }
        control.run(() -> {
            if (step == Step.AGREED) {
                channel().cancel();
            } else {
                giveUpOpening();
            }
        });
    }

    /** Runs a task on the event loop; one that has been shut down has nothing left to do it to. */
    void run(Runnable task) {
        control.run(task);
    }

    @Override
    public Object purpose() {
        return plan.purpose();
    }

    @Override
    public ContextView context() {
        return owner.context();
    }

    @Override
    public void onRefused(FtpException why) {
        failed(why);
    }

    @Override
    public boolean onTurn(Turn given) {
        if (step != Step.QUEUED || cancelled) {
            unprepare();
            return false;
        }
        step = Step.PREPARE;
        turn = given;
        given.handOver(this);
        watch.onTurn(given);
        Guarded.run(() -> prepare(given), this::failed);
        return true;
    }

    private void prepare(Turn given) {
        Mono<Void> asking = plan.prepare(given);
        if (asking == null) {
            prepared();
            return;
        }
        // Reactor only logs what is thrown by who hears that a Mono has completed.
        Runnable then = () -> Guarded.run(this::prepared, this::failed);
        Disposable asked = asking.subscribe(null, this::failed, then, owner.context());
        if (step == Step.PREPARE) {
            preparing = asked;
            FtpCommand sure = mayBeHasty(given) ? plan.commandInAnyCase() : null;
            if (sure != null) {
                open(new FtpCommand[] {sure});
            }
        }
    }

    /** Whether commands can be sent behind others that are not answered yet. */
    private boolean mayBeHasty(Turn given) {
        boolean proven = Boolean.TRUE.equals(control.traits().pipelined());
        return given.isEarly() || (proven && Pipelined.isMarked(owner.context()));
    }

    private void prepared() {
        preparing = null;
        if (step != Step.PREPARE || isGivenUp()) {
            return;
        }
        FtpCommand[] planned = plan.commands();
        if (planned == null) {
            step = Step.DONE;
            unprepare();
            turn().finish();
            watch.ended(null, null);
            owner.unneeded();
            return;
        }
        open(planned);
    }

    private void open(FtpCommand[] planned) {
        step = Step.OPEN;
        commands = planned;
        watch.planned(planned);
        if (planned.length > 1) {
            unprepare();
        }
        Opening begun = openings.open(turn(), command(), plan.flow().maxChunk(), prepared, this);
        prepared = null;
        opening = begun;
        begun.begin();
    }

    private void unprepare() {
        if (prepared != null) {
            prepared.close();
            prepared = null;
        }
    }

    @Override
    public void ready() {
        // It throws at a name that the charset does not have.
        Guarded.run(this::sendNext, this::failed);
    }

    private void sendNext() {
        if (isGivenUp()) {
            return;
        }
        FtpCommand sent = commands[next];
        if (next < commands.length - 1) {
            step = Step.RESTART;
            turn().send(sent, this);
            turn().startReplyClock();
            return;
        }
        step = Step.COMMAND;
        opening().await();
        // Last: who listens to the dialogue may cancel at once.
        turn().startTransfer(sent, this);
    }

    @Override
    public void onReply(FtpReply reply) {
        switch (step) {
            case RESTART -> onAgreement(commands[next], reply);
            case COMMAND -> opening().onReply(reply);
            case AGREED -> channel().onReply(reply);
            default -> {}
        }
    }

    /** To REST only 350 is right (RFC 3659 section 5): a server that says anything else would send the whole file. */
    private void onAgreement(FtpCommand sent, FtpReply reply) {
        if (reply.isPreliminary()) {
            turn().startReplyClock();
            return;
        }
        turn().stopClock();
        boolean agreed = sent.verb().equals("REST") ? reply.code() == FtpReplyCode.PENDING : !reply.isNegative();
        if (agreed) {
            next++;
            ready();
        } else {
            failed(new FtpReplyException(sent, reply));
        }
    }

    @Override
    public void opened(DataChannelHandler connection, FtpReply first) {
        step = Step.AGREED;
        opening = null;
        turn().stopClock();
        TransferChannel opened = new TransferChannel(turn(), plan, command(), connection, first, idleTimeout, watch);
        channel = opened;
        watch.opened(opened);
        opened.start();
        Guarded.run(
                () -> {
                    if (!first.isNegative()) {
                        secure(connection);
                    }
                    owner.opened(opened);
                },
                thrown -> notUsed(opened, thrown));
    }

    @Override
    public void replied(FtpReply later) {
        if (step == Step.AGREED && !channel().isOver()) {
            channel().onReply(later);
        }
    }

    /** Whoever uses the channel by now hears of its end. */
    private void notUsed(TransferChannel opened, Throwable thrown) {
        boolean used = opened.isUsed();
        opened.abort(thrown);
        if (!used && !cancelled) {
            owner.failed(thrown);
        }
    }

    private boolean isGivenUp() {
        if (cancelled) {
            giveUpOpening();
        }
        return cancelled;
    }

    private void secure(DataChannelHandler connection) {
        TlsSession session = control.tls().data();
        if (session != null) {
            ControlSettings settings = control.settings();
            connection.secure(new DataTls(
                    connection.channel(),
                    session,
                    settings.timeouts().connect(),
                    settings.security().lenientEnd(),
                    info -> control.dialogue().dataTls(info.toString(), command(), turn())));
        }
    }

    @Override
    public void failed(Throwable error) {
        if (step != Step.AGREED && step != Step.DONE) {
            watch.ended(reply(error), error);
            if (isRefusal(error)) {
                turn().conclude();
            }
            giveUpOpening();
            if (!cancelled) {
                owner.failed(error);
            }
        }
    }

    /** Whether the transfer command itself was refused, before anything else has come of it. */
    private boolean isRefusal(Throwable error) {
        return step == Step.COMMAND
                && opening().isUnused()
                && error instanceof FtpReplyException refused
                && refused.command().equals(command().toString());
    }

    private static @Nullable FtpReply reply(Throwable error) {
        return error instanceof FtpReplyException refused ? refused.reply() : null;
    }

    /** Ends before any byte has moved. */
    private void giveUpOpening() {
        if (step == Step.DONE) {
            return;
        }
        Step reached = step;
        step = Step.DONE;
        watch.cancelled(null);
        unprepare();
        if (reached == Step.QUEUED) {
            control.withdraw(this);
        }
        Disposable asking = preparing;
        if (asking != null) {
            asking.dispose();
            preparing = null;
        }
        Turn given = turn;
        if (given != null) {
            given.stopClock();
            // First the ABOR, as in every abort. A FIN would be the end of an upload that the server is about to agree
            // to.
            given.finish();
        }
        if (opening != null) {
            opening.close();
            opening = null;
        }
    }

    @Override
    public void onLost(FtpException lost) {
        if (step == Step.AGREED) {
            channel().onLost(lost);
        } else {
            failed(opening == null ? lost : opening.explain(lost));
        }
    }

    @Override
    public long nanosWithoutDemand() {
        return channel == null ? 0 : channel.nanosWithoutDemand();
    }

    @Override
    public void evict(int waiting) {
        if (channel != null) {
            channel.evict(waiting);
        }
    }

    private FtpCommand command() {
        return commands[commands.length - 1];
    }

    private Opening opening() {
        return Objects.requireNonNull(opening, "opening");
    }

    private Turn turn() {
        return Objects.requireNonNull(turn, "turn");
    }

    private TransferChannel channel() {
        return Objects.requireNonNull(channel, "channel");
    }
}
