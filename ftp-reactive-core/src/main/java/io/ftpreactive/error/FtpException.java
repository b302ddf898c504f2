package io.ftpreactive.error;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The errors of the client's publishers, except for errors of the caller.
 *
 * <p>Messages contain the command with passwords masked, the server's reply, and advice if the user can change
 * something.
 */
public abstract sealed class FtpException extends RuntimeException
        permits FtpConnectionException,
                FtpFileException,
                FtpProtocolException,
                FtpReplyException,
                FtpTransferException {

    private static final long serialVersionUID = 1L;

    /** Why a connection failed or a transfer did not complete. */
    public enum Reason {
        /** The host name could not be resolved. */
        UNKNOWN_HOST,
        /** The server, or a firewall in its place, refused the TCP connection. */
        REFUSED,
        /** There is no route to the server, or the connection failed for another cause. */
        UNREACHABLE,
        /** The TCP connection was not established within the connect timeout. */
        CONNECT_TIMEOUT,
        /** The client could not connect to the proxy. */
        PROXY_UNREACHABLE,
        /** The proxy refused the connection, could not make it, or rejected user name and password. */
        PROXY_REFUSED,
        /** The server did not reply to a command within the reply timeout. */
        REPLY_TIMEOUT,
        /** The control connection was closed or broke. */
        CLOSED,
        /** The server sent 421: it closes the control connection. */
        SERVICE_UNAVAILABLE,
        /** Active mode: the client could not listen on a port that the server could connect to. */
        LISTEN_FAILED,
        /** Active mode: the server refused EPRT and PORT. */
        PORT_REFUSED,
        /** Active mode: the server reported an error while the client waited for its connection. */
        ACCEPT_REFUSED,
        /** Active mode: the server did not connect within the accept timeout. */
        NEVER_CONNECTED,
        /** Passive mode: the server refused EPSV and PASV. */
        PASSIVE_REFUSED,
        /** Passive mode: the server refused PRET, which announces the transfer. */
        PRET_REFUSED,
        /** Passive mode over IPv6: the server refused EPSV, for which IPv6 has no substitute. */
        EPSV_REFUSED,
        /** Passive mode: the client cannot read the 227 or 229 reply. */
        BAD_PASSIVE_REPLY,
        /** Passive mode: the client does not connect to the address or port in the 227 reply. */
        BAD_PASSIVE_ADDRESS,
        /** Two servers do not exchange a file directly (FXP), or are not to; no byte of it moved. */
        DIRECT_REFUSED,
        /** The client cannot read the trusted certificates. */
        TLS_TRUST_UNREADABLE,
        /** The client cannot read its own certificate or key. */
        TLS_IDENTITY_UNREADABLE,
        /** The server refused to encrypt the control connection (AUTH) or data connections (PROT). */
        TLS_REFUSED,
        /** The TLS handshake failed. */
        TLS_HANDSHAKE,
        /** Client and server have no TLS version in common. */
        TLS_VERSION,
        /** The server's certificate is not trusted, not valid, or for another name. */
        TLS_CERTIFICATE,
        /** A data connection did not resume the TLS session of the control connection, as the server requires. */
        TLS_NOT_RESUMED,
        /** The data connection ended without a close_notify: the data may be incomplete. */
        TLS_TRUNCATED,
        /** No bytes moved, or a data channel was not used, within the idle timeout. */
        IDLE_TIMEOUT,
        /** The transfer was slower than the minimum speed. */
        LOW_SPEED,
        /** A transfer without demand occupied a session for which others waited, for the turn timeout. */
        TURN_TIMEOUT,
        /** The subscriber of a transfer demanded nothing, or the source of an upload gave nothing, for the stall timeout. */
        STALLED,
        /** All sessions of the pool stayed in use for the acquire timeout, or too many callers wait. */
        POOL_EXHAUSTED,
        /** Too many operations wait for their turn on one session. */
        QUEUE_FULL,
        /** The caller has disposed of the pool or shut down the event loops. */
        DISPOSED,
        /** The caller used a session after its return to the pool. */
        LEASE_ENDED,
        /** The data connection broke during the transfer. */
        BROKEN,
        /** The server ended the transfer with a negative reply. */
        NEGATIVE_REPLY,
        /** The server confirmed the transfer, but the number of bytes differs from the size that it reported. */
        WRONG_SIZE,
        /** The source of an upload ended early, or gave more than was announced; the client aborted the upload. */
        WRONG_LENGTH,
        /** The offset of the transfer is beyond the end of the file; no bytes moved. */
        BEYOND_END,
        /** The file on the server has another checksum than what was transferred. */
        CHECKSUM_MISMATCH,
        /** The transfer broke off, and cannot go on since the file on the server is no longer the one that was begun. */
        CHANGED,
        /** The server accepted an offset (REST) but sent the file from its beginning. */
        REST_IGNORED,
        /**
         * All bytes moved, but the server did not confirm the file, or nothing shows that the transfer started at the
         * offset.
         */
        UNCONFIRMED,
        /** The data do not have the form of the transfer mode or are not of the charset, or end within either. */
        MALFORMED,
        /** A line is longer than the caller wants to read. */
        LINE_TOO_LONG,
        /** The server's reply is not FTP or does not belong to the command; the client closed the session. */
        PROTOCOL,
        /** The caller closed the transfer, or code of this side that handles its bytes failed. */
        ABORTED;

        /** What may have another outcome the next time, whatever the server said. */
        private static final Set<Reason> PASSING = EnumSet.of(
                UNKNOWN_HOST,
                REFUSED,
                UNREACHABLE,
                PROXY_UNREACHABLE,
                LOW_SPEED,
                CONNECT_TIMEOUT,
                REPLY_TIMEOUT,
                CLOSED,
                SERVICE_UNAVAILABLE,
                NEVER_CONNECTED,
                TLS_TRUNCATED,
                IDLE_TIMEOUT,
                TURN_TIMEOUT,
                STALLED,
                POOL_EXHAUSTED,
                QUEUE_FULL);

        boolean isPassing() {
            return PASSING.contains(this);
        }
    }

    FtpException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Tells whether the same operation may succeed later, perhaps on another session:
     * {@code Retry.backoff(3, second).filter(e -> e instanceof FtpException f && f.isTransient())}.
     *
     * <p>Transient are: 4yz replies (RFC 959 section 4.2.1); 530 if the text mentions too many users, and 550 if it
     * mentions a busy file; connections that were not made or were lost; replies that did not arrive in time.
     *
     * <p>Not transient are: other 5yz replies; protocol errors; errors of local files; transfers that the client
     * aborted for a reason of its own, such as a certificate, whatever the server replied to the abort.
     *
     * @return true if another attempt makes sense
     */
    public abstract boolean isTransient();

    /** Copies this error, with another cause; for those of its causes that are not serializable. */
    abstract FtpException withCause(@Nullable Throwable cause);

    /**
     * Lets this error be serialized whatever its causes are.
     *
     * @return what is written in its place
     */
    protected final Object writeReplace() {
        return Serializing.form(this);
    }
}
