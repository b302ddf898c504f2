package io.ftpreactive.cli;

import io.ftpreactive.codec.FtpClientCodec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Counts the bytes of data connections as they pass, for the progress display: transfers from and to files run inside the
 * client, which tells of them only when they are over.
 */
final class Meter {

    private final LongAdder passed = new LongAdder();
    private volatile @Nullable FileRegion region;

    /** Listens to a connection of the client; to be called when its pipeline is made. */
    void install(Channel channel) {
        channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, "cli.meter", new Handler());
    }

    /** Starts anew. */
    void reset() {
        passed.reset();
        region = null;
    }

    /** Bytes since the start. */
    long bytes() {
        FileRegion sending = region;
        return passed.sum() + (sending == null ? 0 : sending.transferred());
    }

    private final class Handler extends ChannelDuplexHandler {

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            // The control connection has nothing to count; it is known by its codec.
            if (ctx.pipeline().get(FtpClientCodec.class) != null) {
                ctx.pipeline().remove(this);
            }
            ctx.fireChannelActive();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            count(message);
            ctx.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
            if (message instanceof FileRegion file) {
                // One write is the whole file: its own count is the only one that moves.
                region = file;
            } else {
                count(message);
            }
            super.write(ctx, message, promise);
        }

        private void count(Object message) {
            if (message instanceof ByteBuf buffer) {
                passed.add(buffer.readableBytes());
            }
        }
    }
}
