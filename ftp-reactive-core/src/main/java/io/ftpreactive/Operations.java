package io.ftpreactive;

import static java.util.Objects.requireNonNull;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.options.WalkOptions;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.result.TreeEntry;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.util.retry.Retry;

/** Checks what each operation is asked for, at once; subclasses know on which session it runs. */
abstract class Operations implements FtpOperations {

    abstract <T> Mono<T> one(Function<SessionOperations, Mono<T>> use);

    abstract <T> Flux<T> many(Function<SessionOperations, ? extends Flux<T>> use);

    /** A path as it is sent; that of what is tried again. */
    String at(String path) {
        return path;
    }

    /** How transfers that break off are tried again; null where they are not, as on one session. */
    @Nullable
    Retry retry() {
        return null;
    }

    @Override
    public ByteBufFlux retrieve(String path, ByteRange range) {
        requireNonNull(path, "path");
        requireNonNull(range, "range");
        Retry retry = retry();
        return ByteBufFlux.fromInbound(
                retry == null
                        ? many(session -> session.retrieve(path, range))
                        : new RetriedTransfers(this, retry).retrieve(path, range));
    }

    @Override
    public Mono<TransferResult> download(String path, Path target) {
        requireNonNull(path, "path");
        requireNonNull(target, "target");
        Retry retry = retry();
        return retry == null
                ? one(session -> session.download(path, target))
                : new RetriedTransfers(this, retry).download(path, target);
    }

    @Override
    public Mono<TransferResult> store(String path, Publisher<? extends ByteBuf> source) {
        requireNonNull(path, "path");
        requireNonNull(source, "source");
        return store(path, FtpCommand::stor, source);
    }

    @Override
    public Mono<TransferResult> store(String path, Path source) {
        requireNonNull(path, "path");
        requireNonNull(source, "source");
        return store(path, FtpCommand::stor, source);
    }

    @Override
    public Mono<TransferResult> append(String path, Publisher<? extends ByteBuf> source) {
        requireNonNull(path, "path");
        requireNonNull(source, "source");
        return store(path, FtpCommand::appe, source);
    }

    @Override
    public Mono<TransferResult> append(String path, Path source) {
        requireNonNull(path, "path");
        requireNonNull(source, "source");
        return store(path, FtpCommand::appe, source);
    }

    @Override
    public Mono<TransferResult> storeUnique(Publisher<? extends ByteBuf> source) {
        requireNonNull(source, "source");
        return store("", name -> FtpCommand.stou(), source);
    }

    @Override
    public Mono<TransferResult> storeUnique(Path source) {
        requireNonNull(source, "source");
        return store("", name -> FtpCommand.stou(), source);
    }

    private Mono<TransferResult> store(
            String path, Function<String, FtpCommand> command, Publisher<? extends ByteBuf> source) {
        Retry retry = retry();
        return retry == null
                ? one(session -> session.store(path, command, source))
                : new RetriedTransfers(this, retry).store(path, command, source);
    }

    private Mono<TransferResult> store(String path, Function<String, FtpCommand> command, Path source) {
        Retry retry = retry();
        return retry == null
                ? one(session -> session.store(path, command, source))
                : new RetriedTransfers(this, retry).store(path, command, source);
    }

    @Override
    public Flux<FtpEntry> list(String path) {
        requireNonNull(path, "path");
        return many(session -> session.list(path));
    }

    @Override
    public Flux<String> names(String path) {
        requireNonNull(path, "path");
        return many(session -> session.names(path));
    }

    @Override
    public Flux<TreeEntry> walk(String path, UnaryOperator<WalkOptions> changes) {
        requireNonNull(path, "path");
        requireNonNull(changes, "changes");
        return many(session -> session.walk(path, changes));
    }

    @Override
    public Mono<FtpEntry> entry(String path) {
        requireNonNull(path, "path");
        return one(session -> session.entry(path));
    }

    @Override
    public Mono<Boolean> exists(String path) {
        requireNonNull(path, "path");
        return one(session -> session.exists(path));
    }

    @Override
    public Mono<Long> size(String path) {
        requireNonNull(path, "path");
        return one(session -> session.size(path));
    }

    @Override
    public Mono<Instant> modified(String path) {
        requireNonNull(path, "path");
        return one(session -> session.modified(path));
    }

    @Override
    public Mono<Void> setModified(String path, Instant time) {
        requireNonNull(path, "path");
        requireNonNull(time, "time");
        return one(session -> session.setModified(path, time));
    }

    @Override
    public Mono<Void> makeDirectory(String path) {
        requireNonNull(path, "path");
        return one(session -> session.makeDirectory(path));
    }

    @Override
    public Mono<Void> makeDirectories(String path) {
        requireNonNull(path, "path");
        return one(session -> session.makeDirectories(path));
    }

    @Override
    public Mono<Void> removeDirectory(String path) {
        requireNonNull(path, "path");
        return one(session -> session.removeDirectory(path));
    }

    @Override
    public Mono<Void> delete(String path) {
        requireNonNull(path, "path");
        return one(session -> session.delete(path));
    }

    @Override
    public Mono<Void> deleteTree(String path) {
        requireNonNull(path, "path");
        return one(session -> session.deleteTree(path));
    }

    @Override
    public Mono<Checksum> checksum(String path, ChecksumAlgorithm algorithm) {
        requireNonNull(path, "path");
        requireNonNull(algorithm, "algorithm");
        return one(session -> session.checksum(path, algorithm));
    }

    @Override
    public Mono<Void> rename(String from, String to) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        return one(session -> session.rename(from, to));
    }
}
