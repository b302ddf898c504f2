package io.ftpreactive.internal.transfer;

import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.data.TransferFlow;
import io.ftpreactive.internal.data.TransferPlan;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One upload: what it is called on the way, what is asked before and after it. A new one for each subscription; confined
 * to the event loop once its turn has begun.
 */
final class Upload implements TransferPlan {

    private final long start = System.nanoTime();
    private final Transfers transfers;
    private final TransferOptions options;
    private final Coding coding;
    private final String path;
    private final @Nullable String temporary;
    private final FtpCommand command;
    private final UploadGuard guard;
    /** File bytes taken from a source whose bytes are not those of the wire; counted on the source's thread. */
    private final AtomicLong taken = new AtomicLong();

    private @Nullable FtpReply sizeReply;
    private boolean measured;
    /** What SIZE said of the file that is complete. */
    private @Nullable FtpReply sizeAfter;
    /** Where a resumed upload goes on. */
    private long offset;

    private @Nullable FileUpload file;
    private @Nullable DataChannel channel;

    /** Knows whether the server may have begun a file. */
    private volatile @Nullable Turn turn;

    Upload(Transfers transfers, String path, Function<String, FtpCommand> command) {
        this.transfers = transfers;
        this.options = transfers.options();
        this.coding = transfers.coding();
        this.path = path;
        UnaryOperator<String> naming = options.temporaryName();
        this.temporary = naming == null ? null : naming.apply(path);
        this.guard = new UploadGuard(transfers);
        this.command = command.apply(temporary == null ? path : temporary);
        check();
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
    }

    Mono<TransferResult> run(Publisher<? extends ByteBuf> source) {
        return transfer(opened -> send(opened, source));
    }

    Mono<TransferResult> run(FileUpload local) {
        file = local;
        return transfer(opened -> {
            if (coding.isPlain() && !opened.isEncrypted()) {
                return opened.sendFile(local.region(offset)).onErrorMap(IOException.class, local::failure);
            }
            return send(opened, local.stream(offset, opened.alloc()));
        });
    }

    private Mono<TransferResult> transfer(Function<DataChannel, Mono<FtpReply>> send) {
        Mono<TransferResult> stored = guard.open(command, transfers.open(this))
                .flatMap(channel -> send.apply(opened(channel)).map(verdict -> result(channel, verdict)))
                .doOnNext(this::check)
                .switchIfEmpty(Mono.fromCallable(this::nothingLeft));
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
    public TransferFlow.Observer observer() {
        return ProgressMeter.of(options, path);
    }

    @Override
    public @Nullable Mono<Void> prepare(Turn own) {
        guard.check(command);
        turn = own;
        FileUpload local = file;
        return Transfers.both(transfers.prepare(own, coding), local == null ? null : askOf(own, local));
    }

    private @Nullable Mono<Void> askOf(Turn own, FileUpload local) {
        Mono<Void> size = options.resumed()
                ? Mono.defer(() -> Transfers.size(own, path))
                        .doOnNext(this::sized)
                        .then()
                : null;
        return Transfers.both(size, isAllocated() ? Mono.defer(() -> allocate(own, local.size() - offset)) : null);
    }

    private boolean isAllocated() {
        return options.allocated() && !coding.ascii();
    }

    /** A server that has no use for the number, or does not know the command, is none the worse. */
    private Mono<Void> allocate(Turn own, long bytes) {
        if (isLeftToSend()) {
            FtpCommand allo = FtpCommand.allo(bytes);
            return own.exchange(allo)
                    .flatMap(reply -> reply.isTransientNegative()
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
        return isLeftToSend() ? new FtpCommand[] {offset == 0 ? command : FtpCommand.appe(path)} : null;
    }

    @Override
    public Mono<Boolean> ask(Turn own) {
        return measure(own).thenReturn(false);
    }

    private DataChannel opened(DataChannel opened) {
        channel = opened;
        return opened;
    }

    /** A file that is not there is begun; one whose size is unknown must not be written over. */
    private void sized(FtpReply reply) {
        sizeReply = reply;
        if (reply.code() != FILE_UNAVAILABLE) {
            offset = ReplyChecks.read(FtpCommand.size(path), reply, FtpReplies::size);
        }
    }

    private Mono<FtpReply> send(DataChannel channel, Publisher<? extends ByteBuf> source) {
        if (coding.isPlain()) {
            return channel.send(source);
        }
        Flux<ByteBuf> counted = Flux.<ByteBuf>from(source).doOnNext(buffer -> taken.addAndGet(buffer.readableBytes()));
        return channel.send(coding.encode(counted, channel.alloc()))
                .onErrorMap(
                        error -> error instanceof FtpTransferException failed && isOwn(failed),
                        error -> counted((FtpTransferException) error));
    }

    /** The source of an upload may be a download, and fail as one. */
    private boolean isOwn(FtpTransferException error) {
        return error.command().equals(command.toString());
    }

    private FtpTransferException counted(FtpTransferException error) {
        return new FtpTransferException(
                error.reason(), error.command(), error.problem(), taken.get(), error.reply(), error.getCause());
    }

    private TransferResult result(DataChannel channel, FtpReply verdict) {
        long bytes = coding.isPlain() ? channel.bytes() : taken.get();
        return new TransferResult(name(channel), bytes, sinceStart(), verdict, channel.tls());
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private String name(DataChannel channel) {
        if (!command.verb().equals("STOU")) {
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
        return new TransferResult(path, 0, sinceStart(), sizeReply, null);
    }

    /** A resumed upload goes on from where the server said that the file ended, which may have changed since. */
    private SizeCheck sizeCheck() {
        SizeCheck chosen = options.sizeCheck();
        return chosen != null ? chosen : offset > 0 ? SizeCheck.IF_TOLD : SizeCheck.NEVER;
    }

    /** What was appended to a file of unknown size cannot be checked, nor what has no name. */
    private Mono<FtpReply> measure(Turn own) {
        DataChannel opened = channel;
        String name = temporary != null ? temporary : opened == null ? "" : name(opened);
        measured = sizeCheck() != SizeCheck.NEVER
                && !coding.ascii()
                && !name.isEmpty()
                && !command.verb().equals("APPE");
        return measured ? Transfers.size(own, name).doOnNext(reply -> sizeAfter = reply) : Mono.empty();
    }

    private void check(TransferResult result) {
        long expected = offset + result.bytes();
        FtpReply told = sizeAfter;
        long size = told == null ? Measure.UNKNOWN : Transfers.sizeIfTold(told);
        if (size >= 0 && size != expected) {
            throw failure(
                    result,
                    Reason.WRONG_SIZE,
                    "the file on the server has " + size + " bytes, it should have " + expected);
        }
        if (size < 0 && measured && sizeCheck() == SizeCheck.REQUIRED) {
            throw failure(
                    result,
                    Reason.UNCONFIRMED,
                    "the server does not tell the size of the file" + (told == null ? "" : ", but said: " + told));
        }
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
                .onErrorResume(error -> mayHaveBegun() && !isRefusal(error) && !renaming.mayHaveDeleted()
                        ? delete.then(Mono.error(error))
                        : Mono.error(error))
                .doOnCancel(() -> transfers.control().run(() -> {
                    if (mayHaveBegun() && !renaming.mayHaveDeleted()) {
                        delete.subscribe();
                    }
                }));
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
