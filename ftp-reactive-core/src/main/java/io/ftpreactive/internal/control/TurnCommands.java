package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.internal.control.ReplyQueue.Pending;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one {@linkplain Turn turn}, with the NOOPs sent during its transfer: which are written, which wait to be,
 * and which the server has yet to answer. Confined to the event loop.
 */
final class TurnCommands {

    private final Turn turn;
    private final ControlConnection control;
    private final @Nullable Pipelined mark;
    private final CommandWriter writer;
    private final ReplyQueue replies;
    private final KeepAlives keepAlives = new KeepAlives();
    /** Commands that stay unwritten until a NOOP sent during the transfer is answered. */
    private final ArrayDeque<Pending> held = new ArrayDeque<>(0);

    private @Nullable Pending transfer;
    /** The transfer has ended as it should, or was refused before it began. */
    private boolean concluded;

    private @Nullable Excursion excursion;

    /** How many commands have no final reply yet, and how many of these are not written yet. */
    private int unanswered;

    private int unwritten;
    private int bytes;

    /** The command that is written next is the last one. */
    private boolean single;

    private boolean lastWritten;

    TurnCommands(Turn turn, @Nullable Pipelined mark) {
        this.turn = turn;
        this.control = turn.control();
        this.mark = mark;
        this.writer = control.writer();
        this.replies = control.replies();
    }

    /** Expects replies that need no command. */
    void expect(FtpCommand unsent, ReplyReceiver receiver) {
        unanswered++;
        replies.add(unsent, turn, receiver);
    }

    /** The next command is the only one, or the last. */
    void nextIsLast() {
        single = true;
    }

    /** Sends a command, unless what it is for was withdrawn. */
    void send(FtpCommand command, ReplyReceiver receiver) {
        if (mayBegin(command)) {
            write(add(command, receiver));
        }
    }

    /** Sends the command that transfers, which is the last. */
    void sendTransfer(FtpCommand command, ReplyReceiver receiver) {
        single = true;
        if (mayBegin(command)) {
            Pending added = add(command, receiver);
            // Before it is sent: who listens may cancel at once.
            transfer = added;
            write(added);
        }
    }

    /** Whether what is marked may send what cannot be taken back. */
    private boolean mayBegin(FtpCommand command) {
        return mark == null || (!single && Repeatable.isRepeatable(command)) || mark.begin();
    }

    private Pending add(FtpCommand command, @Nullable ReplyReceiver receiver) {
        // Who is away has still to go back.
        boolean last = single && excursion == null;
        single = false;
        // More may follow where the answer to the last was not enough: then nobody else's commands must come between.
        lastWritten = false;
        return replies.add(command, turn, receiver, last);
    }

    private void write(Pending added) {
        boolean owed = isOwed() || turn.isEarly();
        unanswered++;
        if (mark != null) {
            bytes += Pipeline.length(added.command());
        }
        if (keepAlives.isOutstanding()) {
            // Else a refusal could be either's.
            unwritten++;
            held.add(added);
            writer.whenLull(this::fence);
        } else if (owed) {
            writer.write(added);
        } else {
            unwritten++;
            writeInLull(added);
        }
    }

    private void fence() {
        if (keepAlives.fence()) {
            writer.write(FtpCommand.pwd(), turn);
        }
    }

    private void writeHeld() {
        while (!held.isEmpty() && !keepAlives.isOutstanding()) {
            writeInLull(held.remove());
        }
    }

    private void writeInLull(Pending next) {
        writer.writeInLull(next, this::isOwed, () -> unwritten--);
    }

    /** What nobody waits for any more need not be asked. */
    void dropHeld() {
        for (Pending dropped = held.poll(); dropped != null; dropped = held.poll()) {
            replies.withdraw(dropped);
            unanswered--;
            unwritten--;
        }
    }

    /** The last command is on its way: now the next turn may begin early. */
    void lastWritten() {
        lastWritten = true;
        control.turns().beginEarly();
    }

    boolean hasWrittenLast() {
        return lastWritten;
    }

    /** How many bytes they have had, at most; counted where others may be sent along with them. */
    int bytes() {
        return bytes;
    }

    /** Whether the server may have begun a transfer. */
    boolean hasTransfer() {
        return transfer != null;
    }

    void conclude() {
        concluded = true;
    }

    /** Whether the next transfer, if it was asked for already, cannot have been mixed up with that of this turn. */
    boolean areClean() {
        return transfer == null || concluded;
    }

    /** Whether the server has done all that was asked of it, as far as can be told. */
    boolean areDone() {
        return transfer == null ? lastWritten : concluded;
    }

    boolean isTransferAnswered() {
        return transfer != null && transfer.isAnswered();
    }

    boolean isTransferUnanswered() {
        return transfer != null && !transfer.isAnswered();
    }

    /** Sends a NOOP during the transfer, unless one is unanswered still, or it could be taken for another transfer's. */
    void keepAlive() {
        boolean possible = isTransferUnanswered() && !control.turns().isNextTransferring();
        if (possible && !keepAlives.isOutstanding()) {
            keepAlives.sent();
            writer.write(FtpCommand.noop(), turn);
        }
    }

    /** Whether no command is without its final reply. */
    boolean areAnswered() {
        return unanswered == 0;
    }

    /** Whether all replies have come that the server may send. */
    boolean areSettled() {
        return unanswered == 0 && !keepAlives.isOutstanding();
    }

    /**
     * Whether the server has yet to answer something that was written. During an abort more replies come than there are
     * commands unanswered here; only one that waits with its transfer command to be written is owed nothing.
     */
    boolean isOwed() {
        return unanswered > unwritten || keepAlives.isOutstanding() || (turn.isAborting() && unwritten == 0);
    }

    /** The oldest command without a final reply, null if all are answered. */
    @Nullable
    FtpCommand pending() {
        Pending oldest = unanswered == 0 ? null : replies.oldest(turn);
        return oldest == null ? null : oldest.command();
    }

    /** The command that a reply answers that comes next, as far as can be told. */
    @Nullable
    FtpCommand asked(FtpReply reply) {
        if (keepAlives.mayTake(reply, phase())) {
            return FtpCommand.noop();
        }
        return unanswered == unwritten ? null : pending();
    }

    private KeepAlives.Phase phase() {
        if (turn.isAborting()) {
            return KeepAlives.Phase.ABORT;
        }
        boolean transferring = isTransferUnanswered() && unanswered > unwritten;
        return transferring ? KeepAlives.Phase.TRANSFER : KeepAlives.Phase.ANSWERED;
    }

    /** Tells the turn of a reply, unless that answers a NOOP, or nothing that was asked. */
    void onReply(FtpReply received) {
        turn.early().hear();
        KeepAlives.Phase phase = phase();
        if (keepAlives.takes(received, phase)) {
            writeHeld();
            turn.overIfSettled();
            return;
        }
        FtpReply reply = phase == KeepAlives.Phase.TRANSFER ? keepAlives.verdict(received) : received;
        Pending oldest = replies.oldest(turn);
        FtpCommand asked = unanswered == unwritten || oldest == null ? FtpCommand.noop() : oldest.command();
        if (!turn.isAborting() && !AnswerTable.fits(asked, isTransfer(oldest), reply)) {
            control.outOfStep(asked, "what cannot be the answer to " + asked, reply);
            return;
        }
        if (oldest == null || reply.isPreliminary() || isTaken(oldest, reply)) {
            turn.onReply(oldest, reply);
        }
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

    /** Plans that some commands are sent from another directory. */
    void plan(Excursion way) {
        excursion = way;
    }

    @Nullable
    Excursion excursion() {
        return excursion;
    }

    /** Whether the directory is another one than at the beginning. */
    boolean areAway() {
        return excursion != null && excursion.isAway();
    }

    /** Sends the command that leads back. Nobody waits for its reply but the next turn. */
    void sendBack() {
        if (excursion != null) {
            write(add(excursion.back(), null));
        }
    }

    boolean isTransfer(@Nullable Pending command) {
        return command != null && command == transfer;
    }

    /** Has nobody hear the replies any more. */
    void mute() {
        replies.mute(turn);
    }

    /** There will be no replies any more: returns who waits for them. */
    List<ReplyReceiver> drop(Supplier<? extends FtpException> cause) {
        unanswered = 0;
        unwritten = 0;
        return replies.drop(turn, cause);
    }
}
