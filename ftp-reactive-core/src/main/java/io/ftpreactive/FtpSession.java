package io.ftpreactive;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpFeatures;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.control.Answer;
import io.ftpreactive.control.ControlConnection;
import io.ftpreactive.control.Conversation;
import io.ftpreactive.data.DataChannel;
import io.ftpreactive.data.DataChannelOpener;
import io.ftpreactive.files.Checksum;
import io.ftpreactive.files.ChecksumAlgorithm;
import io.ftpreactive.files.Checksums;
import io.ftpreactive.files.Directories;
import io.ftpreactive.files.FileTimes;
import io.ftpreactive.files.ListingOptions;
import io.ftpreactive.files.Listings;
import io.ftpreactive.files.Lookup;
import io.ftpreactive.files.TreeEntry;
import io.ftpreactive.files.WalkOptions;
import io.ftpreactive.tls.TlsInfo;
import io.ftpreactive.transfer.ByteRange;
import io.ftpreactive.transfer.TransferOptions;
import io.ftpreactive.transfer.TransferResult;
import io.ftpreactive.transfer.Transfers;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/**
 * One login on one control connection.
 *
 * <p>Operations may be started from any thread and at any time; they take turns in order. A transfer holds its turn to
 * its end: an operation that is started from within a transfer of the same session, and that the transfer waits for,
 * would wait for itself; after the turn timeout such a transfer fails and says so.
 */
public final class FtpSession implements FtpOperations {

    /** Transfer commands and what may stand before them; none changes what the next user of a session would find. */
    private static final Set<String> STATELESS =
            Set.of("RETR", "STOR", "APPE", "STOU", "LIST", "NLST", "MLSD", "REST", "ALLO");

    private static final Set<String> SECURITY = Set.of("AUTH", "PROT", "CCC");

    private final ControlConnection control;
    private final DataChannelOpener opener;
    private final AtomicBoolean changed;
    private final TransferOptions options;
    private final ListingOptions listing;
    private final Consumer<TransferResult> onTransfer;
    private final Transfers transfers;
    private final Listings listings;

    FtpSession(ControlConnection control, DataChannelOpener opener) {
        this(control, opener, new AtomicBoolean(), TransferOptions.DEFAULT, ListingOptions.DEFAULT, result -> {});
    }

    private FtpSession(
            ControlConnection control,
            DataChannelOpener opener,
            AtomicBoolean changed,
            TransferOptions options,
            ListingOptions listing,
            Consumer<TransferResult> onTransfer) {
        this.control = control;
        this.opener = opener;
        this.changed = changed;
        this.options = options;
        this.listing = listing;
        this.onTransfer = onTransfer;
        this.transfers = new Transfers(control, opener, options, onTransfer);
        this.listings = new Listings(control, transfers, listing, Clock.systemUTC());
    }

    /** The same session for a client that transfers, lists, and listens to transfers, in its own way. */
    FtpSession with(TransferOptions options, ListingOptions listing, Consumer<TransferResult> onTransfer) {
        return new FtpSession(control, opener, changed, options, listing, onTransfer);
    }

    /**
     * Changes how files are transferred by this object; the session stays the same.
     *
     * @param changes for example {@code options -> options.ascii(true)}
     * @return the same session for transfers of that kind
     */
    public FtpSession transfers(UnaryOperator<TransferOptions> changes) {
        return with(changes.apply(options), listing, onTransfer);
    }

    /**
     * Changes how directories are listed by this object; the session stays the same.
     *
     * @param changes for example {@code options -> options.facts("type", "size")}
     * @return the same session for listings of that kind
     */
    public FtpSession listings(UnaryOperator<ListingOptions> changes) {
        return with(options, changes.apply(listing), onTransfer);
    }

    /** Whether the next user would find this session as a new one. */
    boolean isReusable() {
        return control.isOpen()
                && control.isQuiet()
                && !changed.get()
                && !control.parameters().areLeftOver()
                && control.tls().isUsable();
    }

    /** Completes when all turns have ended, so that no abort of an earlier user is still under way. */
    Mono<Void> settled() {
        return control.open("release")
                .doOnNext(Conversation::end)
                .then()
                // As when the queue is full: somebody's operations are still to come.
                .doOnError(error -> changed.set(true))
                .onErrorComplete();
    }

    @Override
    public ByteBufFlux retrieve(String path, ByteRange range) {
        return transfers.retrieve(path, range);
    }

    @Override
    public Mono<TransferResult> download(String path, Path target) {
        return transfers.download(path, target);
    }

    @Override
    public Mono<TransferResult> store(String path, Publisher<? extends ByteBuf> source) {
        return transfers.store(path, FtpCommand::stor, source);
    }

    @Override
    public Mono<TransferResult> store(String path, Path source) {
        return transfers.store(path, FtpCommand::stor, source);
    }

    @Override
    public Mono<TransferResult> append(String path, Publisher<? extends ByteBuf> source) {
        return transfers.store(path, FtpCommand::appe, source);
    }

    @Override
    public Mono<TransferResult> append(String path, Path source) {
        return transfers.store(path, FtpCommand::appe, source);
    }

    @Override
    public Mono<TransferResult> storeUnique(Publisher<? extends ByteBuf> source) {
        return transfers.store("", path -> FtpCommand.stou(), source);
    }

    @Override
    public Mono<TransferResult> storeUnique(Path source) {
        return transfers.store("", path -> FtpCommand.stou(), source);
    }

    @Override
    public Flux<FtpEntry> list(String path) {
        return listings.list(path);
    }

    @Override
    public Flux<String> names(String path) {
        return listings.names(path);
    }

    @Override
    public Flux<TreeEntry> walk(String path, UnaryOperator<WalkOptions> changes) {
        return listings.walk(path, changes.apply(WalkOptions.DEFAULT));
    }

    @Override
    public Mono<FtpEntry> entry(String path) {
        return new Lookup(control, listings).entry(path);
    }

    @Override
    public Mono<Boolean> exists(String path) {
        return new Lookup(control, listings).exists(path);
    }

    @Override
    public Mono<Long> size(String path) {
        return Mono.defer(() -> {
            FtpCommand size = FtpCommand.size(path);
            return control.converse(size.toString(), turn -> Transfers.size(turn, path))
                    .map(reply -> Answer.read(size, reply, FtpReplies::size));
        });
    }

    @Override
    public Mono<Instant> modified(String path) {
        return read(() -> FtpCommand.mdtm(path), FtpReplies::modified);
    }

    @Override
    public Mono<Void> setModified(String path, Instant time) {
        return new FileTimes(control).setModified(path, time);
    }

    @Override
    public Mono<Void> makeDirectory(String path) {
        return run(() -> FtpCommand.mkd(path));
    }

    @Override
    public Mono<Void> makeDirectories(String path) {
        return new Directories(control, listings).make(path);
    }

    @Override
    public Mono<Void> removeDirectory(String path) {
        return run(() -> FtpCommand.rmd(path));
    }

    @Override
    public Mono<Void> delete(String path) {
        return run(() -> FtpCommand.dele(path));
    }

    @Override
    public Mono<Void> deleteTree(String path) {
        return new Directories(control, listings).deleteTree(path);
    }

    @Override
    public Mono<Checksum> checksum(String path, ChecksumAlgorithm algorithm) {
        return new Checksums(control).checksum(path, algorithm);
    }

    @Override
    public Mono<Void> rename(String from, String to) {
        return transfers.rename(from, to);
    }

    /**
     * Changes the directory that relative paths begin at (CWD).
     *
     * @param path the directory
     * @return completes when it is the current one
     */
    public Mono<Void> changeDirectory(String path) {
        return run(() -> FtpCommand.cwd(path)).doFirst(() -> changed.set(true));
    }

    /**
     * Asks for the current directory (PWD).
     *
     * @return its path
     */
    public Mono<String> printWorkingDirectory() {
        return read(FtpCommand::pwd, FtpReplies::quotedPath);
    }

    /**
     * Asks for a sign of life (NOOP).
     *
     * @return completes when the server has answered
     */
    public Mono<Void> noop() {
        return run(FtpCommand::noop);
    }

    /**
     * Sends a command that this server knows (SITE).
     *
     * <p>Since the command may change the session, as {@code SITE UMASK} does, a pooled one is closed afterwards instead
     * of being lent again.
     *
     * @param command what stands behind SITE
     * @return the 2yz reply
     */
    public Mono<FtpReply> site(String command) {
        return Mono.defer(() -> {
            FtpCommand site = FtpCommand.site(command);
            changed.set(true);
            return control.converse(site.toString(), turn -> turn.require(site));
        });
    }

    /**
     * Sends any command that needs no second connection, and returns the final reply, whatever it is.
     *
     * <p>Since the command may change the session, a pooled one is closed afterwards instead of being lent again.
     *
     * @param command the command; not AUTH, PROT and CCC, with which this client has to begin or end TLS
     * @return the reply: 2yz, 3yz, 4yz or 5yz
     */
    public Mono<FtpReply> send(FtpCommand command) {
        if (SECURITY.contains(command.verb())) {
            return Mono.error(new IllegalArgumentException(
                    command.verb() + " changes what the connections are encrypted with: see FtpSecurity"));
        }
        return control.converse(command.toString(), turn -> turn.exchange(command))
                .doFirst(() -> changed.set(true));
    }

    /**
     * Opens the second connection itself, for any transfer command. Bytes go as they are, in MODE S and the TYPE of this
     * session's options, unless the commands name a TYPE or MODE.
     *
     * @param transfer the transfer command last; before it what must be answered first, such as REST
     * @return the channel, when the server has agreed to the transfer; it must be received from, sent to or closed
     */
    public Mono<DataChannel> dataChannel(FtpCommand... transfer) {
        if (transfer.length == 0) {
            return Mono.error(new IllegalArgumentException("A data channel needs a transfer command"));
        }
        return transfers.open(transfer).doFirst(() -> {
            for (FtpCommand command : transfer) {
                if (!STATELESS.contains(command.verb())) {
                    changed.set(true);
                }
            }
        });
    }

    /**
     * Returns what the server listed when it was asked for its features (FEAT, RFC 2389).
     *
     * @return the features; none if the server has no FEAT
     */
    public FtpFeatures features() {
        return control.traits().features();
    }

    /**
     * Returns the TLS of the control connection. It stays the same after CCC, since data connections resume it.
     *
     * @return null without TLS
     */
    public @Nullable TlsInfo tls() {
        return control.tls().info();
    }

    /**
     * Tells whether commands can still be sent.
     *
     * @return false once the connection is closed
     */
    public boolean isOpen() {
        return control.isOpen();
    }

    /**
     * Completes when the connection is closed, by whomever.
     *
     * @return completes, never fails
     */
    public Mono<Void> onClose() {
        return control.onClose();
    }

    /**
     * Ends the session: says QUIT when its turn comes, waits for the answer, and closes the connection; after 2 s in any
     * case, also over a transfer that still runs, which then fails.
     *
     * @return completes when the connection is closed; never fails
     */
    public Mono<Void> close() {
        return control.quit();
    }

    private Mono<Void> run(Supplier<FtpCommand> command) {
        return Mono.defer(() -> {
            FtpCommand made = command.get();
            return control.converse(made.toString(), turn -> turn.require(made)).then();
        });
    }

    private <T> Mono<T> read(Supplier<FtpCommand> command, Function<FtpReply, T> reader) {
        return Mono.defer(() -> {
            FtpCommand made = command.get();
            return control.converse(made.toString(), turn -> turn.exchange(made))
                    .map(reply -> Answer.read(made, reply, reader));
        });
    }
}
