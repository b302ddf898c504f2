package io.ftpreactive.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import reactor.core.publisher.Flux;

/** Turns the line ends of a text into those of the network; those that are so already stay. */
final class LineEnds {

    private LineEnds() {}

    /** Releases each buffer it is given and gives a new one. */
    static Flux<ByteBuf> toNetwork(Flux<ByteBuf> text) {
        return Flux.defer(() -> {
            LineEnds ends = new LineEnds();
            return text.map(ends::convert);
        });
    }

    /** The last byte of the buffer before: a CR LF may stand across two. */
    private byte last;

    private ByteBuf convert(ByteBuf text) {
        ByteBuf converted = PooledByteBufAllocator.DEFAULT.heapBuffer(text.readableBytes() * 2);
        try {
            while (text.isReadable()) {
                byte octet = text.readByte();
                if (octet == '\n' && last != '\r') {
                    converted.writeByte('\r');
                }
                converted.writeByte(octet);
                last = octet;
            }
            return converted;
        } finally {
            text.release();
        }
    }
}
