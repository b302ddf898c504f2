package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.FtpReplyCode;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One exclusive turn on a control connection: a command and its reply, or several that must not be interrupted, such
 * as RNFR and RNTO, or EPSV, RETR and everything up to the 226.
 *
 * <p>Confined to the event loop; only {@link #end()} may be called from elsewhere. A turn that ends while replies are
 * outstanding waits for them before the next one begins: pairing of commands and replies is by order only (RFC 959
 * section 4.2), so none may be left over.
 */
public final class Turn {

    private final ControlConnection control;
    private final String name;
    private final ArrayDeque<FtpCommand> unanswered = new ArrayDeque<>(4);
    private final ArrayDeque<FtpReply> unread = new ArrayDeque<>(2);
    private final KeepAlives keepAlives = new KeepAlives();
    /** What waits, unwritten, until a NOOP sent during the transfer is answered. */
    private final ArrayDeque<FtpCommand> held = new ArrayDeque<>(1);

    private @Nullable ReplyListener listener;
    private @Nullable TurnHolder holder;
    private @Nullable Runnable whenOver;
    private @Nullable Excursion excursion;
    private @Nullable FtpCommand transfer;
    /** How many of the unanswered are not written yet. */
    private int unwritten;

    private boolean begun;
    private boolean ending;
    private boolean aborting;
    private boolean ended;

    Turn(ControlConnection control, String name) {
        this.control = control;
        this.name = name;
    }

    /**
     * Returns what this turn is for.
     *
     * @return a command as it may be shown
     */
    public String name() {
        return name;
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
     * Returns the command that the next final reply answers.
     *
     * @return the oldest command without a final reply, null if all are answered
     */
    public @Nullable FtpCommand pending() {
        return unanswered.peek();
    }

    /**
     * Sends a command; its replies go to the listener.
     *
     * @param command what to send
     */
    public void send(FtpCommand command) {
        // A chain of operators that was cancelled on this very thread may run on for a step.
        if (!ending) {
            control.checkEncodable(command);
            write(command);
        }
    }

    private void write(FtpCommand command) {
        boolean owed = isOwed();
        unanswered.add(command);
        if (keepAlives.isOutstanding()) {
            // Else a refusal could be either's.
            unwritten++;
            held.add(command);
            control.whenLull(this::fence);
        } else if (owed) {
            control.write(command);
        } else {
            unwritten++;
            control.writeInLull(command, this::isOwed, () -> unwritten--);
        }
    }

    private void fence() {
        if (keepAlives.fence()) {
            control.write(FtpCommand.pwd());
        }
    }

    private void writeHeld() {
        while (!held.isEmpty() && !keepAlives.isOutstanding()) {
            control.writeInLull(held.remove(), this::isOwed, () -> unwritten--);
        }
    }

    /** What nobody waits for any more need not be asked. */
    private void dropHeld() {
        for (; !held.isEmpty(); held.removeLast()) {
            unanswered.removeLast();
            unwritten--;
        }
    }

    private boolean isTransferUnanswered() {
        return transfer != null && transfer.equals(unanswered.peek());
    }

    /**
     * Whether the server has yet to answer something that was written. During an abort more replies come than there are
     * commands unanswered here; only one that waits with its transfer command to be written is owed nothing.
     */
    boolean isOwed() {
        return unanswered.size() > unwritten || keepAlives.isOutstanding() || (aborting && unwritten == 0);
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
        return Mono.defer(() -> {
            send(command);
            return finalReply();
        });
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

    /**
     * Sends a transfer command and emits the first reply to it, usually 150. From here on the end of this turn, if it
     * comes before the final reply, is an abort.
     *
     * @param command what to send
     * @return the first reply, whatever it is
     */
    public Mono<FtpReply> transfer(FtpCommand command) {
        return Mono.defer(() -> {
            startTransfer(command);
            return anyReply();
        });
    }

    /**
     * Sends a transfer command; its replies go to the listener.
     *
     * @param command what to send
     */
    public void startTransfer(FtpCommand command) {
        control.checkEncodable(command);
        // Before it is sent: who listens may cancel at once.
        transfer = command;
        send(command);
    }

    /**
     * Tells whether the server may have begun a transfer in this turn. On the event loop.
     *
     * @return true once a transfer command was sent
     */
    public boolean hasSentTransfer() {
        return transfer != null;
    }

    /**
     * Emits the next reply, under the reply clock.
     *
     * @return the reply, preliminary or final
     */
    public Mono<FtpReply> anyReply() {
        return Mono.create(sink -> new ReplyReader(this, sink, true).start());
    }

    /**
     * Emits the next final reply, under the reply clock that each preliminary one starts anew.
     *
     * @return the reply
     */
    public Mono<FtpReply> finalReply() {
        return Mono.create(sink -> new ReplyReader(this, sink, false).start());
    }

    /**
     * Lets a listener hear all further replies, those first that came already.
     *
     * @param listener who hears them, null for nobody: they are kept
     */
    public void listen(@Nullable ReplyListener listener) {
        this.listener = listener;
        while (this.listener == listener && listener != null && !unread.isEmpty()) {
            listener.onReply(unread.remove());
        }
    }

    /** Starts the reply clock: when it runs out, pairing is lost and the connection is closed. */
    public void startReplyClock() {
        if (!ending) {
            startClock(control.settings().timeouts().reply());
        }
    }

    void startClock(Duration timeout) {
        if (!ended) {
            control.clock().start(timeout);
        }
    }

    /** Stops the reply clock. */
    public void stopClock() {
        // The clock is the connection's: it may be the next turn's by now.
        if (!ended) {
            control.clock().stop();
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

    /**
     * Tells whether a transfer has taken this turn over.
     *
     * @return true if it has
     */
    public boolean isHandedOver() {
        return holder != null;
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
        listener = null;
        unread.clear();
        if (unanswered.isEmpty() && !keepAlives.isOutstanding()) {
            over();
        } else {
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
        ending = true;
        aborting = true;
        new Abort(this, then).start();
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
     * Sends NOOP during a transfer, unless one is unanswered still. Its reply reaches no listener,
     * whenever it comes: some servers answer at once, some after the transfer. This turn does not end without it.
     */
    public void keepAlive() {
        if (!keepAlives.isOutstanding() && isTransferUnanswered() && !ending) {
            keepAlives.sent();
            control.write(FtpCommand.noop());
        }
    }

    private KeepAlives.Phase phase() {
        if (aborting) {
            return KeepAlives.Phase.ABORT;
        }
        boolean transferring = isTransferUnanswered() && unanswered.size() > unwritten;
        return transferring ? KeepAlives.Phase.TRANSFER : KeepAlives.Phase.ANSWERED;
    }

    void onReply(FtpReply received) {
        KeepAlives.Phase phase = phase();
        if (keepAlives.takes(received, phase)) {
            writeHeld();
            overIfAnswered();
            return;
        }
        FtpReply reply = phase == KeepAlives.Phase.TRANSFER ? keepAlives.verdict(received) : received;
        FtpCommand asked = unanswered.size() == unwritten ? FtpCommand.noop() : unanswered.peek();
        if (asked != null && !aborting && !AnswerTable.fits(asked, asked.equals(transfer), reply)) {
            control.outOfStep(asked, "what cannot be the answer to " + asked, reply);
            return;
        }
        if (!reply.isPreliminary()) {
            FtpCommand answered = unanswered.poll();
            if (answered != null && !isTaken(answered, reply)) {
                return;
            }
        }
        if (listener != null) {
            listener.onReply(reply);
        } else if (!ending) {
            unread.add(reply);
        } else {
            overIfAnswered();
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
    private boolean isTaken(FtpCommand answered, FtpReply reply) {
        control.parameters().answered(answered, reply);
        Excursion way = excursion;
        if (way == null || way.answered(answered, reply)) {
            return true;
        }
        control.close(() -> way.lost(reply));
        return false;
    }

    private void overIfAnswered() {
        if (ending && !aborting && unanswered.isEmpty() && !keepAlives.isOutstanding()) {
            over();
        }
    }

    void onLost(FtpException cause) {
        ReplyListener last = listener;
        markEnded();
        if (last != null) {
            last.onLost(cause);
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
            control.next(this);
        }
    }

    /** Nobody waits for this reply but the next turn. */
    private void sendBack(FtpCommand back) {
        listener = null;
        aborting = false;
        write(back);
        startClock(control.settings().timeouts().reply());
    }

    private void markEnded() {
        stopClock();
        ended = true;
        listener = null;
        Runnable task = whenOver;
        whenOver = null;
        if (task != null) {
            task.run();
        }
    }

    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    boolean isEnding() {
        return ending;
    }

    boolean isOver() {
        return ended;
    }

    void greeted() {
        unanswered.add(ControlConnection.GREETING);
    }

    @Nullable
    TurnHolder holder() {
        return holder;
    }
}
