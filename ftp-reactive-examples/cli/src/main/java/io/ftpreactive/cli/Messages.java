package io.ftpreactive.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What is said on stderr, in order, by a thread of its own: the dialogue is heard on event loops, which a full pipe must
 * not block.
 */
final class Messages {

    private final PrintStream err;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "stderr");
        thread.setDaemon(true);
        return thread;
    });

    /** The lines below all others, which are drawn anew where something has changed; confined to the writer. */
    private Supplier<List<String>> footer = List::of;

    /** How many of them stand on the terminal; confined to the writer. */
    private int drawn;

    Messages(PrintStream err) {
        this.err = err;
    }

    /** Prints a text in which the server may have had a hand. */
    void print(String text) {
        String shown = Escapes.visibleLines(text);
        try {
            writer.execute(() -> {
                String over = erasing();
                err.println(over + shown);
                draw("");
            });
        } catch (RejectedExecutionException e) {
            // The run is over: a late word of a connection that was left is of no interest.
            return;
        }
    }

    /** Shows lines below all others from now on, on a terminal. */
    void footer(Supplier<List<String>> lines, Duration step) {
        long millis = step.toMillis();
        writer.execute(() -> footer = lines);
        writer.scheduleWithFixedDelay(() -> draw(erasing()), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Goes back to the first of the lines and clears what follows. */
    private String erasing() {
        String erasing = drawn == 0 ? "" : "\u001b[" + drawn + "A\u001b[J";
        drawn = 0;
        return erasing;
    }

    private void draw(String before) {
        List<String> lines = footer.get();
        drawn = lines.size();
        String text = before + String.join("\n", lines) + (drawn == 0 ? "" : "\n");
        if (!text.isEmpty()) {
            err.print(text);
            err.flush();
        }
    }

    /** Waits until all is printed. */
    void close() {
        try {
            writer.execute(() -> {
                footer = List::of;
                draw(erasing());
            });
        } catch (RejectedExecutionException e) {
            return;
        }
        writer.shutdown();
        try {
            writer.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
