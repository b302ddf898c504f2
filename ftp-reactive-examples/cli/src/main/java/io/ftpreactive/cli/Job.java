package io.ftpreactive.cli;

import io.ftpreactive.result.TransferProgress;

/**
 * One of the things that a run does.
 *
 * @param attempts those made at it
 * @param progress what is shown of it
 * @param output when it may write to standard output
 */
record Job(Attempts attempts, Progress progress, OutputTurns.Turn output) {

    /** Hears how far a transfer is. */
    void moved(TransferProgress far) {
        attempts.remains().moved(far.bytes());
        progress.moved(far);
    }
}
