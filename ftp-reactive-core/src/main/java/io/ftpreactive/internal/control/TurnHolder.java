package io.ftpreactive.internal.control;

import io.ftpreactive.error.FtpException;

/** A transfer, which holds its {@linkplain Turn turn} until it is over. Called on the event loop. */
public interface TurnHolder {

    /**
     * Tells how long nobody has wanted bytes.
     *
     * @return nanoseconds without demand, 0 while there is demand
     */
    long nanosWithoutDemand();

    /**
     * Ends a transfer that holds the session without demand while others wait.
     *
     * @param waiting how many wait
     */
    void evict(int waiting);

    /**
     * Called when the control connection is lost before the turn is over, whether a reply is awaited or not.
     *
     * @param cause why, a fresh exception
     */
    void onLost(FtpException cause);
}
