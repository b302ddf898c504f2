package io.ftpreactive.error;

import io.ftpreactive.codec.FtpReply;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A control or data connection could not be made or was lost. */
public final class FtpConnectionException extends FtpException {

    private static final long serialVersionUID = 1L;

    /** Why there is no connection. */
    private final Reason reason;

    /** What the server said, null if it said nothing. */
    private final @Nullable FtpReply reply;

    /**
     * Creates the error.
     *
     * @param reason why there is no connection
     * @param message what happened and what to try
     * @param cause the underlying error, if any
     */
    public FtpConnectionException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, null, cause);
    }

    /**
     * Creates the error of a connection that a reply prevented.
     *
     * @param reason why there is no connection
     * @param message what happened and what to try
     * @param reply the server's reply, if any
     * @param cause the underlying error, if any
     */
    public FtpConnectionException(Reason reason, String message, @Nullable FtpReply reply, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.reply = reply;
    }

    @Override
    public boolean isTransient() {
        return reason.isPassing() || (reply != null && Transience.of(reply));
    }

    /**
     * Returns why there is no connection.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns the reply that prevented the connection.
     *
     * @return the reply, null if there was none
     */
    public @Nullable FtpReply reply() {
        return reply;
    }

    @Override
    FtpException withCause(@Nullable Throwable cause) {
        return new FtpConnectionException(reason, String.valueOf(getMessage()), reply, cause);
    }
}
