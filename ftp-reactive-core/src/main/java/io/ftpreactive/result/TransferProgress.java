package io.ftpreactive.result;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink.OverflowStrategy;

/**
 * The progress of a transfer.
 *
 * @param path the remote path as the caller gave it
 * @param bytes file bytes moved by this transfer so far, not counting those before the offset of a resumed one
 * @param total the number of bytes in the end, -1 if unknown
 * @param elapsed the time since the transfer began
 * @param result the result, in the last element of {@link #stream}; null before
 */
public record TransferProgress(
        String path,
        long bytes,
        long total,
        Duration elapsed,
        @Nullable TransferResult result) {

    /**
     * Runs a transfer and emits its progress. A slow subscriber receives only the latest.
     *
     * <pre>{@code
     * TransferProgress.stream(listener -> client
     *         .transferOptions(options -> options.progress(Duration.ofSeconds(1), listener))
     *         .download("a", path))
     * }</pre>
     *
     * <p>The stream completes, fails and is cancelled with the transfer, which sees the subscriber's context. A {@link
     * TransferResult} that the transfer emits is in the last element. Other elements are dropped, so the transfer must
     * not emit buffers.
     *
     * @param transfer makes a transfer that calls the given listener
     * @return the progress; each subscription is a new transfer
     */
    public static Flux<TransferProgress> stream(
            Function<Consumer<? super TransferProgress>, ? extends Publisher<?>> transfer) {
        return Flux.create(sink -> new ProgressStream(sink).run(transfer), OverflowStrategy.LATEST);
    }

    /** The last of a transfer, of which this is the end. */
    TransferProgress with(TransferResult result) {
        return new TransferProgress(path, bytes, total, elapsed, result);
    }

    static TransferProgress of(TransferResult result) {
        return new TransferProgress(result.path(), result.bytes(), result.bytes(), result.duration(), result);
    }
}
