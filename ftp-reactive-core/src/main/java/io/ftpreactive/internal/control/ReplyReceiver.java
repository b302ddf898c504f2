package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;

/** Hears the replies to one command, on the event loop. */
public interface ReplyReceiver {

    /**
     * Called for each reply to the command, in order: preliminary ones and the final one.
     *
     * @param reply what the server said
     */
    void onReply(FtpReply reply);

    /**
     * Called once, instead of further replies, when the control connection is lost.
     *
     * @param cause why, a fresh exception
     */
    void onLost(FtpException cause);
}
