package io.ftpreactive.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Counts files as they are done: a bar on a terminal, else a line for every quarter. */
final class DemoDisplay implements AutoCloseable {

    private static final int WIDTH = 79;
    private static final int LINES = 4;

    private final String name;
    private final int total;
    private final Messages messages;
    private final @Nullable ProgressBar bar;
    private final AtomicInteger done = new AtomicInteger();
    private final long startNanos = System.nanoTime();
    private volatile long endNanos;

    DemoDisplay(String name, int total, PrintStream err, boolean terminal) {
        this.name = name;
        this.total = total;
        this.messages = new Messages(err);
        this.bar = terminal ? bar(err) : null;
    }

    private ProgressBar bar(PrintStream err) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" files", 1)
                .showSpeed()
                .setUpdateIntervalMillis(100)
                .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                .build();
    }

    void fileDone() {
        int now = done.incrementAndGet();
        if (now == total) {
            endNanos = System.nanoTime();
        }
        if (bar != null) {
            bar.step();
        } else if (now == total || now % Math.max(1, total / LINES) == 0) {
            messages.print(name + ": " + now + " of " + total + " files");
        }
    }

    /** What was reached from the start to the last file. */
    String rates(long bytes) {
        double seconds = (endNanos - startNanos) / 1e9;
        return String.format(
                Locale.ROOT,
                "%s: %d files, %.1f MB in %.2f s: %.0f files/s, %.1f MB/s",
                name,
                total,
                bytes / 1e6,
                seconds,
                total / seconds,
                bytes / 1e6 / seconds);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        messages.close();
    }
}
