package io.ftpreactive.cli;

import io.ftpreactive.result.TransferProgress;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how a transfer goes: a bar on a terminal, else one line when it is done. */
final class Progress {

    private static final Duration STEP = Duration.ofMillis(100);
    private static final long MIB = 1024 * 1024;

    /** Told rather than asked: asking a terminal for its width costs the start of a terminal library. */
    private static final int WIDTH = 79;

    private static final long UNKNOWN = -1;

    private final Streams streams;
    private final Messages messages;
    private final boolean silent;
    private volatile @Nullable ProgressBar bar;
    private String name = "";
    private long startNanos;
    private boolean shown;

    Progress(Streams streams, Messages messages, boolean silent) {
        this.streams = streams;
        this.messages = messages;
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
        if (shown && streams.errIsTerminal()) {
            bar = bar();
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

    /** Hears how far the transfer is. The bar draws on a thread of its own. */
    void moved(TransferProgress progress) {
        ProgressBar running = bar;
        if (running != null) {
            running.maxHint(progress.total());
            running.stepTo(progress.bytes());
        }
    }

    /** Ends with a file that was moved as a whole. */
    synchronized void done(long bytes) {
        ProgressBar running = bar;
        if (running != null) {
            running.maxHint(bytes);
            running.stepTo(bytes);
        } else if (shown) {
            double seconds = Math.max(1, System.nanoTime() - startNanos) / 1e9;
            messages.print(name + ": " + bytes + " bytes in " + rounded(seconds, 2) + " s ("
                    + rounded(bytes / 1e6 / seconds, 1) + " MB/s)");
        }
        stop();
    }

    /** A formatter would load what there is to know of the user's language. */
    private static String rounded(double number, int digits) {
        return BigDecimal.valueOf(number).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }

    /** Ends in any case. */
    synchronized void stop() {
        ProgressBar running = bar;
        if (running != null) {
            running.close();
            bar = null;
        }
    }
}
