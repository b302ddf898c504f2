package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.FtpReplyCode;
import org.jspecify.annotations.Nullable;

/**
 * Gives each reply to the turn whose command it answers. A reply that nothing has asked for ends the session, as the
 * server's farewell does. Confined to the event loop.
 */
final class ReplyRouter {

    private final ControlConnection control;
    private final ControlErrors errors;
    private final TurnQueue turns;
    private final ReplyQueue replies;

    ReplyRouter(ControlConnection control, ControlErrors errors, TurnQueue turns, ReplyQueue replies) {
        this.control = control;
        this.errors = errors;
        this.turns = turns;
        this.replies = replies;
    }

    void onReply(FtpReply reply) {
        Turn meant = addressee(reply);
        FtpCommand unanswered = unanswered(meant);
        if (isFarewell(unanswered, reply)) {
            turns.pipelineLost();
            control.close(() -> errors.unavailable(unanswered, reply));
        } else if (meant != null && meant.commands().isOwed()) {
            meant.commands().onReply(reply);
        } else {
            String before = unanswered == null ? "" : ", before " + unanswered + " was sent";
            control.outOfStep(null, "a reply that nothing asked for" + before, reply);
        }
    }

    /** The turn that a reply is for that comes next. */
    @Nullable
    Turn meant(FtpReply reply) {
        return addressee(reply);
    }

    /** The oldest command of the one who talks that has no final reply, null for none. */
    @Nullable
    FtpCommand unanswered() {
        return unanswered(turns.current());
    }

    private static @Nullable FtpCommand unanswered(@Nullable Turn turn) {
        return turn == null ? null : turn.commands().pending();
    }

    /** The turn whose command is the oldest; during an abort, the one that aborts, unless it cannot be meant. */
    private @Nullable Turn addressee(FtpReply reply) {
        Turn current = turns.current();
        ReplyQueue.Pending oldest = replies.oldest();
        if (oldest == null || oldest.turn() == current) {
            return current;
        }
        return current != null && current.isAborting() && Abort.takes(reply) ? current : oldest.turn();
    }

    /**
     * 421 may come at any time and answers whatever is under way (RFC 959 section 5.4); some say 221 where nobody has said
     * QUIT.
     */
    private static boolean isFarewell(@Nullable FtpCommand unanswered, FtpReply reply) {
        return switch (reply.code()) {
            case FtpReplyCode.SERVICE_CLOSING -> true;
            case FtpReplyCode.GOOD_BYE -> unanswered == null || !AnswerTable.fits(unanswered, false, reply);
            default -> false;
        };
    }
}
