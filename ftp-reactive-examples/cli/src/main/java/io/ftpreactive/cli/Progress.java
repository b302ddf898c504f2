package io.ftpreactive.cli;

import io.ftpreactive.result.TransferProgress;

/** Shows how a transfer goes. */
interface Progress {

    /**
     * Starts with a file.
     *
     * @param name what to call it
     * @param onTerminal whether its bytes go to the terminal, which progress would spoil
     */
    void start(String name, boolean onTerminal);

    /** Hears how far the transfer is. */
    void moved(TransferProgress progress);

    /** Ends with a file that was moved as a whole. */
    void done(long bytes);

    /** Ends in any case. */
    void stop();
}
