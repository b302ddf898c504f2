package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.internal.context.ThreadLocals;
import io.ftpreactive.internal.control.Listener;
import io.ftpreactive.internal.data.TransferFlow;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.TransferProgress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.context.ContextView;

/** Tells a listener how far one transfer has come. Driven by bytes, without a timer; confined to the event loop. */
final class ProgressMeter implements TransferFlow.Observer {

    private static final Logger log = Loggers.getLogger("io.ftpreactive.listeners");

    private final String path;
    private final long intervalNanos;
    private final Consumer<? super TransferProgress> listener;
    private final ContextView context;
    private long total;
    /** What earlier attempts have moved. */
    private long before;

    private boolean begun;
    private long start;
    private long told;
    private boolean failed;

    private ProgressMeter(
            String path,
            long total,
            Duration interval,
            Consumer<? super TransferProgress> listener,
            ContextView context) {
        this.path = path;
        this.total = total;
        this.intervalNanos = interval.toNanos();
        this.listener = listener;
        this.context = context;
    }

    /** Makes the meter of a file's transfer, where there is a file and somebody who listens. */
    static TransferFlow.Observer of(TransferOptions options, @Nullable String file, ContextView context) {
        return of(options, file, Measure.UNKNOWN, context);
    }

    /** The same, where it is known how many bytes there will be. */
    static TransferFlow.Observer of(TransferOptions options, @Nullable String file, long total, ContextView context) {
        Consumer<? super TransferProgress> listener = options.progress();
        return listener == null || file == null
                ? NONE
                : new ProgressMeter(file, total, options.progressInterval(), listener, context);
    }

    @Override
    public void begun(FtpReply opening, long announced) {
        if (!begun) {
            begun = true;
            if (total < 0) {
                total = announced < 0 ? FtpReplies.sizeHint(opening).orElse(Measure.UNKNOWN) : announced;
            }
            start = System.nanoTime();
        }
        tell(0);
    }

    /** Another attempt at the same transfer begins, behind what the others have moved. */
    void goOn(long bytes) {
        before = bytes;
    }

    @Override
    public void moved(long bytes) {
        if (System.nanoTime() - told >= intervalNanos) {
            tell(bytes);
        }
    }

    @Override
    public void completed(long bytes) {
        tell(bytes);
    }

    /** A listener that throws must not harm the transfer; once is enough to say so. */
    private void tell(long bytes) {
        told = System.nanoTime();
        TransferProgress progress =
                new TransferProgress(path, before + bytes, total, Duration.ofNanos(told - start), null);
        ThreadLocals.run(context, () -> tell(progress));
    }

    private void tell(TransferProgress progress) {
        Throwable failure = Listener.tell(listener, progress);
        if (failure != null && !failed) {
            failed = true;
            log.warn("The progress listener of " + path + " failed", failure);
        }
    }
}
