package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.options.RateLimit;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * How the bytes of one transfer flow, and who watches.
 *
 * @param limits all hold
 * @param minimumSpeed bytes a second, 0 for any
 * @param window over which the speed is measured
 * @param keepAlive the time between two NOOPs, null for none
 * @param observer hears of each step
 * @param inquiry what is asked when the server has called the transfer complete
 */
public record TransferFlow(
        List<RateLimit> limits,
        long minimumSpeed,
        Duration window,
        @Nullable Duration keepAlive,
        Observer observer,
        Inquiry inquiry) {

    /** A question in the turn of a transfer, whose data have ended and which the server has called complete. */
    @FunctionalInterface
    public interface Inquiry {

        /** Asks nothing. */
        Inquiry NONE = turn -> Mono.just(false);

        /**
         * Asks. On the event loop; nobody is told of the end before the answer.
         *
         * @param turn the turn of the transfer, with nothing outstanding
         * @return whether it is certain that all bytes have come, which makes up for a missing end of TLS
         */
        Mono<Boolean> ask(Turn turn);
    }

    /** Hears how far a transfer has come, on the event loop. */
    public interface Observer {

        /** Is told for nothing. */
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
