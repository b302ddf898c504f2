package io.ftpreactive.error;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every publisher of the client fails with when FTP, rather than the caller, is at fault.
 *
 * <p>Messages name the command (passwords masked), what the server said, and where there is something the user can
 * change, what to try.
 */
public abstract sealed class FtpException extends RuntimeException
        permits FtpConnectionException,
                FtpFileException,
                FtpProtocolException,
                FtpReplyException,
                FtpTransferException {

    private static final long serialVersionUID = 1L;

    /** Why a connection could not be made or was lost, or a transfer did not complete. */
    public enum Reason {
        /** The host name could not be resolved. */
        UNKNOWN_HOST,
        /** The peer refused the TCP connection, or a firewall did so in its place. */
        REFUSED,
        /** The network has no way to the peer, or the connection failed for another cause. */
        UNREACHABLE,
        /** The TCP connection was not made in the connect timeout. */
        CONNECT_TIMEOUT,
        /** The proxy, by which the server was to be reached, cannot be reached itself. */
        PROXY_UNREACHABLE,
        /** The proxy refused to connect to the server, or could not, or did not take the user's name and password. */
        PROXY_REFUSED,
        /** A reply to a command did not come in the reply timeout. */
        REPLY_TIMEOUT,
        /** The control connection was closed or broke. */
        CLOSED,
        /** The server said 421, as an answer or by itself: it closes the control connection. */
        SERVICE_UNAVAILABLE,
        /** Active mode: no port could be listened on that the server could connect to. */
        LISTEN_FAILED,
        /** Active mode: the server refused EPRT and PORT. */
        PORT_REFUSED,
        /** Active mode: the server reported an error while its connection was awaited. */
        ACCEPT_REFUSED,
        /** Active mode: the server did not connect back in the accept timeout. */
        NEVER_CONNECTED,
        /** Passive mode: the server refused EPSV and PASV. */
        PASSIVE_REFUSED,
        /** Passive mode: the server refused PRET, which was to announce the transfer. */
        PRET_REFUSED,
        /** Passive mode over IPv6: the server refused EPSV, for which IPv6 has no substitute. */
        EPSV_REFUSED,
        /** Passive mode: the 227 or 229 reply cannot be read. */
        BAD_PASSIVE_REPLY,
        /** Passive mode: the 227 reply names an address or a port that nobody should connect to. */
        BAD_PASSIVE_ADDRESS,
        /** The certificates that are to be trusted cannot be read. */
        TLS_TRUST_UNREADABLE,
        /** The certificate of this client, or its key, cannot be read. */
        TLS_IDENTITY_UNREADABLE,
        /** The server refused to encrypt the control connection (AUTH) or data connections (PROT). */
        TLS_REFUSED,
        /** The TLS handshake failed. */
        TLS_HANDSHAKE,
        /** Server and client have no version of TLS in common. */
        TLS_VERSION,
        /** The server's certificate is not trusted, not valid, or another's. */
        TLS_CERTIFICATE,
        /** The TLS session of the control connection was not resumed on a data connection, which the server demands. */
        TLS_NOT_RESUMED,
        /** The data connection ended, but not as TLS ends: what has come may not be all. */
        TLS_TRUNCATED,
        /** No bytes moved in the idle timeout, or a data channel was not used in it. */
        IDLE_TIMEOUT,
        /** Fewer bytes moved than the minimum speed asks for, while this side was ready. */
        LOW_SPEED,
        /** A transfer without demand held a session for which others waited, for the turn timeout. */
        TURN_TIMEOUT,
        /** All sessions of the pool stayed in use until the acquire timeout, or too many callers wait. */
        POOL_EXHAUSTED,
        /** Too many operations queue behind the one that a session is at. */
        QUEUE_FULL,
        /** What is needed was shut down by this program: the pool, or the event loops. */
        DISPOSED,
        /** A session was used on after it had been given back to its pool. */
        LEASE_ENDED,
        /** The data connection broke while bytes moved. */
        BROKEN,
        /** The server ended the transfer by a negative reply. */
        NEGATIVE_REPLY,
        /** The server called it complete, but another number of bytes has moved than it had said there would. */
        WRONG_SIZE,
        /** A transfer was to begin behind the end of the file: nothing has moved. */
        BEYOND_END,
        /** The server agreed to begin within the file (REST), and sent it from its first byte all the same. */
        REST_IGNORED,
        /**
         * As many bytes have moved as there are, but the server has not said that the file is whole, or nothing shows that it
         * began where it was to begin.
         */
        UNCONFIRMED,
        /** What came is not what the transfer's mode makes of a file, or breaks off. */
        MALFORMED,
        /** What the server said is not FTP, or does not answer what was asked, so that the session was closed. */
        PROTOCOL,
        /** This side broke the transfer off: it was closed, or what handles its bytes failed. */
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
     * Tells whether the same operation may succeed when it is tried again, after a while and on another session if this
     * one is lost: {@code Retry.backoff(3, second).filter(e -> e instanceof FtpException f && f.isTransient())}.
     *
     * <p>Replies of 4yz say so (RFC 959 section 4.2.1), those of 5yz the opposite, but for 530 where the text speaks of
     * too many users and 550 where it speaks of a file that is busy. Connections that were not made or were lost, and
     * replies that did not come in time, may come the next time. What FTP does not allow, and what local files do not,
     * will not; nor will what this side gave up for a reason of its own, such as a certificate, whatever the server said to
     * the abort.
     *
     * @return true if it is worth a try
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
