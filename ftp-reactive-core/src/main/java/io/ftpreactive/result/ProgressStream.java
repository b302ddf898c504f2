package io.ftpreactive.result;

import io.ftpreactive.internal.context.ThreadLocals;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** Merges the calls of a progress listener and the result of the transfer into one stream. */
final class ProgressStream {

    private final FluxSink<TransferProgress> sink;
    /** Says that all bytes have moved, so that the result may follow; heard on one thread, emitted on another. */
    private final AtomicReference<@Nullable TransferProgress> full = new AtomicReference<>();

    ProgressStream(FluxSink<TransferProgress> sink) {
        this.sink = sink;
    }

    void run(Function<Consumer<? super TransferProgress>, ? extends Publisher<?>> transfer) {
        sink.onDispose(Flux.from(ThreadLocals.<Publisher<?>>call(sink.contextView(), () -> transfer.apply(this::hear)))
                .contextWrite(sink.contextView())
                .subscribe(this::emitted, this::failed, this::completed));
    }

    private void hear(TransferProgress progress) {
        if (progress.bytes() == progress.total()) {
            full.set(progress);
        } else {
            flush();
            sink.next(progress);
        }
    }

    private void emitted(Object item) {
        if (item instanceof TransferResult result) {
            TransferProgress last = full.getAndSet(null);
            sink.next(last == null ? TransferProgress.of(result) : last.with(result));
        }
    }

    private void flush() {
        TransferProgress last = full.getAndSet(null);
        if (last != null) {
            sink.next(last);
        }
    }

    private void failed(Throwable error) {
        flush();
        sink.error(error);
    }

    private void completed() {
        flush();
        sink.complete();
    }
}
