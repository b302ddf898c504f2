package io.ftpreactive;

import io.ftpreactive.internal.control.Guarded;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * What is to be done once the pools' lock is left. Where that changes a pool in turn, its consequences come after it, not
 * within it: a thousand waiting callers, each of whom fails at once, must not nest.
 */
final class Outbox {

    private static final ThreadLocal<@Nullable ArrayDeque<Runnable>> RUNNING = new ThreadLocal<>();

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(2);

    void add(Runnable task) {
        tasks.add(task);
    }

    /** Runs all, or has whoever runs on this thread already run them next. */
    void run() {
        if (tasks.isEmpty()) {
            return;
        }
        ArrayDeque<Runnable> running = RUNNING.get();
        if (running != null) {
            running.addAll(tasks);
            return;
        }
        RUNNING.set(tasks);
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                Guarded.run(task, thrown -> Operators.onErrorDropped(thrown, Context.empty()));
            }
        } finally {
            RUNNING.remove();
        }
    }
}
