package io.ftpreactive.internal.transfer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Takes the zlib stream of a data connection in MODE Z apart, in pieces of bounded size. A stream without its end is an
 * error: that the connection was closed says nothing here.
 */
final class Inflation implements ByteTransformer {

    static final int PIECE = 32 * 1024;

    private final ByteBufAllocator alloc;
    private final int size;
    private final Inflater inflater = new Inflater();
    private boolean begun;

    Inflation(ByteBufAllocator alloc, int maxChunk) {
        this.alloc = alloc;
        this.size = Math.min(PIECE, maxChunk);
    }

    @Override
    public void feed(ByteBuf input) {
        begun |= input.isReadable();
        inflater.setInput(input.nioBuffer());
    }

    @Override
    public @Nullable ByteBuf next() {
        if (inflater.finished()) {
            if (inflater.getRemaining() > 0) {
                throw new MalformedDataException("there are bytes behind the end of the compressed stream", null);
            }
            return null;
        }
        if (inflater.needsInput()) {
            return null;
        }
        ByteBuf piece = alloc.buffer(size);
        try {
            piece.writerIndex(inflater.inflate(piece.nioBuffer(0, size)));
        } catch (DataFormatException e) {
            piece.release();
            throw new MalformedDataException("what came is not a zlib stream: " + e.getMessage(), e);
        }
        if (piece.isReadable()) {
            return piece;
        }
        piece.release();
        if (inflater.needsDictionary()) {
            throw new MalformedDataException("the compressed stream needs a dictionary, which MODE Z has not", null);
        }
        return inflater.finished() ? next() : null;
    }

    @Override
    public void end() {
        if (begun && !inflater.finished()) {
            throw new MalformedDataException(
                    "the compressed stream breaks off, though the server called it complete", null);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
