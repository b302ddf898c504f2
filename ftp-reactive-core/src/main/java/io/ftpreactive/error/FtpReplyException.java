package io.ftpreactive.error;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server refused a command: it answered with a 4yz or 5yz reply (RFC 959 section 4.2.1), or by a 202, "not
 * implemented", where that leaves undone what was asked for, or called a listing complete and said beside it that it could
 * not read the directory.
 *
 * <p>The session goes on. (A 421, with which the server closes it, is an {@link FtpConnectionException}.)
 */
public final class FtpReplyException extends FtpException {

    private static final long serialVersionUID = 1L;

    /** What a refusal seems to be about. */
    public enum Kind {
        /** There is no file or directory of that name. */
        NOT_FOUND,
        /** This user may not do it. */
        DENIED,
        /** There is a file or directory of that name already. */
        EXISTS,
        /** The disk is full, or what this user may have of it. */
        NO_SPACE,
        /** The directory to be removed holds something. */
        NOT_EMPTY,
        /** Anything else, and what the server does not tell apart. */
        UNKNOWN;

        /**
         * Reads the last reply to a transfer, as {@link FtpReplyException#kind()} reads a refusal.
         *
         * @param reply a negative one
         * @return what it seems to be about
         */
        public static Kind of(FtpReply reply) {
            return RefusalTexts.kind("", Objects.requireNonNull(reply, "reply"));
        }
    }

    /** The refused command, masked. */
    private final String command;

    /** Whether it is a login that was refused. */
    private final boolean login;

    /** The refusal. */
    private final FtpReply reply;

    /**
     * Creates the error of a refused command.
     *
     * @param command what was refused; kept in its masked form only
     * @param reply the refusal
     */
    public FtpReplyException(FtpCommand command, FtpReply reply) {
        this(Objects.requireNonNull(command, "command").toString(), reply);
    }

    /**
     * Creates the error of a refusal that answers no command, such as a greeting of 421.
     *
     * @param what what was refused, without secrets
     * @param reply the refusal
     */
    public FtpReplyException(String what, FtpReply reply) {
        this(what, reply, message(what, reply), false, null);
    }

    private FtpReplyException(String what, FtpReply reply, String message, boolean login, @Nullable Throwable cause) {
        super(message, cause);
        this.command = what;
        this.reply = reply;
        this.login = login;
    }

    private static String message(String what, FtpReply reply) {
        return Objects.requireNonNull(what, "what") + " was refused: " + Objects.requireNonNull(reply, "reply");
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
        Objects.requireNonNull(advice, "advice");
        String what = Objects.requireNonNull(command, "command").toString();
        return new FtpReplyException(what, reply, message(what, reply) + "; " + advice, true, null);
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

    /**
     * Guesses what the refusal is about, from its code and from texts that well-known servers use. A hint: RFC 959 has one
     * code for most of it, servers may say what they like, and some, as vsftpd, say the same of what is not there and what
     * this user may not see.
     *
     * @return what it seems to be about, {@link Kind#UNKNOWN} if one cannot tell
     */
    public Kind kind() {
        return RefusalTexts.kind(command, reply);
    }

    @Override
    public boolean isTransient() {
        return Transience.of(reply);
    }

    @Override
    FtpException withCause(@Nullable Throwable cause) {
        return new FtpReplyException(command, reply, String.valueOf(getMessage()), login, cause);
    }
}
