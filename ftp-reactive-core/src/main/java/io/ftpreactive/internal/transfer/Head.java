package io.ftpreactive.internal.transfer;

import io.netty.buffer.ByteBuf;

/**
 * How the local file begins that a download goes on with. A server that ignores REST sends just these bytes once more; other
 * bytes cannot have come from the file's beginning.
 */
final class Head {

    /** More than files of one kind have in common, and less than a buffer. */
    static final int LENGTH = 8 * 1024;

    static final Head NONE = new Head(new byte[0]);

    private final byte[] bytes;
    private int seen;
    /** Volatile since it is asked when the file is closed, on another thread. */
    private volatile boolean differs;

    Head(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Compares what comes next; on the event loop. */
    void compare(ByteBuf buffer) {
        int end = Math.min(bytes.length - seen, buffer.readableBytes());
        for (int i = 0; i < end && !differs; i++) {
            differs = buffer.getByte(buffer.readerIndex() + i) != bytes[seen + i];
        }
        seen += end;
    }

    /** Whether something else has come. */
    boolean isOther() {
        return differs;
    }
}
