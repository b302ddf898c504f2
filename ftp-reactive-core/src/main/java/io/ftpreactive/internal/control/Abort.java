package io.ftpreactive.internal.control;

import static io.ftpreactive.codec.FtpReplyCode.BAD_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.BAD_SEQUENCE;
import static io.ftpreactive.codec.FtpReplyCode.FILE_ACTION_OK;
import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;
import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE_NOW;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED_FOR_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.NOT_LOGGED_IN;
import static io.ftpreactive.codec.FtpReplyCode.NO_TRANSFER;
import static io.ftpreactive.codec.FtpReplyCode.OK;
import static io.ftpreactive.codec.FtpReplyCode.PATH;
import static io.ftpreactive.codec.FtpReplyCode.SUPERFLUOUS;
import static io.ftpreactive.codec.FtpReplyCode.TRANSFER_COMPLETE;
import static io.ftpreactive.codec.FtpReplyCode.UNKNOWN_COMMAND;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a control connection back into step after an abort.
 *
 * <p>Servers answer a transfer and its ABOR in many ways: 426 and 226, 226 and 225, one reply for both, ... So one or
 * two replies of any such kind are taken, and a NOOP sent after the first of them proves with its 200 that ABOR will not
 * be answered any more. It goes out only then because some servers look at their control connection during a transfer
 * and drop what stands behind an ABOR.
 *
 * <p>But some answer ABOR itself by 200. So where only the transfer was answered before, a PWD follows: its 257 can be
 * nothing else, and of what comes before it none is left over.
 *
 * <p>Neither proves anything of the transfer, which a server that refuses ABOR, or reads commands while it transfers, may
 * answer later. So where one reply alone can be ABOR's, the transfer's is awaited after the 200 too. Anything else, or
 * silence, closes the session.
 */
final class Abort {

    /**
     * How Pure-FTPd answers an ABOR that it reads during a download, of which it says nothing else. It reads one behind a
     * transfer only when it has answered that.
     */
    private static final String ABORTED_ALONE = "Since you see this ABOR must've succeeded";

    /** What a reply says of the transfer and of its ABOR, one of which it answers. */
    private enum Kind {
        /** The transfer has failed; some servers leave it at that. */
        FAILED,
        /** The transfer has failed by itself, or ABOR will not be done. */
        DENIED,
        /** Either is complete. */
        COMPLETE,
        /** To ABOR: there is no transfer any more. */
        NOTHING_LEFT,
        /** To ABOR: it will not be done. */
        REFUSED,
        /** To ABOR: it will be done. The 200 of a NOOP is told apart by when it comes. */
        AGREED,
        /** To neither. */
        OTHER;

        static Kind of(FtpReply reply) {
            return switch (reply.code()) {
                case TRANSFER_COMPLETE -> reply.message().contains(ABORTED_ALONE) ? NOTHING_LEFT : COMPLETE;
                case FILE_ACTION_OK -> COMPLETE;
                case NO_TRANSFER -> NOTHING_LEFT;
                case OK -> AGREED;
                case SUPERFLUOUS,
                        UNKNOWN_COMMAND,
                        BAD_ARGUMENT,
                        NOT_IMPLEMENTED,
                        BAD_SEQUENCE,
                        NOT_IMPLEMENTED_FOR_ARGUMENT -> REFUSED;
                case NOT_LOGGED_IN, FILE_UNAVAILABLE, FILE_UNAVAILABLE_NOW -> DENIED;
                default -> reply.isNegative() ? FAILED : OTHER;
            };
        }

        /** Whether a transfer or its ABOR may be answered so, rather than another command that was sent behind them. */
        boolean isOfAbort() {
            return this != OTHER;
        }

        boolean answersTransfer() {
            return this == FAILED || this == DENIED || this == COMPLETE;
        }
    }

    private final Turn turn;
    private final Consumer<@Nullable FtpReply> then;
    private final List<Kind> replies = new ArrayList<>(2);
    private @Nullable FtpReply verdict;
    /** What was written last to prove that nothing else is outstanding. */
    private @Nullable FtpCommand barrier;
    /** A 200 has come that NOOP or ABOR may have been answered by. */
    private boolean doubtful;

    private boolean proven;

    Abort(Turn turn, Consumer<@Nullable FtpReply> then) {
        this.turn = turn;
        this.then = then;
    }

    /**
     * Tells whether a reply can be the word on the transfer or on its ABOR. What was sent behind the transfer before it was
     * aborted is answered among these.
     */
    static boolean takes(FtpReply reply) {
        return Kind.of(reply).isOfAbort();
    }

    void start() {
        ControlConnection control = turn.control();
        control.writer().write(FtpCommand.abor(), turn);
        turn.startClock(control.settings().timeouts().abort());
    }

    void onReply(FtpReply reply) {
        if (reply.isPreliminary()) {
            return;
        }
        if (!passesBarrier(reply) && !take(reply)) {
            turn.control().outOfStep(null, "what does not pair with commands after an abort", reply);
            return;
        }
        if (proven && isTransferAnswered()) {
            turn.over();
            then.accept(verdict);
        }
    }

    private boolean passesBarrier(FtpReply reply) {
        if (proven || barrier == null) {
            return false;
        }
        if (doubtful) {
            proven = barrier.equals(FtpCommand.pwd()) && (reply.code() == PATH || isRefusalOfPwd(reply));
            return proven;
        }
        if (reply.code() != OK) {
            return false;
        }
        if (replies.equals(List.of(Kind.FAILED))) {
            doubtful = true;
            write(FtpCommand.pwd());
        } else {
            proven = true;
        }
        return true;
    }

    /** Before NOOP and ABOR are both answered, the refusal may be NOOP's. */
    private boolean isRefusalOfPwd(FtpReply reply) {
        return replies.size() == 2 && reply.isPermanentNegative();
    }

    private void write(FtpCommand command) {
        turn.control().writer().writeInLull(command, turn, () -> barrier = command);
    }

    private boolean take(FtpReply reply) {
        Kind kind = Kind.of(reply);
        boolean late = proven && !kind.answersTransfer();
        if (kind == Kind.OTHER || replies.size() == 2 || late) {
            return false;
        }
        replies.add(kind);
        judge(reply, kind);
        if (replies.size() == 1) {
            write(FtpCommand.noop());
        }
        return true;
    }

    /** ProFTPD with TLS answers the ABOR of an upload first, and the transfer after it. */
    private void judge(FtpReply reply, Kind kind) {
        if (kind.answersTransfer() && (verdict == null || (reply.isTransientNegative() && !verdict.isNegative()))) {
            verdict = reply;
        }
    }

    /** Of two replies one is the transfer's; a single one is, unless it may as well be ABOR's. */
    private boolean isTransferAnswered() {
        return replies.size() == 2 || replies.contains(Kind.FAILED) || replies.contains(Kind.NOTHING_LEFT);
    }

    /** The session is lost before replies pair again. */
    void onLost() {
        then.accept(verdict);
    }
}
