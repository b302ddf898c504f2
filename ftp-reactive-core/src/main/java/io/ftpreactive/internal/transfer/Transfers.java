package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.internal.context.ThreadLocals;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Listener;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.data.TransferFlow;
import io.ftpreactive.internal.data.TransferFlux;
import io.ftpreactive.internal.data.TransferMono;
import io.ftpreactive.internal.data.TransferPlan;
import io.ftpreactive.internal.opening.Opener;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The transfers of one session: opens a data channel, moves the bytes, reports the result. */
public final class Transfers {

    private final ControlConnection control;
    private final Opener opener;
    private final TransferOptions options;
    private final Listener<TransferResult> onResult;
    private final ServerChecksums checksums;

    /**
     * Creates the transfers of a session.
     *
     * @param control the session's control connection
     * @param opener makes its data connections
     * @param options how files are transferred
     * @param onResult hears of each transfer that completed
     */
    public Transfers(
            ControlConnection control, Opener opener, TransferOptions options, Listener<TransferResult> onResult) {
        this(control, opener, options, onResult, ServerChecksums.NONE);
    }

    private Transfers(
            ControlConnection control,
            Opener opener,
            TransferOptions options,
            Listener<TransferResult> onResult,
            ServerChecksums checksums) {
        this.checksums = checksums;
        this.control = control;
        this.opener = opener;
        this.options = options;
        this.onResult = onResult;
    }

    /**
     * The same transfers, where those that are to be verified ask the server for checksums.
     *
     * @param server makes what it can compute; only where there is use for it, since there may be very many sessions
     * @return the transfers
     */
    public Transfers verifiedBy(Function<ControlConnection, ? extends ServerChecksums> server) {
        return options.verified() ? new Transfers(control, opener, options, onResult, server.apply(control)) : this;
    }

    ServerChecksums checksums() {
        return checksums;
    }

    /** The same for one of several sessions that share a download, of which the listeners are to see one transfer. */
    Transfers forSegments(Consumer<TransferResult> told) {
        TransferOptions part =
                options.sizeCheck(SizeCheck.NEVER).resumed(false).progress(options.progressInterval(), progress -> {});
        return new Transfers(
                control, opener, part, Listener.<TransferResult>none("segments").and(told));
    }

    /** Has the listeners told of the result, if there are any. */
    Mono<TransferResult> told(Mono<TransferResult> transfer) {
        return told(transfer, onResult);
    }

    /** Has listeners told of a result, with the thread locals of whoever subscribes. */
    static Mono<TransferResult> told(Mono<TransferResult> transfer, Listener<TransferResult> listener) {
        return listener.isEmpty()
                ? transfer
                : Mono.deferContextual(context -> transfer.doOnNext(result -> listener.tell(result, context)));
    }

    /** How the bytes of each transfer flow; made for each, since there may be very many sessions. */
    TransferFlow flow() {
        return new TransferFlow(
                options.rateLimits(),
                options.minimumSpeed(),
                options.minimumSpeedWindow(),
                options.keepAlive(),
                options.stallTimeout(),
                options.maxChunk());
    }

    /** The same for what the client consumes itself. */
    TransferFlow consumedFlow() {
        return flow().consumed();
    }

    ControlConnection control() {
        return control;
    }

    TransferOptions options() {
        return options;
    }

    /** How files differ from the bytes of their data connections. */
    Coding coding() {
        return new Coding(options.ascii(), options.compression());
    }

    /**
     * Opens a data channel when it is this operation's turn, in the TYPE of the options and in MODE S, or in those that
     * the commands name: bytes are not converted.
     *
     * @param transfer the transfer command last
     * @return the channel, which holds the turn until its transfer is over
     */
    public Mono<DataChannel> open(FtpCommand... transfer) {
        return open(new RawTransfer(this, transfer));
    }

    /** Opens a data channel when it is this operation's turn and what the plan has to ask is answered. */
    Mono<DataChannel> open(TransferPlan plan) {
        return new TransferMono(control, opener, opener.idleTimeout(), plan)
                .checkpoint(plan.purpose().toString());
    }

    /** Streams a download, from the wait for its turn to its end. */
    Flux<ByteBuf> stream(Supplier<? extends TransferFlux.Download> plans) {
        return new TransferFlux(control, opener, opener.idleTimeout(), plans);
    }

    /** Tells the server how the bytes are to travel; null if it knows. */
    @Nullable
    Mono<Void> prepare(Turn turn, Coding coding) {
        return control.parameters().set(turn, coding.ascii(), coding.compression());
    }

    /** Whether the server knows how the bytes are to travel. */
    boolean isPrepared(Coding coding) {
        return control.parameters().areSet(coding.ascii(), coding.compression());
    }

    /** Joins what is asked before a transfer; null for nothing. */
    static @Nullable Mono<Void> both(@Nullable Mono<Void> first, @Nullable Mono<Void> second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return first.then(second);
    }

    /**
     * Asks for the size of a file in bytes (SIZE, RFC 3659 section 4).
     *
     * @param turn the turn to talk in
     * @param path the file
     * @return the reply that names it, or a negative one
     */
    public static Mono<FtpReply> size(Turn turn, String path) {
        return turn.control().parameters().image(turn).then(Mono.defer(() -> turn.exchange(FtpCommand.size(path))));
    }

    /** Reads the reply to SIZE; {@link Measure#UNKNOWN} for a refusal, or nonsense. */
    static long sizeIfTold(FtpReply reply) {
        try {
            return reply.isNegative() ? Measure.UNKNOWN : FtpReplies.size(reply);
        } catch (FtpCodecException e) {
            return Measure.UNKNOWN;
        }
    }

    /**
     * Renames a file or directory (RNFR and RNTO).
     *
     * @param from its path
     * @param to its new path
     * @return completes when it is renamed
     */
    public Mono<Void> rename(String from, String to) {
        return Mono.defer(() -> renaming(from, to).run());
    }

    Renaming renaming(String from, String to) {
        return new Renaming(control, from, to, options.replaces());
    }

    /**
     * Streams a remote file.
     *
     * @param path the remote file
     * @param range which part of it
     * @return its bytes, each buffer released after {@code onNext}
     */
    public Flux<ByteBuf> retrieve(String path, ByteRange range) {
        if (Retrieval.isWhole(coding(), range) && !options.verified()) {
            return stream(() -> Retrieval.ofStream(this, new DownloadAttempts(path), path, range, onResult));
        }
        return attempt(path, range, () -> new DownloadAttempts(path));
    }

    /**
     * Streams a remote file, from where earlier attempts have left off.
     *
     * @param path the remote file
     * @param range which part of it
     * @param attempts of which this is the next
     * @return its bytes, each buffer released after {@code onNext}
     */
    public Flux<ByteBuf> retrieve(String path, ByteRange range, DownloadAttempts attempts) {
        return attempts.identify(this).thenMany(attempt(path, range, () -> attempts));
    }

    private Flux<ByteBuf> attempt(String path, ByteRange range, Supplier<DownloadAttempts> made) {
        return Flux.defer(() -> {
            DownloadAttempts attempts = made.get();
            Retrieval retrieval = Retrieval.ofStream(this, attempts, path, range, onResult);
            return retrieval.stream().doOnComplete(retrieval::tell);
        });
    }

    /**
     * Copies a remote file to a local one.
     *
     * @param path the remote file
     * @param target the local file
     * @return the result, when the local file stands under its name
     */
    public Mono<TransferResult> download(String path, Path target) {
        return Mono.defer(() -> attempt(path, target, new DownloadAttempts(path)));
    }

    /**
     * Copies a remote file to a local one, from where earlier attempts have left off.
     *
     * @param path the remote file
     * @param target the local file
     * @param attempts of which this is the next
     * @return the result, when the local file stands under its name
     */
    public Mono<TransferResult> download(String path, Path target, DownloadAttempts attempts) {
        return attempts.identify(this).then(Mono.defer(() -> attempt(path, target, attempts)));
    }

    private Mono<TransferResult> attempt(String path, Path target, DownloadAttempts attempts) {
        return told(begin(path, target, attempts));
    }

    private Mono<TransferResult> begin(String path, Path target, DownloadAttempts attempts) {
        if (attempts.before() > 0) {
            return resume(path, target, new PartFile.Begun(attempts.first(), Head.NONE), attempts);
        }
        return options.resumed()
                ? FileDownload.begun(target).flatMap(begun -> resume(path, target, begun, attempts))
                : into(Retrieval.ofFile(this, attempts, path), target, 0, attempts);
    }

    private Mono<TransferResult> resume(String path, Path target, PartFile.Begun begun, DownloadAttempts attempts) {
        Retrieval retrieval = Retrieval.ofRest(this, attempts, path, begun.bytes(), begun.head());
        long position = begun.bytes() + attempts.before();
        return into(retrieval, target, position, attempts)
                .switchIfEmpty(Mono.defer(() -> FileDownload.left(target)
                        .flatMap(left -> retrieval.verify(algorithm -> Digest.of(left, algorithm)))
                        .then(FileDownload.complete(target, position))
                        .then(Mono.fromCallable(retrieval::result))));
    }

    private Mono<TransferResult> into(Retrieval retrieval, Path target, long position, DownloadAttempts attempts) {
        return retrieval
                .open()
                .flatMap(channel -> {
                    Flux<ByteBuf> content = retrieval.content(channel).doOnNext(attempts::delivered);
                    PartWriter.Plan plan = new PartWriter.Plan(
                            target,
                            position,
                            isWorthWaiting(retrieval, position),
                            part -> retrieval.verify(part::checksum),
                            retrieval::isRestarted,
                            channel::dispose);
                    return new PartWriter(content, plan).then(Mono.fromCallable(retrieval::result));
                })
                .doOnError(error -> {
                    if (!retrieval.isRestarted()) {
                        attempts.dropped();
                    }
                });
    }

    /** Of what is resumed, as much is to be kept as has come, however it ends. */
    private boolean isWorthWaiting(Retrieval retrieval, long position) {
        return !options.resumed() && position == 0 && retrieval.isAtMost(PartWriter.SMALL);
    }

    /**
     * Stores a stream.
     *
     * @param path what the result calls the remote file
     * @param command makes STOR, APPE or STOU
     * @param source the bytes
     * @return the result, when the server has confirmed the file
     */
    public Mono<TransferResult> store(
            String path, Function<String, FtpCommand> command, Publisher<? extends ByteBuf> source) {
        return Mono.defer(() -> store(path, command, source, UploadAttempts.single()));
    }

    /**
     * Stores a stream by one of several attempts.
     *
     * @param path what the result calls the remote file
     * @param command makes STOR, APPE or STOU
     * @param source the bytes
     * @param attempts of which this is the next
     * @return the result, when the server has confirmed the file
     */
    public Mono<TransferResult> store(
            String path,
            Function<String, FtpCommand> command,
            Publisher<? extends ByteBuf> source,
            UploadAttempts attempts) {
        return told(ThreadLocals.mono(context -> {
            if (options.resumed()) {
                throw new IllegalArgumentException(
                        "Only a local file can be resumed, not a stream: nobody knows where it stands");
            }
            Upload upload = new Upload(this, attempts, path, command);
            return source instanceof SizedSource sized ? upload.runSized(sized) : upload.run(source);
        }));
    }

    /**
     * Stores a source that can be read from anywhere, from where earlier attempts have left off.
     *
     * @param path what the result calls the remote file
     * @param source makes its bytes from an offset on
     * @param attempts of which this is the next
     * @return the result, when the server has confirmed the file
     */
    public Mono<TransferResult> storeFrom(
            String path, LongFunction<? extends Publisher<? extends ByteBuf>> source, UploadAttempts attempts) {
        return told(ThreadLocals.mono(context -> new Upload(this, attempts, path, FtpCommand::stor).runFrom(source)));
    }

    /**
     * Copies a file of another session, whose bytes are asked for first: without them nothing is written here.
     *
     * @param source the transfers of the other session
     * @param path the file there
     * @param target its path here
     * @return the result of the upload, when both servers have confirmed their part
     */
    public Mono<TransferResult> copy(Transfers source, String path, String target) {
        return Mono.defer(() -> {
            Retrieval retrieval =
                    Retrieval.ofStream(source, new DownloadAttempts(path), path, ByteRange.from(0), source.onResult);
            return retrieval.open().flatMap(channel -> {
                Flux<ByteBuf> bytes = retrieval.content(channel).doOnComplete(retrieval::tell);
                Mono<TransferResult> copy = channel.opening().isNegative()
                        ? bytes.then(Mono.empty())
                        : store(target, FtpCommand::stor, bytes.map(ByteBuf::retain));
                return copy.doFinally(signal -> channel.dispose());
            });
        });
    }

    /**
     * Has the other session's server send a file to this one's directly (FXP).
     *
     * @param source the transfers of the other session
     * @param path the file there
     * @param target its path here
     * @return the result, when both servers have confirmed their part; fails with reason {@code DIRECT_REFUSED} if they do
     *     not exchange the file
     */
    public Mono<TransferResult> takeFrom(Transfers source, String path, String target) {
        return Mono.defer(() -> new DirectCopy(source, path, this, target).run());
    }

    /**
     * Stores a local file.
     *
     * @param path what the result calls the remote file
     * @param command makes STOR, APPE or STOU
     * @param source the local file
     * @return the result, when the server has confirmed the file
     */
    public Mono<TransferResult> store(String path, Function<String, FtpCommand> command, Path source) {
        return Mono.defer(() -> store(path, command, source, UploadAttempts.single()));
    }

    /**
     * Stores a local file, from where earlier attempts have left off.
     *
     * @param path what the result calls the remote file
     * @param command makes STOR, APPE or STOU
     * @param source the local file
     * @param attempts of which this is the next
     * @return the result, when the server has confirmed the file
     */
    public Mono<TransferResult> store(
            String path, Function<String, FtpCommand> command, Path source, UploadAttempts attempts) {
        return told(ThreadLocals.mono(context -> {
            Upload upload = new Upload(this, attempts, path, command);
            return Mono.usingWhen(FileUpload.open(source), upload::run, FileUpload::close);
        }));
    }

    /**
     * Streams a listing, with as many lines at once as a buffer brings: who asks for no more makes no demand of the server.
     *
     * @param name what the turn is for: LIST, NLST or MLSD with the directory
     * @param plan talks before the second connection is made, and emits what is sent for it
     * @param verdict hears the reply that called the transfer complete, before the end of the lines
     * @return the lines of each buffer, without their ends; fails with {@link FtpProtocolException} on a line beyond all measure
     */
    public Flux<List<String>> lines(
            FtpCommand name, Function<Turn, Mono<FtpCommand>> plan, Consumer<FtpReply> verdict) {
        return Flux.defer(() -> new ListingTransfer(this, name, plan, verdict).lines());
    }
}
