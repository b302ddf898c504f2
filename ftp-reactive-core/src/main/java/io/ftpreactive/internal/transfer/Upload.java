package io.ftpreactive.internal.transfer;

import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;
import static io.ftpreactive.codec.FtpReplyCode.SPACE_EXCEEDED;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.context.ThreadLocals;
import io.ftpreactive.internal.control.Excursion;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.data.TransferFlow;
import io.ftpreactive.internal.data.TransferPlan;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * One upload: what it is called on the way, what is asked before and after it. A new one for each subscription; confined
 * to the event loop once its turn has begun.
 */
final class Upload implements TransferPlan {

    private final Transfers transfers;
    private final UploadAttempts attempts;
    private final TransferOptions options;
    private final Coding coding;
    private final String path;
    private final @Nullable String temporary;
    private final FtpCommand command;
    private final UploadGuard guard;
    /** File bytes taken from a source, where the channel does not count them, or later; counted on the source's thread. */
    private final AtomicLong taken = new AtomicLong();

    private @Nullable FtpReply sizeReply;
    private boolean measured;
    /** What SIZE said of the file that is complete. */
    private @Nullable FtpReply sizeAfter;
    /** Where in the local file an upload goes on that is resumed, or tried again. */
    private long offset;

    /** An attempt before this one has left a part. */
    private boolean continued;

    private @Nullable FileUpload file;
    /** Of a stream whose length was announced. */
    private long announced = Measure.UNKNOWN;

    private @Nullable DataChannel channel;
    /** Of a stream; volatile since it is taken on the source's thread. */
    private volatile @Nullable Digest digest;

    /** Knows whether the server may have begun a file. */
    private volatile @Nullable Turn turn;

    Upload(Transfers transfers, UploadAttempts attempts, String path, Function<String, FtpCommand> command) {
        this.transfers = transfers;
        this.attempts = attempts;
        this.options = transfers.options();
        this.coding = transfers.coding();
        this.path = path;
        UnaryOperator<String> naming = options.temporaryName();
        this.temporary = naming == null ? null : naming.apply(path);
        this.guard = new UploadGuard(transfers);
        this.command = command.apply(target());
        attempts.names(this.command);
        check();
    }

    /** What it is called on the way. */
    private String target() {
        return temporary == null ? path : temporary;
    }

    private void check() {
        boolean stores = command.verb().equals("STOR");
        if (temporary != null && (!stores || options.resumed())) {
            throw new IllegalArgumentException(
                    "A temporary name serves whole files stored under a name: neither append, storeUnique nor resumed");
        }
        if (options.resumed() && !stores) {
            throw new IllegalArgumentException("Only store(path, file) can be resumed, not " + command.verb());
        }
        if (options.resumed() && coding.ascii()) {
            throw new IllegalArgumentException("Sizes mean nothing in text transfers: resumed needs ascii(false)");
        }
        coding.check(options);
    }

    Mono<TransferResult> run(Publisher<? extends ByteBuf> source) {
        return transfer(opened -> {
            attempts.given();
            return send(opened, digested(source));
        });
    }

    Mono<TransferResult> runSized(SizedSource source) {
        announced = source.length();
        return run(source.sentBy(command));
    }

    /** Of a source that can be read from anywhere; only what is sent at once can be digested. */
    Mono<TransferResult> runFrom(LongFunction<? extends Publisher<? extends ByteBuf>> source) {
        return transfer(opened -> ThreadLocals.mono(context -> {
            Publisher<? extends ByteBuf> bytes = source.apply(offset);
            return send(opened, offset == 0 ? digested(bytes) : bytes);
        }));
    }

    Mono<TransferResult> run(FileUpload local) {
        file = local;
        attempts.of(local);
        return transfer(opened -> {
            if (coding.isPlain() && !opened.isEncrypted()) {
                return opened.sendFile(local.region(offset)).onErrorMap(IOException.class, local::failure);
            }
            Flux<ByteBuf> bytes = local.stream(offset, opened.alloc());
            return send(opened, coding.isPlain() ? bytes.doOnNext(this::take) : bytes);
        });
    }

    private Mono<TransferResult> transfer(Function<DataChannel, Mono<FtpReply>> send) {
        Mono<TransferResult> stored = guard.open(command, transfers.open(this))
                .flatMap(channel -> send.apply(opened(channel)).map(verdict -> result(channel, verdict)))
                .doOnNext(this::check)
                .doOnError(error -> failed())
                .switchIfEmpty(Mono.fromCallable(this::nothingLeft))
                .flatMap(this::verified);
        return temporary == null ? stored : renamed(stored, temporary);
    }

    @Override
    public Object purpose() {
        return command;
    }

    @Override
    public TransferFlow flow() {
        return transfers.flow();
    }

    @Override
    public TransferFlow.Observer observer(ContextView context) {
        return attempts.observer(options, path, coding.isPlain() ? announced : Measure.UNKNOWN, context);
    }

    @Override
    public @Nullable Mono<Void> prepare(Turn own) {
        guard.check(command);
        turn = own;
        FileUpload local = file;
        return Transfers.both(Transfers.both(transfers.prepare(own, coding), enter(own)), askOf(own, local));
    }

    /** Where the server chooses the name, the path is that of the directory, to which the turn has no other way. */
    private @Nullable Mono<Void> enter(Turn own) {
        if (!isUnique() || path.isEmpty()) {
            return null;
        }
        return Mono.defer(() -> Excursion.into(own, path))
                .doOnNext(this::entered)
                .then();
    }

    private void entered(FtpReply reply) {
        FtpCommand cwd = FtpCommand.cwd(path);
        if (!ReplyChecks.isDone(cwd, reply)) {
            throw new FtpReplyException(cwd, reply);
        }
    }

    private boolean isUnique() {
        return command.verb().equals("STOU");
    }

    private @Nullable Mono<Void> askOf(Turn own, @Nullable FileUpload local) {
        Mono<Void> size = asksSize()
                ? Mono.defer(() -> Transfers.size(own, target()))
                        .doOnNext(this::sized)
                        .then()
                : null;
        if (!options.allocated() || coding.ascii() || (local == null && announced < 0)) {
            return size;
        }
        return Transfers.both(size, Mono.defer(() -> allocate(own, local == null ? announced : local.size() - offset)));
    }

    private boolean appends() {
        return command.verb().equals("APPE");
    }

    /** Whether the end of the file has to be known before anything is appended to it. */
    private boolean needsBase() {
        return appends() && (attempts.isRepeatable() || options.verified());
    }

    private boolean asksSize() {
        return !coding.ascii() && !attempts.isAnew() && (options.resumed() || attempts.goesOn() || needsBase());
    }

    /** A server that has no use for the number, or does not know the command, is none the worse. */
    private Mono<Void> allocate(Turn own, long bytes) {
        if (isLeftToSend()) {
            FtpCommand allo = FtpCommand.allo(bytes);
            return own.exchange(allo)
                    .flatMap(reply -> reply.isTransientNegative() || reply.code() == SPACE_EXCEEDED
                            ? Mono.error(new FtpReplyException(allo, reply))
                            : Mono.empty());
        }
        return Mono.empty();
    }

    private boolean isLeftToSend() {
        return file == null || offset == 0 || offset < file.size();
    }

    @Override
    public FtpCommand @Nullable [] commands() {
        attempts.beginsAt(offset);
        if (isLeftToSend()) {
            return new FtpCommand[] {offset == 0 ? command : FtpCommand.appe(target())};
        }
        attempts.completed();
        return null;
    }

    @Override
    public Mono<Boolean> ask(Turn own) {
        return measure(own).thenReturn(false);
    }

    private DataChannel opened(DataChannel opened) {
        channel = opened;
        attempts.begun();
        return opened;
    }

    /** What was appended, or stored under a name of the server's, may be there before the server has agreed. */
    private void failed() {
        if (channel != null) {
            attempts.sent(offset + sent());
        }
        if (mayHaveBegun() && !command.verb().equals("STOR")) {
            attempts.begun();
        }
    }

    /** A file that is not there is begun; one whose size is unknown must not be written over. */
    private void sized(FtpReply reply) {
        sizeReply = reply;
        FtpCommand asked = FtpCommand.size(target());
        if (attempts.goesOn()) {
            offset = attempts.position(asked, reply);
            continued = offset > 0 || appends();
        } else if (needsBase()) {
            attempts.basedOn(reply);
            if (attempts.base() < 0 && options.verified()) {
                ReplyChecks.read(asked, reply, FtpReplies::size);
            }
        } else if (reply.code() != FILE_UNAVAILABLE) {
            offset = ReplyChecks.read(asked, reply, FtpReplies::size);
        }
    }

    private Mono<FtpReply> send(DataChannel channel, Publisher<? extends ByteBuf> source) {
        if (coding.isPlain()) {
            return channel.send(source);
        }
        Flux<ByteBuf> counted = Flux.<ByteBuf>from(source).doOnNext(this::take);
        return channel.send(coding.encode(counted, channel.alloc()))
                .onErrorMap(
                        error -> error instanceof FtpTransferException failed && isOwn(failed),
                        error -> counted((FtpTransferException) error));
    }

    private void take(ByteBuf buffer) {
        taken.addAndGet(buffer.readableBytes());
    }

    /** File bytes that may have been sent. */
    private long sent() {
        DataChannel opened = channel;
        return coding.isPlain() && opened != null ? Math.max(opened.bytes(), taken.get()) : taken.get();
    }

    /** The source of an upload may be a download, and fail as one. */
    private boolean isOwn(FtpTransferException error) {
        return error.command().equals(command.toString());
    }

    private FtpTransferException counted(FtpTransferException error) {
        FtpTransferException counted = new FtpTransferException(
                error.reason(), error.command(), error.problem(), taken.get(), error.reply(), error.getCause());
        Arrays.stream(error.getSuppressed()).forEach(counted::addSuppressed);
        return counted;
    }

    private TransferResult result(DataChannel channel, FtpReply verdict) {
        attempts.sent(offset + bytes(channel));
        return outcome(channel, verdict);
    }

    private long bytes(DataChannel channel) {
        return coding.isPlain() ? channel.bytes() : taken.get();
    }

    private TransferResult outcome(DataChannel channel, FtpReply verdict) {
        return new TransferResult(
                name(channel), attempts.before() + bytes(channel), attempts.sinceStart(), verdict, channel.tls());
    }

    private String name(DataChannel channel) {
        if (!isUnique()) {
            return path;
        }
        String unique = FtpReplies.uniqueName(channel.opening());
        FtpReply verdict = channel.verdict();
        if (unique == null && verdict != null) {
            unique = FtpReplies.uniqueName(verdict);
        }
        return unique == null ? "" : unique;
    }

    private TransferResult nothingLeft() {
        if (sizeReply == null) {
            throw new IllegalStateException("An upload ended without a verdict");
        }
        return new TransferResult(path, attempts.before(), attempts.sinceStart(), sizeReply, null);
    }

    /** A resumed upload goes on from where the server said that the file ended, which may have changed since. */
    private SizeCheck sizeCheck() {
        if (continued) {
            return SizeCheck.REQUIRED;
        }
        SizeCheck chosen = options.sizeCheck();
        return chosen != null ? chosen : offset > 0 ? SizeCheck.IF_TOLD : SizeCheck.NEVER;
    }

    /** What was appended to a file of unknown size cannot be checked, nor what has no name. */
    private Mono<FtpReply> measure(Turn own) {
        DataChannel opened = channel;
        String name = temporary != null ? temporary : opened == null ? "" : name(opened);
        measured = sizeCheck() != SizeCheck.NEVER && !coding.ascii() && !name.isEmpty() && (continued || !appends());
        return measured ? Transfers.size(own, name).doOnNext(reply -> sizeAfter = reply) : Mono.empty();
    }

    private void check(TransferResult result) {
        FtpTransferException failure = fault(result);
        if (failure != null) {
            if (failure.reason() == Reason.WRONG_SIZE) {
                attempts.mismatched();
            }
            throw failure;
        }
    }

    @Override
    public @Nullable Throwable fault() {
        DataChannel opened = channel;
        FtpReply verdict = opened == null ? null : opened.verdict();
        return opened == null || verdict == null ? null : fault(outcome(opened, verdict));
    }

    private @Nullable FtpTransferException fault(TransferResult result) {
        long expected = attempts.base() + attempts.first() + result.bytes();
        FtpReply told = sizeAfter;
        long size = told == null ? Measure.UNKNOWN : Transfers.sizeIfTold(told);
        if (size >= 0 && size != expected) {
            return failure(
                    result,
                    Reason.WRONG_SIZE,
                    "the file on the server has " + size + " bytes, it should have " + expected);
        }
        if (size < 0 && measured && sizeCheck() == SizeCheck.REQUIRED) {
            return failure(
                    result,
                    Reason.UNCONFIRMED,
                    "the server does not tell the size of the file" + (told == null ? "" : ", but said: " + told));
        }
        return null;
    }

    private Publisher<? extends ByteBuf> digested(Publisher<? extends ByteBuf> source) {
        ChecksumAlgorithm algorithm = transfers.checksums().offered();
        if (!options.verified() || algorithm == null || appends()) {
            return source;
        }
        Digest taken = new Digest(algorithm);
        digest = taken;
        return Flux.<ByteBuf>from(source).doOnNext(taken::update);
    }

    private Mono<TransferResult> verified(TransferResult result) {
        if (!options.verified()) {
            return Mono.just(result);
        }
        String name = temporary == null ? result.path() : temporary;
        if (name.isEmpty()) {
            return Mono.error(failure(result, Reason.UNCONFIRMED, "the server did not report the file's name"));
        }
        if (isUnique() && !path.isEmpty() && !name.startsWith("/")) {
            name = path + '/' + name;
        }
        FileUpload local = file;
        long size = local != null && !appends() ? local.size() : attempts.base() + attempts.first() + result.bytes();
        return new Verification(transfers, command, name, result.bytes() - attempts.before())
                .run(size, this::localChecksum)
                .thenReturn(result);
    }

    private Mono<Checksum> localChecksum(ChecksumAlgorithm algorithm) {
        FileUpload local = file;
        if (appends()) {
            return Mono.empty();
        }
        if (local != null) {
            return local.checksum(algorithm);
        }
        Digest taken = digest;
        return taken == null ? Mono.empty() : taken.value(algorithm);
    }

    private FtpTransferException failure(TransferResult result, Reason reason, String problem) {
        return new FtpTransferException(reason, command.toString(), problem, result.bytes(), result.reply(), null);
    }

    /** What has failed or was cancelled is deleted when the abort is settled: its turn comes after it. */
    private Mono<TransferResult> renamed(Mono<TransferResult> stored, String temporary) {
        FtpCommand dele = FtpCommand.dele(temporary);
        Mono<FtpReply> delete =
                transfers.control().inTurn(dele, turn -> turn.exchange(dele)).onErrorComplete();
        Renaming renaming = transfers.renaming(temporary, path);
        return stored.flatMap(result -> renaming.run().thenReturn(result))
                .onErrorResume(error -> isFragment(error) && !renaming.mayHaveDeleted()
                        ? delete.then(Mono.error(error))
                        : Mono.error(error))
                .doOnCancel(() -> transfers.control().run(() -> {
                    if (mayHaveBegun() && !renaming.mayHaveDeleted()) {
                        delete.subscribe();
                    }
                }));
    }

    /** Another attempt goes on with what this one leaves. */
    private boolean isFragment(Throwable error) {
        return mayHaveBegun() && !isRefusal(error) && !attempts.mayGoOn(error);
    }

    /** A file that the server would not let be stored is not this transfer's to delete. */
    private boolean isRefusal(Throwable error) {
        return error instanceof FtpReplyException refused && refused.command().equals(command.toString());
    }

    private boolean mayHaveBegun() {
        Turn own = turn;
        return own != null && own.hasSentTransfer();
    }
}
