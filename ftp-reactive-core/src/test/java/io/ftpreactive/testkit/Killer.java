package io.ftpreactive.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.ConnectionObserver;

/**
 * Kills connections of a client behind a random number of bytes, as a bad network does: {@code
 * tcpClient.doOnChannelInit(killer)}. Both sides see a reset, or an end.
 */
public final class Killer implements ChannelPipelineConfigurer {

    /** Most dialogues of a transfer, with the login before it, are longer. */
    private static final int CONTROL_BYTES = 1500;

    private final int controlPort;
    private final int dataBytes;
    private final Random random;
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger killed = new AtomicInteger();

    /**
     * Creates it.
     *
     * @param controlPort what tells control connections from others
     * @param dataBytes how many bytes others may carry at most before they are killed
     * @param seed of all chance
     */
    public Killer(int controlPort, int dataBytes, long seed) {
        this.controlPort = controlPort;
        this.dataBytes = dataBytes;
        this.random = new Random(seed);
    }

    /** Kills so many connections from now on, and no more. */
    public void kill(int connections) {
        left.set(connections);
    }

    /** How many were killed. */
    public int killed() {
        return killed.get();
    }

    @Override
    public synchronized void onChannelInit(
            ConnectionObserver observer, Channel channel, @Nullable SocketAddress remote) {
        boolean control = remote instanceof InetSocketAddress address && address.getPort() == controlPort;
        // A transfer has one control connection, and fails most often by its other one.
        if (left.get() > 0 && (!control || random.nextInt(4) == 0)) {
            // Rather early than late: what is left for later attempts is shorter.
            int bytes = random.nextInt(1 + random.nextInt(control ? CONTROL_BYTES : dataBytes));
            channel.pipeline().addFirst(new Fuse(bytes, random.nextBoolean()));
        }
    }

    /** Counts the bytes of one connection; confined to its event loop. */
    private final class Fuse extends ChannelDuplexHandler {

        private final boolean resets;
        private int bytes;
        private boolean blown;

        Fuse(int bytes, boolean resets) {
            this.bytes = bytes;
            this.resets = resets;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (blown) {
                ReferenceCountUtil.release(message);
            } else if (message instanceof ByteBuf buffer && buffer.readableBytes() > bytes && mayBlow()) {
                ByteBuf last = buffer.readRetainedSlice(bytes);
                buffer.release();
                ctx.fireChannelRead(last);
                blow(ctx);
            } else {
                count(message);
                ctx.fireChannelRead(message);
            }
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (blown) {
                ReferenceCountUtil.release(message);
                promise.tryFailure(new IOException("killed"));
            } else if (message instanceof ByteBuf buffer && buffer.readableBytes() > bytes && mayBlow()) {
                ctx.writeAndFlush(buffer.readRetainedSlice(bytes));
                buffer.release();
                promise.tryFailure(new IOException("killed"));
                blow(ctx);
            } else if (message instanceof FileRegion region && region.count() > bytes) {
                // Its bytes are not seen here one by one.
                ctx.executor()
                        .schedule(
                                () -> {
                                    if (ctx.channel().isActive() && mayBlow()) {
                                        blow(ctx);
                                    }
                                },
                                bytes % 500,
                                TimeUnit.MICROSECONDS);
                ctx.write(message, promise);
            } else {
                count(message);
                ctx.write(message, promise);
            }
        }

        private void count(Object message) {
            bytes -= message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        }

        /** Other connections may have used up the kills meanwhile: then not a byte of this one must be lost. */
        private boolean mayBlow() {
            if (!blown && left.getAndUpdate(now -> Math.max(0, now - 1)) > 0) {
                return true;
            }
            bytes = Integer.MAX_VALUE;
            return false;
        }

        /** Past TLS, which would end in an orderly way. */
        private void blow(ChannelHandlerContext ctx) {
            Channel channel = ctx.channel();
            blown = true;
            killed.incrementAndGet();
            if (resets) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                ctx.fireExceptionCaught(new IOException("Connection reset by peer"));
            }
            channel.unsafe().close(channel.unsafe().voidPromise());
        }
    }
}
