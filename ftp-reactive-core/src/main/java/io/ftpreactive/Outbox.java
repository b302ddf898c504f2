package io.ftpreactive;

import io.ftpreactive.internal.control.Guarded;
import java.util.ArrayDeque;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * What is to be done once the pools' lock is left. Where that changes a pool in turn, its consequences follow at once, but
 * only to some depth: a thousand waiting callers, each of whom fails at once, must not nest.
 */
final class Outbox {

    private static final int DEEPEST = 16;

    private static final ThreadLocal<Nesting> NESTING = ThreadLocal.withInitial(Nesting::new);

    /** What one thread is within. */
    private static final class Nesting {
        private final ArrayDeque<Runnable> later = new ArrayDeque<>(0);
        private int depth;
    }

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(2);

    void add(Runnable task) {
        tasks.add(task);
    }

    void run() {
        if (tasks.isEmpty()) {
            return;
        }
        Nesting nesting = NESTING.get();
        if (nesting.depth == DEEPEST) {
            nesting.later.addAll(tasks);
            return;
        }
        nesting.depth++;
        try {
            runAll(tasks);
            if (nesting.depth == 1) {
                runAll(nesting.later);
            }
        } finally {
            nesting.depth--;
        }
    }

    private static void runAll(ArrayDeque<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            Guarded.run(task, thrown -> Operators.onErrorDropped(thrown, Context.empty()));
        }
    }
}
