package io.ftpreactive.result;

import io.ftpreactive.codec.FtpReply;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of a transfer that completed.
 *
 * @param path the remote path as the caller gave it; for an upload under a name of the server's choice, that name, or
 *     empty if the server did not tell it
 * @param bytes file bytes moved by this transfer
 * @param duration from the demand for a session's turn to the server's verdict
 * @param reply the server's verdict, a 2yz reply; where nothing was left to transfer, its answer to SIZE
 * @param tls the TLS of the data connection, which tells whether the control connection's session was resumed; null for
 *     plain text, and where there was no data connection
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
     * @param duration how long it took
     * @param reply the server's verdict
     * @param tls the TLS of the data connection, or null
     */
    public TransferResult {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(reply, "reply");
    }
}
