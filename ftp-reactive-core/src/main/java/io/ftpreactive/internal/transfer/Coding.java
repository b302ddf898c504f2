package io.ftpreactive.internal.transfer;

import io.ftpreactive.options.TransferOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * How the bytes of a file differ from those of its data connection.
 *
 * @param ascii line ends are converted (TYPE A)
 * @param compression the level of MODE Z, 0 for MODE S
 */
record Coding(boolean ascii, int compression) {

    /** Whether they do not differ. */
    boolean isPlain() {
        return !ascii && compression == 0;
    }

    /** Refuses options that cannot be kept. */
    void check(TransferOptions options) {
        if (ascii && options.verified()) {
            throw new IllegalArgumentException(
                    "Sizes and checksums mean nothing in text transfers: verified needs ascii(false)");
        }
    }

    /** What a listing needs, whose line ends are found in any form. */
    Coding lines() {
        return new Coding(false, compression);
    }

    /**
     * The bytes of the file; buffers are lent on both sides, and emitted where {@code thread} runs things.
     *
     * @param maxChunk how much a buffer may hold
     */
    Flux<ByteBuf> decode(Flux<ByteBuf> wire, ByteBufAllocator alloc, int maxChunk, Consumer<Runnable> thread) {
        Flux<ByteBuf> inflated =
                compression == 0 ? wire : TranscodingFlux.received(wire, () -> new Inflation(alloc, maxChunk), thread);
        return ascii
                ? TranscodingFlux.received(inflated, () -> new LineEnds.FromNetwork(alloc, maxChunk), thread)
                : inflated;
    }

    /** The bytes for the wire; buffers are handed over on both sides. */
    Publisher<? extends ByteBuf> encode(Publisher<? extends ByteBuf> file, ByteBufAllocator alloc) {
        Publisher<? extends ByteBuf> text = ascii ? LineEnds.toNetwork(file) : file;
        return compression == 0 ? text : TranscodingFlux.toSend(text, () -> new Deflation(alloc, compression));
    }
}
