package io.ftpreactive.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.control.Conversation;
import io.ftpreactive.data.DataChannel;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One download: what is asked for, and whether it has come. A new one for each subscription; confined to the event loop
 * once its turn has begun.
 */
final class Retrieval {

    private final long start = System.nanoTime();
    private final Transfers transfers;
    private final Coding coding;
    private final String path;
    private final FtpCommand retr;
    private final ByteRange range;
    private final boolean resumes;
    private @Nullable FtpReply sizeReply;
    private @Nullable FtpReply verdict;
    private long size = -1;
    private long offset;
    private @Nullable Delivery delivered;

    Retrieval(Transfers transfers, String path, ByteRange range, boolean resumes) {
        this.transfers = transfers;
        this.coding = transfers.coding();
        this.path = path;
        this.retr = FtpCommand.retr(path);
        this.range = range;
        this.resumes = resumes;
        if (coding.ascii() && (resumes || range.first() != 0 || !range.isOpenEnded())) {
            throw new IllegalArgumentException(
                    "Offsets mean nothing in text transfers: read the whole of " + path + ", or ascii(false)");
        }
    }

    Mono<DataChannel> open() {
        return transfers.open(retr.toString(), path, this::plan);
    }

    private Mono<FtpCommand[]> plan(Conversation turn) {
        boolean asked = !coding.ascii()
                && (resumes
                        || range.first() < 0
                        || transfers.options().isSizeChecked()
                        || transfers.control().settings().security().isEndLenient());
        return transfers
                .prepare(turn, coding)
                .then(asked ? Transfers.size(turn, path).doOnNext(this::sized) : Mono.empty())
                .then(Mono.fromCallable(this::commands));
    }

    private void sized(FtpReply reply) {
        sizeReply = reply;
        size = Transfers.size(path, reply);
        if (size < 0 && range.first() < 0) {
            throw new FtpReplyException(FtpCommand.size(path), reply);
        }
    }

    /** Null if there is nothing left to transfer. */
    private FtpCommand @Nullable [] commands() {
        offset = range.first() >= 0 ? range.first() : Math.max(0, size + range.first());
        if (size >= 0 && offset > size) {
            throw new FtpTransferException(
                    Reason.BEYOND_END,
                    retr.toString(),
                    "it was to begin at byte " + offset + " of a file that has " + size
                            + (resumes ? "; it is not the file that was begun, delete the local part" : ""),
                    0,
                    null,
                    null);
        }
        if (offset == 0) {
            return new FtpCommand[] {retr};
        }
        // REST must come right before RETR (RFC 3659 section 5.1).
        return resumes && offset == size ? null : new FtpCommand[] {FtpCommand.rest(offset), retr};
    }

    /** The bytes asked for. Ends when they have been given out, or when the server has confirmed the whole. */
    Flux<ByteBuf> content(DataChannel channel) {
        Delivery delivery = new Delivery(retr, channel, coding, transfers.control());
        delivered = delivery;
        boolean toTheEnd = range.isOpenEnded() || (size >= 0 && range.last() >= size - 1);
        long[] left = {toTheEnd ? Long.MAX_VALUE : range.last() - offset + 1};
        Flux<ByteBuf> bytes = toTheEnd ? delivery.bytes() : cut(delivery.bytes(), left);
        return bytes.concatWith(Mono.defer(() -> {
                    if (left[0] == 0) {
                        // Everything wanted is here; what the server says of the whole is no matter.
                        return Mono.empty();
                    }
                    verdict = channel.verdict();
                    long expected = expected(channel.opening(), delivery.count());
                    if (channel.isEndUnproven() && expected < 0) {
                        return Mono.error(delivery.failure(
                                Reason.UNCONFIRMED,
                                "the data ended without the end of TLS, and nobody knows their size",
                                null));
                    }
                    return verdict == null || expected < 0 || expected == delivery.count()
                            ? Mono.empty()
                            : Mono.error(delivery.failure(
                                    Reason.WRONG_SIZE, "the server had announced " + expected + " bytes", null));
                }))
                .onErrorMap(
                        FtpTransferException.class,
                        error -> error.reply() == null
                                        && error.reason() != Reason.MALFORMED
                                        && expected(channel.opening(), delivery.count()) == delivery.count()
                                ? delivery.failure(
                                        Reason.UNCONFIRMED,
                                        "all of them came, but no word that the file is whole: " + error.problem(),
                                        error.getCause())
                                : error);
    }

    /** The last buffer is shortened in place: it is this stream's until it is released. */
    private static Flux<ByteBuf> cut(Flux<ByteBuf> bytes, long[] left) {
        return bytes.doOnNext(buffer -> {
                    int taken = (int) Math.min(left[0], buffer.readableBytes());
                    buffer.writerIndex(buffer.readerIndex() + taken);
                    left[0] -= taken;
                })
                .takeUntil(buffer -> left[0] == 0);
    }

    /**
     * How many bytes should have come, -1 if nobody has said. Of the servers that name a size in their 150 some mean the
     * whole file after a REST, others what is left of it.
     */
    private long expected(FtpReply opening, long count) {
        if (coding.ascii()) {
            return -1;
        }
        if (size >= 0) {
            return size - offset;
        }
        // A name such as "x (9 bytes)", which many servers repeat, would be taken for a size.
        long hint = path.toLowerCase(Locale.ROOT).contains("byte")
                ? -1
                : FtpReplies.sizeHint(opening).orElse(-1);
        return hint >= 0 && offset > 0 && count == hint - offset ? count : hint;
    }

    /** Whether the server has called the transfer complete; it is not asked when a range ends before the file. */
    boolean isConfirmed() {
        return verdict != null;
    }

    /** What came of it: nothing, if nothing was left to transfer. */
    TransferResult result() {
        FtpReply word = verdict == null ? sizeReply : verdict;
        if (word == null) {
            throw new IllegalStateException("A transfer completed without a verdict");
        }
        return TransferResult.of(
                path,
                delivered == null ? 0 : delivered.count(),
                start,
                word,
                delivered == null ? null : delivered.tls());
    }
}
