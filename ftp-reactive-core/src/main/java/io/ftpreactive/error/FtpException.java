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

    /**
     * Tells whether the same operation may succeed when it is tried again, after a while and on another session if this
     * one is lost: {@code Retry.backoff(3, second).filter(e -> e instanceof FtpException f && f.isTransient())}.
     *
     * <p>Replies of 4yz say so (RFC 959 section 4.2.1), those of 5yz the opposite, but for 530 where the text speaks of
     * too many users and 550 where it speaks of a file that is busy. Connections that were not made or were lost, and
     * replies that did not come in time, may come the next time. What FTP does not allow, and what local files do not,
     * will not.
     *
     * @return true if it is worth a try
     */
    public abstract boolean isTransient();
}
