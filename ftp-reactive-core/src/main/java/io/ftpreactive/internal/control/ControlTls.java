package io.ftpreactive.internal.control;

import static io.ftpreactive.codec.FtpReplyCode.NEED_SECURITY_DATA;
import static io.ftpreactive.codec.FtpReplyCode.SECURITY_OK;

import io.ftpreactive.codec.FtpClientCodec;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.internal.tls.TlsErrors;
import io.ftpreactive.internal.tls.TlsSession;
import io.ftpreactive.options.FtpSecurity;
import io.ftpreactive.options.FtpSecurity.Mode;
import io.ftpreactive.result.TlsInfo;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Turns TLS on, and off again, on a control connection, and has data connections protected (RFC 4217). Confined to the
 * event loop.
 */
public final class ControlTls {

    /** Stands before all that sees what is said: metrics, codec. */
    private static final String HANDLER = "ftp.tls";

    private final ControlConnection control;
    private final Channel channel;
    private final ControlSettings settings;
    private final FtpSecurity security;
    private final @Nullable TlsSession session;
    /** Volatile since users ask from anywhere. */
    private volatile @Nullable TlsInfo info;

    private boolean dataProtected;

    ControlTls(ControlConnection control, Channel channel, @Nullable TlsSession session) {
        this.control = control;
        this.channel = channel;
        this.settings = control.settings();
        this.security = settings.security();
        this.session = session;
    }

    /**
     * Returns what data connections are encrypted with.
     *
     * @return the session, null if they are plain text
     */
    public @Nullable TlsSession data() {
        return dataProtected ? session : null;
    }

    /**
     * Returns what the control connection's handshake agreed on.
     *
     * @return null without TLS
     */
    public @Nullable TlsInfo info() {
        return info;
    }

    /**
     * Tells whether another data connection may be tried. From any thread.
     *
     * @return false if it would be one that the server may refuse
     */
    public boolean isUsable() {
        return session == null || !session.isSpent();
    }

    /** The handshake, which on implicit TLS comes before the greeting. */
    Mono<Void> begin() {
        return security.mode() == Mode.IMPLICIT
                ? handshake().onErrorMap(FtpConnectionException.class, ControlTls::withPortAdvice)
                : Mono.empty();
    }

    private static FtpConnectionException withPortAdvice(FtpConnectionException error) {
        return error.reason() == Reason.TLS_HANDSHAKE
                ? new FtpConnectionException(
                        error.reason(),
                        error.getMessage()
                                + "; implicit TLS has a port of its own, usually 990, explicit TLS the usual one",
                        error.getCause())
                : error;
    }

    /** Asks for TLS after the greeting and shakes hands, where that is wanted; emits whether TLS has begun here. */
    Mono<Boolean> upgrade(Turn turn) {
        return switch (security.mode()) {
            case NONE, IMPLICIT -> Mono.just(false);
            case EXPLICIT, EXPLICIT_IF_POSSIBLE -> authenticate(turn);
        };
    }

    private Mono<Boolean> authenticate(Turn turn) {
        FtpCommand tls = FtpCommand.auth("TLS");
        FtpCommand ssl = FtpCommand.auth("SSL");
        return turn.exchange(tls).flatMap(reply -> {
            if (isAgreed(reply)) {
                return upgraded();
            }
            return turn.exchange(ssl).flatMap(other -> isAgreed(other) ? upgraded() : refused(tls, reply));
        });
    }

    /** 334 wants security data first, which TLS has not; some servers say it and mean 234. */
    private static boolean isAgreed(FtpReply reply) {
        return reply.code() == SECURITY_OK || reply.code() == NEED_SECURITY_DATA;
    }

    private Mono<Boolean> upgraded() {
        if (channel.pipeline().get(FtpClientCodec.class).hasPendingInput()) {
            // Whoever sits on the way may have added it, to be read as if it had been encrypted.
            return Mono.error(new FtpProtocolException(
                    peer()
                            + " sent plain text behind its consent to TLS; the session is closed, since somebody on the way"
                            + " may have put it there",
                    null));
        }
        return handshake().thenReturn(true);
    }

    private Mono<Boolean> refused(FtpCommand auth, FtpReply reply) {
        if (security.mode() == Mode.EXPLICIT_IF_POSSIBLE) {
            note("no TLS: everything goes in plain text");
            return Mono.just(false);
        }
        return Mono.error(new FtpConnectionException(
                Reason.TLS_REFUSED,
                peer() + " does not encrypt: " + auth + " was answered by " + reply
                        + "; it may want implicit TLS, on another port, or have none",
                reply,
                null));
    }

    private Mono<Void> handshake() {
        TlsSession used = session;
        if (used == null) {
            return Mono.error(new IllegalStateException("No TLS was prepared"));
        }
        SslHandler handler = used.controlHandler(channel, settings.timeouts().connect());
        return Mono.<Void>create(sink -> {
                    channel.pipeline().addFirst(HANDLER, handler);
                    handler.handshakeFuture().addListener(done -> {
                        if (done.isSuccess()) {
                            TlsInfo agreed = used.controlEstablished(handler);
                            info = agreed;
                            note(agreed.toString());
                            sink.success();
                        } else {
                            sink.error(done.cause());
                        }
                    });
                })
                .onErrorMap(error -> TlsErrors.ofHandshake(peer(), error));
    }

    /** Has data connections protected, after the login. */
    Mono<Void> protect(Turn turn) {
        if (info == null) {
            return Mono.empty();
        }
        FtpCommand prot = FtpCommand.prot(security.dataProtected() ? "P" : "C");
        // The answer to PBSZ is of no interest: with TLS the size is always 0, and is asked for by the RFC alone.
        return turn.exchange(FtpCommand.pbsz(0))
                .then(turn.exchange(prot))
                .flatMap(reply -> protectedBy(prot, reply))
                .then(Mono.defer(() -> security.controlCleared() ? clear(turn) : Mono.empty()));
    }

    private Mono<Void> protectedBy(FtpCommand prot, FtpReply reply) {
        if (ReplyChecks.isDone(prot, reply)) {
            dataProtected = security.dataProtected();
            return Mono.empty();
        }
        boolean required = security.dataProtected() && security.mode() != Mode.EXPLICIT_IF_POSSIBLE;
        return required
                ? Mono.error(new FtpConnectionException(
                        Reason.TLS_REFUSED,
                        peer() + " does not encrypt data connections: " + prot + " was answered by " + reply
                                + "; to have them in plain text, choose FtpSecurity.dataProtected(false)",
                        reply,
                        null))
                : Mono.<Void>fromRunnable(() -> note("data connections go in plain text"));
    }

    /** CCC: both sides end TLS, and the connection goes on without (RFC 4217 section 6). */
    private Mono<Void> clear(Turn turn) {
        FtpCommand ccc = FtpCommand.ccc();
        return turn.exchange(ccc).flatMap(reply -> ReplyChecks.isDone(ccc, reply) ? endTls() : Mono.empty());
    }

    private Mono<Void> endTls() {
        SslHandler handler = (SslHandler) channel.pipeline().get(HANDLER);
        Duration limit = settings.timeouts().reply();
        return Mono.<Void>create(sink -> {
                    channel.pipeline().addAfter(HANDLER, null, new EndOfTls());
                    handler.closeOutbound();
                    handler.sslCloseFuture().addListener(done -> {
                        if (done.isSuccess()) {
                            channel.pipeline().remove(handler);
                            note("TLS ended: commands are in plain text from here on");
                            sink.success();
                        } else {
                            sink.error(done.cause());
                        }
                    });
                })
                .timeout(limit)
                .onErrorMap(error -> new FtpConnectionException(
                        Reason.TLS_HANDSHAKE,
                        peer() + " agreed to CCC, but did not end TLS: " + TlsErrors.explain(error),
                        error));
    }

    /** Forgets the sessions that no data connection will resume any more. */
    void close() {
        if (session != null) {
            session.close();
        }
    }

    private String peer() {
        return settings.host() + ":" + settings.port();
    }

    /** Keeps the end of TLS from reactor-netty, which would close the connection that goes on without. */
    private static final class EndOfTls extends ChannelInboundHandlerAdapter {

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslCloseCompletionEvent) {
                context.pipeline().remove(this);
            } else {
                context.fireUserEventTriggered(event);
            }
        }
    }

    /** Tells whoever listens to the dialogue how this connection is encrypted. */
    private void note(String what) {
        control.dialogue().tls(what, control.turns().current());
    }
}
