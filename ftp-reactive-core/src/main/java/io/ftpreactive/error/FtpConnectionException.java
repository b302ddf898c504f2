package io.ftpreactive.error;

import io.ftpreactive.codec.FtpReply;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection, the control connection or the second one, could not be made or was lost. */
public final class FtpConnectionException extends FtpException {

    private static final long serialVersionUID = 1L;

    /** Why there is no connection. */
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
        QUEUE_FULL
    }

    /** What may have another outcome the next time, whatever the server said. */
    private static final Set<Reason> PASSING = EnumSet.of(
            Reason.UNKNOWN_HOST,
            Reason.REFUSED,
            Reason.UNREACHABLE,
            Reason.PROXY_UNREACHABLE,
            Reason.LOW_SPEED,
            Reason.CONNECT_TIMEOUT,
            Reason.REPLY_TIMEOUT,
            Reason.CLOSED,
            Reason.SERVICE_UNAVAILABLE,
            Reason.NEVER_CONNECTED,
            Reason.TLS_TRUNCATED,
            Reason.IDLE_TIMEOUT,
            Reason.TURN_TIMEOUT,
            Reason.POOL_EXHAUSTED,
            Reason.QUEUE_FULL);

    /** Why there is no connection. */
    private final Reason reason;

    private final transient @Nullable FtpReply reply;

    /**
     * Creates the error.
     *
     * @param reason why there is no connection
     * @param message what happened and what to try
     * @param cause the underlying error, if there is one
     */
    public FtpConnectionException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, null, cause);
    }

    /**
     * Creates the error of a connection that the server's reply prevented.
     *
     * @param reason why there is no connection
     * @param message what happened and what to try
     * @param reply what the server said, if it did
     * @param cause the underlying error, if there is one
     */
    public FtpConnectionException(Reason reason, String message, @Nullable FtpReply reply, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.reply = reply;
    }

    @Override
    public boolean isTransient() {
        return PASSING.contains(reason) || (reply != null && Transience.of(reply));
    }

    /**
     * Returns why there is no connection.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns the reply that prevented the connection.
     *
     * @return the reply, null if it was not a reply that did
     */
    public @Nullable FtpReply reply() {
        return reply;
    }
}
