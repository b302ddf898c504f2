package io.ftpreactive.cli;

import io.ftpreactive.result.TransferProgress;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how the one transfer goes: a bar on a terminal, else one line when it is done. */
final class SingleProgress implements Progress {

    private static final Duration STEP = Duration.ofMillis(100);
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long SMALL = 10 * MIB;

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
    private boolean drawn;

    SingleProgress(Streams streams, Messages messages, boolean silent) {
        this.streams = streams;
        this.messages = messages;
        this.silent = silent;
    }

    @Override
    public synchronized void start(String name, boolean onTerminal) {
        this.name = Escapes.visible(name);
        this.shown = !silent && !onTerminal;
        startNanos = System.nanoTime();
        drawn = shown && streams.errIsTerminal();
    }

    /** One whose unit shows a small file moving, and one of unknown size. */
    private ProgressBar bar(long total) {
        boolean small = total < SMALL;
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(UNKNOWN)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(small ? " KiB" : " MiB", small ? KIB : MIB)
                .showSpeed()
                .setUpdateIntervalMillis((int) STEP.toMillis())
                .setConsumer(new ConsoleProgressBarConsumer(streams.err(), WIDTH))
                .build();
    }

    /** The bar draws on a thread of its own. */
    @Override
    public void moved(TransferProgress progress) {
        ProgressBar running = running(progress.total());
        if (running != null) {
            running.maxHint(progress.total());
            running.stepTo(progress.bytes());
        }
    }

    private synchronized @Nullable ProgressBar running(long total) {
        if (drawn && bar == null) {
            bar = bar(total);
        }
        return bar;
    }

    @Override
    public synchronized void done(long bytes) {
        ProgressBar running = running(bytes);
        if (running != null) {
            running.maxHint(bytes);
            running.stepTo(bytes);
        } else if (shown) {
            messages.print(name + ": " + Speed.of(bytes, System.nanoTime() - startNanos));
        }
        stop();
    }

    @Override
    public synchronized void stop() {
        drawn = false;
        ProgressBar running = bar;
        if (running != null) {
            running.close();
            bar = null;
        }
    }
}
