package io.ftpreactive;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.files.Checksums;
import io.ftpreactive.internal.files.Directories;
import io.ftpreactive.internal.files.FileTimes;
import io.ftpreactive.internal.files.Listings;
import io.ftpreactive.internal.files.Lookup;
import io.ftpreactive.internal.transfer.DownloadAttempts;
import io.ftpreactive.internal.transfer.Transfers;
import io.ftpreactive.internal.transfer.UploadAttempts;
import io.ftpreactive.options.ListingOptions;
import io.ftpreactive.options.WalkOptions;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.result.TreeEntry;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The operations themselves, on one session; what {@link Operations} checks is checked. */
final class SessionOperations {

    private final ControlConnection control;
    private final Transfers transfers;
    private final Listings listings;

    SessionOperations(ControlConnection control, Transfers transfers, ListingOptions listing) {
        this.control = control;
        this.transfers = transfers.verifiedBy(Checksums::new);
        this.listings = new Listings(control, transfers, listing, Clock.systemUTC());
    }

    Transfers transfers() {
        return transfers;
    }

    Mono<DataChannel> dataChannel(FtpCommand... transfer) {
        return transfers.open(transfer);
    }

    Flux<ByteBuf> retrieve(String path, ByteRange range) {
        return transfers.retrieve(path, range);
    }

    Flux<ByteBuf> retrieve(String path, ByteRange range, DownloadAttempts attempts) {
        return transfers.retrieve(path, range, attempts);
    }

    Mono<TransferResult> download(String path, Path target) {
        return transfers.download(path, target);
    }

    Mono<TransferResult> download(String path, Path target, DownloadAttempts attempts) {
        return transfers.download(path, target, attempts);
    }

    Mono<TransferResult> store(String path, Function<String, FtpCommand> command, Publisher<? extends ByteBuf> source) {
        return transfers.store(path, command, source);
    }

    Mono<TransferResult> store(
            String path,
            Function<String, FtpCommand> command,
            Publisher<? extends ByteBuf> source,
            UploadAttempts attempts) {
        return transfers.store(path, command, source, attempts);
    }

    Mono<TransferResult> store(String path, Function<String, FtpCommand> command, Path source) {
        return transfers.store(path, command, source);
    }

    Mono<TransferResult> store(
            String path, Function<String, FtpCommand> command, Path source, UploadAttempts attempts) {
        return transfers.store(path, command, source, attempts);
    }

    Mono<TransferResult> storeFrom(
            String path, LongFunction<? extends Publisher<? extends ByteBuf>> source, UploadAttempts attempts) {
        return transfers.storeFrom(path, source, attempts);
    }

    Mono<TransferResult> copyFrom(SessionOperations source, String path, String target) {
        return transfers.copy(source.transfers, path, target);
    }

    Flux<FtpEntry> list(String path) {
        return listings.list(path);
    }

    Flux<String> names(String path) {
        return listings.names(path);
    }

    Flux<TreeEntry> walk(String path, UnaryOperator<WalkOptions> changes) {
        return listings.walk(path, changes.apply(WalkOptions.DEFAULT));
    }

    Mono<FtpEntry> entry(String path) {
        return new Lookup(control, listings).entry(path);
    }

    Mono<Boolean> exists(String path) {
        return new Lookup(control, listings).exists(path);
    }

    Mono<Long> size(String path) {
        return Mono.defer(() -> {
            FtpCommand size = FtpCommand.size(path);
            return control.inTurn(size, turn -> Transfers.size(turn, path))
                    .map(reply -> ReplyChecks.read(size, reply, FtpReplies::size));
        });
    }

    Mono<Instant> modified(String path) {
        return read(() -> FtpCommand.mdtm(path), FtpReplies::modified);
    }

    Mono<Void> setModified(String path, Instant time) {
        return new FileTimes(control).setModified(path, time);
    }

    Mono<Void> makeDirectory(String path) {
        return run(() -> FtpCommand.mkd(path));
    }

    Mono<Void> makeDirectories(String path) {
        return new Directories(control, listings).make(path);
    }

    Mono<Void> removeDirectory(String path) {
        return run(() -> FtpCommand.rmd(path));
    }

    Mono<Void> delete(String path) {
        return run(() -> FtpCommand.dele(path));
    }

    Mono<Void> deleteTree(String path) {
        return new Directories(control, listings).deleteTree(path);
    }

    Mono<Checksum> checksum(String path, ChecksumAlgorithm algorithm) {
        return new Checksums(control).checksum(path, algorithm);
    }

    Mono<Void> rename(String from, String to) {
        return transfers.rename(from, to);
    }

    /** Asks for a sign of life; emits the reply, whatever it is. */
    Mono<FtpReply> ping() {
        FtpCommand noop = FtpCommand.noop();
        return control.inTurn(noop, turn -> turn.exchange(noop));
    }

    /** Sends a command that must be answered by 2yz. */
    Mono<Void> run(Supplier<FtpCommand> command) {
        return Mono.defer(() -> {
            FtpCommand made = command.get();
            return control.inTurn(made, turn -> turn.require(made)).then();
        });
    }

    /** Sends a command and reads what it asked for. */
    <T> Mono<T> read(Supplier<FtpCommand> command, Function<FtpReply, T> reader) {
        return Mono.defer(() -> {
            FtpCommand made = command.get();
            return control.inTurn(made, turn -> turn.exchange(made))
                    .map(reply -> ReplyChecks.read(made, reply, reader));
        });
    }
}
