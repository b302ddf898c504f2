package io.ftpreactive.cli;

import org.jspecify.annotations.Nullable;

/**
 * What the attempts at a whole file have left of it, for the next one to go on with: only of a file that is still the same,
 * and only what this run has moved. Thread-safe.
 */
final class Remains {

    private @Nullable Object source;
    /** Where in the file the attempt begins. */
    private long first;

    private long moved;

    /**
     * Begins a file anew.
     *
     * @param identity what tells it from another one of the same name, null if nobody knows
     */
    synchronized void begin(@Nullable Object identity) {
        source = identity;
        first = 0;
        moved = 0;
    }

    /** Whether a part of this file was moved. */
    synchronized boolean isOf(Object identity) {
        return moved > 0 && identity.equals(source);
    }

    /** Begins an attempt that goes on within the file. */
    synchronized void goOn(long position) {
        first = position;
    }

    /** Hears how many bytes an attempt has moved so far. */
    synchronized void moved(long bytes) {
        moved = Math.max(moved, first + bytes);
    }

    /** How much of the file has been moved at the most. */
    synchronized long moved() {
        return moved;
    }
}
