package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One download by one attempt, or by several. Those after the first go on where the last one broke off, if size and time show
 * that it is still the same file, and a transfer of its last byte that the server begins where it is told.
 */
public final class DownloadAttempts extends Attempts {

    private final String path;
    private @Nullable FtpReply sizeReply;
    private long size = Measure.UNKNOWN;
    private @Nullable String modified;
    private long first;
    private @Nullable Digest digest;

    /**
     * Creates a download without an attempt.
     *
     * @param path the remote file
     */
    public DownloadAttempts(String path) {
        this.path = path;
    }

    /**
     * Counts bytes that are given out.
     *
     * @param buffer the bytes
     */
    public void delivered(ByteBuf buffer) {
        moved(moved() + buffer.readableBytes());
    }

    /** Takes the bytes of a whole file into its checksum; those of all attempts. */
    void digest(ChecksumAlgorithm algorithm, ByteBuf buffer) {
        Digest taken = digest;
        if (taken == null) {
            taken = new Digest(algorithm);
            digest = taken;
        }
        taken.update(buffer);
    }

    /** The checksum of all bytes; empty if none was taken. */
    Mono<Checksum> checksum(ChecksumAlgorithm algorithm) {
        return digest == null ? Mono.empty() : digest.value(algorithm);
    }

    /** Forgets the bytes of this attempt, which were dropped. */
    void dropped() {
        moved(before());
    }

    /** Notes where the first byte of the download is in the file. */
    void beginsAt(long offset) {
        first = offset;
    }

    long first() {
        return first;
    }

    /** What the server said of the size, null if nobody asked. */
    @Nullable
    FtpReply sizeReply() {
        return sizeReply;
    }

    @Override
    boolean canGoOn() {
        return moved() == 0 || size >= 0;
    }

    /** The sizes differ if a connection ended orderly before all bytes had passed it. */
    @Override
    boolean passes(FtpTransferException failure) {
        return failure.reason() == Reason.WRONG_SIZE;
    }

    @Override
    String command() {
        return FtpCommand.retr(path).toString();
    }

    /** Asks which file it is, before an attempt of which there may be another. */
    Mono<Void> identify(Transfers transfers) {
        if (transfers.coding().ascii()) {
            return Mono.empty();
        }
        return transfers
                .control()
                .inTurn(FtpCommand.size(path), this::ask)
                .then(Mono.defer(() -> needsProof(transfers) ? prove(transfers) : Mono.empty()));
    }

    private Mono<Void> ask(Turn turn) {
        FtpCommand mdtm = FtpCommand.mdtm(path);
        return Transfers.size(turn, path)
                .doOnNext(this::sized)
                .flatMap(reply -> size < 0 ? Mono.empty() : turn.exchange(mdtm))
                .doOnNext(reply -> timed(mdtm, reply))
                .then();
    }

    private void sized(FtpReply reply) {
        long now = Transfers.sizeIfTold(reply);
        if (before() > 0) {
            require(FtpCommand.size(path), reply, now == size);
        }
        sizeReply = reply;
        size = now;
    }

    /** Where the server tells no times, the size alone is compared. */
    private void timed(FtpCommand mdtm, FtpReply reply) {
        String now = reply.isCompletion() ? reply.message() : null;
        if (before() > 0 && modified != null) {
            require(mdtm, reply, now != null && now.equals(modified));
        } else if (before() == 0) {
            modified = now;
        }
    }

    private void require(FtpCommand asked, FtpReply reply, boolean same) {
        if (reply.isTransientNegative()) {
            throw new FtpReplyException(asked, reply);
        }
        if (!same) {
            throw failure(
                    Reason.CHANGED,
                    "it cannot go on, since the file is not, or not surely, the one that was begun; " + asked.verb()
                            + " no longer tells what it told before",
                    reply);
        }
    }

    private boolean needsProof(Transfers transfers) {
        return before() > 0
                && (first > 0 || first + before() < size)
                && !transfers.control().traits().restarts();
    }

    /** Before a byte is given out: what follows it could not be taken back. */
    private Mono<Void> prove(Transfers transfers) {
        return new RestartProof(transfers, path, size - 1, size).outcome().flatMap(outcome -> switch (outcome) {
            case GIVEN -> {
                transfers.control().traits().hasRestarted();
                yield Mono.empty();
            }
            case IGNORED -> Mono.error(failure(Reason.REST_IGNORED, "it cannot go on: the server ignores REST", null));
            case OPEN ->
                Mono.error(
                        failure(Reason.UNCONFIRMED, "it cannot go on: nothing shows that the server heeds REST", null));
        });
    }

    private FtpTransferException failure(Reason reason, String problem, @Nullable FtpReply reply) {
        return new FtpTransferException(reason, command(), problem, 0, reply, null);
    }
}
