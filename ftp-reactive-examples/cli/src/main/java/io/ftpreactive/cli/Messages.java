package io.ftpreactive.cli;

import java.io.PrintStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What is said on stderr, in order, by a thread of its own: the dialogue is heard on event loops, which a full pipe must
 * not block.
 */
final class Messages {

    private final PrintStream err;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "stderr");
        thread.setDaemon(true);
        return thread;
    });

    Messages(PrintStream err) {
        this.err = err;
    }

    /** Prints a text in which the server may have had a hand. */
    void print(String text) {
        String shown = Escapes.visibleLines(text);
        try {
            writer.execute(() -> err.println(shown));
        } catch (RejectedExecutionException e) {
            // The run is over: a late word of a connection that was left is of no interest.
            return;
        }
    }

    /** Waits until all is printed. */
    void close() {
        writer.shutdown();
        try {
            writer.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
