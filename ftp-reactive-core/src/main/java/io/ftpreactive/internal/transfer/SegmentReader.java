package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/**
 * Reads pieces of a file from one download that begins within the first of them, as long as the next is free, and cancels
 * the download then. Of a download to the end of the file the server's verdict is awaited.
 */
final class SegmentReader extends BaseSubscriber<ByteBuf> {

    /** So many buffers may still come when it pauses. */
    private static final int BATCH = 8;

    private static final int NONE = -1;

    private final Segments segments;
    private final Pieces pieces;
    private final MonoSink<Void> sink;
    private final SegmentWorker worker;
    private final AtomicInteger piece;
    /** How many buffers it has not asked for, of which none come while all are owed. */
    private int owed;

    SegmentReader(Segments segments, SegmentWorker worker, int piece, MonoSink<Void> sink) {
        this.segments = segments;
        this.pieces = segments.pieces();
        this.worker = worker;
        this.piece = new AtomicInteger(piece);
        this.sink = sink;
    }

    @Override
    public Context currentContext() {
        return Context.of(sink.contextView());
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(BATCH);
    }

    @Override
    protected void hookOnNext(ByteBuf buffer) {
        try {
            take(buffer);
        } finally {
            segments.placed(buffer);
        }
    }

    private void take(ByteBuf buffer) {
        int at = piece.get();
        while (buffer.isReadable() && at >= 0) {
            place(buffer, at);
            at = piece.get();
        }
        if (at >= 0) {
            readOn(at);
        }
    }

    private void place(ByteBuf buffer, int at) {
        long position = pieces.position(at);
        int count = (int) Math.min(buffer.readableBytes(), pieces.end(at) - position);
        if (count == 0) {
            throw failure(Reason.CHANGED, "more came than the " + position + " bytes that the file had", position);
        }
        segments.place(at, position, buffer.readSlice(count));
        worker.moved(count);
        pieces.add(at, count);
        segments.moved(count);
        if (position + count == pieces.end(at) && !isAtEnd(at)) {
            turn(at);
        }
    }

    private boolean isAtEnd(int at) {
        return pieces.isLast(at) && segments.isToEnd();
    }

    /** Goes on with the next piece, or ends. */
    private void turn(int read) {
        boolean goesOn = !pieces.isLast(read) && pieces.take(read + 1);
        piece.set(goesOn ? read + 1 : NONE);
        pieces.done(read);
        segments.pieceDone();
        if (!goesOn) {
            cancel();
            sink.success();
        }
    }

    /** Asks for more unless this is too far ahead. */
    private void readOn(int at) {
        int count;
        synchronized (this) {
            owed++;
            if (pieces.isAhead(at) && owed < BATCH) {
                return;
            }
            boolean pauses = pieces.isAhead(at) && segments.pauses(this);
            count = pauses ? 0 : owed;
            owed -= count;
        }
        if (count > 0) {
            request(count);
        } else {
            segments.paused();
        }
    }

    /** Whether it still has to wait. Called during a pause. */
    boolean isAhead() {
        int waiting = piece.get();
        return waiting >= 0 && pieces.isAhead(waiting);
    }

    /** Goes on after a pause. */
    void resume() {
        int count;
        synchronized (this) {
            count = owed;
            owed = 0;
        }
        if (count > 0) {
            request(count);
        }
    }

    /** Ends during a pause, for a piece that is wanted before this one. */
    void giveWay() {
        cancel();
        if (giveBack() >= 0) {
            sink.success();
        }
    }

    @Override
    protected void hookOnComplete() {
        int last = piece.getAndSet(NONE);
        if (last < 0) {
            return;
        }
        long position = pieces.position(last);
        if (!isAtEnd(last) || position < pieces.end(last)) {
            pieces.free(last);
            segments.freed();
            sink.error(failure(
                    Reason.WRONG_SIZE,
                    "it ended at byte " + position + " of "
                            + segments.identity().size(),
                    position));
            return;
        }
        pieces.done(last);
        segments.pieceDone();
        sink.success();
    }

    @Override
    protected void hookOnError(Throwable error) {
        giveBack();
        segments.freed();
        sink.error(error);
    }

    /** The piece goes to another session, unless it was given back before. */
    private int giveBack() {
        int mine = piece.getAndSet(NONE);
        if (mine >= 0) {
            pieces.free(mine);
        }
        return mine;
    }

    private FtpTransferException failure(Reason reason, String problem, long bytes) {
        return new FtpTransferException(
                reason, FtpCommand.retr(segments.path()).toString(), problem, bytes, null, null);
    }
}
