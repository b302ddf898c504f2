package io.ftpreactive.error;

import org.jspecify.annotations.Nullable;

/**
 * The server said something that is not FTP, or not an answer to what was asked, or more than the limits allow.
 *
 * <p>Where the pairing of commands and replies is in doubt the session has been closed.
 */
public final class FtpProtocolException extends FtpException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message what was wrong, with the offending text clipped
     * @param cause the decoder's error, if there is one
     */
    public FtpProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isTransient() {
        return false;
    }
}
