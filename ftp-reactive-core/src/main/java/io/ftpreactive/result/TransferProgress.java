package io.ftpreactive.result;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink.OverflowStrategy;

/**
 * How far a transfer has come.
 *
 * @param path the remote path as the caller gave it
 * @param bytes file bytes moved so far by this transfer, without those that a resumed one began after
 * @param total how many there will be, -1 if nobody has said
 * @param elapsed since the bytes could begin to move
 * @param result what came of the transfer, in the last of a {@link #stream}; null while it is under way
 */
public record TransferProgress(
        String path,
        long bytes,
        long total,
        Duration elapsed,
        @Nullable TransferResult result) {

    /**
     * Runs a transfer and emits how far it has come, the latest only where the subscriber is slower.
     *
     * <pre>{@code
     * TransferProgress.stream(listener -> client
     *         .transferOptions(options -> options.progress(Duration.ofSeconds(1), listener))
     *         .download("a", path))
     * }</pre>
     *
     * <p>Completes and fails with the transfer, which sees the subscriber's context; cancelling cancels it. A
     * {@link TransferResult} that it emits stands in the last progress, which is emitted then. What else it emits is
     * dropped: it must not be a stream of buffers that somebody has to consume.
     *
     * @param transfer makes the transfer, which is to call the listener it is given
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
