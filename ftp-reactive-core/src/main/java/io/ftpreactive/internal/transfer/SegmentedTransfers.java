package io.ftpreactive.internal.transfer;

import io.ftpreactive.internal.control.Listener;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Downloads that several sessions share, where the file allows it. */
public final class SegmentedTransfers {

    private final SessionLender sessions;
    private final TransferOptions options;
    private final @Nullable Function<Predicate<Throwable>, Retry> retries;
    private final Listener<TransferResult> listener;

    /**
     * Prepares them.
     *
     * @param sessions lends them
     * @param options how files are transferred
     * @param retries makes the caller's retry of those failures that may pass, null for none
     * @param listener hears of each transfer that completed
     */
    public SegmentedTransfers(
            SessionLender sessions,
            TransferOptions options,
            @Nullable Function<Predicate<Throwable>, Retry> retries,
            Listener<TransferResult> listener) {
        this.sessions = sessions;
        this.options = options;
        this.retries = retries;
        this.listener = listener;
    }

    /**
     * Tells whether they are wanted, and possible whatever the file is.
     *
     * @param options how files are transferred
     * @return whether a download may be shared
     */
    public static boolean areMeant(TransferOptions options) {
        return options.segments() > 1
                && !options.ascii()
                && options.compression() == 0
                && !options.verified()
                && options.sizeCheck() != SizeCheck.NEVER;
    }

    /**
     * Streams a remote file.
     *
     * @param path the remote file
     * @param range which part of it
     * @param plain the same on one session
     * @return its bytes, each buffer released after {@code onNext}
     */
    public Flux<ByteBuf> retrieve(String path, ByteRange range, Flux<ByteBuf> plain) {
        return identity(path).flatMapMany(identity -> {
            long size = identity.size();
            long first = range.first() >= 0 ? range.first() : Math.max(0, size + range.first());
            long end = range.isOpenEnded() ? size : Math.min(size, range.last() + 1);
            SegmentPlan plan = plan(path, identity);
            int length = plan.pieceLength(end - first);
            return isWorthwhile(end - first, length) ? new SegmentedFlux(plan, first, end, length, listener) : plain;
        });
    }

    private Mono<FileIdentity> identity(String path) {
        return sessions.lend(session -> FileIdentity.of(session, path).flux()).next();
    }

    private SegmentPlan plan(String path, FileIdentity identity) {
        return new SegmentPlan(sessions, path, identity, options, retries);
    }

    private static boolean isWorthwhile(long bytes, int length) {
        return bytes >= 2L * length;
    }

    /**
     * Copies a remote file to a local one.
     *
     * @param path the remote file
     * @param target the local file
     * @param plain the same on one session
     * @return the result, when the local file stands under its name
     */
    public Mono<TransferResult> download(String path, Path target, Mono<TransferResult> plain) {
        return identity(path)
                .flatMap(identity -> isWorthwhile(identity.size(), SegmentPlan.SHORTEST)
                        ? SegmentedDownload.isPossible(target, options.resumed())
                                .flatMap(possible -> possible
                                        ? Transfers.told(SegmentedDownload.run(plan(path, identity), target), listener)
                                        : plain)
                        : plain);
    }
}
