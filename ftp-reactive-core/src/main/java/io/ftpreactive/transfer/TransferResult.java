package io.ftpreactive.transfer;

import io.ftpreactive.codec.FtpReply;
import java.time.Duration;

/**
 * What came of a transfer that completed.
 *
 * @param path the remote path as the caller gave it; for an upload under a name of the server's choice, that name, or
 *     empty if the server did not tell it
 * @param bytes file bytes moved by this transfer
 * @param duration from the demand for a session's turn to the server's verdict
 * @param reply the server's verdict, a 2yz reply; where nothing was left to transfer, its answer to SIZE
 */
public record TransferResult(String path, long bytes, Duration duration, FtpReply reply) {

    static TransferResult of(String path, long bytes, long startNanos, FtpReply verdict) {
        return new TransferResult(path, bytes, Duration.ofNanos(System.nanoTime() - startNanos), verdict);
    }
}
