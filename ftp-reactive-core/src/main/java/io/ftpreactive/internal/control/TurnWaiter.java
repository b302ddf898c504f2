package io.ftpreactive.internal.control;

import io.ftpreactive.error.FtpException;
import reactor.util.context.ContextView;

/** Somebody who waits for a {@linkplain Turn turn}. Called on the event loop. */
public interface TurnWaiter {

    /**
     * Returns what the turn is for.
     *
     * @return a command or a text, to be shown by its {@code toString()}
     */
    Object purpose();

    /**
     * Returns the subscriber's context, which may carry a {@link Lease}.
     *
     * @return the context
     */
    ContextView context();

    /**
     * Tells whether the turn may begin early: while the last command of the turn before is being written.
     *
     * @return true if what is sent first is ready to be sent
     */
    default boolean mayBeginEarly() {
        return false;
    }

    /**
     * Gives the turn, which the waiter ends.
     *
     * @param turn the turn
     * @return false if nobody wants it any more: then it is ended by the caller
     */
    boolean onTurn(Turn turn);

    /**
     * Called instead when there will be no turn.
     *
     * @param cause why
     */
    void onRefused(FtpException cause);
}
