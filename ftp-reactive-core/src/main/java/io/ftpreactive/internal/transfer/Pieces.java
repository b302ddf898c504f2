package io.ftpreactive.internal.transfer;

import java.util.Arrays;

/**
 * The pieces of a file that several sessions read, and what has come of each. A session that has read a piece goes on with
 * the one behind it, if that is free, since to end a download within the file costs an abort. Thread-safe.
 */
final class Pieces {

    private static final byte FREE = 0;
    private static final byte TAKEN = 1;
    private static final byte DONE = 2;

    private final long first;
    private final long end;
    private final long length;
    /** How many pieces may be under way from the first that is not delivered on; 0 for any number, in any order. */
    private final int window;

    private final byte[] states;
    private final int[] filled;
    private int head;
    private int left;
    private boolean begun;

    /**
     * Cuts a file.
     *
     * @param first its first byte that is wanted
     * @param end behind the last
     * @param length of each piece
     * @param window how many may be under way if they are wanted in order, else 0
     */
    Pieces(long first, long end, int length, int window) {
        this.first = first;
        this.end = end;
        this.length = length;
        this.window = window;
        this.left = Math.toIntExact((end - first + length - 1) / length);
        this.states = new byte[left];
        this.filled = new int[left];
    }

    int count() {
        return states.length;
    }

    long start(int piece) {
        return first + piece * length;
    }

    /** Behind the last byte of a piece. */
    long end(int piece) {
        return Math.min(end, start(piece) + length);
    }

    /** Where the next byte of a piece belongs. */
    synchronized long position(int piece) {
        return start(piece) + filled[piece];
    }

    boolean isLast(int piece) {
        return piece == states.length - 1;
    }

    /** Takes the free piece that is best read next; -1 if there is none. */
    synchronized int take() {
        int piece = window > 0 ? lowest() : inLargestGap();
        if (piece >= 0) {
            states[piece] = TAKEN;
            begun = true;
        }
        return piece;
    }

    private int lowest() {
        for (int i = head; i < limit(); i++) {
            if (states[i] == FREE) {
                return i;
            }
        }
        return -1;
    }

    private int limit() {
        return window == 0 ? states.length : Math.min(states.length, head + window);
    }

    /** The middle of a gap that another session is about to read on into, else its beginning. */
    private int inLargestGap() {
        int best = -1;
        int bestSize = 0;
        for (int i = 0; i < states.length; i++) {
            int from = i;
            while (i < states.length && states[i] == FREE) {
                i++;
            }
            boolean approached = from > 0 && states[from - 1] == TAKEN && i > from && filled[from] == 0;
            int size = approached ? (i - from) / 2 : i - from;
            if (size > bestSize) {
                bestSize = size;
                best = i - size;
            }
        }
        return best;
    }

    /** Whether somebody can be given a piece. */
    synchronized boolean isAvailable() {
        return (window > 0 ? lowest() : inLargestGap()) >= 0;
    }

    /** Whether anything was ever taken, or is there. */
    synchronized boolean isBegun() {
        return begun;
    }

    /** Takes the piece that a download has come to, if it is free and nothing of it is there. */
    synchronized boolean take(int piece) {
        boolean free = states[piece] == FREE && filled[piece] == 0;
        if (free) {
            states[piece] = TAKEN;
        }
        return free;
    }

    /** Notes that bytes of a piece are where they belong. */
    synchronized void add(int piece, int bytes) {
        filled[piece] += bytes;
    }

    synchronized void done(int piece) {
        states[piece] = DONE;
        left--;
    }

    /** Gives a piece back, of which there may be more to read. */
    synchronized void free(int piece) {
        if (position(piece) == end(piece)) {
            done(piece);
        } else {
            states[piece] = FREE;
        }
    }

    synchronized boolean isDone() {
        return left == 0;
    }

    /** Notes that bytes are there already. */
    synchronized void restore(long from, long to) {
        for (int i = 0; i < states.length; i++) {
            long start = start(i);
            if (from <= start && to > start && states[i] == FREE) {
                begun = true;
                filled[i] = (int) (Math.min(to, end(i)) - start);
                if (start + filled[i] == end(i)) {
                    done(i);
                }
            }
        }
    }

    /** How many bytes are there. */
    synchronized long bytes() {
        long bytes = 0;
        for (int count : filled) {
            bytes += count;
        }
        return bytes;
    }

    /** What is there: pairs of where it begins and where it ends. */
    synchronized long[] ranges() {
        long[] ranges = new long[2 * states.length];
        int count = 0;
        for (int i = 0; i < states.length; i++) {
            long start = start(i);
            if (filled[i] > 0 && count > 0 && ranges[count - 1] == start) {
                ranges[count - 1] = start + filled[i];
            } else if (filled[i] > 0) {
                ranges[count++] = start;
                ranges[count++] = start + filled[i];
            }
        }
        return Arrays.copyOf(ranges, count);
    }

    /** The first piece that is not delivered. */
    synchronized int head() {
        return head;
    }

    /** Whether all of the first piece was read, so that the next is the first once its bytes are delivered. */
    synchronized boolean isHeadDone() {
        return head < states.length && states[head] == DONE;
    }

    synchronized void advance() {
        head++;
    }

    /** Whether a piece must wait until those before it are delivered. */
    synchronized boolean isAhead(int piece) {
        return piece >= limit();
    }
}
