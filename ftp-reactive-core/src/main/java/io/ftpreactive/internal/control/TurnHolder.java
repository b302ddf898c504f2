package io.ftpreactive.internal.control;

/** Who took a {@linkplain Turn turn} over for the time of a transfer. Called on the event loop. */
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
}
