package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.FtpReplyCode;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.control.ReplyQueue.Pending;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * One exclusive turn on a control connection: a command and its reply, or several that must not be interrupted, such
 * as RNFR and RNTO, or EPSV, RETR and everything up to the 226.
 *
 * <p>Confined to the event loop; only {@link #end()} may be called from elsewhere. A turn that ends while replies are
 * outstanding waits for them before the next one begins: pairing of commands and replies is by order only (RFC 959
 * section 4.2), so none may be left over.
 */
public final class Turn {

    private static final ReplyReceiver NOBODY = new ReplyReceiver() {
        @Override
        public void onReply(FtpReply reply) {
            // It has done its work by coming.
        }

        @Override
        public void onLost(FtpException cause) {
            // Others hear of it.
        }
    };

    private final ControlConnection control;
    private final Object purpose;
    private final ContextView context;
    private final @Nullable Pipelined mark;
    private final ReplyQueue replies;
    private final KeepAlives keepAlives = new KeepAlives();
    /** Commands that stay unwritten until a NOOP sent during the transfer is answered. */
    private final ArrayDeque<Pending> held = new ArrayDeque<>(0);

    /** What the commands of this turn are observed within: the transfer, if it is one. */
    private ContextView observed;

    /** What waits for this turn to be the one that talks; null once it is. */
    private @Nullable EarlyStart early;

    private boolean beganEarly;
    /** What comes of this turn, which has begun early, shows that the server bears it. */
    private boolean telling;

    private @Nullable TurnHolder holder;
    private @Nullable Runnable whenOver;
    private @Nullable Excursion excursion;
    private @Nullable Pending transfer;
    private @Nullable Abort abort;
    /** Of a greeting that came before anybody wanted to hear it. */
    private @Nullable List<FtpReply> unread;

    /** How many commands have no final reply yet, and how many of these are not written yet. */
    private int unanswered;

    private int unwritten;
    private int bytes;

    private boolean heard;

    /** The command that is written next is the last one. */
    private boolean single;

    private boolean lastWritten;
    /** The transfer has ended as it should, or was refused before it began. */
    private boolean concluded;

    private boolean ending;
    private boolean ended;

    Turn(ControlConnection control, Object purpose, ContextView context) {
        this.control = control;
        this.purpose = purpose;
        this.context = context;
        this.mark = Pipelined.of(context);
        this.observed = context;
        this.replies = control.replies();
    }

    /**
     * Returns what this turn is for.
     *
     * @return a command as it may be shown
     */
    public String name() {
        return purpose.toString();
    }

    /**
     * Returns the connection that this turn is on.
     *
     * @return the control connection
     */
    public ControlConnection control() {
        return control;
    }

    /**
     * Returns the context of the subscriber that this turn is for.
     *
     * @return the context
     */
    public ContextView context() {
        return context;
    }

    /** The context that the commands of this turn are observed with. */
    ContextView observed() {
        return observed;
    }

    /**
     * Has the commands of this turn observed as parts of a transfer.
     *
     * @param within the context of the transfer
     */
    public void observeWithin(ContextView within) {
        observed = within;
    }

    /** The command that a reply answers that comes next, as far as can be told. */
    @Nullable
    FtpCommand asked(FtpReply reply) {
        if (keepAlives.mayTake(reply, phase())) {
            return FtpCommand.noop();
        }
        return unanswered == unwritten ? null : pending();
    }

    /** The oldest command without a final reply, null if all are answered. */
    @Nullable
    FtpCommand pending() {
        Pending oldest = unanswered == 0 ? null : replies.oldest(this);
        return oldest == null ? null : oldest.command();
    }

    /** Expects the greeting, as if a command had asked for it. */
    void expectGreeting() {
        unanswered++;
        replies.add(ControlConnection.GREETING, this, null);
    }

    /**
     * Sends a command, unless this turn is ending.
     *
     * @param command what to send
     * @param receiver hears the replies
     */
    public void send(FtpCommand command, ReplyReceiver receiver) {
        // A chain of operators that was cancelled on this very thread may run on for a step.
        if (!ending) {
            control.writer().checkEncodable(command);
            inTime(() -> sendNow(command, receiver));
        }
    }

    private void sendNow(FtpCommand command, ReplyReceiver receiver) {
        if (early == null && control.turns().isNextTransferring()) {
            // The answer would come behind transfers that wait for this turn to be over.
            control.abandonPipeline();
            receiver.onLost(control.lost());
        } else if (mayBegin(command)) {
            write(add(command, receiver));
        }
    }

    /** Whether what is marked may send what cannot be taken back. */
    private boolean mayBegin(FtpCommand command) {
        return mark == null || (!single && Repeatable.isRepeatable(command)) || mark.begin();
    }

    /** Writes when this turn may: early, or when it is the one who talks. */
    private void inTime(Runnable writing) {
        if (early != null && early.isOpen()) {
            writing.run();
        } else {
            whenCurrent(writing);
        }
    }

    /**
     * Says that the next command is the only one, or the last: what waits for its turn behind this one may be sent along with
     * it.
     *
     * @return this turn
     */
    public Turn lastCommand() {
        single = true;
        return this;
    }

    private Pending add(FtpCommand command, @Nullable ReplyReceiver receiver) {
        // Who is away has still to go back.
        boolean last = single && excursion == null;
        single = false;
        // More may follow where the answer to the last was not enough: then nobody else's commands must come between.
        lastWritten = false;
        return replies.add(command, this, receiver, last);
    }

    private void write(Pending added) {
        boolean owed = isOwed() || early != null;
        unanswered++;
        if (mark != null) {
            bytes += Pipeline.length(added.command());
        }
        if (keepAlives.isOutstanding()) {
            // Else a refusal could be either's.
            unwritten++;
            held.add(added);
            control.writer().whenLull(this::fence);
        } else if (owed) {
            control.writer().write(added);
        } else {
            unwritten++;
            control.writer().writeInLull(added, this::isOwed, () -> unwritten--);
        }
    }

    private void fence() {
        if (keepAlives.fence()) {
            control.writer().write(FtpCommand.pwd(), this);
        }
    }

    private void writeHeld() {
        while (!held.isEmpty() && !keepAlives.isOutstanding()) {
            Pending next = held.remove();
            control.writer().writeInLull(next, this::isOwed, () -> unwritten--);
        }
    }

    /** What nobody waits for any more need not be asked. */
    private void dropHeld() {
        for (Pending dropped = held.poll(); dropped != null; dropped = held.poll()) {
            replies.withdraw(dropped);
            unanswered--;
            unwritten--;
        }
    }

    boolean isTransferAnswered() {
        return transfer != null && transfer.isAnswered();
    }

    private boolean isTransferUnanswered() {
        return transfer != null && !transfer.isAnswered();
    }

    /**
     * Whether the server has yet to answer something that was written. During an abort more replies come than there are
     * commands unanswered here; only one that waits with its transfer command to be written is owed nothing.
     */
    boolean isOwed() {
        return unanswered > unwritten || keepAlives.isOutstanding() || (abort != null && unwritten == 0);
    }

    /**
     * Sends a command and emits its final reply, whatever it is; preliminary ones are passed over.
     *
     * @param command what to send
     * @return the reply; fails with an {@link FtpException} when the connection is lost or the reply clock runs out
     */
    public Mono<FtpReply> exchange(FtpCommand command) {
        return answer(command)
                .flatMap(reply -> AnswerTable.mayBeLate(command, reply) ? believed(command, reply) : Mono.just(reply));
    }

    private Mono<FtpReply> answer(FtpCommand command) {
        return Mono.create(sink -> new ReplyReader(this, sink).send(command));
    }

    /** A NOOP tells whether a reply is the command's: if it is not, what comes next answers the command, and not by 200. */
    private Mono<FtpReply> believed(FtpCommand command, FtpReply reply) {
        return answer(FtpCommand.noop()).flatMap(next -> {
            if (next.code() == FtpReplyCode.OK) {
                return Mono.just(reply);
            }
            control.outOfStep(command, "\"" + reply + "\" to " + command + ", and to the NOOP behind it", next);
            return Mono.error(control.lost());
        });
    }

    /**
     * Sends a command that must be done.
     *
     * @param command what to send
     * @return the 2yz reply; fails with an {@link FtpReplyException} on 4yz and 5yz, and on a 202 that says that the
     *     server does not know the command
     */
    public Mono<FtpReply> require(FtpCommand command) {
        return require(command, reply -> ReplyChecks.isDone(command, reply));
    }

    /**
     * Sends a command that must be answered in a certain way.
     *
     * @param command what to send
     * @param expected which replies are right
     * @return the reply; fails with an {@link FtpReplyException} on 4yz and 5yz, with an {@link FtpProtocolException}
     *     on another reply that is not expected
     */
    public Mono<FtpReply> require(FtpCommand command, Predicate<FtpReply> expected) {
        return exchange(command)
                .flatMap(reply ->
                        expected.test(reply) ? Mono.just(reply) : Mono.error(ReplyChecks.error(command, reply)));
    }

    /** Emits the greeting, which a 120 may precede (RFC 959 section 5.4). */
    Mono<FtpReply> greeting() {
        return Mono.create(sink -> {
            ReplyReader reader = new ReplyReader(this, sink);
            reader.read(replies.oldest(this));
            List<FtpReply> come = unread;
            unread = null;
            if (come != null) {
                come.forEach(reader::onReply);
            }
        });
    }

    /**
     * Sends a transfer command. From here on the end of this turn, if it comes before the final reply, is an abort.
     *
     * @param command what to send
     * @param receiver hears the replies
     */
    public void startTransfer(FtpCommand command, ReplyReceiver receiver) {
        if (ending) {
            return;
        }
        control.writer().checkEncodable(command);
        inTime(() -> {
            single = true;
            if (!mayBegin(command)) {
                return;
            }
            Pending added = add(command, receiver);
            // Before it is sent: who listens may cancel at once.
            transfer = added;
            write(added);
        });
    }

    /** The last command is on its way: now the next turn may begin early. */
    void lastWritten() {
        lastWritten = true;
        control.turns().beginEarly();
    }

    boolean hasWrittenLast() {
        return lastWritten;
    }

    /** Begins before this turn is the one who talks. */
    void beginEarly() {
        early = new EarlyStart();
        beganEarly = true;
    }

    /** From now on nothing is written before this turn is the one who talks. */
    void endEarlyWriting() {
        if (early != null) {
            early.close();
        }
    }

    void involve() {
        if (mark != null) {
            mark.involve();
        }
    }

    /** How many bytes its commands have had, at most; counted where others may be sent along with them. */
    int bytes() {
        return bytes;
    }

    boolean hasBegunEarly() {
        return beganEarly;
    }

    /**
     * Runs a task when this turn is the one who talks: at once, unless it has begun early.
     *
     * @param task what to run, on the event loop; not run if the turn ends before
     */
    public void whenCurrent(Runnable task) {
        EarlyStart start = early;
        if (start == null) {
            task.run();
        } else {
            start.later(() -> {
                if (!ending) {
                    task.run();
                }
            });
        }
    }

    /**
     * Tells whether this turn has begun early, and is not yet the one who talks.
     *
     * @return true if it should send what it can along with the commands of the turn before
     */
    public boolean isEarly() {
        return early != null;
    }

    /**
     * This turn is the one who talks now.
     *
     * @param clean whether the one before ended well, though commands were sent behind it
     */
    void becomeCurrent(boolean clean) {
        EarlyStart start = early;
        if (start == null || ended) {
            return;
        }
        early = null;
        telling = clean;
        heard = false;
        if (unanswered > 0) {
            control.turns().watch(this);
        }
        if (start.isTimed()) {
            startClock(control.settings().timeouts().reply());
        }
        start.makeUp(this::hearTransfer);
    }

    private void hearTransfer(FtpReply reply) {
        ReplyReceiver receiver = transfer == null ? null : transfer.receiver();
        if (receiver != null && !ending) {
            receiver.onReply(reply);
        }
    }

    /** Sends SYST, whose 215 can answer nothing that was sent early: what is not answered before it will not be. */
    void askForProof() {
        send(FtpCommand.of("SYST"), NOBODY);
    }

    /** Whether the server has said something to it since it is the one who talks. */
    boolean isHeard() {
        return heard;
    }

    /** The transfer has ended as it should, or was refused before it began. */
    public void conclude() {
        concluded = true;
        if (telling) {
            control.traits().pipelined(true);
        }
    }

    /** Whether the next transfer, if it was asked for already, cannot have been mixed up with that of this turn. */
    boolean isClean() {
        return transfer == null || concluded;
    }

    /**
     * Tells whether the server may have begun a transfer in this turn. On the event loop.
     *
     * @return true once a transfer command was sent
     */
    public boolean hasSentTransfer() {
        return transfer != null;
    }

    /** Starts the reply clock: when it runs out, pairing is lost and the connection is closed. */
    public void startReplyClock() {
        if (!ending && early != null) {
            early.clock(true);
        } else if (!ending) {
            startClock(control.settings().timeouts().reply());
        }
    }

    /** The clock is the connection's, and so of the one who talks. */
    void startClock(Duration timeout) {
        if (!ended && early == null) {
            control.replyDeadline().start(timeout);
        }
    }

    /** Stops the reply clock. */
    public void stopClock() {
        // It may be the next turn's by now, or still that of the one before.
        if (early != null) {
            early.clock(false);
        } else if (!ended) {
            control.replyDeadline().stop();
        }
    }

    /**
     * Hands this turn to a transfer that will end it: {@link #end()} does nothing from now on.
     *
     * @param holder the transfer
     */
    public void handOver(TurnHolder holder) {
        this.holder = holder;
    }

    /** Ends this turn, unless it was handed over. May be called from any thread, and again. */
    public void end() {
        control.run(() -> {
            if (holder == null) {
                finish();
            }
        });
    }

    /** Ends this turn by who holds it, or once its replies have come. */
    public void finish() {
        if (ending) {
            return;
        }
        dropHeld();
        if (isTransferUnanswered()) {
            abort(reply -> {});
            return;
        }
        ending = true;
        if (unanswered == 0 && !keepAlives.isOutstanding()) {
            over();
        } else {
            replies.mute(this);
            startClock(control.settings().timeouts().reply());
        }
    }

    /**
     * Aborts the transfer under way (RFC 959 section 4.1.3) and ends this turn. The data connection has to be closed
     * or reset by the caller.
     *
     * @param then hears the server's word on the transfer when replies pair again or the session is lost; null if it
     *     said none
     */
    public void abort(Consumer<@Nullable FtpReply> then) {
        if (ending) {
            then.accept(null);
            return;
        }
        if (isTransferAnswered()) {
            // Its last reply came early, and is about to be heard.
            finish();
            then.accept(null);
            return;
        }
        ending = true;
        Abort begun = new Abort(this, then);
        if (ended) {
            then.accept(null);
        } else if (early != null || control.turns().isNextTransferring()) {
            // An ABOR could end, or be answered within, a transfer that is not meant.
            control.abandonPipeline();
            then.accept(null);
        } else {
            replies.mute(this);
            abort = begun;
            begun.start();
        }
    }

    /**
     * Runs a task once this turn is over: its replies, also those to an abort, have come, or the connection is lost.
     *
     * @param task what to run, on the event loop; at once if the turn is over already
     */
    public void whenOver(Runnable task) {
        if (ended) {
            task.run();
        } else {
            whenOver = task;
        }
    }

    /**
     * Sends NOOP during a transfer, unless one is unanswered still. Its reply reaches no receiver,
     * whenever it comes: some servers answer at once, some after the transfer. This turn does not end without it. So none is
     * sent where other transfers were asked for already.
     */
    public void keepAlive() {
        boolean possible = isTransferUnanswered() && !control.turns().isNextTransferring();
        if (!keepAlives.isOutstanding() && possible && !ending) {
            keepAlives.sent();
            control.writer().write(FtpCommand.noop(), this);
        }
    }

    private KeepAlives.Phase phase() {
        if (abort != null) {
            return KeepAlives.Phase.ABORT;
        }
        boolean transferring = isTransferUnanswered() && unanswered > unwritten;
        return transferring ? KeepAlives.Phase.TRANSFER : KeepAlives.Phase.ANSWERED;
    }

    void onReply(FtpReply received) {
        heard = true;
        KeepAlives.Phase phase = phase();
        if (keepAlives.takes(received, phase)) {
            writeHeld();
            overIfAnswered();
            return;
        }
        FtpReply reply = phase == KeepAlives.Phase.TRANSFER ? keepAlives.verdict(received) : received;
        Pending oldest = replies.oldest(this);
        FtpCommand asked = unanswered == unwritten || oldest == null ? FtpCommand.noop() : oldest.command();
        if (abort == null && !AnswerTable.fits(asked, oldest != null && oldest == transfer, reply)) {
            control.outOfStep(asked, "what cannot be the answer to " + asked, reply);
            return;
        }
        if (!reply.isPreliminary() && oldest != null && !isTaken(oldest, reply)) {
            return;
        }
        hear(oldest, reply);
    }

    private void hear(@Nullable Pending asked, FtpReply reply) {
        ReplyReceiver receiver = asked == null ? null : asked.receiver();
        if (abort != null) {
            abort.onReply(reply);
        } else if (receiver != null) {
            if (early != null && asked == transfer) {
                early.later(reply);
            } else {
                receiver.onReply(reply);
            }
        } else if (ending) {
            overIfAnswered();
        } else {
            unread = unread == null ? new ArrayList<>(1) : unread;
            unread.add(reply);
        }
    }

    /** Plans to be in another directory for some commands of this turn. */
    void plan(Excursion way) {
        excursion = way;
    }

    @Nullable
    Excursion excursion() {
        return excursion;
    }

    /** What a final reply changes; false if the session is lost by it. */
    private boolean isTaken(Pending answered, FtpReply reply) {
        unanswered--;
        replies.answered(answered);
        answered.ended(reply, null);
        control.parameters().answered(answered.command(), reply);
        Excursion way = excursion;
        if (way == null || way.answered(answered.command(), reply)) {
            return true;
        }
        control.close(() -> way.lost(reply));
        return false;
    }

    private void overIfAnswered() {
        if (ending && abort == null && unanswered == 0 && !keepAlives.isOutstanding()) {
            over();
        }
    }

    void onLost(Supplier<? extends FtpException> cause) {
        List<ReplyReceiver> receivers = replies.drop(this, cause);
        unanswered = 0;
        unwritten = 0;
        Abort aborting = abort;
        TurnHolder holding = ending ? null : holder;
        markEnded();
        if (aborting != null) {
            aborting.onLost();
        }
        receivers.forEach(receiver -> receiver.onLost(cause.get()));
        if (holding != null) {
            holding.onLost(cause.get());
        }
    }

    /** Replies pair again: the next may begin, where this one left the directory as it found it. */
    void over() {
        Excursion way = excursion;
        if (ended) {
            return;
        }
        if (way != null && way.isAway()) {
            sendBack(way.back());
        } else {
            markEnded();
            if (telling && transfer == null && lastWritten) {
                control.traits().pipelined(true);
            }
            control.next(this);
        }
    }

    /** Nobody waits for this reply but the next turn. */
    private void sendBack(FtpCommand back) {
        abort = null;
        write(add(back, null));
        startClock(control.settings().timeouts().reply());
    }

    private void markEnded() {
        stopClock();
        ended = true;
        Runnable task = whenOver;
        whenOver = null;
        if (task != null) {
            task.run();
        }
    }

    boolean isAborting() {
        return abort != null;
    }

    boolean isEnding() {
        return ending;
    }

    boolean isOver() {
        return ended;
    }

    @Nullable
    TurnHolder holder() {
        return holder;
    }
}
