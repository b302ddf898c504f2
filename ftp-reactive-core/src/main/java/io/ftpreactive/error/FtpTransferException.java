package io.ftpreactive.error;

import io.ftpreactive.codec.FtpReply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A transfer that had begun did not complete: what has arrived, here or on the server, is a fragment.
 */
public final class FtpTransferException extends FtpException {

    private static final long serialVersionUID = 1L;

    /** Why a transfer did not complete. */
    public enum Reason {
        /** The data connection or the control connection broke, or the server gave a negative final reply. */
        BROKEN,
        /** The server called it complete, but another number of bytes has moved than it had said there would. */
        WRONG_SIZE,
        /** A transfer was to begin behind the end of the file: nothing has moved. */
        BEYOND_END,
        /** As many bytes have moved as there are, but the server has not said that the file is whole. */
        UNCONFIRMED,
        /** What came is not what the transfer's mode makes of a file, or breaks off. */
        MALFORMED
    }

    /** Why it did not complete. */
    private final Reason reason;

    /** The transfer command. */
    private final String command;

    /** What happened. */
    private final String problem;

    /** What had moved. */
    private final long bytes;

    private final transient @Nullable FtpReply reply;

    /**
     * Creates the error of a transfer that broke off.
     *
     * @param command the transfer command, such as {@code RETR a.txt}
     * @param problem what happened
     * @param bytes file bytes moved before it did
     * @param reply the server's last word, if it said one
     * @param cause the underlying error, if there is one
     */
    public FtpTransferException(
            String command, String problem, long bytes, @Nullable FtpReply reply, @Nullable Throwable cause) {
        this(Reason.BROKEN, command, problem, bytes, reply, cause);
    }

    /**
     * Creates the error of a transfer that did not complete.
     *
     * @param reason why
     * @param command the transfer command, such as {@code RETR a.txt}
     * @param problem what happened
     * @param bytes file bytes moved before it did
     * @param reply the server's last word, if it said one
     * @param cause the underlying error, if there is one
     */
    public FtpTransferException(
            Reason reason,
            String command,
            String problem,
            long bytes,
            @Nullable FtpReply reply,
            @Nullable Throwable cause) {
        super(describe(command, problem, bytes, reply), cause);
        this.reason = reason;
        this.command = command;
        this.problem = problem;
        this.bytes = bytes;
        this.reply = reply;
    }

    @Override
    public boolean isTransient() {
        if (reason == Reason.BEYOND_END || reason == Reason.MALFORMED) {
            return false;
        }
        if (reply != null && reply.isNegative()) {
            return Transience.of(reply);
        }
        Throwable cause = getCause();
        if (cause instanceof FtpException typed) {
            return typed.isTransient();
        }
        // Without a cause, or with one of the socket, the connection broke; any other is of an upload's source.
        return cause == null || cause instanceof IOException;
    }

    private static String describe(String command, String problem, long bytes, @Nullable FtpReply reply) {
        String said = reply == null ? "" : "; the server said: " + reply;
        return command + " failed after " + bytes + " bytes: " + problem + said;
    }

    /**
     * Returns why the transfer did not complete.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns the transfer command.
     *
     * @return the command as sent
     */
    public String command() {
        return command;
    }

    /**
     * Returns what happened, without what the other methods tell.
     *
     * @return the middle of the message
     */
    public String problem() {
        return problem;
    }

    /**
     * Returns how many file bytes had moved: delivered to the subscriber, or written to the server's socket.
     *
     * @return bytes, from the point where the transfer began
     */
    public long bytes() {
        return bytes;
    }

    /**
     * Returns the server's last reply to the transfer.
     *
     * @return the reply, null if none came
     */
    public @Nullable FtpReply reply() {
        return reply;
    }
}
