package io.ftpreactive.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Shows how a transfer goes: a bar on a terminal, else one line when it is done. */
final class Progress {

    private static final Duration STEP = Duration.ofMillis(100);
    private static final long MIB = 1024 * 1024;

    /** Told rather than asked: asking a terminal for its width costs the start of a terminal library. */
    private static final int WIDTH = 79;

    private static final long UNKNOWN = -1;

    private final Streams streams;
    private final Messages messages;
    private final Meter meter;
    private final boolean silent;
    private final AtomicLong total = new AtomicLong(UNKNOWN);
    private @Nullable ProgressBar bar;
    private @Nullable Disposable ticks;
    private String name = "";
    private long startNanos;
    private boolean shown;

    Progress(Streams streams, Messages messages, Meter meter, boolean silent) {
        this.streams = streams;
        this.messages = messages;
        this.meter = meter;
        this.silent = silent;
    }

    /**
     * Starts with a file.
     *
     * @param name what to call it
     * @param onTerminal whether its bytes go to the terminal, which progress would spoil
     */
    synchronized void start(String name, boolean onTerminal) {
        this.name = Escapes.visible(name);
        this.shown = !silent && !onTerminal;
        startNanos = System.nanoTime();
        total.set(UNKNOWN);
        meter.reset();
        if (shown && streams.errIsTerminal()) {
            ProgressBar started = bar();
            bar = started;
            ticks = Flux.interval(STEP).subscribe(tick -> step(started));
        }
    }

    private ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(UNKNOWN)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" MiB", MIB)
                .showSpeed()
                .setUpdateIntervalMillis((int) STEP.toMillis())
                .setConsumer(new ConsoleProgressBarConsumer(streams.err(), WIDTH))
                .build();
    }

    private void step(ProgressBar running) {
        running.maxHint(total.get());
        running.stepTo(meter.bytes());
    }

    /** Learns the number of bytes to come; the first word on it counts. */
    void total(long bytes) {
        total.compareAndSet(UNKNOWN, bytes);
    }

    /** Ends with a file that was moved as a whole. */
    synchronized void done(long bytes) {
        if (bar != null) {
            total.set(bytes);
            bar.maxHint(bytes);
            bar.stepTo(bytes);
        } else if (shown) {
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            messages.print(String.format(
                    Locale.ROOT, "%s: %d bytes in %.2f s (%.1f MB/s)", name, bytes, seconds, bytes / 1e6 / seconds));
        }
        stop();
    }

    /** Ends in any case. */
    synchronized void stop() {
        if (ticks != null) {
            ticks.dispose();
            ticks = null;
        }
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
