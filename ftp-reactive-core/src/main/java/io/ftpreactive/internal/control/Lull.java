package io.ftpreactive.internal.control;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;

/**
 * Puts off what must not happen before all is handled that the server has sent by now: to be lent a turn, and to write a
 * command while nothing is outstanding. What was received before a command was written cannot answer it.
 *
 * <p>Replies are handled one by one while others of the same read wait to be decoded. A task of the event loop runs when
 * what it has read is handled, of the data connection too, whose end may overtake a reply. It sees what was read, not
 * what the system has received and nobody has read yet. Confined to the event loop.
 */
final class Lull {

    private final EventLoop loop;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(2);
    private boolean here;

    Lull(EventLoop loop) {
        this.loop = loop;
    }

    /** Runs a task then, after those that wait already; at once if the lull is here. */
    void await(Runnable task) {
        if (here && waiting.isEmpty()) {
            task.run();
            return;
        }
        waiting.add(task);
        if (!here && waiting.size() == 1) {
            loop.execute(this::run);
        }
    }

    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    private void run() {
        here = true;
        try {
            for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
                task.run();
            }
        } finally {
            here = false;
            // Where one has failed, the others go on waiting.
            if (!waiting.isEmpty()) {
                loop.execute(this::run);
            }
        }
    }
}
