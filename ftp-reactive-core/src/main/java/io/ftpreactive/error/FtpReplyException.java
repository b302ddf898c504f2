package io.ftpreactive.error;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;

/**
 * The server refused a command: it answered with a 4yz or 5yz reply (RFC 959 section 4.2.1).
 *
 * <p>The session goes on. (A 421, with which the server closes it, is an {@link FtpConnectionException}.)
 */
public final class FtpReplyException extends FtpException {

    private static final long serialVersionUID = 1L;

    /** The refused command, masked. */
    private final String command;

    /** Whether it is a login that was refused. */
    private final boolean login;

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
        this(what, reply, "", false);
    }

    private FtpReplyException(String what, FtpReply reply, String advice, boolean login) {
        super(what + " was refused: " + reply + advice, null);
        this.command = what;
        this.reply = reply;
        this.login = login;
    }

    /**
     * Creates the error of a login that was refused.
     *
     * @param command which step of it was
     * @param reply the refusal; a 332 where there is no account
     * @param advice what to try
     * @return the error
     */
    public static FtpReplyException ofLogin(FtpCommand command, FtpReply reply, String advice) {
        return new FtpReplyException(command.toString(), reply, "; " + advice, true);
    }

    /**
     * Tells whether it is a step of the login that was refused: HOST, USER, PASS, ACCT or the alternative.
     *
     * @return true if nobody was logged in
     */
    public boolean isLogin() {
        return login;
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

    @Override
    public boolean isTransient() {
        return Transience.of(reply);
    }
}
