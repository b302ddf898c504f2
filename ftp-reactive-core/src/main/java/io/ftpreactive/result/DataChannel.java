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
 * A data connection for one transfer that the server has accepted.
 *
 * <p>The caller must receive, send or dispose, once. A transfer ends only when the data have ended and the server has
 * sent its final reply on the control connection, in either order; {@link #receive()} and {@link #send} wait for both.
 * A channel that is not used within the idle timeout is aborted, so that the session is not lost.
 *
 * <p>Signals arrive on the session's event loop. Thread-safe.
 */
public interface DataChannel extends Disposable {

    /**
     * Returns the TLS parameters of this connection.
     *
     * @return null without TLS, and before the handshake, which follows the server's preliminary reply
     */
    @Nullable
    TlsInfo tls();

    /**
     * Tells whether this connection uses TLS.
     *
     * @return true also before the handshake
     */
    boolean isEncrypted();

    /**
     * Tells whether the data ended without a close_notify and the security settings allow that. Only the number of
     * bytes then shows whether the data are complete.
     *
     * @return true if bytes may be missing
     */
    boolean isEndUnproven();

    /**
     * Tells whether the server confirmed the transfer, but neither sent a byte nor closed this connection. Only the
     * size of the file then shows whether it is empty.
     *
     * @return true if bytes may be missing
     */
    boolean isLeftOpen();

    /**
     * Returns the server's address of this connection.
     *
     * @return the address and port that the server listens on or connected from
     */
    InetSocketAddress remoteAddress();

    /**
     * Receives what the server sends.
     *
     * <p>The client reads the socket only on demand; without demand the TCP window closes. It releases each buffer
     * after {@code onNext}; what may be done to keep one is said at {@link
     * io.ftpreactive.FtpOperations#retrieve(String, long)}. The stream completes when the data have ended and the server has sent a 2yz reply. Cancelling aborts the transfer;
     * the session goes on.
     *
     * <p>After a 4yz or 5yz reply the stream first emits the bytes received before, on demand, and then the error with
     * their number. If the server leaves the connection open after that reply, the client closes it when no byte has
     * arrived for two seconds, or for the idle timeout if that is shorter. It does the same after a 2yz reply without a
     * byte; the stream then completes empty, see {@link #isLeftOpen()}.
     *
     * @return the bytes, once; fails with {@link FtpTransferException}
     */
    ByteBufFlux receive();

    /**
     * Sends a stream and closes the connection after it.
     *
     * <p>The client requests at most 16 buffers ahead of the socket, or as many as hold 1 MiB if these are more: up to 128
     * at once while those before were small. It copies buffers of less than 4 KiB into larger ones. The result is the server's final reply, the only
     * proof that the bytes arrived. The reply timeout starts when the operating system has taken the last byte. Its
     * send buffer may then still hold some megabytes; for a server that needs longer than the reply timeout to receive
     * them, change the timeout or {@code SO_SNDBUF}.
     *
     * <p>If the source fails or the result is cancelled, the client resets the connection and sends ABOR, so that the
     * server does not take the fragment for the whole file. The error of the source is emitted as it is; an {@link
     * FtpTransferException} with the server's reply is suppressed in it.
     *
     * @param source buffers, all released by this channel
     * @return the 2yz reply; fails with {@link FtpTransferException}
     */
    Mono<FtpReply> send(Publisher<? extends ByteBuf> source);

    /**
     * Sends a region of a file and ends the transfer as {@link #send} does. Without TLS the bytes are not copied
     * through user space.
     *
     * @param region the region; released by this channel once written, or when the transfer fails; never if the result
     *     is not subscribed
     * @return the 2yz reply; fails with {@link FtpTransferException}, or with the {@link java.io.IOException} of a file
     *     that cannot be read
     */
    Mono<FtpReply> sendFile(DefaultFileRegion region);

    /**
     * Returns the allocator of this connection.
     *
     * @return the allocator for buffers to send
     */
    ByteBufAllocator alloc();

    /**
     * Returns the file bytes moved so far: delivered to the subscriber, or written to the socket.
     *
     * @return bytes; exact when read after the end of the transfer
     */
    long bytes();

    /**
     * Returns the preliminary reply with which the server accepted the transfer, usually 150.
     *
     * @return the preliminary reply
     */
    FtpReply opening();

    /**
     * Returns the server's final reply.
     *
     * @return the final reply, null before it arrives
     */
    @Nullable
    FtpReply verdict();

    /**
     * Aborts the transfer, unless it has ended; the session goes on. Idempotent. A running receive or send fails with
     * {@link FtpTransferException}.
     */
    @Override
    void dispose();

    /**
     * Tells whether the transfer has ended or is being aborted.
     *
     * @return true once no more bytes will move
     */
    @Override
    boolean isDisposed();

    /**
     * Completes when the transfer has ended, in any way.
     *
     * @return completes, never fails
     */
    Mono<Void> onDispose();
}
