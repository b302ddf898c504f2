package io.ftpreactive.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpReplyException;
import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Mono;

/**
 * Finds out whether a server that agrees to REST begins there, by a transfer of a file's last byte: who reads a part of
 * a file, and not to its end, cannot see it by the number of bytes.
 */
final class RestartProof {

    /** So much a file may grow by meanwhile. */
    private static final long ENOUGH = 4 * 1024 * 1024;

    /** Else the bytes could not be counted. */
    private static final Coding PLAIN = new Coding(false, 0);

    private final Transfers transfers;
    private final String path;
    private final long size;

    RestartProof(Transfers transfers, String path, long size) {
        this.transfers = transfers;
        this.path = path;
        this.size = size;
    }

    /** Emits false for a server that sends the file from its beginning; true for one that cannot be tried, too. */
    Mono<Boolean> isGiven() {
        FtpCommand rest = FtpCommand.rest(size - 1);
        FtpCommand retr = FtpCommand.retr(path);
        long tooMuch = Math.min(size, ENOUGH);
        return transfers
                .open(
                        retr + " from its last byte",
                        null,
                        turn -> transfers.prepare(turn, PLAIN).thenReturn(new FtpCommand[] {rest, retr}))
                .flatMapMany(channel -> channel.receive())
                .map(ByteBuf::readableBytes)
                .scan(0L, Long::sum)
                .takeUntil(count -> count >= tooMuch)
                .last(0L)
                .map(count -> count < tooMuch)
                .doOnNext(given -> {
                    if (given) {
                        transfers.control().traits().hasRestarted();
                    }
                })
                .onErrorReturn(FtpReplyException.class, true);
    }
}
