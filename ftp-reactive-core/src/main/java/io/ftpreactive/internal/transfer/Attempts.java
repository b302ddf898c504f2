package io.ftpreactive.internal.transfer;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.data.TransferFlow;
import io.ftpreactive.options.TransferOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * What the attempts at one transfer have in common, each of which has a session of its own. They follow one another, and so
 * do the threads that touch this.
 */
public abstract class Attempts {

    private final long start = System.nanoTime();
    private long moved;
    private long before;
    private TransferFlow.@Nullable Observer observer;

    Attempts() {}

    /** Begins an attempt, before it has a session. */
    public void next() {
        before = moved;
    }

    /** File bytes that came to where they belong, by all attempts. */
    final long moved() {
        return moved;
    }

    /** The same, by all attempts but this one. */
    final long before() {
        return before;
    }

    final void moved(long bytes) {
        moved = bytes;
    }

    /** This attempt begins elsewhere than where the last one was seen to end. */
    final void goOnAt(long bytes) {
        moved = bytes;
        before = bytes;
    }

    /** How long all attempts have taken, and the time between them. */
    final Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Who hears of the progress: of one transfer, however many attempts there are. */
    final TransferFlow.Observer observer(TransferOptions options, String path, ContextView context) {
        return observer(options, path, Measure.UNKNOWN, context);
    }

    /** The same, where the caller has said how many bytes there will be. */
    final TransferFlow.Observer observer(TransferOptions options, String path, long announced, ContextView context) {
        TransferFlow.Observer told = observer;
        if (told == null) {
            told = ProgressMeter.of(options, path, announced, context);
            observer = told;
        } else if (told instanceof ProgressMeter meter) {
            meter.goOn(before);
        }
        return told;
    }

    /** Nothing was left to move. */
    final void completed() {
        TransferFlow.Observer told = observer;
        if (told instanceof ProgressMeter meter) {
            meter.goOn(before);
            meter.completed(0);
        }
    }

    /**
     * Tells whether another attempt can go on, and may succeed.
     *
     * @param error what ended this one
     * @return false if it is the end of the transfer
     */
    public final boolean mayGoOn(Throwable error) {
        return error instanceof FtpException failure
                && (failure.isTransient() || (failure instanceof FtpTransferException broken && passes(broken)))
                && canGoOn();
    }

    /** Whether an error that comes again each time in one transfer need not do so in an attempt of several. */
    abstract boolean passes(FtpTransferException failure);

    /** Whether what has moved can be continued, or begun anew. */
    abstract boolean canGoOn();

    /** The transfer command. */
    abstract String command();

    /**
     * Explains an error of this attempt as one of the transfer.
     *
     * @param error what ended the attempt
     * @return the error, with the bytes of all attempts
     */
    public final Throwable explain(Throwable error) {
        if (before == 0 || !(error instanceof FtpException failure) || failure instanceof FtpFileException) {
            return error;
        }
        if (!(failure instanceof FtpTransferException broken)) {
            return notContinued(failure);
        }
        FtpTransferException all = new FtpTransferException(
                broken.reason(),
                broken.command(),
                broken.problem(),
                before + broken.bytes(),
                broken.reply(),
                broken.getCause());
        for (Throwable suppressed : broken.getSuppressed()) {
            all.addSuppressed(suppressed);
        }
        return all;
    }

    /** Who has received bytes already hears how many, also where the last attempt did not come so far. */
    private FtpTransferException notContinued(FtpException failure) {
        String problem = "it broke off, and could not go on: " + failure.getMessage();
        if (failure instanceof FtpReplyException refused) {
            return new FtpTransferException(
                    Reason.NEGATIVE_REPLY, command(), problem, before, refused.reply(), refused);
        }
        Reason reason = failure instanceof FtpConnectionException lost ? lost.reason() : Reason.PROTOCOL;
        return new FtpTransferException(reason, command(), problem, before, null, failure);
    }
}
