package io.ftpreactive.internal.data;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Joins small buffers to larger ones: a line of text costs a socket, and TLS more so, as much as 64 KiB do. Confined to the
 * event loop.
 */
final class SmallBuffers {

    /** Less is copied: what a write of its own costs. */
    static final int SMALL = 4 * 1024;

    /** The size of a joined buffer, to which it grows in a long row of small ones. */
    static final int JOINED = 64 * 1024;

    private final ByteBufAllocator alloc;
    private int capacity = SMALL;
    private @Nullable ByteBuf joined;

    SmallBuffers(ByteBufAllocator alloc) {
        this.alloc = alloc;
    }

    /** Whether so many bytes find no room in what has been joined, which is to be taken first. */
    boolean isFullFor(int bytes) {
        return joined != null && joined.writableBytes() < bytes;
    }

    /** Copies and releases a small buffer. */
    void add(ByteBuf buffer) {
        ByteBuf target = joined;
        if (target == null) {
            target = alloc.buffer(capacity, JOINED);
            joined = target;
        }
        try {
            target.writeBytes(buffer);
        } finally {
            buffer.release();
        }
    }

    /** Takes what has been joined, null if there is nothing; the caller releases it. */
    @Nullable
    ByteBuf take() {
        ByteBuf taken = joined;
        joined = null;
        if (taken != null) {
            boolean full = taken.writableBytes() < SMALL;
            capacity = full ? Math.min(JOINED, 2 * capacity) : Math.max(SMALL, capacity / 2);
        }
        return taken;
    }

    /** How many bytes have been joined. */
    int bytes() {
        return joined == null ? 0 : joined.readableBytes();
    }
}
