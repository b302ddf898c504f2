package io.ftpreactive;

import static java.util.Objects.requireNonNull;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpFeatures;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Lease;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.data.DataChannel;
import io.ftpreactive.internal.data.DataChannelOpener;
import io.ftpreactive.internal.transfer.Transfers;
import io.ftpreactive.options.ListingOptions;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.TlsInfo;
import io.ftpreactive.result.TransferResult;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One login on one control connection.
 *
 * <p>Operations may be started from any thread and at any time; they take turns in order. A transfer holds its turn to
 * its end: an operation that is started from within a transfer of the same session, and that the transfer waits for,
 * would wait for itself; after the turn timeout such a transfer fails and says so.
 *
 * <p>One that {@link FtpClient#withSession} lends is the borrower's until that publisher ends. From then on operations
 * fail with an {@link io.ftpreactive.error.FtpConnectionException} of reason {@code LEASE_ENDED}, those too that were made before;
 * one that is talking is waited for before the session is lent again.
 */
public final class FtpSession extends Operations {

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
    private final @Nullable Lease lease;
    private final SessionOperations operations;

    FtpSession(ControlConnection control, DataChannelOpener opener) {
        this(control, opener, new AtomicBoolean(), TransferOptions.DEFAULT, ListingOptions.DEFAULT, result -> {}, null);
    }

    private FtpSession(
            ControlConnection control,
            DataChannelOpener opener,
            AtomicBoolean changed,
            TransferOptions options,
            ListingOptions listing,
            Consumer<TransferResult> onTransfer,
            @Nullable Lease lease) {
        this.control = control;
        this.opener = opener;
        this.changed = changed;
        this.options = options;
        this.listing = listing;
        this.onTransfer = onTransfer;
        this.lease = lease;
        this.operations = new SessionOperations(control, new Transfers(control, opener, options, onTransfer), listing);
    }

    /** The same session for a client that transfers, lists, and listens to transfers, in its own way. */
    FtpSession with(TransferOptions options, ListingOptions listing, Consumer<TransferResult> onTransfer) {
        return new FtpSession(control, opener, changed, options, listing, onTransfer, lease);
    }

    /** The same session for one borrower, who may keep it longer than he may use it. */
    FtpSession lend() {
        return new FtpSession(control, opener, changed, options, listing, onTransfer, new Lease(control));
    }

    /** Ends what {@link #lend} began: no operation of the borrower gets a turn any more. */
    void takeBack() {
        if (lease != null) {
            lease.end();
        }
    }

    private boolean isTakenBack() {
        return lease != null && lease.isOver();
    }

    private void markChanged() {
        if (!isTakenBack()) {
            changed.set(true);
        }
    }

    /**
     * Changes how files are transferred by this object; the session stays the same.
     *
     * @param changes for example {@code options -> options.ascii(true)}
     * @return the same session for transfers of that kind
     */
    public FtpSession transfers(UnaryOperator<TransferOptions> changes) {
        return with(requireNonNull(changes, "changes").apply(options), listing, onTransfer);
    }

    /**
     * Changes how directories are listed by this object; the session stays the same.
     *
     * @param changes for example {@code options -> options.facts("type", "size")}
     * @return the same session for listings of that kind
     */
    public FtpSession listings(UnaryOperator<ListingOptions> changes) {
        return with(options, requireNonNull(changes, "changes").apply(listing), onTransfer);
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
                .doOnNext(Turn::end)
                .then()
                // As when the queue is full: somebody's operations are still to come.
                .doOnError(error -> changed.set(true))
                .onErrorComplete();
    }

    @Override
    <T> Mono<T> one(Function<SessionOperations, Mono<T>> use) {
        Mono<T> operation = use.apply(operations);
        return lease == null ? operation : operation.contextWrite(lease::mark);
    }

    @Override
    <T> Flux<T> many(Function<SessionOperations, ? extends Flux<T>> use) {
        Flux<T> operation = use.apply(operations);
        return lease == null ? operation : operation.contextWrite(lease::mark);
    }

    /**
     * Changes the directory that relative paths begin at (CWD).
     *
     * @param path the directory
     * @return completes when it is the current one
     */
    public Mono<Void> changeDirectory(String path) {
        requireNonNull(path, "path");
        return one(session -> session.run(() -> FtpCommand.cwd(path)).doFirst(this::markChanged));
    }

    /**
     * Asks for the current directory (PWD).
     *
     * @return its path
     */
    public Mono<String> printWorkingDirectory() {
        return one(session -> session.read(FtpCommand::pwd, FtpReplies::quotedPath));
    }

    /**
     * Asks for a sign of life (NOOP).
     *
     * @return completes when the server has answered
     */
    public Mono<Void> noop() {
        return one(session -> session.run(FtpCommand::noop));
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
        requireNonNull(command, "command");
        return one(session -> Mono.defer(() -> {
            FtpCommand site = FtpCommand.site(command);
            markChanged();
            return control.converse(site.toString(), turn -> turn.require(site));
        }));
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
        requireNonNull(command, "command");
        if (SECURITY.contains(command.verb())) {
            return Mono.error(new IllegalArgumentException(
                    command.verb() + " changes what the connections are encrypted with: see FtpSecurity"));
        }
        return one(session -> control.converse(command.toString(), turn -> turn.exchange(command))
                .doFirst(this::markChanged));
    }

    /**
     * Opens the second connection itself, for any transfer command. Bytes go as they are, in MODE S and the TYPE of this
     * session's options, unless the commands name a TYPE or MODE.
     *
     * @param transfer the transfer command last; before it what must be answered first, such as REST
     * @return the channel, when the server has agreed to the transfer; it must be received from, sent to or closed
     */
    public Mono<DataChannel> dataChannel(FtpCommand... transfer) {
        requireNonNull(transfer, "transfer");
        if (transfer.length == 0) {
            return Mono.error(new IllegalArgumentException("A data channel needs a transfer command"));
        }
        return one(session -> session.dataChannel(transfer).doFirst(() -> {
            for (FtpCommand command : transfer) {
                if (!STATELESS.contains(command.verb())) {
                    markChanged();
                }
            }
        }));
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
     * @return false once the connection is closed, and once a session that was lent has been taken back
     */
    public boolean isOpen() {
        return control.isOpen() && !isTakenBack();
    }

    /**
     * Completes when the connection is closed, by whomever; of a session that was lent that may be long after.
     *
     * @return completes, never fails
     */
    public Mono<Void> onClose() {
        return control.onClose();
    }

    /**
     * Ends the session: says QUIT when its turn comes, waits for the answer, and closes the connection; after 2 s in any
     * case, also over a transfer that still runs, which then fails. A session that was lent and taken back is not the
     * caller's any more, and nothing is done.
     *
     * @return completes when the connection is closed; never fails
     */
    public Mono<Void> close() {
        return Mono.defer(() -> isTakenBack() ? Mono.empty() : control.quit());
    }
}
