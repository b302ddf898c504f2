package io.ftpreactive;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.files.Checksums;
import io.ftpreactive.internal.files.Directories;
import io.ftpreactive.internal.files.FileTimes;
import io.ftpreactive.internal.files.Listings;
import io.ftpreactive.internal.files.Lookup;
import io.ftpreactive.internal.files.Paths;
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
    private final BaseDirectory base;

    SessionOperations(ControlConnection control, Transfers transfers, ListingOptions listing, BaseDirectory base) {
        this.control = control;
        this.base = base;
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
        return transfers.retrieve(base.at(path), range);
    }

    Flux<ByteBuf> retrieve(String path, ByteRange range, DownloadAttempts attempts) {
        return transfers.retrieve(base.at(path), range, attempts);
    }

    Mono<TransferResult> download(String path, Path target) {
        return told(transfers.download(base.at(path), target), path);
    }

    Mono<TransferResult> download(String path, Path target, DownloadAttempts attempts) {
        return told(transfers.download(base.at(path), target, attempts), path);
    }

    Mono<TransferResult> store(String path, Function<String, FtpCommand> command, Publisher<? extends ByteBuf> source) {
        return told(transfers.store(target(path, command), command, source), path);
    }

    Mono<TransferResult> store(
            String path,
            Function<String, FtpCommand> command,
            Publisher<? extends ByteBuf> source,
            UploadAttempts attempts) {
        return told(transfers.store(target(path, command), command, source, attempts), path);
    }

    Mono<TransferResult> store(String path, Function<String, FtpCommand> command, Path source) {
        return told(transfers.store(target(path, command), command, source), path);
    }

    Mono<TransferResult> store(
            String path, Function<String, FtpCommand> command, Path source, UploadAttempts attempts) {
        return told(transfers.store(target(path, command), command, source, attempts), path);
    }

    Mono<TransferResult> storeFrom(
            String path, LongFunction<? extends Publisher<? extends ByteBuf>> source, UploadAttempts attempts) {
        return told(transfers.storeFrom(base.at(path), source, attempts), path);
    }

    Mono<TransferResult> copyFrom(SessionOperations source, String path, String target) {
        return told(transfers.copy(source.transfers, source.base.at(path), base.at(target)), target);
    }

    Mono<TransferResult> takeFrom(SessionOperations source, String path, String target) {
        return told(transfers.takeFrom(source.transfers, source.base.at(path), base.at(target)), target);
    }

    Flux<FtpEntry> list(String path) {
        String sent = base.directory(path);
        Flux<FtpEntry> entries = listings.list(sent);
        return sent.isEmpty() ? entries : entries.map(entry -> entry.withPath(Paths.listed(path, sent, entry)));
    }

    Flux<String> names(String path) {
        return listings.names(base.directory(path));
    }

    Flux<TreeEntry> walk(String path, UnaryOperator<WalkOptions> changes) {
        WalkOptions options = changes.apply(WalkOptions.DEFAULT);
        if (!base.isJoined()) {
            return listings.walk(path, options);
        }
        String sent = base.directory(path);
        return listings.walk(sent, base.told(options, path, sent)).map(entry -> base.told(entry, path, sent));
    }

    Mono<FtpEntry> entry(String path) {
        return new Lookup(control, listings).entry(base.at(path)).map(entry -> entry.withPath(path));
    }

    Mono<Boolean> exists(String path) {
        return new Lookup(control, listings).exists(base.at(path));
    }

    Mono<Long> size(String path) {
        return Mono.defer(() -> {
            String sent = base.at(path);
            FtpCommand size = FtpCommand.size(sent);
            return control.inTurn(
                            size,
                            turn -> control.parameters()
                                    .image(turn)
                                    .then(Mono.defer(() -> turn.lastCommand().exchange(size))))
                    .map(reply -> ReplyChecks.read(size, reply, FtpReplies::size));
        });
    }

    Mono<Instant> modified(String path) {
        return read(() -> FtpCommand.mdtm(base.at(path)), FtpReplies::modified);
    }

    Mono<Void> setModified(String path, Instant time) {
        return new FileTimes(control).setModified(base.at(path), time);
    }

    Mono<Void> makeDirectory(String path) {
        return run(() -> FtpCommand.mkd(base.at(path)));
    }

    Mono<Void> makeDirectories(String path) {
        return new Directories(control, listings).make(base.at(path));
    }

    Mono<Void> removeDirectory(String path) {
        return run(() -> FtpCommand.rmd(base.at(path)));
    }

    Mono<Void> delete(String path) {
        return run(() -> FtpCommand.dele(base.at(path)));
    }

    Mono<Void> deleteTree(String path) {
        return Mono.defer(() -> {
            Directories.requireName(path);
            return new Directories(control, listings).deleteTree(base.at(path));
        });
    }

    Mono<Checksum> checksum(String path, ChecksumAlgorithm algorithm) {
        return new Checksums(control).checksum(base.at(path), algorithm);
    }

    Mono<Void> rename(String from, String to) {
        return transfers.rename(base.at(from), base.at(to));
    }

    /** Where the server chooses the name, the directory is all that there is to say. */
    private String target(String path, Function<String, FtpCommand> command) {
        return path.isEmpty() && base.isJoined() && command.apply(path).equals(FtpCommand.stou())
                ? base.directory(path)
                : base.at(path);
    }

    private Mono<TransferResult> told(Mono<TransferResult> transfer, String given) {
        String sent = base.at(given);
        return sent.equals(given) ? transfer : transfer.map(result -> BaseDirectory.told(result, given, sent));
    }

    Mono<Void> changeDirectory(String path) {
        return Mono.defer(() -> {
            FtpCommand cwd = FtpCommand.cwd(path);
            boolean first = base.enter();
            return control.inTurn(cwd, turn -> (first ? enter(turn) : Mono.<FtpReply>empty()).then(turn.require(cwd)))
                    .then();
        });
    }

    /** Has the server refer to the base directory what is sent from here on. */
    Mono<Void> enter() {
        return Mono.defer(() ->
                base.enter() ? control.inTurn("CWD " + base.path(), this::enter).then() : Mono.empty());
    }

    /** What waits for its turn relies on it. */
    private Mono<FtpReply> enter(Turn turn) {
        return turn.require(FtpCommand.cwd(base.path()))
                .doOnError(
                        FtpReplyException.class,
                        refused -> control.close(() -> new FtpConnectionException(
                                Reason.CLOSED, "The session is closed, since its directory is not there", refused)));
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
            return control.inTurn(made, turn -> turn.lastCommand().require(made))
                    .then();
        });
    }

    /** Sends a command and reads what it asked for. */
    <T> Mono<T> read(Supplier<FtpCommand> command, Function<FtpReply, T> reader) {
        return Mono.defer(() -> {
            FtpCommand made = command.get();
            return control.inTurn(made, turn -> turn.lastCommand().exchange(made))
                    .map(reply -> ReplyChecks.read(made, reply, reader));
        });
    }
}
