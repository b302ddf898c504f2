package io.ftpreactive.internal.transfer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Makes the zlib stream of a data connection in MODE Z, in pieces of bounded size. */
final class Deflation implements ByteTransformer {

    private static final int PIECE = 32 * 1024;

    private final ByteBufAllocator alloc;
    private final Deflater deflater;

    Deflation(ByteBufAllocator alloc, int level) {
        this.alloc = alloc;
        this.deflater = new Deflater(level);
    }

    @Override
    public void feed(ByteBuf input) {
        deflater.setInput(input.nioBuffer());
    }

    @Override
    public @Nullable ByteBuf next() {
        ByteBuf piece = alloc.buffer(PIECE);
        piece.writerIndex(deflater.deflate(piece.nioBuffer(0, PIECE)));
        if (piece.isReadable()) {
            return piece;
        }
        piece.release();
        return null;
    }

    @Override
    public void end() {
        deflater.finish();
    }

    @Override
    public void close() {
        deflater.end();
    }
}
