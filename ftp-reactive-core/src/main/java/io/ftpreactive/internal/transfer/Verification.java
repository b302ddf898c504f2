package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Holds the file of a transfer on this side against the one on the server. */
final class Verification {

    private final Transfers transfers;
    private final FtpCommand command;
    private final String path;
    private final long bytes;

    /**
     * Prepares it.
     *
     * @param command the transfer command, for errors
     * @param path the remote file
     * @param bytes how many were moved, for errors
     */
    Verification(Transfers transfers, FtpCommand command, String path, long bytes) {
        this.transfers = transfers;
        this.command = command;
        this.path = path;
        this.bytes = bytes;
    }

    /** Completes if the remote file has this size and, where both sides know one, this checksum. */
    Mono<Void> run(long size, Function<ChecksumAlgorithm, Mono<Checksum>> local) {
        return transfers
                .control()
                .inTurn(FtpCommand.size(path), turn -> Transfers.size(turn, path))
                .doOnNext(reply -> checkSize(reply, size))
                .then(Mono.defer(() -> compare(local)));
    }

    private void checkSize(FtpReply reply, long size) {
        if (reply.isTransientNegative()) {
            throw new FtpReplyException(FtpCommand.size(path), reply);
        }
        long told = Transfers.sizeIfTold(reply);
        if (told < 0) {
            throw failure(Reason.UNCONFIRMED, "nothing verifies it, since the server does not tell its size", reply);
        }
        if (told != size) {
            throw failure(
                    Reason.WRONG_SIZE, "the file on the server has " + told + " bytes, here it has " + size, reply);
        }
    }

    /** Both sides read the whole file, at the same time. */
    private Mono<Void> compare(Function<ChecksumAlgorithm, Mono<Checksum>> local) {
        ServerChecksums server = transfers.checksums();
        ChecksumAlgorithm algorithm = server.offered();
        return algorithm == null
                ? Mono.empty()
                : Mono.zip(local.apply(algorithm), server.offered(path, algorithm))
                        .flatMap(both -> both.getT1().equals(both.getT2())
                                ? Mono.empty()
                                : Mono.error(mismatch(both.getT1(), both.getT2())));
    }

    private FtpTransferException mismatch(Checksum here, Checksum there) {
        return failure(
                Reason.CHECKSUM_MISMATCH,
                "the " + here.algorithm() + " of the file on the server is " + there.hex() + ", here it is "
                        + here.hex(),
                null);
    }

    private FtpTransferException failure(Reason reason, String problem, @Nullable FtpReply reply) {
        return new FtpTransferException(reason, command.toString(), problem, bytes, reply, null);
    }
}
