package io.ftpreactive.internal.control;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** Tells the ways apart in which a TCP connection is not made. */
public final class ConnectErrors {

    private ConnectErrors() {}

    /**
     * Names the reason of a failed connect.
     *
     * @param peer whom it was to reach, as {@code host:port}
     * @param error what failed
     * @return the typed error; the given one if it is typed already
     */
    public static FtpException of(String peer, Throwable error) {
        if (error instanceof FtpException typed) {
            return typed;
        }
        if (error instanceof RejectedExecutionException) {
            return new FtpConnectionException(
                    Reason.DISPOSED, "The event loops that were to connect to " + peer + " have been shut down", error);
        }
        if (error instanceof TimeoutException || error instanceof ConnectTimeoutException) {
            return new FtpConnectionException(
                    Reason.CONNECT_TIMEOUT, "Connecting to " + peer + " took longer than the connect timeout", error);
        }
        if (error instanceof UnknownHostException) {
            return new FtpConnectionException(
                    Reason.UNKNOWN_HOST, "The name of " + peer + " could not be resolved", error);
        }
        if (error instanceof ConnectException
                && String.valueOf(error.getMessage()).contains("refused")) {
            return new FtpConnectionException(
                    Reason.REFUSED,
                    peer + " refused the connection: nothing listens there, or a firewall answers in its place",
                    error);
        }
        return new FtpConnectionException(
                Reason.UNREACHABLE, "Could not connect to " + peer + ": " + error.getMessage(), error);
    }
}
