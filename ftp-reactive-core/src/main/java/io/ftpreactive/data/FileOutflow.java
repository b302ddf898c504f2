package io.ftpreactive.data;

import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.DefaultFileRegion;

/** Writes a file region to the socket with {@code sendfile(2)}. Confined to the event loop. */
final class FileOutflow implements ChannelProgressiveFutureListener, Sending.Outflow {

    private final Sending sending;
    private final DefaultFileRegion region;
    private long taken;
    private boolean started;
    private boolean stopped;
    private boolean done;

    FileOutflow(Sending sending, DefaultFileRegion region) {
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
        sending.socket()
                .writeAndFlush(region, sending.socket().newProgressivePromise().addListener(this));
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
        done = true;
        if (stopped) {
            return;
        }
        if (future.isSuccess()) {
            sending.moved(region.count() - taken);
            sending.sourceEnded();
        } else if (sending.socket().isActive()) {
            // The socket is well, so it was the file that could not be read, or has shrunk.
            sending.sourceFailed(future.cause());
        } else {
            sending.writeFailed(future.cause());
        }
    }

    @Override
    public boolean isBlocked() {
        return started && !done;
    }

    @Override
    public void stop() {
        stopped = true;
        if (!started) {
            started = true;
            done = true;
            region.release();
        }
    }
}
