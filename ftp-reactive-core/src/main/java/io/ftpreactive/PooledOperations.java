package io.ftpreactive;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.files.Checksum;
import io.ftpreactive.files.ChecksumAlgorithm;
import io.ftpreactive.files.TreeEntry;
import io.ftpreactive.files.WalkOptions;
import io.ftpreactive.transfer.ByteRange;
import io.ftpreactive.transfer.TransferResult;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/** Each operation on a session that is lent for it. */
abstract sealed class PooledOperations implements FtpOperations permits FtpClient {

    abstract <T> Flux<T> withSession(Function<FtpSession, ? extends Publisher<T>> use);

    private <T> Mono<T> one(Function<FtpSession, Mono<T>> use) {
        return withSession(use).singleOrEmpty();
    }

    @Override
    public ByteBufFlux retrieve(String path, ByteRange range) {
        return ByteBufFlux.fromInbound(withSession(session -> session.retrieve(path, range)));
    }

    @Override
    public Mono<TransferResult> download(String path, Path target) {
        return one(session -> session.download(path, target));
    }

    @Override
    public Mono<TransferResult> store(String path, Publisher<? extends ByteBuf> source) {
        return one(session -> session.store(path, source));
    }

    @Override
    public Mono<TransferResult> store(String path, Path source) {
        return one(session -> session.store(path, source));
    }

    @Override
    public Mono<TransferResult> append(String path, Publisher<? extends ByteBuf> source) {
        return one(session -> session.append(path, source));
    }

    @Override
    public Mono<TransferResult> append(String path, Path source) {
        return one(session -> session.append(path, source));
    }

    @Override
    public Mono<TransferResult> storeUnique(Publisher<? extends ByteBuf> source) {
        return one(session -> session.storeUnique(source));
    }

    @Override
    public Mono<TransferResult> storeUnique(Path source) {
        return one(session -> session.storeUnique(source));
    }

    @Override
    public Flux<FtpEntry> list(String path) {
        return withSession(session -> session.list(path));
    }

    @Override
    public Flux<String> names(String path) {
        return withSession(session -> session.names(path));
    }

    @Override
    public Flux<TreeEntry> walk(String path, UnaryOperator<WalkOptions> changes) {
        return withSession(session -> session.walk(path, changes));
    }

    @Override
    public Mono<FtpEntry> entry(String path) {
        return one(session -> session.entry(path));
    }

    @Override
    public Mono<Boolean> exists(String path) {
        return one(session -> session.exists(path));
    }

    @Override
    public Mono<Long> size(String path) {
        return one(session -> session.size(path));
    }

    @Override
    public Mono<Instant> modified(String path) {
        return one(session -> session.modified(path));
    }

    @Override
    public Mono<Void> setModified(String path, Instant time) {
        return one(session -> session.setModified(path, time));
    }

    @Override
    public Mono<Void> makeDirectory(String path) {
        return one(session -> session.makeDirectory(path));
    }

    @Override
    public Mono<Void> makeDirectories(String path) {
        return one(session -> session.makeDirectories(path));
    }

    @Override
    public Mono<Void> removeDirectory(String path) {
        return one(session -> session.removeDirectory(path));
    }

    @Override
    public Mono<Void> delete(String path) {
        return one(session -> session.delete(path));
    }

    @Override
    public Mono<Void> deleteTree(String path) {
        return one(session -> session.deleteTree(path));
    }

    @Override
    public Mono<Checksum> checksum(String path, ChecksumAlgorithm algorithm) {
        return one(session -> session.checksum(path, algorithm));
    }

    @Override
    public Mono<Void> rename(String from, String to) {
        return one(session -> session.rename(from, to));
    }
}
