package io.ftpreactive.internal.transfer;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a file into those of a data connection, or back, piece by piece. Not thread-safe; used by
 * {@link TranscodingFlux} only.
 */
interface ByteTransformer {

    /** What arrives is not what the server was told to send. */
    final class MalformedDataException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MalformedDataException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Takes input, which stays the caller's but must live until {@link #next} has returned null. */
    void feed(ByteBuf input);

    /** Makes a bounded piece of output, which is the caller's; null when there is none without more input. */
    @Nullable
    ByteBuf next();

    /** Hears that there is no more input; {@link #next} gives what is left. */
    void end();

    /** Frees what it holds; called once. */
    default void close() {}
}
