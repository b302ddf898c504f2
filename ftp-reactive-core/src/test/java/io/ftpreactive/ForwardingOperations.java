package io.ftpreactive;

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
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/** What a user writes to add something to all operations, or to answer in place of a server. */
class ForwardingOperations implements FtpOperations {

    private final FtpOperations target;

    ForwardingOperations(FtpOperations target) {
        this.target = target;
    }

    <T> Mono<T> one(Mono<T> operation) {
        return operation;
    }

    <T> Flux<T> many(Flux<T> operation) {
        return operation;
    }

    @Override
    public ByteBufFlux retrieve(String path, ByteRange range) {
        return ByteBufFlux.fromInbound(many(target.retrieve(path, range)));
    }

    @Override
    public Mono<TransferResult> download(String path, Path file) {
        return one(target.download(path, file));
    }

    @Override
    public Mono<TransferResult> store(String path, Publisher<? extends ByteBuf> source) {
        return one(target.store(path, source));
    }

    @Override
    public Mono<TransferResult> store(String path, Path source) {
        return one(target.store(path, source));
    }

    @Override
    public Mono<TransferResult> append(String path, Publisher<? extends ByteBuf> source) {
        return one(target.append(path, source));
    }

    @Override
    public Mono<TransferResult> append(String path, Path source) {
        return one(target.append(path, source));
    }

    @Override
    public Mono<TransferResult> storeUnique(Publisher<? extends ByteBuf> source) {
        return one(target.storeUnique(source));
    }

    @Override
    public Mono<TransferResult> storeUnique(Path source) {
        return one(target.storeUnique(source));
    }

    @Override
    public Flux<FtpEntry> list(String path) {
        return many(target.list(path));
    }

    @Override
    public Flux<String> names(String path) {
        return many(target.names(path));
    }

    @Override
    public Flux<TreeEntry> walk(String path, UnaryOperator<WalkOptions> changes) {
        return many(target.walk(path, changes));
    }

    @Override
    public Mono<FtpEntry> entry(String path) {
        return one(target.entry(path));
    }

    @Override
    public Mono<Boolean> exists(String path) {
        return one(target.exists(path));
    }

    @Override
    public Mono<Long> size(String path) {
        return one(target.size(path));
    }

    @Override
    public Mono<Instant> modified(String path) {
        return one(target.modified(path));
    }

    @Override
    public Mono<Void> setModified(String path, Instant time) {
        return one(target.setModified(path, time));
    }

    @Override
    public Mono<Void> makeDirectory(String path) {
        return one(target.makeDirectory(path));
    }

    @Override
    public Mono<Void> makeDirectories(String path) {
        return one(target.makeDirectories(path));
    }

    @Override
    public Mono<Void> removeDirectory(String path) {
        return one(target.removeDirectory(path));
    }

    @Override
    public Mono<Void> delete(String path) {
        return one(target.delete(path));
    }

    @Override
    public Mono<Void> deleteTree(String path) {
        return one(target.deleteTree(path));
    }

    @Override
    public Mono<Checksum> checksum(String path, ChecksumAlgorithm algorithm) {
        return one(target.checksum(path, algorithm));
    }

    @Override
    public Mono<Void> rename(String from, String to) {
        return one(target.rename(from, to));
    }
}
