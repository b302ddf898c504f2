package io.ftpreactive.error;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;

/**
 * The server refused a command: it answered with a 4yz or 5yz reply (RFC 959 section 4.2.1).
 *
 * <p>The session goes on, except after 421, which announces that the server closes the control connection.
 */
public final class FtpReplyException extends FtpException {

    private static final long serialVersionUID = 1L;

    /** The refused command, masked. */
    private final String command;

    private final transient FtpReply reply;

    /**
     * Creates the error of a refused command.
     *
     * @param command what was refused; kept in its masked form only
     * @param reply the refusal
     */
    public FtpReplyException(FtpCommand command, FtpReply reply) {
        this(command.toString(), reply);
    }

    /**
     * Creates the error of a refusal that answers no command, such as a greeting of 421.
     *
     * @param what what was refused, without secrets
     * @param reply the refusal
     */
    public FtpReplyException(String what, FtpReply reply) {
        super(what + " was refused: " + reply, null);
        this.command = what;
        this.reply = reply;
    }

    /**
     * Returns the refused command as it may be shown, with passwords masked.
     *
     * @return the command
     */
    public String command() {
        return command;
    }

    /**
     * Returns the refusal.
     *
     * @return the server's reply
     */
    public FtpReply reply() {
        return reply;
    }

    /**
     * Tells whether the same command may succeed later (4yz).
     *
     * @return true for a 4yz reply
     */
    public boolean isTransient() {
        return reply.isTransientNegative();
    }
}
