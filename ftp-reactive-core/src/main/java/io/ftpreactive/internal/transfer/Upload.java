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
import io.ftpreactive.internal.data.DataChannel;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.options.TransferOptions;
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
final class Upload {

    private final long start = System.nanoTime();
    private final Transfers transfers;
    private final TransferOptions options;
    private final Coding coding;
    private final String path;
    private final @Nullable String temporary;
    private final FtpCommand command;
    /** File bytes taken from a source whose bytes are not those of the wire; counted on the source's thread. */
    private final AtomicLong taken = new AtomicLong();

    private @Nullable FtpReply sizeReply;
    private boolean measured;
    /** What SIZE said of the file that is complete. */
    private @Nullable FtpReply sizeAfter;
    /** Where a resumed upload goes on. */
    private long offset;

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
        return run(turn -> transfers.prepare(turn, coding).then(commands(command)), channel -> send(channel, source));
    }

    Mono<TransferResult> run(FileUpload file) {
        return run(turn -> plan(turn, file), channel -> {
            if (coding.isPlain() && !channel.isEncrypted()) {
                return channel.sendFile(file.region(offset)).onErrorMap(IOException.class, file::failure);
            }
            return send(channel, file.stream(offset, channel.alloc()));
        });
    }

    private Mono<TransferResult> run(
            Function<Turn, Mono<FtpCommand[]>> plan, Function<DataChannel, Mono<FtpReply>> send) {
        Mono<TransferResult> stored = new UploadGuard(transfers)
                .open(command, guard -> transfers.open(command.toString(), path, guarded(plan, guard)))
                .flatMap(channel -> send.apply(opened(channel)).map(verdict -> result(channel, verdict)))
                .doOnNext(this::check)
                .switchIfEmpty(Mono.fromCallable(this::nothingLeft));
        return temporary == null ? stored : renamed(stored, temporary);
    }

    private Transfers.Plan guarded(Function<Turn, Mono<FtpCommand[]>> plan, Runnable guard) {
        return new Transfers.Plan() {

            @Override
            public Mono<FtpCommand[]> commands(Turn own) {
                guard.run();
                turn = own;
                return plan.apply(own);
            }

            @Override
            public Mono<Boolean> ask(Turn own) {
                return measure(own).thenReturn(false);
            }
        };
    }

    private DataChannel opened(DataChannel opened) {
        channel = opened;
        return opened;
    }

    private Mono<FtpCommand[]> commands(FtpCommand transfer) {
        return Mono.just(new FtpCommand[] {transfer});
    }

    private Mono<FtpCommand[]> plan(Turn turn, FileUpload file) {
        return transfers
                .prepare(turn, coding)
                .then(options.resumed() ? Transfers.size(turn, path).doOnNext(this::sized) : Mono.empty())
                .then(Mono.defer(() -> {
                    if (offset > 0 && offset >= file.size()) {
                        return Mono.empty();
                    }
                    return allocate(turn, file.size() - offset)
                            .then(commands(offset == 0 ? command : FtpCommand.appe(path)));
                }));
    }

    /** A file that is not there is begun; one whose size is unknown must not be written over. */
    private void sized(FtpReply reply) {
        sizeReply = reply;
        if (reply.code() != FILE_UNAVAILABLE) {
            offset = ReplyChecks.read(FtpCommand.size(path), reply, FtpReplies::size);
        }
    }

    /** A server that has no use for the number, or does not know the command, is none the worse. */
    private Mono<Void> allocate(Turn turn, long bytes) {
        if (!options.allocated() || coding.ascii()) {
            return Mono.empty();
        }
        FtpCommand allo = FtpCommand.allo(bytes);
        return turn.exchange(allo)
                .flatMap(reply ->
                        reply.isTransientNegative() ? Mono.error(new FtpReplyException(allo, reply)) : Mono.empty());
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
        Mono<FtpReply> delete = transfers
                .control()
                .converse(dele.toString(), turn -> turn.exchange(dele))
                .onErrorComplete();
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
