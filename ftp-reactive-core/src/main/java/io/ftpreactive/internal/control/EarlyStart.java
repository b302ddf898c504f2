package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpReply;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * What a turn that has begun early has to put off until it is the one who talks. Confined to the event loop.
 *
 * <p>What it writes goes out with the last command of the turn before, in one segment: some servers refuse, or drop, what
 * they find on their control connection during a transfer, but all keep what they have read along with the transfer command.
 */
final class EarlyStart {

    private final ArrayDeque<Runnable> later = new ArrayDeque<>(2);
    private final ArrayDeque<FtpReply> replies = new ArrayDeque<>(0);
    private boolean open = true;
    private boolean timed;

    /** Whether commands still go out with those of the turn before. */
    boolean isOpen() {
        return open;
    }

    void close() {
        open = false;
    }

    /** Puts off that the reply clock is started, or stopped again. */
    void clock(boolean running) {
        timed = running;
    }

    /** Whether the reply clock is to run. */
    boolean isTimed() {
        return timed;
    }

    /** Puts off what is to happen in the turn itself. */
    void later(Runnable task) {
        later.add(task);
    }

    /** Puts off a reply to the transfer command: until the transfer before is over, it may be about that one. */
    void later(FtpReply reply) {
        replies.add(reply);
    }

    /** Makes up for all that was put off. */
    void makeUp(Consumer<FtpReply> receiver) {
        later.forEach(Runnable::run);
        replies.forEach(receiver);
    }
}
