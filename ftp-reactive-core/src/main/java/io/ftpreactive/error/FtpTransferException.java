package io.ftpreactive.error;

import static io.ftpreactive.codec.FtpReplyCode.SERVICE_CLOSING;

import io.ftpreactive.codec.FtpReply;
import java.io.IOException;
import java.util.Objects;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** A transfer that had begun did not complete. The received or stored bytes are a fragment. */
public final class FtpTransferException extends FtpException {

    private static final long serialVersionUID = 1L;

    /** Why it did not complete. */
    private final Reason reason;

    /** The transfer command. */
    private final String command;

    /** What happened. */
    private final String problem;

    /** What had moved. */
    private final long bytes;

    /** What the server said, null if it said nothing. */
    private final @Nullable FtpReply reply;

    /**
     * Creates the error of a transfer that broke off. Its reason is that of the cause, such as {@link
     * FtpException.Reason#IDLE_TIMEOUT}. Without a cause it is {@link FtpException.Reason#NEGATIVE_REPLY} if the reply
     * is negative, otherwise {@link FtpException.Reason#BROKEN}.
     *
     * @param command the transfer command, such as {@code RETR a.txt}
     * @param problem what happened
     * @param bytes file bytes moved before
     * @param reply the server's last reply, if any
     * @param cause the underlying error, if any
     */
    public FtpTransferException(
            String command, String problem, long bytes, @Nullable FtpReply reply, @Nullable Throwable cause) {
        this(reasonOf(reply, cause), command, problem, bytes, reply, cause);
    }

    /**
     * Creates the error of a transfer that did not complete.
     *
     * @param reason why
     * @param command the transfer command, such as {@code RETR a.txt}
     * @param problem what happened
     * @param bytes file bytes moved before
     * @param reply the server's last reply, if any
     * @param cause the underlying error, if any
     */
    public FtpTransferException(
            Reason reason,
            String command,
            String problem,
            long bytes,
            @Nullable FtpReply reply,
            @Nullable Throwable cause) {
        super(describe(command, problem, bytes, reply), cause);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.command = Objects.requireNonNull(command, "command");
        this.problem = Objects.requireNonNull(problem, "problem");
        this.bytes = bytes;
        this.reply = reply;
    }

    /** What the error that broke a transfer off says of it, or else the server. */
    private static Reason reasonOf(@Nullable FtpReply reply, @Nullable Throwable cause) {
        if (cause instanceof FtpConnectionException lost) {
            return lost.reason();
        }
        if (cause instanceof FtpTransferException inner) {
            return inner.reason();
        }
        if (cause instanceof FtpProtocolException) {
            return Reason.PROTOCOL;
        }
        if (cause instanceof FtpFileException) {
            return Reason.ABORTED;
        }
        if (cause != null) {
            return reasonOf(cause);
        }
        if (reply == null || !reply.isNegative()) {
            return Reason.BROKEN;
        }
        return reply.code() == SERVICE_CLOSING ? Reason.SERVICE_UNAVAILABLE : Reason.NEGATIVE_REPLY;
    }

    /** Errors of sockets are {@link IOException}s, those of TLS often within one of Netty's; others are this side's. */
    private static Reason reasonOf(Throwable error) {
        Reason reason = Reason.ABORTED;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLHandshakeException) {
                return Reason.TLS_HANDSHAKE;
            }
            if (cause instanceof IOException) {
                reason = Reason.BROKEN;
            }
        }
        return reason;
    }

    /**
     * Tells whether another attempt may succeed. If the client aborted the transfer for a reason of its own, the
     * server's 4yz reply to the abort does not make the error transient. The reply counts only if the server or the
     * network ended the transfer.
     */
    @Override
    public boolean isTransient() {
        Throwable cause = getCause();
        return switch (reason) {
            case NEGATIVE_REPLY -> reply != null && Transience.of(reply);
            case BROKEN -> reply == null || !reply.isNegative() || Transience.of(reply);
            case UNCONFIRMED ->
                cause instanceof FtpException typed ? typed.isTransient() : cause instanceof IOException;
            default -> reason.isPassing() || (cause instanceof FtpException typed && typed.isTransient());
        };
    }

    private static String describe(String command, String problem, long bytes, @Nullable FtpReply reply) {
        String said = reply == null ? "" : "; the server said: " + reply;
        return command + " failed after " + bytes + " bytes: " + problem + said;
    }

    /**
     * Returns why the transfer did not complete.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns the transfer command.
     *
     * @return the command as sent
     */
    public String command() {
        return command;
    }

    /**
     * Returns what happened, without what the other methods return.
     *
     * @return the middle part of the message
     */
    public String problem() {
        return problem;
    }

    /**
     * Returns how many file bytes had moved: delivered to the subscriber, or written to the socket.
     *
     * @return bytes, counted from the offset of the transfer
     */
    public long bytes() {
        return bytes;
    }

    /**
     * Returns the server's last reply to the transfer.
     *
     * @return the reply, null if there was none
     */
    public @Nullable FtpReply reply() {
        return reply;
    }

    @Override
    FtpException withCause(@Nullable Throwable cause) {
        return new FtpTransferException(reason, command, problem, bytes, reply, cause);
    }
}
