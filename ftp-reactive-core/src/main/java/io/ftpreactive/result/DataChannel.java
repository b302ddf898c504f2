package io.ftpreactive.result;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpTransferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultFileRegion;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/**
 * The second connection, ready for the bytes of one transfer that the server has agreed to.
 *
 * <p>It must be received from, sent to, or disposed; once. A transfer is over only when both the data have ended and the
 * server has given its verdict on the control connection, in whichever order: {@link #receive()} and {@link #send} join
 * the two. A channel on which none of this happens in the idle timeout is aborted, so that the session is not lost.
 *
 * <p>Signals come on the session's event loop. Methods may be called from any thread.
 */
public interface DataChannel extends Disposable {

    /**
     * Returns the TLS of this connection.
     *
     * @return null without TLS, and before its handshake, which begins when the server has agreed to the transfer
     */
    @Nullable
    TlsInfo tls();

    /**
     * Tells whether the bytes are, or will be, encrypted.
     *
     * @return true on a connection with TLS
     */
    boolean isEncrypted();

    /**
     * Tells whether the data ended without TLS's own end, where that is let pass: then only their number tells whether
     * they are all.
     *
     * @return true if bytes may be missing
     */
    boolean isEndUnproven();

    /**
     * Tells whether the server called the transfer complete, but has neither sent a byte nor closed this connection: then
     * only its size tells whether there was nothing to send.
     *
     * @return true if bytes may be missing
     */
    boolean isLeftOpen();

    /**
     * Returns the server's end of this connection.
     *
     * @return an address and the port that the server listens on or connected from
     */
    InetSocketAddress remoteAddress();

    /**
     * Streams what the server sends.
     *
     * <p>Bytes are read from the socket only on demand; without demand the TCP window closes and the server waits. Each
     * buffer is released after {@code onNext}: {@code retain()} it to keep it, also before {@code publishOn} or
     * {@code flatMap}. Completes when the data have ended and the server has said 2yz. Cancelling aborts the transfer;
     * the session goes on.
     *
     * <p>If the server says 4yz or 5yz, what it has sent before is still given out, as there is demand; then comes the
     * error, which tells how many bytes that was. A data connection that the server leaves open after its refusal is
     * given up when no byte has come for two seconds, or the idle timeout if that is shorter. One that it leaves open after
     * a 2yz reply without having sent anything is closed after that time, and this completes empty: see
     * {@link #isLeftOpen()}.
     *
     * @return the bytes, once; fails with {@link FtpTransferException}
     */
    ByteBufFlux receive();

    /**
     * Sends a stream and ends it by closing the connection.
     *
     * <p>At most 16 buffers are requested ahead of the socket. Emits the server's verdict, the only proof that the
     * bytes have arrived. The reply timeout runs from when the system has taken the last byte. What its send buffer
     * holds then, up to some megabytes, moves on unseen: where a server takes so much for longer than the reply timeout,
     * that or the option {@code SO_SNDBUF} has to be set to suit. If the source fails, or this is cancelled, the connection is reset and ABOR sent, so that the
     * server does not take the fragment for the whole; what is emitted is the source's own error, to which an
     * {@link FtpTransferException} with the server's word is added as suppressed.
     *
     * @param source buffers, each released by this channel, also those it can no longer send
     * @return the 2yz reply; fails with {@link FtpTransferException}
     */
    Mono<FtpReply> send(Publisher<? extends ByteBuf> source);

    /**
     * Sends a region of a file, without copying it through user space unless it is encrypted, and ends the transfer as
     * {@link #send} does.
     *
     * @param region what to send; released by this channel once written, or when the transfer fails; who never
     *     subscribes keeps it
     * @return the 2yz reply; fails with {@link FtpTransferException}, or with the {@link java.io.IOException} of a file that
     *     cannot be read
     */
    Mono<FtpReply> sendFile(DefaultFileRegion region);

    /**
     * Returns the allocator of this connection, for buffers that are to be sent on it.
     *
     * @return the allocator
     */
    ByteBufAllocator alloc();

    /**
     * Returns the file bytes moved so far: delivered to the subscriber, or written to the socket.
     *
     * @return bytes; exact when read after the end of the transfer
     */
    long bytes();

    /**
     * Returns the reply with which the server agreed to the transfer, usually 150.
     *
     * @return the preliminary reply
     */
    FtpReply opening();

    /**
     * Returns the server's verdict.
     *
     * @return the final reply, null before it has come
     */
    @Nullable
    FtpReply verdict();

    /**
     * Aborts the transfer, unless it is over; the session goes on. Idempotent. Who receives or sends hears of it by a
     * {@link FtpTransferException}.
     */
    @Override
    void dispose();

    /**
     * Tells whether the transfer is over, or is being aborted.
     *
     * @return true once no more bytes will move
     */
    @Override
    boolean isDisposed();

    /**
     * Completes when the transfer is over, however it ends.
     *
     * @return completes, never fails
     */
    Mono<Void> onDispose();
}
