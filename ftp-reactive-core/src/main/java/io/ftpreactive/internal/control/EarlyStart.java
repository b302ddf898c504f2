package io.ftpreactive.internal.control;

import java.util.ArrayDeque;

/**
 * Whether a turn has begun early: before it is the one who talks. What it must not do before is put off until then. Confined
 * to the event loop.
 *
 * <p>What it writes goes out with the last command of the turn before, in one segment: some servers refuse, or drop, what
 * they find on their control connection during a transfer, but all keep what they have read along with the transfer command.
 */
final class EarlyStart {

    private enum Stage {
        /** Commands go out with those of the turn before. */
        OPEN,
        /** The segment is on its way: what comes later waits. */
        SHUT,
        /** The turn is the one who talks. */
        OVER
    }

    private final boolean begun;
    private final ArrayDeque<Runnable> later = new ArrayDeque<>(0);
    private Stage stage;
    private boolean timed;
    private boolean clean;
    private boolean heard;

    /**
     * Begins a turn.
     *
     * @param early false if it is the one who talks from the beginning
     */
    EarlyStart(boolean early) {
        begun = early;
        stage = early ? Stage.OPEN : Stage.OVER;
    }

    boolean hasBegun() {
        return begun;
    }

    /** Whether others still talk before this turn. */
    boolean isAhead() {
        return stage != Stage.OVER;
    }

    /** Whether commands may be written at once: with those of the turn before, or since there is none. */
    boolean isOpen() {
        return stage != Stage.SHUT;
    }

    /** From now on nothing is written before the turn is the one who talks. */
    void shut() {
        if (stage == Stage.OPEN) {
            stage = Stage.SHUT;
        }
    }

    /** Puts off what is to happen in the turn itself. */
    void later(Runnable task) {
        later.add(task);
    }

    /** Puts off that the reply clock is started, or stopped again. */
    void clock(boolean running) {
        timed = running;
    }

    /**
     * The turn is the one who talks now, and makes up for what was put off.
     *
     * @param cleanly whether the one before ended well, though commands were sent behind it
     * @param clock starts the reply clock, if it is to run
     */
    void end(boolean cleanly, Runnable clock) {
        stage = Stage.OVER;
        clean = cleanly;
        heard = false;
        if (timed) {
            clock.run();
        }
        for (Runnable task = later.poll(); task != null; task = later.poll()) {
            task.run();
        }
    }

    /** Whether the server has done in order what was sent early, if the turn itself ends well. */
    boolean isClean() {
        return clean;
    }

    /** The server has said something to the turn. */
    void hear() {
        heard = true;
    }

    /** Whether it has said something since the turn is the one who talks. */
    boolean isHeard() {
        return heard;
    }
}
