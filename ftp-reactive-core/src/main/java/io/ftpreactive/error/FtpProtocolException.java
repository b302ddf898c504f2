package io.ftpreactive.error;

import io.ftpreactive.codec.FtpCommand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server sent something that is not FTP, does not belong to the command, or exceeds a limit.
 *
 * <p>The client has closed the session if replies may no longer pair with commands.
 */
public final class FtpProtocolException extends FtpException {

    private static final long serialVersionUID = 1L;

    /** The command that was answered so, masked. */
    private final @Nullable String command;

    /**
     * Creates the error.
     *
     * @param message what was wrong, with the offending text shortened
     * @param cause the decoder's error, if any
     */
    public FtpProtocolException(String message, @Nullable Throwable cause) {
        this((String) null, message, cause);
    }

    /**
     * Creates the error of a reply to a command.
     *
     * @param command the command; the error keeps only its masked form
     * @param message what was wrong, with the offending text shortened
     * @param cause the decoder's error, if any
     */
    public FtpProtocolException(FtpCommand command, String message, @Nullable Throwable cause) {
        this(Objects.requireNonNull(command, "command").toString(), message, cause);
    }

    private FtpProtocolException(@Nullable String command, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.command = command;
    }

    /**
     * Returns the command that was answered, with passwords masked.
     *
     * @return the command, null if there is none or it is not known
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
