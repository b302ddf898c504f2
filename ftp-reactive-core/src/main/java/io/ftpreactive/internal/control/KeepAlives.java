package io.ftpreactive.internal.control;

import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED;
import static io.ftpreactive.codec.FtpReplyCode.OK;
import static io.ftpreactive.codec.FtpReplyCode.PATH;
import static io.ftpreactive.codec.FtpReplyCode.READY;
import static io.ftpreactive.codec.FtpReplyCode.UNKNOWN_COMMAND;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import org.jspecify.annotations.Nullable;

/**
 * The NOOPs sent during a transfer, one at a time, and which replies are theirs.
 *
 * <p>A NOOP may be answered before the transfer or after it, so the order does not tell (RFC 959 section 4.2 pairs by
 * order, but some servers look at their control connection only when the transfer is over). What tells is the code, and
 * in doubt a reply is the transfer's: a failure must not be missed. A refusal keeps a connection busy too: Pure-FTPd says
 * 500 to all that comes during a download.
 *
 * <p>Some servers drop what comes during a transfer. So before another command of the turn may be written, while a NOOP
 * seems unanswered after the transfer, a PWD goes out: its 257 tells that none will come.
 */
final class KeepAlives {

    /** What else is outstanding. */
    enum Phase {
        /** The transfer's final reply: it may be 5yz too, though hardly ever the two that refuse a command as such. */
        TRANSFER,
        /** The replies to the transfer and to an ABOR, which may be refused by 500 and 502. */
        ABORT,
        /** Nothing else. */
        ANSWERED
    }

    private boolean outstanding;
    /** Whether a PWD was written behind the NOOP. */
    private boolean fenced;
    /** What was last taken for a refusal of NOOP while the transfer's reply was missing. */
    private @Nullable FtpReply refusal;

    void sent() {
        outstanding = true;
    }

    boolean isOutstanding() {
        return outstanding || fenced;
    }

    /** Tells whether the NOOP needs a PWD behind it, which the caller writes then. */
    boolean fence() {
        boolean needed = outstanding && !fenced;
        fenced |= needed;
        return needed;
    }

    /** Tells whether {@link #takes} would take a reply. */
    boolean mayTake(FtpReply reply, Phase phase) {
        return (fenced && answersFence(reply)) || (outstanding && answers(reply, phase));
    }

    /** Tells whether a reply answers the NOOP, or the PWD behind it, which is no longer outstanding then. */
    boolean takes(FtpReply reply, Phase phase) {
        if (fenced && answersFence(reply)) {
            outstanding = false;
            fenced = false;
            return true;
        }
        if (!outstanding || !answers(reply, phase)) {
            return false;
        }
        outstanding = false;
        if (phase == Phase.TRANSFER && reply.isNegative()) {
            refusal = reply;
        }
        return true;
    }

    /** A refusal is the NOOP's as long as that is missing. */
    private boolean answersFence(FtpReply reply) {
        return reply.code() == PATH || (!outstanding && reply.isPermanentNegative());
    }

    private static boolean answers(FtpReply reply, Phase phase) {
        int code = reply.code();
        return switch (phase) {
            case TRANSFER -> code == OK || code == READY || code == UNKNOWN_COMMAND || code == NOT_IMPLEMENTED;
            case ABORT -> code == OK;
            case ANSWERED -> AnswerTable.fits(FtpCommand.noop(), false, reply);
        };
    }

    /**
     * Returns what the server said of the transfer, given a reply that no NOOP waits for. If that is 200, it is the
     * NOOP's after all, and what was taken for a refusal was the transfer's failure.
     */
    FtpReply verdict(FtpReply reply) {
        FtpReply verdict = refusal != null && reply.code() == OK ? refusal : reply;
        if (!reply.isPreliminary()) {
            // It is of this transfer alone: what comes later answers other commands.
            refusal = null;
        }
        return verdict;
    }
}
