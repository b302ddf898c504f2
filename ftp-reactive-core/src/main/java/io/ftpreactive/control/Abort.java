package io.ftpreactive.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpProtocolException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a control connection back into step after an abort.
 *
 * <p>Servers answer a transfer and its ABOR in many ways: 426 and 226, 226 and 225, one reply for both, ... So one or
 * two replies of any such kind are taken, and a NOOP sent after the first of them proves with its 200 that nothing is
 * left over. It goes out only then because some servers look at their control connection during a transfer and drop
 * what stands behind an ABOR. Anything else, or silence, closes the session.
 */
final class Abort implements ReplyListener {

    private static final int NOOP_OK = 200;

    private final Conversation conversation;
    private final Consumer<@Nullable FtpReply> then;
    private @Nullable FtpReply verdict;
    private int replies;

    Abort(Conversation conversation, Consumer<@Nullable FtpReply> then) {
        this.conversation = conversation;
        this.then = then;
    }

    void start() {
        ControlConnection control = conversation.control();
        if (conversation.isOver()) {
            then.accept(null);
            return;
        }
        control.write(FtpCommand.abor());
        conversation.startClock(control.settings().timeouts().abort());
        conversation.listen(this);
    }

    @Override
    public void onReply(FtpReply reply) {
        if (reply.isPreliminary()) {
            return;
        }
        replies++;
        if (replies > 1 && reply.code() == NOOP_OK) {
            conversation.over();
            then.accept(verdict);
        } else if (replies > 2 || !answersAbort(reply)) {
            conversation
                    .control()
                    .close(() -> new FtpProtocolException(
                            "Replies no longer pair with commands after an abort: " + reply, null));
        } else {
            judge(reply);
        }
    }

    /** ProFTPD with TLS answers the ABOR of an upload first, and the transfer after it. */
    private void judge(FtpReply reply) {
        if (verdict == null || (reply.isTransientNegative() && !verdict.isNegative())) {
            verdict = reply;
        }
        if (replies == 1) {
            conversation.control().write(FtpCommand.noop());
        }
    }

    private static boolean answersAbort(FtpReply reply) {
        return reply.isNegative() || reply.code() == 225 || reply.code() == 226 || reply.code() == 250;
    }

    @Override
    public void onLost(FtpException cause) {
        then.accept(verdict);
    }
}
