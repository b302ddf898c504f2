package io.ftpreactive.error;

import io.ftpreactive.codec.FtpCommand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server said something that is not FTP, or not an answer to what was asked, or more than the limits allow.
 *
 * <p>Where the pairing of commands and replies is in doubt the session has been closed.
 */
public final class FtpProtocolException extends FtpException {

    private static final long serialVersionUID = 1L;

    /** The command that was answered so, masked. */
    private final @Nullable String command;

    /**
     * Creates the error.
     *
     * @param message what was wrong, with the offending text clipped
     * @param cause the decoder's error, if there is one
     */
    public FtpProtocolException(String message, @Nullable Throwable cause) {
        this((String) null, message, cause);
    }

    /**
     * Creates the error of an answer to a command.
     *
     * @param command what was answered so; kept in its masked form only
     * @param message what was wrong, with the offending text clipped
     * @param cause the decoder's error, if there is one
     */
    public FtpProtocolException(FtpCommand command, String message, @Nullable Throwable cause) {
        this(Objects.requireNonNull(command, "command").toString(), message, cause);
    }

    private FtpProtocolException(@Nullable String command, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.command = command;
    }

    /**
     * Returns the command that was answered so, as it may be shown, with passwords masked.
     *
     * @return the command, null where it is none, or none is known
     */
    public @Nullable String command() {
        return command;
    }

    @Override
    public boolean isTransient() {
        return false;
    }

    @Override
    FtpException withCause(@Nullable Throwable cause) {
        return new FtpProtocolException(command, String.valueOf(getMessage()), cause);
    }
}
