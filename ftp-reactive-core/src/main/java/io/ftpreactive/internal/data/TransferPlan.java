package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.internal.control.Turn;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** What one transfer says to the server, apart from its data connection. Called on the event loop. */
public interface TransferPlan {

    /**
     * Returns what the turn is for.
     *
     * @return the transfer command or a text, to be shown by its {@code toString()}
     */
    Object purpose();

    /**
     * Asks what has to be asked before the second connection is made.
     *
     * @param turn the turn of the transfer
     * @return completes when it is answered, emits nothing; null if there is nothing to ask. What it fails with, or
     *     this throws, fails the transfer
     */
    @Nullable
    Mono<Void> prepare(Turn turn);

    /**
     * Returns what is sent once that is answered.
     *
     * @return the transfer command last, before it what must be answered first, such as REST; null if there is nothing to
     *     transfer
     */
    FtpCommand @Nullable [] commands();

    /**
     * Returns what is sent whatever is answered to {@link #prepare}, so that it need not be waited for.
     *
     * @return the transfer command; null if the answers are needed first
     */
    default @Nullable FtpCommand commandInAnyCase() {
        return null;
    }

    /**
     * Asks what is left to ask when the data have ended and the server has called the transfer complete. Nobody is told
     * of the end before the answer.
     *
     * @param turn the turn of the transfer, with nothing outstanding
     * @return whether it is certain that all bytes have come, which makes up for a missing end of TLS; null for nothing
     *     to ask, and not certain
     */
    default @Nullable Mono<Boolean> ask(Turn turn) {
        return null;
    }

    /**
     * Tells what is wrong with a transfer that the server has called complete. Asked when all bytes have moved, before its
     * owner hears so.
     *
     * @return why it is a failure all the same, as of a file that is not whole; null if nothing is known against it
     */
    default @Nullable Throwable fault() {
        return null;
    }

    /**
     * Returns how the bytes are to flow.
     *
     * @return limits and watches
     */
    TransferFlow flow();

    /**
     * Returns who hears how far the transfer has come.
     *
     * @param context of the transfer
     * @return who hears it
     */
    default TransferFlow.Observer observer(ContextView context) {
        return TransferFlow.Observer.NONE;
    }
}
