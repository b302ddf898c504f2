package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.control.Turn;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What tells a remote file from what stands in its place later, or on another session.
 *
 * @param told what the server says of its size (SIZE)
 * @param modified what the server says of its time (MDTM), null if nothing
 */
record FileIdentity(FtpReply told, @Nullable String modified) {

    /** In bytes, {@link Measure#UNKNOWN} if the server does not tell. */
    long size() {
        return Transfers.sizeIfTold(told);
    }

    /** Asks for it. */
    static Mono<FileIdentity> of(Transfers transfers, String path) {
        return transfers.control().inTurn(FtpCommand.size(path), turn -> ask(turn, path));
    }

    private static Mono<FileIdentity> ask(Turn turn, String path) {
        return Transfers.size(turn, path)
                .flatMap(size -> turn.exchange(FtpCommand.mdtm(path))
                        .map(time -> new FileIdentity(size, time.isCompletion() ? time.message() : null)));
    }

    /** Fails if a session sees another file. */
    FileIdentity require(FileIdentity seen, String path) {
        if (!equals(seen)) {
            throw new FtpTransferException(
                    Reason.CHANGED,
                    FtpCommand.retr(path).toString(),
                    "the file is not, or not surely, the one that was begun: it was " + describe() + ", and is "
                            + seen.describe(),
                    0,
                    null,
                    null);
        }
        return seen;
    }

    private String describe() {
        return (size() < 0 ? "of unknown size" : size() + " bytes") + (modified == null ? "" : " of " + modified);
    }
}
