package io.ftpreactive.result;

import io.ftpreactive.codec.FtpReply;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of a transfer that completed.
 *
 * @param path the remote path as the caller gave it; for an upload under a name that the server chose, that name, or
 *     empty if the server did not report it
 * @param bytes file bytes moved by this transfer
 * @param duration the time from the request for the session's turn to the final reply
 * @param reply the final reply, 2yz; if nothing was left to transfer, the reply to SIZE
 * @param tls the TLS parameters of the data connection; null for plain text, and if there was no data connection
 */
public record TransferResult(
        String path,
        long bytes,
        Duration duration,
        FtpReply reply,
        @Nullable TlsInfo tls) {

    /**
     * Checks that nothing is missing.
     *
     * @param path the remote path
     * @param bytes file bytes moved
     * @param duration how long the transfer took
     * @param reply the final reply
     * @param tls the TLS parameters of the data connection, or null
     */
    public TransferResult {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(reply, "reply");
    }
}
