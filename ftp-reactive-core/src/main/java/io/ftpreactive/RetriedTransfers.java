package io.ftpreactive;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.internal.transfer.Attempts;
import io.ftpreactive.internal.transfer.DownloadAttempts;
import io.ftpreactive.internal.transfer.UploadAttempts;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Transfers that go on, on another session, where they broke off. */
final class RetriedTransfers {

    private final Operations sessions;
    private final Retry retry;

    RetriedTransfers(Operations sessions, Retry retry) {
        this.sessions = sessions;
        this.retry = retry;
    }

    Flux<ByteBuf> retrieve(String path, ByteRange range) {
        return Flux.defer(() -> {
            DownloadAttempts attempts = new DownloadAttempts(sessions.at(path));
            return sessions.many(session -> session.retrieve(path, range, attempts))
                    .doOnNext(attempts::delivered)
                    .doFirst(attempts::next)
                    .onErrorMap(attempts::explain)
                    .retryWhen(new Resumption(retry, attempts::mayGoOn));
        });
    }

    Mono<TransferResult> download(String path, Path target) {
        return one(
                () -> new DownloadAttempts(sessions.at(path)),
                attempts -> session -> session.download(path, target, attempts));
    }

    Mono<TransferResult> store(String path, Function<String, FtpCommand> command, Publisher<? extends ByteBuf> source) {
        return one(UploadAttempts::ofStream, attempts -> session -> session.store(path, command, source, attempts));
    }

    Mono<TransferResult> storeFrom(String path, LongFunction<? extends Publisher<? extends ByteBuf>> source) {
        return one(UploadAttempts::ofFile, attempts -> session -> session.storeFrom(path, source, attempts));
    }

    Mono<TransferResult> store(String path, Function<String, FtpCommand> command, Path source) {
        return one(UploadAttempts::ofFile, attempts -> session -> session.store(path, command, source, attempts));
    }

    private <A extends Attempts> Mono<TransferResult> one(
            Supplier<A> begun, Function<A, Function<SessionOperations, Mono<TransferResult>>> attempt) {
        return Mono.defer(() -> {
            A attempts = begun.get();
            return sessions.one(attempt.apply(attempts))
                    .doFirst(attempts::next)
                    .onErrorMap(attempts::explain)
                    .retryWhen(new Resumption(retry, attempts::mayGoOn));
        });
    }
}
