package io.ftpreactive.error;

import org.jspecify.annotations.Nullable;

/**
 * What every publisher of the client fails with when FTP, rather than the caller, is at fault.
 *
 * <p>Messages name the command (passwords masked), what the server said, and where there is something the user can
 * change, what to try.
 */
public abstract sealed class FtpException extends RuntimeException
        permits FtpConnectionException,
                FtpFileException,
                FtpProtocolException,
                FtpReplyException,
                FtpTransferException {

    private static final long serialVersionUID = 1L;

    FtpException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
