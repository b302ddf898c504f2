package io.ftpreactive.internal.tls;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Says in words what the many errors of TLS mean. */
public final class TlsErrors {

    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2})+$");

    private static final int MOST_TEXT = 200;

    private TlsErrors() {}

    /**
     * Names the reason of a failed handshake.
     *
     * @param peer with whom, as {@code host:port} or "the data connection of ..."
     * @param error what failed
     * @return the typed error; the given one if it is typed already
     */
    public static FtpException ofHandshake(String peer, Throwable error) {
        if (error instanceof FtpException typed) {
            return typed;
        }
        if (error instanceof SslHandshakeTimeoutException) {
            return new FtpConnectionException(
                    Reason.CONNECT_TIMEOUT,
                    "The TLS handshake with " + peer + " took longer than the connect timeout",
                    error);
        }
        if (isUntrusted(error)) {
            return new FtpConnectionException(
                    Reason.TLS_CERTIFICATE,
                    "The certificate of " + peer + " is not accepted: " + deepest(error) + "; if it is the right one,"
                            + " trust its issuer with FtpSecurity.trust(file), and connect to the name that is in it",
                    error);
        }
        boolean version = isVersion(error);
        return new FtpConnectionException(
                version ? Reason.TLS_VERSION : Reason.TLS_HANDSHAKE,
                "The TLS handshake with " + peer + " failed: " + explain(error)
                        + (version ? "; none of the versions that were offered is one of the server's" : ""),
                error);
    }

    /**
     * Takes what the server sent out of an error of a data connection: Netty shows the bytes that are no TLS, which may be
     * those of a file.
     *
     * @param error what was thrown
     * @return the same, or one that shows no bytes
     */
    public static Throwable withoutBytes(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotSslRecordException) {
                return new SSLException("the server spoke in plain text where TLS was to be");
            }
        }
        return error;
    }

    /**
     * Explains what went wrong on a connection with TLS.
     *
     * @param error what was thrown
     * @return a clause
     */
    public static String explain(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotSslRecordException plain) {
                return "the server spoke in plain text" + quote(plain);
            }
            if (cause instanceof ClosedChannelException) {
                return "the server closed the connection";
            }
        }
        return deepest(error);
    }

    /**
     * Tells whether a handshake failed in the end: with TLS 1.3 a server judges the client's certificate when the client
     * is through with the handshake.
     *
     * @param error what was thrown, null for nothing
     * @return true if it speaks of a handshake
     */
    public static boolean isOfHandshake(@Nullable Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLHandshakeException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUntrusted(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isVersion(Throwable error) {
        String text = deepest(error).toLowerCase(Locale.ROOT);
        return text.contains("protocol_version")
                || text.contains("protocol version")
                || text.contains("unsupported_protocol");
    }

    /** Netty shows the bytes in hexadecimal digits; they may be a reply of the server, such as vsftpd's 500 OOPS. */
    private static String quote(NotSslRecordException plain) {
        Matcher digits = HEX.matcher(String.valueOf(plain.getMessage()));
        if (!digits.find()) {
            return "";
        }
        String text = new String(ByteBufUtil.decodeHexDump(digits.group()), StandardCharsets.US_ASCII)
                .replaceAll("[^ -~]+", " ")
                .strip();
        return text.isEmpty() ? "" : ": " + text.substring(0, Math.min(MOST_TEXT, text.length()));
    }

    private static String deepest(@Nullable Throwable error) {
        Throwable last = error;
        while (last != null && last.getCause() != null) {
            last = last.getCause();
        }
        return last == null ? "" : last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }
}
