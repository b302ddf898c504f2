package io.ftpreactive.internal.data;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.internal.control.TerminatedLoop;
import io.ftpreactive.internal.tls.TlsErrors;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The end of a data channel's pipeline: holds what arrived before anybody wanted it, and reads only when told to.
 *
 * <p>There is something to hold although nothing is read unasked: when the server has sent and closed, epoll reads the
 * socket dry with auto-read off, often before the 150 reply has been handled. So bytes, end and error are kept here
 * from the first moment, and given out in that order. Confined to the event loop.
 */
public final class DataChannelHandler extends ChannelInboundHandlerAdapter {

    private final Channel channel;
    private final Consumer<DataChannelHandler> active;
    private final ArrayDeque<ByteBuf> arrived = new ArrayDeque<>(4);
    private @Nullable Runnable signal;
    private @Nullable Throwable error;
    /** Volatile, as the one below, since users ask from anywhere. */
    private volatile @Nullable DataTls tls;

    private boolean ended;
    private volatile boolean endUnproven;
    private boolean discarding;
    private boolean guarded;

    /**
     * Creates the handler of one channel.
     *
     * @param channel the channel
     * @param active hears when it is connected
     */
    public DataChannelHandler(Channel channel, Consumer<DataChannelHandler> active) {
        this.channel = channel;
        this.active = active;
    }

    /**
     * Finds the handler of a channel.
     *
     * @param channel one with such a handler
     * @return the handler
     */
    public static DataChannelHandler of(Channel channel) {
        return channel.pipeline().get(DataChannelHandler.class);
    }

    /**
     * Returns the channel.
     *
     * @return the channel
     */
    public Channel channel() {
        return channel;
    }

    /**
     * Begins TLS, now that the server has agreed to the transfer: some hang if it begins before, and with TLS 1.3 each
     * refused transfer would use up a ticket.
     */
    void secure(DataTls tls) {
        this.tls = tls;
        if (!arrived.isEmpty()) {
            clear();
            fail(new FtpConnectionException(
                    Reason.TLS_HANDSHAKE, "the server sent plain text where TLS was to begin", null));
        } else if (ended) {
            if (error == null) {
                error = new SSLException("the server closed the connection before the TLS handshake");
            }
        } else {
            tls.start(this::tell, this::fail);
        }
    }

    private void fail(Throwable cause) {
        if (error == null) {
            error = cause;
        }
        reset();
    }

    /** The TLS of this connection, if it has any. */
    @Nullable
    DataTls tls() {
        return tls;
    }

    private void settle() {
        if (tls != null) {
            tls.settle();
        }
    }

    /** Whether the end of this connection may bring a ticket that the next one needs. */
    boolean awaitsEnd() {
        return tls != null && tls.awaitsTicket() && !ended;
    }

    /** Whether bytes can be sent. */
    boolean isReady() {
        return tls == null || tls.info() != null;
    }

    /** Called whenever bytes, the end or an error came. */
    void onSignal(@Nullable Runnable signal) {
        this.signal = signal;
    }

    /**
     * Takes no more than so many bytes of what arrived; the caller releases the buffer.
     *
     * @param most how many bytes it may bring
     * @param maxChunk how much memory it may keep from being freed
     */
    @Nullable
    ByteBuf poll(int most, int maxChunk) {
        ByteBuf first = arrived.peek();
        if (first != null && first.capacity() > maxChunk) {
            return copy(first, Math.min(most, maxChunk));
        }
        return first == null || first.readableBytes() <= most ? arrived.poll() : first.readRetainedSlice(most);
    }

    /** A slice would keep the whole block: TLS decrypts whole records, and users choose how sockets are read. */
    private ByteBuf copy(ByteBuf block, int most) {
        int count = Math.min(most, block.readableBytes());
        ByteBuf copy = channel.alloc().buffer(count).writeBytes(block, count);
        if (!block.isReadable()) {
            arrived.remove();
            block.release();
        }
        return copy;
    }

    /** Drops what arrived. */
    void clear() {
        for (ByteBuf buffer = arrived.poll(); buffer != null; buffer = arrived.poll()) {
            buffer.release();
        }
    }

    boolean isEmpty() {
        return arrived.isEmpty();
    }

    /** True when no more will arrive; what did may still be waiting. */
    boolean isEnded() {
        return ended;
    }

    /** Why the connection ended other than by the server's FIN. */
    @Nullable
    Throwable error() {
        return error;
    }

    void read() {
        channel.read();
    }

    /**
     * Makes a reset of every end of this connection but {@link #close()}: also of that by Netty when a file cannot be
     * read, and of that by the system when this process dies.
     */
    void guard() {
        guarded = true;
        if (channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
    }

    /** Whether the end may have been cut off, on a connection where that is let pass. */
    boolean isEndUnproven() {
        return endUnproven;
    }

    /** Ends an upload in order; with TLS the server's end is still to come. */
    void endOutput() {
        if (tls == null) {
            close();
        } else {
            discard();
            tls.endOutput();
        }
    }

    /** Closes with FIN, with TLS by close_notify before it, and drops what is unread. */
    void close() {
        discard();
        settle();
        closeInOrder();
    }

    private void closeInOrder() {
        if (guarded && isReadyToEnd() && channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, -1);
        }
        if (tls != null && tls.isOutputEnded()) {
            tls.closeBelow();
        } else {
            channel.close();
        }
    }

    /** An upload with TLS that the server ends first was not whole. */
    private boolean isReadyToEnd() {
        return tls == null || tls.isOutputEnding();
    }

    /** Closes with RST: the server must not take what it has for the whole file. */
    public void reset() {
        discard();
        settle();
        breakOff();
    }

    private void breakOff() {
        if (channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        if (tls == null) {
            channel.close();
        } else {
            // close_notify would call the fragment whole.
            tls.closeBelow();
        }
        TerminatedLoop.close(channel);
    }

    private void discard() {
        discarding = true;
        clear();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        active.accept(this);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        if (discarding || !buffer.isReadable()) {
            buffer.release();
            return;
        }
        arrived.add(buffer);
        tell();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent closed && tls != null) {
            tls.onClose(closed);
            if (closed.isSuccess()) {
                // At once: vsftpd keeps its verdict back until it has been answered.
                endedByServer();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    /** An upload that the server ends first is not whole: no answer may say that it is. */
    private void endedByServer() {
        if (guarded && !isReadyToEnd()) {
            reset();
        } else {
            closeInOrder();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended = true;
        if (tls != null && error == null && !tls.isEndSeen()) {
            endUnproven = true;
            if (tls.isEndNeeded()) {
                error = DataTls.truncated();
            }
        }
        tell();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (error == null) {
            error = TlsErrors.withoutBytes(cause);
        }
        if (guarded) {
            reset();
        } else if (tls != null) {
            breakOff();
        } else {
            ctx.close();
        }
    }

    private void tell() {
        if (signal != null) {
            signal.run();
        }
    }
}
