package io.ftpreactive.internal.transfer;

import io.ftpreactive.result.ByteRange;
import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/** Cuts a range out of what comes from its first byte on. One per transfer; confined to the event loop. */
final class Excerpt {

    private final long length;
    private final boolean endsWithFile;
    private long left;
    private boolean cut;

    private Excerpt(long length, boolean endsWithFile) {
        this.length = length;
        this.endsWithFile = endsWithFile;
        this.left = length;
    }

    /** Makes the excerpt of a range that begins at the offset, of a file whose size may be known. */
    static Excerpt of(ByteRange range, long offset, long size) {
        return range.isOpenEnded()
                ? new Excerpt(Long.MAX_VALUE, true)
                : new Excerpt(range.last() - offset + 1, size >= 0 && range.last() >= size - 1);
    }

    /**
     * Takes what is wanted and cancels the rest. Where the range is known to end with the file, the end is awaited, as long
     * as nothing comes behind it.
     */
    Flux<ByteBuf> of(Flux<ByteBuf> bytes) {
        return length == Long.MAX_VALUE
                ? bytes
                : bytes.doOnNext(this::shorten).takeUntil(buffer -> cut).handle(Excerpt::pass);
    }

    /** Unlike a filter it discards nothing: a hook of the subscriber's would release what is released here. */
    private static void pass(ByteBuf buffer, SynchronousSink<ByteBuf> sink) {
        if (buffer.isReadable()) {
            sink.next(buffer);
        }
    }

    /** In place: the buffer is this stream's until it is released. */
    private void shorten(ByteBuf buffer) {
        int taken = (int) Math.min(left, buffer.readableBytes());
        cut = endsWithFile ? taken < buffer.readableBytes() : taken == left;
        buffer.writerIndex(buffer.readerIndex() + taken);
        left -= taken;
    }

    /** Whether the rest was cancelled, so that nobody has confirmed the whole. */
    boolean isCut() {
        return cut;
    }
}
