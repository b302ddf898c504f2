package io.ftpreactive.error;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server refused a command with a 4yz or 5yz reply (RFC 959 section 4.2.1).
 *
 * <p>A 202, "not implemented", counts as a refusal if the command had to have an effect. So does a 2yz reply to a
 * listing that says that the server could not read the directory.
 *
 * <p>The session goes on. (A 421, with which the server closes the session, is an {@link FtpConnectionException}.)
 */
public final class FtpReplyException extends FtpException {

    private static final long serialVersionUID = 1L;

    /** What a refusal is about. */
    public enum Kind {
        /** There is no such file or directory. */
        NOT_FOUND,
        /** The user has no permission. */
        DENIED,
        /** There already is a file or directory of that name. */
        EXISTS,
        /** The disk is full, or the user's quota is used up. */
        NO_SPACE,
        /** The directory to be removed is not empty. */
        NOT_EMPTY,
        /** Anything else. */
        UNKNOWN;

        /**
         * Guesses what the last reply to a transfer is about, as {@link FtpReplyException#kind()} does for a refusal.
         *
         * @param reply a negative reply
         * @return what it is about
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
     * @param command the command; the error keeps only its masked form
     * @param reply the refusal
     */
    public FtpReplyException(FtpCommand command, FtpReply reply) {
        this(Objects.requireNonNull(command, "command").toString(), reply);
    }

    /**
     * Creates the error of a refusal that does not answer a command, such as a greeting of 421.
     *
     * @param what what the server refused, without secrets
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
     * Creates the error of a refused login.
     *
     * @param command the refused step
     * @param reply the refusal; a 332 if there is no account
     * @param advice what to try
     * @return the error
     */
    public static FtpReplyException ofLogin(FtpCommand command, FtpReply reply, String advice) {
        Objects.requireNonNull(advice, "advice");
        String what = Objects.requireNonNull(command, "command").toString();
        return new FtpReplyException(what, reply, message(what, reply) + "; " + advice, true, null);
    }

    /**
     * Tells whether the server refused a step of the login: HOST, USER, PASS, ACCT or the alternative.
     *
     * @return true if the login failed
     */
    public boolean isLogin() {
        return login;
    }

    /**
     * Returns the refused command, with passwords masked.
     *
     * @return the command
     */
    public String command() {
        return command;
    }

    /**
     * Returns the refusal.
     *
     * @return the reply
     */
    public FtpReply reply() {
        return reply;
    }

    /**
     * Guesses what the refusal is about, from its code and from texts of well-known servers.
     *
     * <p>This is a hint only: RFC 959 has one code for most refusals, and the text is free. Some servers, such as
     * vsftpd, do not distinguish a missing file from one that the user may not see.
     *
     * @return what it is about, {@link Kind#UNKNOWN} if the reply does not show it
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
