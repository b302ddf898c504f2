package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpClientCodec;
import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.FtpReplyCode;
import org.jspecify.annotations.Nullable;

/**
 * What the server says: gives each reply to the turn whose command it answers. A reply that nothing has asked for, or the
 * beginning of one, ends the session, as the server's farewell does. Confined to the event loop.
 */
public final class Incoming {

    private final ControlConnection control;
    private final FtpClientCodec codec;
    private final ControlErrors errors;
    private final TurnQueue turns;
    /** Written on the loop only; volatile because a pool asks from anywhere whether something is left over. */
    private volatile boolean quiet = true;

    Incoming(ControlConnection control, FtpClientCodec codec, ControlErrors errors, TurnQueue turns) {
        this.control = control;
        this.codec = codec;
        this.errors = errors;
        this.turns = turns;
    }

    void configure(ControlSettings settings) {
        codec.configure(settings.charset(), settings.limits());
    }

    void onReadComplete() {
        boolean now = !codec.hasPendingInput();
        if (now != quiet) {
            quiet = now;
        }
    }

    /**
     * Tells whether nothing has begun to come that nothing asked for. From any thread.
     *
     * @return false on an idle connection that must not be lent
     */
    public boolean isQuiet() {
        return quiet;
    }

    /**
     * Tells whether all turns have ended, and nothing is left of them. A reply that nothing has asked for closes the
     * connection.
     *
     * @return true if so; false if not, and on any other thread than the event loop's
     */
    public boolean isSettled() {
        boolean settled = control.eventLoop().inEventLoop() && turns.isIdle() && isInStep();
        if (settled) {
            // It is the reply just read that settled it, of which a part may have come in the read before.
            quiet = true;
        }
        return settled;
    }

    /** Closes the connection, and says so, if something is left that nothing has asked for. */
    boolean isInStep() {
        if (!control.isClosing()) {
            try {
                codec.requireNoPendingInput();
            } catch (FtpCodecException e) {
                control.close(() -> errors.outOfStep(e));
            }
        }
        return !control.isClosing();
    }

    void onReply(FtpReply reply) {
        control.traces().received(reply);
        if (control.dialogue().isHeard()) {
            Turn meant = addressee(reply);
            control.dialogue()
                    .received(reply, meant == null ? null : meant.commands().asked(reply), meant);
        }
        give(reply);
    }

    private void give(FtpReply reply) {
        // Only now: who listens to the dialogue may have cancelled.
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
        ReplyQueue.Pending oldest = control.replies().oldest();
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
