package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.FtpReplyCode;

/**
 * What the present user of a connection has left on the server, which decides whether what he began may be begun again on
 * another connection. Written on the event loop, and where the connection is lent while nothing is under way; read from anywhere.
 */
public final class Traces {

    private volatile boolean answered;
    private volatile boolean changing;

    Traces() {}

    /** Another user comes. */
    void clear() {
        answered = false;
        changing = false;
    }

    /** Hears of each command that is written. */
    void written(FtpCommand command) {
        if (!changing && !Repeatable.isRepeatable(command)) {
            changing = true;
        }
    }

    /** Hears of each reply. */
    void received(FtpReply reply) {
        if (!answered && reply.code() != FtpReplyCode.SERVICE_CLOSING) {
            answered = true;
        }
    }

    /** A server that is slow is not one that had ended the session: it may be busy with the command. */
    void replyMissed() {
        changing = true;
    }

    /**
     * Tells whether the server has answered no command, and got none that it must not be sent twice. A farewell (421) is no
     * answer.
     *
     * @return true if what the user began may be begun again on another connection
     */
    public boolean areNone() {
        return !answered && !changing;
    }

    /**
     * Tells whether the server got a command that it must not be sent twice.
     *
     * @return true if what the user began must not be begun again
     */
    public boolean areLasting() {
        return changing;
    }
}
