package io.ftpreactive.internal.data;

import io.ftpreactive.internal.blocking.OffLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.FileRegion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * Reads a region of a file into buffers, for a connection that does not take it as it is. Takes the region over from its
 * subscription on, and releases it at the end or when nobody reads on.
 */
final class RegionReader extends Flux<ByteBuf> {

    private static final int PIECE = 64 * 1024;

    private final FileRegion region;
    private final ByteBufAllocator alloc;

    RegionReader(FileRegion region, ByteBufAllocator alloc) {
        this.region = region;
        this.alloc = alloc;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        // Held twice: a cancel must not close the file under whoever is just reading it.
        Flux.using(() -> region, held -> pieces().subscribeOn(OffLoop.scheduler()), FileRegion::release)
                .subscribe(actual);
    }

    private Flux<ByteBuf> pieces() {
        return Flux.generate(
                () -> {
                    region.retain();
                    return 0L;
                },
                this::read,
                position -> region.release());
    }

    private Long read(Long position, SynchronousSink<ByteBuf> sink) {
        if (position == region.count()) {
            sink.complete();
            return position;
        }
        ByteBuf piece = alloc.buffer((int) Math.min(PIECE, region.count() - position));
        try {
            long count = region.transferTo(new Target(piece), position);
            if (count <= 0) {
                throw new EOFException("the file has become shorter while it was sent");
            }
            sink.next(piece);
            return position + count;
        } catch (IOException | RuntimeException e) {
            piece.release();
            sink.error(e);
            return position;
        }
    }

    /** Takes as much as the buffer holds. */
    private record Target(ByteBuf buffer) implements WritableByteChannel {

        @Override
        public int write(ByteBuffer source) {
            int count = Math.min(source.remaining(), buffer.writableBytes());
            buffer.writeBytes(source.slice(source.position(), count));
            source.position(source.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
