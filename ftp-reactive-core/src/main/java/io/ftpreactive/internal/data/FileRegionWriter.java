package io.ftpreactive.internal.data;

import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;

/** Writes a file region to the socket with {@code sendfile(2)}. Confined to the event loop. */
final class FileRegionWriter implements ChannelProgressiveFutureListener, SendMono.DataWriter {

    private final SendMono sending;
    private final DefaultFileRegion region;
    private long taken;
    /** Bytes of the region that have been given to the socket in whole slices. */
    private long given;

    private boolean started;
    private boolean stopped;
    private boolean done;
    private boolean writing;
    private boolean released;
    private long sliceSize;

    FileRegionWriter(SendMono sending, DefaultFileRegion region) {
        this.sending = sending;
        this.region = region;
    }

    @Override
    public void start() {
        started = true;
        if (region.count() == 0) {
            region.release();
            done = true;
            sending.sourceEnded();
            return;
        }
        next();
    }

    /** The whole region at once, unless a rate limit wants it in slices. */
    private void next() {
        if (sending.throttle().isPaused()) {
            return;
        }
        FileRegion part = region;
        if (sending.throttle().isLimited()) {
            part = new FileSlice(region, given, Math.min(sending.throttle().slice(), region.count() - given));
        }
        writing = true;
        taken = 0;
        sliceSize = part.count();
        sending.blocked();
        sending.socket()
                .writeAndFlush(part, sending.socket().newProgressivePromise().addListener(this));
    }

    @Override
    public void resume() {
        if (started && !writing && !done && !stopped) {
            next();
        }
    }

    @Override
    public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
        if (!stopped) {
            sending.moved(progress - taken);
            taken = progress;
        }
    }

    @Override
    public void operationComplete(ChannelProgressiveFuture future) {
        writing = false;
        if (stopped) {
            release();
            return;
        }
        if (future.isSuccess()) {
            given += sliceSize;
            done = given == region.count();
            sending.moved(sliceSize - taken);
            goOn();
            return;
        }
        release();
        if (sending.socket().isActive()) {
            // The socket is well, so it was the file that could not be read, or has shrunk.
            sending.sourceFailed(future.cause());
        } else {
            sending.writeFailed(future.cause());
        }
    }

    private void goOn() {
        if (done) {
            release();
            sending.sourceEnded();
        } else {
            next();
        }
    }

    /** The socket releases what it was given; in slices it was never given the whole. */
    private void release() {
        done = true;
        if (sending.throttle().isLimited() && !released) {
            released = true;
            region.release();
        }
    }

    @Override
    public boolean isBlocked() {
        return writing;
    }

    @Override
    public boolean isEnding() {
        return done;
    }

    @Override
    public long total() {
        return region.count();
    }

    @Override
    public void stop() {
        stopped = true;
        if (!started) {
            started = true;
            done = true;
            region.release();
        } else if (!writing && !done) {
            release();
        }
    }
}
