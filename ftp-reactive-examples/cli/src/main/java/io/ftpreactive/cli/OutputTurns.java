package io.ftpreactive.cli;

import java.util.BitSet;

/**
 * Who may write to standard output, where several things are done at a time: what goes there goes in the order of the
 * command line, each as a whole.
 */
final class OutputTurns {

    /** Those behind the first who have no need of a turn any more, counted from it. */
    private BitSet passed = new BitSet();

    private long first;
    private long next;

    /** Takes a place behind all who have one. */
    synchronized Turn next() {
        return new Turn(next++);
    }

    private synchronized void await(long place) {
        try {
            while (place > first) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.INTERRUPTED, "Interrupted", e);
        }
    }

    private synchronized void pass(long place) {
        if (place < first) {
            return;
        }
        passed.set((int) (place - first));
        int done = passed.nextClearBit(0);
        passed = passed.get(done, Math.max(done, passed.length()));
        first += done;
        notifyAll();
    }

    /** One place in the order. */
    final class Turn {

        private final long place;

        private Turn(long place) {
            this.place = place;
        }

        /** Waits until all before have written what they have to. */
        void await() {
            OutputTurns.this.await(place);
        }

        /** Lets those behind go on, for there is nothing to write, or no more. Idempotent. */
        void pass() {
            OutputTurns.this.pass(place);
        }
    }
}
