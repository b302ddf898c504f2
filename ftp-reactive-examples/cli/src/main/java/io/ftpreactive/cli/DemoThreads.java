package io.ftpreactive.cli;

import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Counts the threads of this process at its peak, the client's apart from the embedded server's. */
final class DemoThreads {

    private static final Duration EVERY = Duration.ofMillis(20);

    private final ThreadGroup all = topmost();
    private volatile int loops;
    private volatile int workers;
    private volatile int server;
    private volatile int rest;

    Disposable watch() {
        return Flux.interval(EVERY).onBackpressureDrop().subscribe(tick -> count());
    }

    private static ThreadGroup topmost() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    private void count() {
        Thread[] threads = new Thread[all.activeCount() + 100];
        int found = all.enumerate(threads);
        int[] counts = new int[4];
        for (int i = 0; i < found; i++) {
            counts[kind(threads[i].getName())]++;
        }
        loops = Math.max(loops, counts[0]);
        workers = Math.max(workers, counts[1]);
        server = Math.max(server, counts[2]);
        rest = Math.max(rest, counts[3]);
    }

    private static int kind(String name) {
        if (name.startsWith("ftp-reactive")) {
            return 0;
        }
        if (name.startsWith("boundedElastic")) {
            return 1;
        }
        // MINA's acceptors and processors, and the pools in which the server runs its commands.
        return name.startsWith("Nio") || name.startsWith("pool-") ? 2 : 3;
    }

    @Override
    public String toString() {
        return "client " + (loops + workers) + " (" + loops + " event loops, " + workers
                + " for local files); beside them embedded server " + server + ", JVM and display " + rest;
    }
}
