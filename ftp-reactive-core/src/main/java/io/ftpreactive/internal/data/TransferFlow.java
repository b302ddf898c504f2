package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.options.RateLimit;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of a transfer flow.
 *
 * @param limits all hold
 * @param minimumSpeed bytes a second, 0 for any
 * @param window over which the speed is measured
 * @param keepAlive the time between two NOOPs, null for none
 * @param stallTimeout how long the user may demand or give nothing
 * @param maxChunk no buffer that is given out holds more bytes
 */
public record TransferFlow(
        List<RateLimit> limits,
        long minimumSpeed,
        Duration window,
        @Nullable Duration keepAlive,
        Duration stallTimeout,
        int maxChunk) {

    /** Returns the same for bytes that the client consumes itself, in buffers as large as it reads them. */
    public TransferFlow consumed() {
        return new TransferFlow(limits, minimumSpeed, window, keepAlive, stallTimeout, Integer.MAX_VALUE);
    }

    /** Hears how far a transfer has come, on the event loop. */
    public interface Observer {

        /** Does nothing. */
        Observer NONE = new Observer() {

            @Override
            public void begun(FtpReply opening, long total) {}

            @Override
            public void moved(long bytes) {}

            @Override
            public void completed(long bytes) {}
        };

        /**
         * Called when bytes may begin to move.
         *
         * @param opening the server's first reply to the transfer command
         * @param total how many bytes this side will send, -1 if it does not know or receives
         */
        void begun(FtpReply opening, long total);

        /**
         * Called whenever bytes have moved.
         *
         * @param bytes all so far
         */
        void moved(long bytes);

        /**
         * Called when the transfer has ended well.
         *
         * @param bytes all that moved
         */
        void completed(long bytes);
    }
}
