package io.ftpreactive.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One direction of a connection: what comes in goes out half a round trip later, never before what came earlier. */
class Way extends ChannelInboundHandlerAdapter {

    private final EventLoop loop;
    private final long delayNanos;
    private final Future<Channel> peer;
    private final Queue<Runnable> arriving = new ArrayDeque<>();
    private long due;

    /**
     * To a peer that may not be there yet.
     *
     * @param delayNanos half a round trip
     * @param earliest when the first byte can arrive, by {@link System#nanoTime}
     */
    Way(EventLoop loop, long delayNanos, long earliest, Future<Channel> peer) {
        this.loop = loop;
        this.delayNanos = delayNanos;
        this.due = earliest;
        this.peer = peer;
    }

    /** Puts off all that comes later. */
    final void holdUntil(long time) {
        due = Math.max(due, time);
    }

    /** Does something when what comes now would arrive. */
    final void onArrival(Runnable action) {
        due = Math.max(due, System.nanoTime() + delayNanos);
        // Two tasks that are due at the same time may run in any order, since each reads the clock for itself.
        arriving.add(action);
        loop.schedule(() -> arriving.remove().run(), due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** Hands on what has arrived, with the next {@link #flush}. */
    final void deliver(ByteBuf bytes) {
        if (peer.isDone() && !peer.isSuccess()) {
            bytes.release();
        } else {
            withPeer(channel -> channel.write(bytes));
        }
    }

    final void flush() {
        withPeer(Channel::flush);
    }

    private void withPeer(Consumer<Channel> action) {
        if (peer.isSuccess()) {
            action.accept(peer.getNow());
        } else {
            peer.addListener((Future<Channel> connected) -> {
                if (connected.isSuccess()) {
                    action.accept(connected.getNow());
                }
            });
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        onArrival(() -> {
            deliver((ByteBuf) message);
            flush();
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        onArrival(() -> withPeer(Channel::close));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
