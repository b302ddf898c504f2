package io.ftpreactive.internal.transfer;

import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Files from the server: as a stream, or into a local file. */
final class Downloads {

    private final Transfers transfers;
    private final Consumer<TransferResult> onResult;

    Downloads(Transfers transfers, Consumer<TransferResult> onResult) {
        this.transfers = transfers;
        this.onResult = onResult;
    }

    Flux<ByteBuf> retrieve(String path, ByteRange range) {
        if (Retrieval.isWhole(transfers.coding(), range)) {
            return transfers.stream(() -> Retrieval.ofStream(transfers, path, range, onResult));
        }
        return Flux.defer(() -> {
            Retrieval retrieval = Retrieval.ofStream(transfers, path, range, onResult);
            return retrieval.open().flatMapMany(retrieval::content).doOnComplete(retrieval::tell);
        });
    }

    Mono<TransferResult> download(String path, Path target) {
        return Mono.defer(() -> transfers.options().resumed() ? resume(path, target) : begin(path, target))
                .doOnNext(onResult);
    }

    private Mono<TransferResult> begin(String path, Path target) {
        return into(Retrieval.ofFile(transfers, path), target, 0);
    }

    private Mono<TransferResult> resume(String path, Path target) {
        return FileDownload.begun(target).flatMap(begun -> {
            Retrieval retrieval = Retrieval.ofRest(transfers, path, begun.bytes(), begun.head());
            return into(retrieval, target, begun.bytes())
                    .switchIfEmpty(
                            Mono.defer(() -> FileDownload.complete(target).then(Mono.fromCallable(retrieval::result))));
        });
    }

    private static Mono<TransferResult> into(Retrieval retrieval, Path target, long position) {
        return retrieval
                .open()
                .flatMap(channel -> FileDownload.run(
                                retrieval.content(channel), retrieval::isRestarted, channel::dispose, target, position)
                        .then(Mono.fromCallable(retrieval::result)));
    }
}
