package io.ftpreactive.result;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import org.jspecify.annotations.Nullable;

/**
 * How a command or a transfer has ended.
 *
 * @param reply the final reply; null if there was none
 * @param error why it failed; null if it did not. A refused command has a reply, and no error
 * @param cancelled whether a transfer was given up by the caller
 * @param bytes that a transfer moved over the second connection
 * @param resumed whether a transfer went on behind the first byte of the file
 * @param tls the TLS parameters of the second connection; null without TLS, and for commands
 */
public record FtpOutcome(
        @Nullable FtpReply reply,
        @Nullable Throwable error,
        boolean cancelled,
        long bytes,
        boolean resumed,
        @Nullable TlsInfo tls) {

    /**
     * Returns how a command has ended.
     *
     * @param reply the final reply, or null
     * @param error why there is none, or null
     * @return the outcome
     */
    public static FtpOutcome ofCommand(@Nullable FtpReply reply, @Nullable Throwable error) {
        return new FtpOutcome(reply, error, false, 0, false, null);
    }

    /**
     * Tells whether it has ended well.
     *
     * @return false if it failed, was refused or given up
     */
    public boolean isSuccess() {
        return error == null && !cancelled && (reply == null || !reply.isNegative());
    }

    /**
     * Returns the outcome in a word, of which there are few.
     *
     * @return {@code CANCELLED}; the class of the final reply, as {@code 2yz}; or why it failed: the name of a {@link
     *     io.ftpreactive.error.FtpException.Reason}, else {@code ERROR}. {@code NOTHING} if there was nothing to do
     */
    public String summary() {
        if (cancelled) {
            return "CANCELLED";
        }
        if (error == null) {
            return reply == null ? "NOTHING" : replyClass(reply);
        }
        if (error instanceof FtpReplyException refused) {
            return replyClass(refused.reply());
        }
        if (error instanceof FtpTransferException broken) {
            return broken.reason().name();
        }
        return error instanceof FtpConnectionException lost ? lost.reason().name() : "ERROR";
    }

    private static String replyClass(FtpReply reply) {
        return reply.code() / 100 + "yz";
    }
}
