package io.ftpreactive.internal.transfer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** The line ends of text: CR LF on the network (RFC 959 section 3.1.1.1), LF here. */
public final class LineEnds {

    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private LineEnds() {}

    /**
     * Makes each LF a CR LF; those that are CR LF already stay so. For uploads that go as they are otherwise, as in
     * {@code client.store(path, Flux.from(source).transform(LineEnds::toNetwork))}.
     *
     * @param text buffers, which this stream releases, cut anywhere
     * @return buffers that the subscriber releases, no more than it has demanded
     */
    public static Flux<ByteBuf> toNetwork(Publisher<? extends ByteBuf> text) {
        return TranscodingFlux.toSend(text, ToNetwork::new);
    }

    /** What both directions have in common: a buffer becomes another one, or several where that has its limit. */
    private abstract static class LineCoder implements ByteTransformer {

        private final int maxChunk;
        private @Nullable ByteBuf input;

        LineCoder(int maxChunk) {
            this.maxChunk = maxChunk;
        }

        @Override
        public void feed(ByteBuf input) {
            this.input = input;
        }

        @Override
        public @Nullable ByteBuf next() {
            ByteBuf in = input;
            if (in == null || !in.isReadable()) {
                input = null;
                return null;
            }
            ByteBuf out = in.alloc().buffer(Math.min(in.readableBytes() + 1, maxChunk));
            convert(in, out);
            if (out.isReadable()) {
                return out;
            }
            out.release();
            return null;
        }

        /** Converts all, or as much as the buffer takes if it is not to grow. */
        abstract void convert(ByteBuf in, ByteBuf out);

        @Override
        public void end() {}
    }

    /** Line ends for the wire. */
    static final class ToNetwork extends LineCoder {

        private boolean afterCr;

        ToNetwork() {
            super(Integer.MAX_VALUE);
        }

        @Override
        void convert(ByteBuf in, ByteBuf out) {
            while (in.isReadable()) {
                int length = in.bytesBefore(LF);
                int plain = length < 0 ? in.readableBytes() : length;
                if (plain > 0) {
                    afterCr = in.getByte(in.readerIndex() + plain - 1) == CR;
                    out.writeBytes(in, plain);
                }
                if (length >= 0) {
                    in.skipBytes(1);
                    if (!afterCr) {
                        out.writeByte(CR);
                    }
                    out.writeByte(LF);
                    afterCr = false;
                }
            }
        }
    }

    /** Line ends from the wire: a CR is held until it is known what follows. */
    static final class FromNetwork extends LineCoder {

        private final ByteBufAllocator alloc;
        private boolean held;
        private boolean ended;

        FromNetwork(ByteBufAllocator alloc, int maxChunk) {
            super(maxChunk);
            this.alloc = alloc;
        }

        @Override
        void convert(ByteBuf in, ByteBuf out) {
            while (in.isReadable() && out.isWritable()) {
                if (held) {
                    held = false;
                    out.writeByte(in.getByte(in.readerIndex()) == LF ? in.readByte() : CR);
                    continue;
                }
                int most = Math.min(in.readableBytes(), out.writableBytes());
                int length = in.bytesBefore(most, CR);
                out.writeBytes(in, length < 0 ? most : length);
                if (length >= 0) {
                    in.skipBytes(1);
                    held = true;
                }
            }
        }

        @Override
        public void end() {
            ended = true;
        }

        @Override
        public @Nullable ByteBuf next() {
            if (ended && held) {
                held = false;
                return alloc.buffer(1).writeByte(CR);
            }
            return super.next();
        }
    }
}
