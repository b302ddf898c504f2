package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.data.TransferFlow;
import io.ftpreactive.internal.data.TransferPlan;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Finds out whether a server that agrees to REST begins there, by a transfer of a file's last byte: who reads a part of
 * a file, and not to its end, cannot see it by the number of bytes; nor who does not know the file's size.
 */
final class RestartProof implements TransferPlan {

    /** So much a file may grow by meanwhile. */
    private static final long ENOUGH = 4 * 1024 * 1024;

    /** Else the bytes could not be counted. */
    private static final Coding PLAIN = new Coding(false, 0);

    private final Transfers transfers;
    private final String path;
    private final long last;
    private final long tooMuch;

    /**
     * Prepares it.
     *
     * @param last where the file's last byte is if the server begins where it is told
     * @param whole how many bytes come if it does not
     */
    RestartProof(Transfers transfers, String path, long last, long whole) {
        this.transfers = transfers;
        this.path = path;
        this.last = last;
        this.tooMuch = Math.min(whole, ENOUGH);
    }

    /** What has come of it. */
    enum Outcome {
        GIVEN,
        IGNORED,
        /** Nothing came, or what came can be either. */
        OPEN
    }

    /** Emits what has come of it; fails if the transfer is refused, or breaks. */
    Mono<Outcome> outcome() {
        return transfers
                .open(this)
                .flatMapMany(channel -> channel.receive())
                .map(ByteBuf::readableBytes)
                .scan(0L, Long::sum)
                // The whole may end just there, and needs no abort.
                .takeUntil(count -> count > tooMuch)
                .last(0L)
                .map(this::read);
    }

    @Override
    public Object purpose() {
        return FtpCommand.retr(path) + " from its last byte";
    }

    @Override
    public @Nullable Mono<Void> prepare(Turn turn) {
        return transfers.prepare(turn, PLAIN);
    }

    @Override
    public FtpCommand[] commands() {
        return new FtpCommand[] {FtpCommand.rest(last), FtpCommand.retr(path)};
    }

    @Override
    public TransferFlow flow() {
        return transfers.consumedFlow();
    }

    private Outcome read(long count) {
        if (count < 1 || tooMuch <= 1) {
            return Outcome.OPEN;
        }
        return count < tooMuch ? Outcome.GIVEN : Outcome.IGNORED;
    }
}
