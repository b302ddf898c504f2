package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.ByteRange;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads pieces, one after the other, on one session at a time: on another one after a failure that may pass. */
final class SegmentWorker {

    private final Segments segments;
    private final AtomicLong bytes = new AtomicLong();
    private final Disposable.Swap subscription = Disposables.swap();
    /** Guarded by the segments. */
    private boolean needless;

    SegmentWorker(Segments segments) {
        this.segments = segments;
    }

    /** The whole of its work, to be ended. */
    Disposable.Swap subscription() {
        return subscription;
    }

    /** Says that it is to have no session. */
    void needless() {
        needless = true;
    }

    boolean isNeedless() {
        return needless;
    }

    void moved(int count) {
        bytes.addAndGet(count);
    }

    /** Whether it has read nothing yet. */
    boolean isIdle() {
        return bytes.get() == 0;
    }

    /** Whether the transfer may go on without what has failed here, or here again. */
    boolean mayGoOn(Throwable error) {
        return error instanceof FtpException failure
                && !(error instanceof FtpFileException)
                && (failure.isTransient()
                        || (error instanceof FtpTransferException broken && broken.reason() == Reason.WRONG_SIZE));
    }

    /** Works as long as there is something to do for it. */
    Flux<Void> work(Transfers session) {
        if (!segments.lent(this)) {
            // About to be cancelled.
            return Flux.never();
        }
        Transfers quiet = session.forSegments(segments::told);
        AtomicBoolean more = new AtomicBoolean(true);
        return segments.identified(session)
                .thenMany(Mono.defer(() -> step(quiet, more)).repeat(more::get));
    }

    private Mono<Void> step(Transfers session, AtomicBoolean more) {
        if (segments.pieces().isDone()) {
            more.set(false);
            return segments.verify(session);
        }
        // Before a piece is taken, which would have to wait for it.
        return proven(session).then(Mono.defer(() -> read(session, more)));
    }

    private Mono<Void> read(Transfers session, AtomicBoolean more) {
        int piece = segments.pieces().take();
        if (piece < 0) {
            more.set(false);
            return Mono.empty();
        }
        segments.begun();
        Flux<ByteBuf> content = segments.content(session.retrieve(
                segments.path(), ByteRange.from(segments.pieces().position(piece))));
        return Mono.<Void>create(sink -> {
            SegmentReader reader = new SegmentReader(segments, this, piece, sink);
            sink.onDispose(reader);
            content.subscribe(reader);
        });
    }

    /** A session that begins elsewhere than it is told would give the bytes of other pieces. */
    private Mono<Void> proven(Transfers session) {
        Pieces pieces = segments.pieces();
        if (session.control().traits().restarts() || (pieces.start(0) == 0 && !pieces.isBegun())) {
            return Mono.empty();
        }
        long size = segments.identity().size();
        return new RestartProof(session, segments.path(), size - 1, size)
                .outcome()
                .flatMap(outcome -> {
                    if (outcome == RestartProof.Outcome.GIVEN) {
                        session.control().traits().hasRestarted();
                        return Mono.empty();
                    }
                    return Mono.error(new FtpTransferException(
                            Reason.REST_IGNORED,
                            FtpCommand.retr(segments.path()).toString(),
                            "the file cannot be read in segments: the server ignores REST",
                            0,
                            null,
                            null));
                });
    }
}
