package io.ftpreactive;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Holds a download to the length that was told: what was appended to the file since is left out, and where bytes are missing
 * the stream fails, so that no reader takes the fragment for the whole. One for each subscription; confined to the event loop
 * of the session.
 */
final class ExactLength {

    private final String path;
    private final long length;
    private long left;
    private boolean more;

    private ExactLength(String path, long length) {
        this.path = path;
        this.length = length;
        this.left = length;
    }

    static Flux<ByteBuf> of(String path, Flux<ByteBuf> bytes, long length) {
        return Flux.defer(() -> new ExactLength(path, length).hold(bytes));
    }

    private Flux<ByteBuf> hold(Flux<ByteBuf> bytes) {
        return bytes.doOnNext(this::shorten).takeUntil(buffer -> more).concatWith(Mono.defer(this::end));
    }

    /** In place: the buffer is this stream's until it is released. */
    private void shorten(ByteBuf buffer) {
        int taken = (int) Math.min(left, buffer.readableBytes());
        more = taken < buffer.readableBytes();
        buffer.writerIndex(buffer.readerIndex() + taken);
        left -= taken;
    }

    private Mono<ByteBuf> end() {
        return left == 0 ? Mono.empty() : Mono.error(this::shrunk);
    }

    private FtpTransferException shrunk() {
        return new FtpTransferException(
                Reason.WRONG_SIZE,
                FtpCommand.retr(path).toString(),
                "the file has become shorter by " + left + " bytes meanwhile",
                length - left,
                null,
                null);
    }
}
