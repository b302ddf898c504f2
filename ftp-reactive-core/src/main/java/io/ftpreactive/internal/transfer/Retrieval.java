package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.control.Listener;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.SessionCapabilities;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.data.TransferChannel;
import io.ftpreactive.internal.data.TransferFlow;
import io.ftpreactive.internal.data.TransferFlux;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One download: what is asked for, and whether it has come. A new one for each subscription; confined to the event loop
 * once its turn has begun.
 */
final class Retrieval implements TransferFlux.Download {

    private static final String BYTE = "byte";

    private final Transfers transfers;
    private final DownloadAttempts attempts;
    private final Coding coding;
    private final String path;
    private final FtpCommand retr;
    private final ByteRange range;
    private final boolean resumes;
    private final @Nullable SizeCheck check;
    private final Head head;
    private @Nullable Listener<TransferResult> listener;
    /** Of the subscriber, once the turn has begun. */
    private ContextView context = Context.empty();

    private @Nullable FtpReply sizeReply;
    private @Nullable FtpReply verdict;
    private long size = Measure.UNKNOWN;
    private long offset;
    private @Nullable Delivered delivered;

    /** What comes, once the server has agreed. */
    private record Delivered(DataChannel channel, Delivery bytes, Measure measure) {

        /** Whether the server called the transfer complete without having begun it, or without an end of its nothing. */
        boolean isNothing() {
            return channel.bytes() == 0
                    && (channel.isLeftOpen() || !channel.opening().isPreliminary());
        }
    }

    private Retrieval(
            Transfers transfers,
            DownloadAttempts attempts,
            String path,
            ByteRange range,
            @Nullable Head begun,
            @Nullable SizeCheck byDefault) {
        this.transfers = transfers;
        this.attempts = attempts;
        this.coding = transfers.coding();
        this.path = path;
        this.retr = FtpCommand.retr(path);
        this.range = range;
        this.resumes = begun != null;
        this.head = begun == null ? Head.NONE : begun;
        SizeCheck chosen = transfers.options().sizeCheck();
        // What is put together of parts must prove to be a whole.
        this.check = attempts.before() > 0 ? SizeCheck.REQUIRED : chosen == null ? byDefault : chosen;
        if (coding.ascii() && (resumes || range.first() != 0 || !range.isOpenEnded())) {
            throw new IllegalArgumentException(
                    "Offsets mean nothing in text transfers: read the whole of " + path + ", or ascii(false)");
        }
        coding.check(transfers.options());
    }

    /** A download as a stream; who listens hears of its result. */
    static Retrieval ofStream(
            Transfers transfers,
            DownloadAttempts attempts,
            String path,
            ByteRange range,
            Listener<TransferResult> listener) {
        Retrieval retrieval = new Retrieval(transfers, attempts, path, range, null, null);
        retrieval.listener = listener;
        return retrieval;
    }

    static Retrieval ofFile(Transfers transfers, DownloadAttempts attempts, String path) {
        return new Retrieval(transfers, attempts, path, ByteRange.from(0), null, SizeCheck.IF_TOLD);
    }

    static Retrieval ofRest(Transfers transfers, DownloadAttempts attempts, String path, long offset, Head head) {
        return new Retrieval(transfers, attempts, path, ByteRange.from(offset), head, SizeCheck.IF_TOLD);
    }

    /** The whole of it as a stream, with what is asked behind its end. */
    Flux<ByteBuf> stream() {
        Flux<ByteBuf> bytes = open().flatMapMany(this::content);
        if (!transfers.options().verified()) {
            return bytes;
        }
        return digested(bytes)
                .concatWith(Mono.defer(() -> verify(attempts::checksum)).then(Mono.empty()));
    }

    /** Only of the whole is there a checksum to compare. */
    private Flux<ByteBuf> digested(Flux<ByteBuf> bytes) {
        ChecksumAlgorithm algorithm = transfers.checksums().offered();
        return algorithm != null && range.first() == 0 && range.isOpenEnded()
                ? bytes.doOnNext(buffer -> attempts.digest(algorithm, buffer))
                : bytes;
    }

    /** Holds what has come, if it should be all to the end of the file, against what the server has. */
    Mono<Void> verify(Function<ChecksumAlgorithm, Mono<Checksum>> local) {
        long count = delivered == null ? 0 : delivered.bytes().count();
        boolean toTheEnd = range.isOpenEnded() || offset + count <= range.last();
        return transfers.options().verified() && toTheEnd
                ? new Verification(transfers, retr, path, count).run(offset + count, local)
                : Mono.empty();
    }

    /** The second connection, of a download whose bytes are not those of the wire, or not all wanted. */
    Mono<DataChannel> open() {
        return transfers
                .open(this)
                .onErrorResume(error ->
                        new Refusal(transfers, path, offset, size).explain(error, size < 0 && sizeReply == null));
    }

    /** Whether the bytes are those of the wire, and all are wanted, so that nothing is to be done to them on their way. */
    static boolean isWhole(Coding coding, ByteRange range) {
        return coding.isPlain() && range.isOpenEnded() && range.first() == 0;
    }

    @Override
    public Object purpose() {
        return retr;
    }

    @Override
    public TransferFlow flow() {
        return listener == null ? transfers.consumedFlow() : transfers.flow();
    }

    @Override
    public TransferFlow.Observer observer(ContextView context) {
        return attempts.observer(transfers.options(), path, context);
    }

    @Override
    public @Nullable Throwable fault() {
        Delivered now = delivered;
        return now == null ? null : failure(now);
    }

    private @Nullable FtpTransferException failure(Delivered now) {
        Measure.Fault found = fault(now);
        return found == null ? null : now.bytes().failure(found.reason(), found.problem(), null);
    }

    @Override
    public @Nullable Mono<Void> prepare(Turn turn) {
        context = turn.context();
        FtpReply known = attempts.sizeReply();
        if (known != null) {
            sized(known);
            return transfers.prepare(turn, coding);
        }
        Mono<Void> size = asksFirst()
                ? Mono.defer(() -> Transfers.size(turn, path))
                        .doOnNext(this::sized)
                        .then()
                : null;
        return Transfers.both(transfers.prepare(turn, coding), size);
    }

    private boolean asksFirst() {
        boolean needed = resumes
                || range.first() < 0
                || transfers.control().settings().security().lenientEnd();
        return !coding.ascii() && (needed || isCheckedBySize());
    }

    /** The number in a 150 is as good, but a name such as "x (9 bytes)", which many servers repeat, looks like one. */
    private boolean isCheckedBySize() {
        if (check == SizeCheck.REQUIRED || (range.first() > 0 && check != SizeCheck.NEVER)) {
            return true;
        }
        return check == SizeCheck.IF_TOLD && coding.isPlain() && (!traits().announcesSizes() || isNameMisleading());
    }

    private boolean isNameMisleading() {
        for (int i = 0; i <= path.length() - BYTE.length(); i++) {
            if (path.regionMatches(true, i, BYTE, 0, BYTE.length())) {
                return true;
            }
        }
        return false;
    }

    private SessionCapabilities traits() {
        return transfers.control().traits();
    }

    private void sized(FtpReply reply) {
        sizeReply = reply;
        size = Transfers.sizeIfTold(reply);
        if (size < 0 && (check == SizeCheck.REQUIRED || range.first() < 0)) {
            ReplyChecks.read(FtpCommand.size(path), reply, FtpReplies::size);
        }
    }

    @Override
    public FtpCommand @Nullable [] commands() {
        long first = range.first() >= 0 ? range.first() : Math.max(0, size + range.first());
        attempts.beginsAt(first);
        offset = first + attempts.before();
        if (size >= 0 && offset > size) {
            throw new FtpTransferException(
                    Reason.BEYOND_END,
                    retr.toString(),
                    Measure.behind(offset, size)
                            + (resumes ? "; it is not the file that was begun, delete the local part" : ""),
                    0,
                    null,
                    null);
        }
        if (offset == 0) {
            return new FtpCommand[] {retr};
        }
        if (offset == size) {
            attempts.completed();
            return null;
        }
        // REST must come right before RETR (RFC 3659 section 5.1).
        return new FtpCommand[] {FtpCommand.rest(offset), retr};
    }

    @Override
    public @Nullable FtpCommand commandInAnyCase() {
        boolean whole = range.first() == 0 && !resumes && attempts.before() == 0 && check != SizeCheck.REQUIRED;
        return whole && transfers.isPrepared(coding) ? retr : null;
    }

    @Override
    public void opened(TransferChannel channel) {
        begin(channel);
    }

    private Delivered begin(DataChannel channel) {
        Delivery delivery = new Delivery(retr, channel, coding, transfers.control(), flow().maxChunk());
        Delivered now = new Delivered(channel, delivery, measure(channel.opening()));
        delivered = now;
        if (now.measure().announcesRest()) {
            traits().hasRestarted();
        }
        return now;
    }

    /** The bytes asked for. Ends when they have been given out, or when the server has confirmed the whole. */
    Flux<ByteBuf> content(DataChannel channel) {
        Delivered now = begin(channel);
        Excerpt excerpt = Excerpt.of(range, offset, size);
        return excerpt.of(delivery(now))
                .concatWith(Mono.defer(() -> excerpt.isCut() ? proven(now) : ended(now)))
                .onErrorMap(FtpTransferException.class, error -> unconfirmed(now, error));
    }

    /** Whether the server has announced so many bytes, or fewer. */
    boolean isAtMost(long most) {
        Delivered now = delivered;
        return now != null && now.measure().isAnnouncedAtMost(most);
    }

    private Flux<ByteBuf> delivery(Delivered now) {
        return resumes
                ? now.bytes().bytes().doOnNext(head::compare)
                : now.bytes().bytes();
    }

    private Measure measure(FtpReply opening) {
        long named = isNameMisleading()
                ? Measure.UNKNOWN
                : FtpReplies.sizeHint(opening).orElse(Measure.UNKNOWN);
        boolean counts = coding.isPlain() && check != SizeCheck.NEVER;
        if (offset == 0 && coding.isPlain()) {
            traits().announcesSizes(counts && named >= 0 && (size < 0 || size == named));
        }
        return new Measure(offset, size, named, counts);
    }

    /** Asks for the size once more, or for the first time, where only it can tell what has come. */
    @Override
    public @Nullable Mono<Boolean> ask(Turn turn) {
        Delivered now = delivered;
        if (now == null) {
            return null;
        }
        long count = now.bytes().count();
        boolean unproven = now.channel().isEndUnproven()
                && coding.isPlain()
                && !now.measure().isExactly(count);
        boolean unsure = check != SizeCheck.NEVER && now.measure().isSurplus(count);
        boolean unchecked = check == SizeCheck.IF_TOLD
                && sizeReply == null
                && coding.isPlain()
                && now.measure().isUntold();
        // Some servers send nothing from an offset behind the end, and call that complete.
        boolean empty = sizeReply == null && (now.isNothing() || (offset > 0 && count == 0));
        if (!unproven && !unsure && !unchecked && !empty) {
            return isCertain(now) ? Mono.just(true) : null;
        }
        return Transfers.size(turn, path).map(reply -> {
            now.measure().later(Transfers.sizeIfTold(reply));
            return isCertain(now);
        });
    }

    /** Only what was said under TLS can stand for the end of TLS. */
    private boolean isCertain(Delivered now) {
        FtpSecurity security = transfers.control().settings().security();
        return coding.isPlain()
                && now.measure().isExactly(now.bytes().count())
                && transfers.control().tls().info() != null
                && !security.controlCleared();
    }

    @Override
    public void completed() {
        Delivered now = delivered;
        if (now != null) {
            confirm(now);
            tell();
        }
    }

    @Override
    public Throwable explain(Throwable error) {
        Delivered now = delivered;
        return now != null && error instanceof FtpTransferException broken ? unconfirmed(now, broken) : error;
    }

    /** The whole, or what there is of it from the offset on, has come: what the server says of it counts. */
    private void confirm(Delivered now) {
        verdict = now.channel().verdict();
        FtpTransferException failure = failure(now);
        if (failure != null) {
            throw failure;
        }
        if (now.measure().provesRestart(now.bytes().count())) {
            traits().hasRestarted();
        }
    }

    private Mono<ByteBuf> ended(Delivered now) {
        confirm(now);
        long count = now.bytes().count();
        return size >= 0 || count == 0 || isRestarted() || check == SizeCheck.NEVER
                ? Mono.empty()
                : proven(now, new RestartProof(transfers, path, offset + count - 1, count));
    }

    /** Whether the bytes are known to begin where they were to begin. */
    boolean isRestarted() {
        return offset == 0 || head.isOther() || traits().restarts();
    }

    private Measure.@Nullable Fault fault(Delivered now) {
        long count = now.bytes().count();
        if (now.measure().isBehind()) {
            return new Measure.Fault(Reason.BEYOND_END, now.measure().behind());
        }
        if (now.isNothing()) {
            return now.measure().ofNothing();
        }
        if (now.channel().isEndUnproven() && !(coding.isPlain() && now.measure().isAnnounced(count))) {
            Measure.Fault known = coding.isPlain() ? now.measure().of(count) : null;
            return known == null
                    ? new Measure.Fault(
                            Reason.UNCONFIRMED, "the data ended without the end of TLS, and nobody knows their size")
                    : known;
        }
        if (check == SizeCheck.NEVER) {
            return null;
        }
        return coding.isPlain() ? now.measure().of(count) : now.measure().ofRestart(count);
    }

    /** Everything wanted is here, and what the server says of the whole is no matter, but whether it heeds REST is. */
    private Mono<ByteBuf> proven(Delivered now) {
        return size < 0 || check == SizeCheck.NEVER || isRestarted()
                ? Mono.empty()
                : proven(now, new RestartProof(transfers, path, size - 1, size));
    }

    private Mono<ByteBuf> proven(Delivered now, RestartProof proof) {
        return proof.outcome()
                // Where the size is known the server's word for the restart does, if the proof cannot be had.
                .onErrorResume(FtpException.class, error -> size >= 0 ? Mono.empty() : Mono.error(unclear(now, error)))
                .flatMap(outcome -> judged(now, outcome));
    }

    private Mono<ByteBuf> judged(Delivered now, RestartProof.Outcome outcome) {
        return switch (outcome) {
            case GIVEN -> {
                traits().hasRestarted();
                yield Mono.empty();
            }
            case IGNORED ->
                Mono.error(
                        now.bytes().failure(Reason.REST_IGNORED, now.measure().restIgnored(), null));
            case OPEN -> Mono.error(unclear(now, null));
        };
    }

    private static FtpTransferException unclear(Delivered now, @Nullable Throwable error) {
        return now.bytes().failure(Reason.UNCONFIRMED, now.measure().restartUnclear(), error);
    }

    private FtpTransferException unconfirmed(Delivered now, FtpTransferException error) {
        return error.reply() == null
                        && error.reason() != Reason.UNCONFIRMED
                        && error.reason() != Reason.MALFORMED
                        && error.reason() != Reason.REST_IGNORED
                        && coding.isPlain()
                        && now.measure().isAnnounced(now.bytes().count())
                ? now.bytes()
                        .failure(
                                Reason.UNCONFIRMED,
                                "all of them came, but no word that the file is whole: " + error.problem(),
                                error.getCause())
                : error;
    }

    /** Tells who listens, unless the range has ended before the file: then the server has confirmed nothing. */
    void tell() {
        boolean isConfirmed = verdict != null || (delivered == null && attempts.before() > 0);
        if (isConfirmed && listener != null) {
            listener.tell(result(), context);
        }
    }

    /** What came of it: nothing, if nothing was left to transfer. */
    TransferResult result() {
        FtpReply word = verdict == null ? sizeReply : verdict;
        if (word == null) {
            throw new IllegalStateException("A transfer completed without a verdict");
        }
        return new TransferResult(
                path,
                attempts.before() + (delivered == null ? 0 : delivered.bytes().count()),
                attempts.sinceStart(),
                word,
                delivered == null ? null : delivered.bytes().tls());
    }
}
