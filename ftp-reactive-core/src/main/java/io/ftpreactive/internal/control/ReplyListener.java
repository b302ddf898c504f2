package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;

/** Hears the replies of one conversation, on the event loop. */
public interface ReplyListener {

    /**
     * Called for each reply, in order.
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
