package io.ftpreactive.internal.data;

import static io.ftpreactive.codec.FtpReplyCode.NO_DATA_CONNECTION;
import static io.ftpreactive.codec.FtpReplyCode.PROTECTION_NEEDED;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.internal.tls.TlsErrors;
import io.ftpreactive.internal.tls.TlsSession;
import io.ftpreactive.result.TlsInfo;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one data connection, in which this side is always the client (RFC 4217 section 7): the handshake, which
 * resumes the control connection's session, and the end, without which a file is not whole. Confined to the event loop.
 */
final class DataTls {

    /** Half a second in all: servers send the ticket right after the handshake, or never. */
    private static final Duration TICKET_POLL = Duration.ofMillis(10);

    private static final int TICKET_POLLS = 50;

    private final Channel channel;
    private final TlsSession session;
    private final Duration timeout;
    private final boolean lenient;
    private final Consumer<TlsInfo> listener;
    private @Nullable SslHandler handler;
    /** Volatile since users ask from anywhere. */
    private volatile @Nullable TlsInfo info;

    private boolean endSeen;
    private boolean outputEnding;
    private boolean outputEnded;

    DataTls(Channel channel, TlsSession session, Duration timeout, boolean lenient, Consumer<TlsInfo> listener) {
        this.channel = channel;
        this.session = session;
        this.timeout = timeout;
        this.lenient = lenient;
        this.listener = listener;
    }

    /** Shakes hands, and calls one of the two. */
    void start(Runnable established, Consumer<Throwable> failed) {
        SslHandler added = session.dataHandler(channel, timeout);
        handler = added;
        channel.pipeline().addFirst("ftp.tls", added);
        added.handshakeFuture().addListener(done -> {
            if (!done.isSuccess()) {
                failed.accept(error(done.cause()));
                return;
            }
            try {
                TlsInfo agreed = session.dataEstablished(added);
                info = agreed;
                listener.accept(agreed);
                established.run();
            } catch (SSLPeerUnverifiedException e) {
                failed.accept(error(e));
            }
        });
        // Nobody may have asked for bytes yet; once begun the handshake reads on by itself.
        channel.read();
    }

    private static FtpException error(Throwable error) {
        return TlsErrors.ofHandshake("the data connection", TlsErrors.withoutBytes(error));
    }

    /** What was agreed on, null before. */
    @Nullable
    TlsInfo info() {
        return info;
    }

    /** Remembers whether the server has ended TLS, with which all bytes have come. */
    void onClose(SslCloseCompletionEvent event) {
        endSeen |= event.isSuccess();
    }

    boolean isEndSeen() {
        return endSeen;
    }

    /** Whether an end without close_notify is an error. */
    boolean isEndNeeded() {
        return !lenient;
    }

    static FtpException truncated() {
        return new FtpConnectionException(
                Reason.TLS_TRUNCATED,
                "it ended without the end of TLS (close_notify): bytes may be missing, cut off by the server or on the way;"
                        + " for a server that never sends it there is FtpSecurity.lenientEnd(true)",
                null);
    }

    /**
     * Ends what is sent: close_notify, then FIN for servers that wait for this. What the server sends is still read, so
     * that it is not answered by a reset: its close_notify and, with TLS 1.3, the ticket for the next data connection.
     */
    void endOutput() {
        outputEnding = true;
        SslHandler established = Objects.requireNonNull(handler);
        endOutput(established, session.dropsLateTickets(established) ? TICKET_POLLS : 0);
    }

    private void endOutput(SslHandler established, int polls) {
        if (polls > 0 && channel.isActive() && session.outlook() != TlsSession.Outlook.GOOD) {
            channel.eventLoop()
                    .schedule(() -> endOutput(established, polls - 1), TICKET_POLL.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        outputEnded = true;
        established.closeOutbound().addListener(done -> {
            if (channel instanceof DuplexChannel duplex && channel.isActive()) {
                duplex.shutdownOutput();
            }
        });
    }

    /** Whether all that was to be sent has been, so that an end of the connection is no break. */
    boolean isOutputEnding() {
        return outputEnding;
    }

    boolean isOutputEnded() {
        return outputEnded;
    }

    /** Closes without a further close_notify. */
    void closeBelow() {
        ChannelHandlerContext context =
                handler == null ? null : channel.pipeline().context(handler);
        if (context == null) {
            channel.close();
        } else {
            context.close();
        }
    }

    /** Whether the next data connection may need a ticket that comes with the end of this one. */
    boolean awaitsTicket() {
        return session.isSingleUse();
    }

    /** The transfer is over: the session knows whether it can serve another. */
    void settle() {
        session.settle();
    }

    /** Tells the session what the server thinks of a connection that did not resume it. */
    void onVerdict(FtpReply verdict) {
        TlsInfo agreed = info;
        if (agreed != null && !agreed.resumed()) {
            if (verdict.isCompletion()) {
                session.judged(true);
            } else if (isRefusal(verdict)) {
                session.judged(false);
            }
        }
    }

    private static boolean isRefusal(FtpReply verdict) {
        return verdict.code() == NO_DATA_CONNECTION || verdict.code() == PROTECTION_NEEDED;
    }

    /** Why the server may have refused the connection, null if it is not for its TLS. */
    @Nullable
    FtpException refusal(@Nullable FtpReply verdict) {
        TlsInfo agreed = info;
        return verdict == null || !isRefusal(verdict) || agreed == null || agreed.resumed()
                ? null
                : session.notResumed(verdict);
    }
}
