package io.ftpreactive.internal.data;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpTransferException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with one transfer, and what the caller can do. */
final class TransferErrors {

    private final FtpCommand command;
    private final DataChannelHandler handler;
    private final Flow flow;

    TransferErrors(FtpCommand command, DataChannelHandler handler, Flow flow) {
        this.command = command;
        this.handler = handler;
        this.flow = flow;
    }

    /** The error of a transfer that has begun. The server may have refused the connection for its TLS, which says more. */
    FtpTransferException failed(String what, @Nullable FtpReply reply, @Nullable Throwable why) {
        DataTls tls = handler.tls();
        FtpException refusal = tls == null ? null : tls.refusal(reply);
        return refusal == null
                ? new FtpTransferException(command.toString(), what, flow.bytes(), reply, why)
                : new FtpTransferException(
                        command.toString(), String.valueOf(refusal.getMessage()), flow.bytes(), reply, refusal);
    }

    IllegalStateException unusable(boolean over) {
        return new IllegalStateException("The data channel of " + command
                + (over ? " is closed" : " is in use: it serves one receive() or send()"));
    }

    static String broken(Throwable error) {
        return "the data connection broke: " + error.getMessage();
    }

    static FtpException idle(boolean used, Duration timeout) {
        String what = used ? "the server moved no bytes" : "the data channel was not used";
        return new FtpConnectionException(Reason.IDLE_TIMEOUT, what + " for " + timeout.toSeconds() + " s", null);
    }

    static FtpException stalled(String what, Duration timeout) {
        return new FtpConnectionException(
                Reason.STALLED,
                what + " for " + timeout.toSeconds() + " s, while it occupied a session; cancel what is not wanted any"
                        + " more, or allow more time by TransferOptions.stallTimeout",
                null);
    }

    static FtpException tooSlow(String what) {
        return new FtpConnectionException(Reason.LOW_SPEED, what, null);
    }

    static FtpException evicted(int waiting) {
        return new FtpConnectionException(
                Reason.TURN_TIMEOUT,
                "nothing was demanded of it for the turn timeout, while " + waiting
                        + " other operations wait for its session; consume it faster, or use more sessions",
                null);
    }

    /** The TLS handshake took too long: a server that is silent there may be silent here. */
    static boolean isOwnTimeout(@Nullable Throwable why) {
        return why instanceof FtpConnectionException failed && failed.reason() == Reason.CONNECT_TIMEOUT;
    }
}
