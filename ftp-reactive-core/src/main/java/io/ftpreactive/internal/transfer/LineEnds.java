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

    /** What both directions have in common: each buffer becomes another one at once. */
    private abstract static class LineCoder implements ByteTransformer {

        private @Nullable ByteBuf input;

        @Override
        public void feed(ByteBuf input) {
            this.input = input;
        }

        @Override
        public @Nullable ByteBuf next() {
            ByteBuf in = input;
            input = null;
            if (in == null || !in.isReadable()) {
                return null;
            }
            ByteBuf out = in.alloc().buffer(in.readableBytes() + 1);
            convert(in, out);
            if (out.isReadable()) {
                return out;
            }
            out.release();
            return null;
        }

        abstract void convert(ByteBuf in, ByteBuf out);

        @Override
        public void end() {}
    }

    /** Line ends for the wire. */
    static final class ToNetwork extends LineCoder {

        private boolean afterCr;

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

        FromNetwork(ByteBufAllocator alloc) {
            this.alloc = alloc;
        }

        @Override
        void convert(ByteBuf in, ByteBuf out) {
            while (in.isReadable()) {
                if (held && in.getByte(in.readerIndex()) != LF) {
                    out.writeByte(CR);
                }
                int length = held ? 0 : in.bytesBefore(CR);
                held = false;
                if (length < 0) {
                    out.writeBytes(in, in.readableBytes());
                } else if (length > 0 || in.getByte(in.readerIndex()) == CR) {
                    out.writeBytes(in, length);
                    in.skipBytes(1);
                    held = true;
                } else {
                    out.writeByte(in.readByte());
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
