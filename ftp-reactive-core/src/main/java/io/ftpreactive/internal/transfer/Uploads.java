package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Files to the server: from a stream, or from a local file. */
final class Uploads {

    private final Transfers transfers;
    private final Consumer<TransferResult> onResult;

    Uploads(Transfers transfers, Consumer<TransferResult> onResult) {
        this.transfers = transfers;
        this.onResult = onResult;
    }

    Mono<TransferResult> store(String path, Function<String, FtpCommand> command, Publisher<? extends ByteBuf> source) {
        return Mono.defer(() -> {
                    if (transfers.options().resumed()) {
                        throw new IllegalArgumentException(
                                "Only a local file can be resumed, not a stream: nobody knows where it stands");
                    }
                    return new Upload(transfers, path, command).run(source);
                })
                .doOnNext(onResult);
    }

    Mono<TransferResult> store(String path, Function<String, FtpCommand> command, Path source) {
        return Mono.defer(() -> {
                    Upload upload = new Upload(transfers, path, command);
                    return Mono.usingWhen(FileUpload.open(source), upload::run, FileUpload::close);
                })
                .doOnNext(onResult);
    }
}
