package io.ftpreactive;

import io.ftpreactive.result.BulkResult;
import io.ftpreactive.result.BulkTotals;
import io.ftpreactive.result.TransferResult;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Files on sessions of a client. */
abstract class BulkFiles<T> implements BulkCrew<ConnectedSession, T> {

    private final FtpClient client;

    BulkFiles(FtpClient client) {
        this.client = client;
    }

    @Override
    public Flux<Void> lend(Function<ConnectedSession, Publisher<Void>> use) {
        return client.lend(use);
    }

    @Override
    public boolean isOpen(ConnectedSession session) {
        return session.isOpen();
    }

    @Override
    public Mono<BulkResult> run(ConnectedSession session, T file) {
        return run((Operations) new Held(client, session), file);
    }

    abstract Mono<BulkResult> run(Operations session, T file);

    static BulkResult done(String path, @Nullable Path file, @Nullable TransferResult transfer) {
        return new BulkResult(path, file, transfer, null, BulkTotals.NONE);
    }

    static BulkResult failed(String path, @Nullable Path file, Throwable failure) {
        return new BulkResult(path, file, null, failure, BulkTotals.NONE);
    }

    /** What is asked of the local file system, away from the event loop. */
    static <R> Mono<R> offLoop(Callable<R> work) {
        // Fused with the callable, subscribeOn would lose what comes after a cancel.
        return Mono.fromCallable(work).hide().subscribeOn(Schedulers.boundedElastic());
    }

    /** The operations of the session that is held, and of another where that one was lost and the client tries again. */
    private static final class Held extends Operations {

        private final FtpClient client;
        private final ConnectedSession session;
        private boolean begun;

        Held(FtpClient client, ConnectedSession session) {
            this.client = client;
            this.session = session;
        }

        /** What fails on a session that was lost before is for the first attempt to say. */
        private Operations usable() {
            boolean first = !begun;
            begun = true;
            return first || session.isOpen() ? session : client;
        }

        @Override
        <R> Mono<R> one(Function<SessionOperations, Mono<R>> use) {
            return Mono.defer(() -> usable().one(use));
        }

        @Override
        <R> Flux<R> many(Function<SessionOperations, ? extends Flux<R>> use) {
            return Flux.defer(() -> usable().many(use));
        }

        @Override
        String at(String path) {
            return client.at(path);
        }

        @Override
        @Nullable
        Retry retry() {
            return client.retry();
        }
    }

    /** Deletes remote files. */
    static final class Deletions extends BulkFiles<String> {

        Deletions(FtpClient client) {
            super(client);
        }

        @Override
        Mono<BulkResult> run(Operations session, String path) {
            return session.delete(path).then(Mono.fromSupplier(() -> done(path, null, null)));
        }

        @Override
        public BulkResult failed(String path, Throwable failure) {
            return failed(path, null, failure);
        }
    }
}
