package io.ftpreactive.cli;

import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE_NOW;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpOperations;
import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCharset;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBufUtil;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/** The bytes of one {@code get}: of a file, a part of it, or a listing, to stdout or a file. */
final class Download {

    private static final long UNKNOWN = -1;

    private final Run run;
    private final Job job;
    private final GetOptions options;
    private final @Nullable Path file;
    private final boolean sizeCounts;

    /**
     * Prepares.
     *
     * @param run gives stdout
     * @param job what this is
     * @param options what is wanted
     * @param file where it goes, null for stdout
     * @param sizeCounts whether what the server says of the size is to be held against what comes
     */
    Download(Run run, Job job, GetOptions options, @Nullable Path file, boolean sizeCounts) {
        this.run = run;
        this.job = job;
        this.options = options;
        this.file = file;
        this.sizeCounts = sizeCounts;
    }

    /** Fetches the server's own listing, as it comes. */
    Mono<Long> listing(FtpSession session, String directory, boolean names) {
        FtpCommand command = options.listing(directory, names);
        ByteBufFlux lines =
                ByteBufFlux.fromInbound(session.dataChannel(command).flatMapMany(channel -> channel.receive()));
        return replacing(limited(lines))
                // Thus some servers say that there is nothing to list.
                .onErrorResume(Download::isEmptyListing, refused -> Mono.just(0L));
    }

    private static boolean isEmptyListing(Throwable error) {
        return error instanceof FtpReplyException refused && refused.reply().code() == FILE_UNAVAILABLE_NOW;
    }

    /** Fetches what is wanted of a file. */
    Mono<Long> file(FtpSession session, String path) {
        ByteRange range = options.range();
        if (range != null) {
            return fetched(session, path, range, this::replacing);
        }
        Long offset = options.offset();
        if (offset != null) {
            return marked().then(Mono.defer(() -> from(session, path, offset)));
        }
        return options.continuesFile() ? continued(session, path) : whole(session, path);
    }

    /** Fetches what is wanted of a file with several sessions. */
    Mono<Long> segmented(FtpClient client, String path) {
        FtpClient checking = client.transferOptions(this::checked);
        Mono<Long> size = options.largest > 0 ? FileFacts.size(client, path).doOnNext(this::bound) : Mono.empty();
        return size.then(Mono.defer(() -> shared(checking, path)));
    }

    private Mono<Long> shared(FtpClient client, String path) {
        ByteRange range = options.range();
        if (range != null) {
            return replacing(limited(client.retrieve(path, range)));
        }
        Long offset = options.offset();
        if (offset != null) {
            return marked().then(Mono.defer(() -> appending(limited(client.retrieve(path, ByteRange.from(offset))))));
        }
        Path local = file;
        if (local == null || ByteSink.isDevice(local)) {
            return replacing(limited(client.retrieve(path, ByteRange.from(0))));
        }
        Mono<Boolean> resumed = options.continuesFile() ? Mono.just(true) : isLeft(client, path, local);
        return resumed.flatMap(left -> client.transferOptions(transfer -> transfer.resumed(left))
                .download(path, local)
                .map(TransferResult::bytes));
    }

    private Mono<Long> whole(FtpSession session, String path) {
        Path local = file;
        if (local == null || ByteSink.isDevice(local) || options.largest > 0) {
            return fetched(session, path, ByteRange.from(0), this::replacing);
        }
        return isLeft(session, path, local)
                .flatMap(left -> left
                        ? resumed(session, path, local)
                                .onErrorResume(
                                        error -> isRestRefused(error) && session.isOpen(),
                                        refused -> anew(session, path, local))
                        : anew(session, path, local));
    }

    private Mono<Long> anew(FtpSession session, String path, Path local) {
        return checking(session).download(path, local).map(TransferResult::bytes);
    }

    private static boolean isRestRefused(Throwable error) {
        return (error instanceof FtpReplyException refused && refused.command().startsWith("REST "))
                || (error instanceof FtpTransferException broken && broken.reason() == Reason.REST_IGNORED);
    }

    /** Whether an attempt before this one has left a part of the same file; else this one begins anew. */
    private Mono<Boolean> isLeft(FtpOperations server, String path, Path local) {
        if (!sizeCounts || !job.attempts().areSeveral()) {
            return Mono.just(false);
        }
        Remains remains = job.attempts().remains();
        Mono<Boolean> begun = Receiving.offLoop(() -> ByteSink.isBegun(local, options.isSegmented()));
        return FileFacts.remote(server, path)
                .flatMap(remote -> begun.map(there -> {
                    boolean left = there && remains.isOf(remote);
                    if (!left) {
                        remains.begin(remote);
                    }
                    return left;
                }))
                .switchIfEmpty(Mono.fromCallable(() -> {
                    remains.begin(null);
                    return false;
                }));
    }

    private FtpSession checking(FtpSession session) {
        return session.transferOptions(this::checked);
    }

    private io.ftpreactive.options.TransferOptions checked(io.ftpreactive.options.TransferOptions transfer) {
        return transfer.sizeCheck(sizeCounts ? SizeCheck.IF_TOLD : SizeCheck.NEVER);
    }

    /** Goes on with the part file of an earlier download that broke off, else with the file itself. */
    private Mono<Long> continued(FtpSession session, String path) {
        Path local = file;
        if (local == null || ByteSink.isDevice(local)) {
            return from(session, path, 0);
        }
        return Receiving.offLoop(() -> ByteSink.whole(local))
                .flatMap(size -> size >= 0 ? from(session, path, size) : resumed(session, path, local));
    }

    private Mono<Long> resumed(FtpSession session, String path, Path local) {
        Mono<Long> size = options.largest > 0 ? FileFacts.size(session, path).doOnNext(this::bound) : Mono.empty();
        return size.then(checking(session)
                .transferOptions(transfer -> transfer.resumed(true))
                .download(path, local)
                .map(TransferResult::bytes));
    }

    /** Fetches the rest of a file and appends it. */
    private Mono<Long> from(FtpSession session, String path, long offset) {
        return fetched(session, path, ByteRange.from(offset), this::appending);
    }

    /** Fetches and writes a part of a file. Where there is a bound its size is asked for here, and only here. */
    private Mono<Long> fetched(
            FtpSession session, String path, ByteRange part, Function<Flux<byte[]>, Mono<Long>> writing) {
        if (!sizeCounts || options.largest == 0) {
            return writing.apply(limited(checking(session).retrieve(path, part)));
        }
        return FileFacts.size(session, path)
                .doOnNext(this::bound)
                .defaultIfEmpty(UNKNOWN)
                .flatMap(size -> of(session, path, size, part, writing));
    }

    private Mono<Long> of(
            FtpSession session, String path, long size, ByteRange part, Function<Flux<byte[]>, Mono<Long>> writing) {
        if (size == UNKNOWN) {
            return writing.apply(limited(session.retrieve(path, part)));
        }
        long first = part.first() >= 0 ? part.first() : Math.max(0, size + part.first());
        if (first > size) {
            throw new CliException(
                    ExitCode.BAD_RESUME, "Offset " + first + " is beyond the " + size + " bytes of " + path);
        }
        if (first == size && first > 0) {
            return Mono.just(0L);
        }
        FtpSession unchecked = session.transferOptions(transfer -> transfer.sizeCheck(SizeCheck.NEVER));
        Flux<byte[]> bytes = limited(unchecked.retrieve(path, new ByteRange(first, part.last())));
        return writing.apply(measured(bytes, path, first, size, part.last()));
    }

    private void bound(long size) {
        if (options.largest > 0 && size > options.largest) {
            throw new CliException(
                    ExitCode.TOO_LARGE, "The file has more than the " + options.largest + " bytes of --max-filesize");
        }
    }

    private Mono<Long> replacing(Flux<byte[]> bytes) {
        Path local = file;
        return Receiving.run(
                bytes, () -> local == null ? ByteSink.stdout(run.streams().out()) : ByteSink.replacing(local));
    }

    /** Remembers where the file ends, to which a second attempt must not append what the first one did. */
    private Mono<Boolean> marked() {
        Path local = file;
        return local == null || ByteSink.isDevice(local)
                ? Mono.just(false)
                : Receiving.offLoop(() -> {
                    job.attempts().appending(local);
                    return true;
                });
    }

    private Mono<Long> appending(Flux<byte[]> bytes) {
        Path local = file;
        return Receiving.run(
                bytes, () -> local == null ? ByteSink.stdout(run.streams().out()) : ByteSink.appending(local));
    }

    /** Writes lines of text that were not fetched as such. */
    Mono<Long> lines(Flux<String> lines) {
        return replacing(lines.map(line -> FtpCharset.utf8().encode(line + "\r\n")));
    }

    /** Copies the buffers, as long as they are not too many: a server may not know the size, or lie. */
    private Flux<byte[]> limited(ByteBufFlux bytes) {
        AtomicLong count = new AtomicLong();
        return bytes.doOnNext(buffer -> bound(count.addAndGet(buffer.readableBytes())))
                .map(ByteBufUtil::getBytes);
    }

    /** Fails at the end of too few bytes, or of the whole file where only its end was wanted. */
    private static Flux<byte[]> measured(Flux<byte[]> bytes, String path, long first, long size, long last) {
        AtomicLong count = new AtomicLong();
        long expected = Math.min(last, size - 1) - first + 1;
        return bytes.doOnNext(buffer -> count.addAndGet(buffer.length))
                .concatWith(Mono.defer(() -> count.get() < expected
                        ? failure(Reason.WRONG_SIZE, path, "the server had announced " + expected + " bytes", count)
                        : first > 0 && count.get() == size
                                ? failure(Reason.REST_IGNORED, path, "the server ignored REST " + first, count)
                                : Mono.empty()));
    }

    private static Mono<byte[]> failure(Reason reason, String path, String problem, AtomicLong count) {
        return Mono.error(
                new FtpTransferException(reason, FtpCommand.retr(path).toString(), problem, count.get(), null, null));
    }
}
