package io.ftpreactive.internal.data;

import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * A part of a file region, which must be written in order; holds on to the whole.
 *
 * <p>It is copied through user space: {@code sendfile(2)} is for transfers that nobody slows down.
 */
final class FileSlice extends AbstractReferenceCounted implements FileRegion {

    private final FileRegion whole;
    private final long first;
    private final long count;
    private long transferred;

    FileSlice(FileRegion whole, long first, long count) {
        this.whole = whole.retain();
        this.first = first;
        this.count = count;
    }

    @Override
    public long position() {
        return whole.position() + first;
    }

    @Override
    public long transferred() {
        return transferred;
    }

    @Override
    @Deprecated
    public long transfered() {
        return transferred;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public long transferTo(WritableByteChannel target, long position) throws IOException {
        long left = count - position;
        if (left <= 0) {
            return 0;
        }
        long written = whole.transferTo(new Bounded(target, left), first + position);
        transferred += written;
        return written;
    }

    /** Takes no more than so many bytes: the whole would write on beyond the end of this part. */
    private static final class Bounded implements WritableByteChannel {

        private final WritableByteChannel target;
        private long left;

        Bounded(WritableByteChannel target, long left) {
            this.target = target;
            this.left = left;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int limit = bytes.limit();
            bytes.limit(bytes.position() + (int) Math.min(left, bytes.remaining()));
            try {
                int written = target.write(bytes);
                left -= written;
                return written;
            } finally {
                bytes.limit(limit);
            }
        }

        @Override
        public boolean isOpen() {
            return target.isOpen();
        }

        @Override
        public void close() throws IOException {
            target.close();
        }
    }

    @Override
    protected void deallocate() {
        whole.release();
    }

    @Override
    public FileRegion retain() {
        super.retain();
        return this;
    }

    @Override
    public FileRegion retain(int increment) {
        super.retain(increment);
        return this;
    }

    @Override
    public FileRegion touch() {
        return this;
    }

    @Override
    public FileRegion touch(Object hint) {
        return this;
    }
}
