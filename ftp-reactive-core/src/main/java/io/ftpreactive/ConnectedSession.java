package io.ftpreactive;

import static java.util.Objects.requireNonNull;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpFeatures;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Lease;
import io.ftpreactive.internal.control.Listener;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.opening.Opener;
import io.ftpreactive.internal.transfer.Transfers;
import io.ftpreactive.options.ListingOptions;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.result.TlsInfo;
import io.ftpreactive.result.TransferResult;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A session on a control connection of its own, or on one that a pool has lent. */
final class ConnectedSession extends Operations implements FtpSession {

    /** Transfer commands and what may precede them. They leave no state for the next user of the session. */
    private static final Set<String> STATELESS =
            Set.of("RETR", "STOR", "APPE", "STOU", "LIST", "NLST", "MLSD", "REST", "ALLO");

    /** How long an idle session may take to show that it is alive. */
    private static final Duration PROOF = Duration.ofSeconds(5);

    private static final Set<String> SECURITY = Set.of("AUTH", "PROT", "CCC");

    private final ControlConnection control;
    private final Opener opener;
    private final AtomicBoolean changed;
    private final TransferOptions options;
    private final ListingOptions listing;
    private final Listener<TransferResult> onTransfer;
    private final BaseDirectory base;
    private final @Nullable Lease lease;
    /** Made when they are needed first: what a pool keeps is lent as another view, and works with none itself. */
    private @Nullable SessionOperations operations;
    /** The same session as it was last lent: most often the next client to use it is that one. */
    private volatile @Nullable View last;

    /** A session as one client uses it. */
    private record View(FtpClientConfig config, ConnectedSession session) {}

    ConnectedSession(ControlConnection control, FtpClientConfig config) {
        this(
                control,
                config.opener(),
                new AtomicBoolean(),
                config.transferOptions(),
                config.listingOptions(),
                config.onTransfer(),
                config.base().lend(),
                null);
    }

    private ConnectedSession(
            ControlConnection control,
            Opener opener,
            AtomicBoolean changed,
            TransferOptions options,
            ListingOptions listing,
            Listener<TransferResult> onTransfer,
            BaseDirectory base,
            @Nullable Lease lease) {
        this.control = control;
        this.opener = opener;
        this.changed = changed;
        this.options = options;
        this.listing = listing;
        this.onTransfer = onTransfer;
        this.base = base;
        this.lease = lease;
    }

    /** Holds nothing but what is final: two threads may well make one each. */
    private SessionOperations operations() {
        SessionOperations made = operations;
        if (made == null) {
            Transfers transfers = new Transfers(control, opener, base.told(options), base.told(onTransfer));
            made = new SessionOperations(control, transfers, listing, base);
            operations = made;
        }
        return made;
    }

    /** The same session for a client that logs in like the one it was opened for, and does all else in its own way. */
    @SuppressWarnings(
            "ReferenceEquality") // Clients keep their configuration: to look closer would cost each operation.
    ConnectedSession lentTo(FtpClientConfig config) {
        control.adopt(config.control());
        View known = last;
        if (known == null || known.config != config) {
            known = new View(
                    config,
                    new ConnectedSession(
                            control,
                            config.opener(),
                            changed,
                            config.transferOptions(),
                            config.listingOptions(),
                            config.onTransfer(),
                            config.base(),
                            lease));
            last = known;
        }
        return known.session;
    }

    private ConnectedSession with(TransferOptions options, ListingOptions listing) {
        return new ConnectedSession(control, opener, changed, options, listing, onTransfer, base, lease);
    }

    /** The same session for one borrower, who may keep the object after the lease has ended. */
    ConnectedSession lend() {
        return new ConnectedSession(
                control, opener, changed, options, listing, onTransfer, base.lend(), new Lease(control));
    }

    /** Ends the lease of {@link #lend}: operations of the borrower get no more turns. */
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

    @Override
    public FtpSession transferOptions(UnaryOperator<TransferOptions> changes) {
        return with(requireNonNull(changes, "changes").apply(options), listing);
    }

    @Override
    public FtpSession listingOptions(UnaryOperator<ListingOptions> changes) {
        return with(options, requireNonNull(changes, "changes").apply(listing));
    }

    /** Whether the next user would find this session as a new one. */
    boolean isReusable() {
        return control.isOpen()
                && control.incoming().isQuiet()
                && !changed.get()
                && !control.parameters().areLeftOver()
                && control.tls().isUsable();
    }

    /** Whether it was lost before the server did anything for the present borrower. */
    boolean isLostUntouched() {
        return !control.isOpen() && control.traces().areNone();
    }

    /** Whether the server got nothing from the present borrower that it must not be sent twice. */
    boolean isUnchanged() {
        return !control.traces().areLasting();
    }

    /** Whether it is worth a try to send commands early. */
    boolean bearsPipelining() {
        return !Boolean.FALSE.equals(control.traits().pipelined());
    }

    /** What was begun early has failed, and succeeded on its own: that may be why, unless it has been done before. */
    void stumbled() {
        control.run(() -> {
            if (control.traits().pipelined() == null) {
                control.traits().pipelined(false);
            }
        });
    }

    /** Asks for a sign of life, whatever it is; emits whether there was one. */
    Mono<Boolean> prove() {
        return control.inTurn("NOOP", turn -> turn.exchange(FtpCommand.noop()))
                .timeout(PROOF)
                .thenReturn(true)
                .onErrorResume(error -> {
                    control.run(() -> control.close(() ->
                            new FtpConnectionException(Reason.CLOSED, "The idle session gave no sign of life", error)));
                    return Mono.just(false);
                });
    }

    /** How long a transfer may do nothing while others wait. */
    long turnNanos() {
        return control.settings().timeouts().turn().toNanos();
    }

    /**
     * Ends a transfer that has done nothing for the turn timeout.
     *
     * @param places how many transfers may be ended
     * @param evicted called if this is one
     */
    void evictStalled(AtomicInteger places, Runnable evicted) {
        control.run(() -> {
            // Sessions of other loops look for such a place at the same time.
            int waiting = places.getAndDecrement();
            if (waiting > 0 && control.turns().evictStalled(waiting, turnNanos())) {
                evicted.run();
            } else {
                places.incrementAndGet();
            }
        });
    }

    /** Whether it is held by a transfer that waits for its own subscriber or source. */
    Mono<Boolean> isStalled() {
        return Mono.create(
                sink -> control.run(() -> sink.success(control.turns().nanosStalled() > 0), () -> sink.success(false)));
    }

    /** Closes the connection at once, whatever is under way. */
    Mono<Void> abandon(Supplier<? extends FtpException> cause) {
        return Mono.defer(() -> {
            control.run(() -> control.close(cause));
            return onClose();
        });
    }

    /** Whether all turns have ended, as far as this thread can see. */
    boolean isSettled() {
        return control.incoming().isSettled();
    }

    /** Completes when all turns have ended, so that no abort of an earlier user is still under way. */
    Mono<Void> settled() {
        return control.open("release")
                .doOnNext(Turn::end)
                .then()
                // For example a full queue: operations of a former borrower are still waiting.
                .doOnError(error -> changed.set(true))
                .onErrorComplete();
    }

    @Override
    <T> Mono<T> one(Function<SessionOperations, Mono<T>> use) {
        // Where its paths lead is known when it begins.
        Mono<T> operation = base.isJoined() ? Mono.defer(() -> use.apply(operations())) : use.apply(operations());
        return lease == null ? operation : operation.contextWrite(lease::mark);
    }

    @Override
    <T> Flux<T> many(Function<SessionOperations, ? extends Flux<T>> use) {
        Flux<T> operation = base.isJoined() ? Flux.defer(() -> use.apply(operations())) : use.apply(operations());
        return lease == null ? operation : operation.contextWrite(lease::mark);
    }

    /** What the server itself refers to its current directory. */
    private <T> Mono<T> within(Function<SessionOperations, Mono<T>> use) {
        return one(session -> base.isJoined()
                ? session.enter().doFirst(this::markChanged).then(use.apply(session))
                : use.apply(session));
    }

    /** Copies a file of another session to this one. */
    Mono<TransferResult> copyFrom(ConnectedSession source, String path, String target) {
        return operations().copyFrom(source.operations(), path, target);
    }

    /** Has the server of another session send a file to this one's. */
    Mono<TransferResult> takeFrom(ConnectedSession source, String path, String target) {
        return operations().takeFrom(source.operations(), path, target);
    }

    @Override
    public Mono<Void> changeDirectory(String path) {
        requireNonNull(path, "path");
        return one(session -> session.changeDirectory(path).doFirst(this::markChanged));
    }

    @Override
    public Mono<String> printWorkingDirectory() {
        return within(session -> session.read(FtpCommand::pwd, FtpReplies::quotedPath));
    }

    @Override
    public Mono<Void> noop() {
        return one(session -> session.run(FtpCommand::noop));
    }

    @Override
    public Mono<FtpReply> site(String command) {
        requireNonNull(command, "command");
        return within(session -> Mono.defer(() -> {
            FtpCommand site = FtpCommand.site(command);
            markChanged();
            return control.inTurn(site, turn -> turn.require(site));
        }));
    }

    @Override
    public Mono<FtpReply> send(FtpCommand command) {
        requireNonNull(command, "command");
        if (SECURITY.contains(command.verb())) {
            return Mono.error(new IllegalArgumentException(
                    command.verb() + " changes what the connections are encrypted with: see FtpSecurity"));
        }
        return within(session ->
                control.inTurn(command, turn -> turn.exchange(command)).doFirst(this::markChanged));
    }

    @Override
    public Mono<DataChannel> dataChannel(FtpCommand... transfer) {
        requireNonNull(transfer, "transfer");
        if (transfer.length == 0) {
            return Mono.error(new IllegalArgumentException("A data channel needs a transfer command"));
        }
        return within(session -> session.dataChannel(transfer).doFirst(() -> {
            for (FtpCommand command : transfer) {
                if (!STATELESS.contains(command.verb())) {
                    markChanged();
                }
            }
        }));
    }

    @Override
    public FtpFeatures features() {
        return control.traits().features();
    }

    @Override
    public @Nullable TlsInfo tls() {
        return control.tls().info();
    }

    @Override
    public boolean isOpen() {
        return control.isOpen() && !isTakenBack();
    }

    @Override
    public Mono<Void> onClose() {
        return control.onClose();
    }

    @Override
    public Mono<Void> close() {
        return Mono.defer(() -> isTakenBack() ? Mono.empty() : control.quit());
    }

    @Override
    public String toString() {
        String directory = base.path().isEmpty() ? "" : ", directory " + base.path();
        String state = isTakenBack() ? "given back" : control.isOpen() ? "open" : "closed";
        return "FtpSession(" + control.id() + ", " + control.settings() + directory + ", " + state
                + (lease == null ? "" : ", of a pool") + ")";
    }
}
