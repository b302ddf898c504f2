package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.internal.tls.TlsErrors;
import io.ftpreactive.options.FtpSecurity;
import org.jspecify.annotations.Nullable;

/** Says how a control connection was lost, and what that may mean. */
final class ControlErrors {

    private static final String NO_TELLING = "; the session is closed, since later replies could not be told apart";

    private final String peer;
    private final boolean implicitTls;

    ControlErrors(ControlSettings settings) {
        this.peer = settings.host() + ":" + settings.port();
        this.implicitTls = settings.security().mode() == FtpSecurity.Mode.IMPLICIT;
    }

    /** A reply is one too many, or one was lost: whatever comes next would answer something else. */
    FtpException outOfStep(@Nullable FtpCommand asked, String what, FtpReply reply) {
        String message = peer + " sent " + what + ": " + reply + NO_TELLING;
        return asked == null ? new FtpProtocolException(message, null) : new FtpProtocolException(asked, message, null);
    }

    /** Something has begun to come that nothing has asked for. */
    FtpException outOfStep(FtpCodecException pending) {
        return new FtpProtocolException(peer + " is out of step: " + pending.getMessage(), pending);
    }

    FtpException notSent(FtpCommand command, Throwable cause) {
        return new FtpConnectionException(Reason.CLOSED, "Could not send " + command + " to " + peer, cause);
    }

    /** Nobody has asked for a turn since the login. */
    FtpException givenUp() {
        return new FtpConnectionException(Reason.CLOSED, "The login was given up", null);
    }

    FtpException closedByUser() {
        return new FtpConnectionException(Reason.CLOSED, "The session with " + peer + " was closed by its user", null);
    }

    /** What was sent ahead cannot be taken back. */
    FtpException abandoned() {
        return new FtpConnectionException(
                Reason.CLOSED,
                "The session with " + peer + " was closed, since a transfer ended early while others had been asked for"
                        + " behind it",
                null);
    }

    /** Who asks comes when the turn is over, and the connection may well be open. */
    FtpException turnOver() {
        return new FtpConnectionException(Reason.CLOSED, "The turn on " + peer + " is over", null);
    }

    /** What cannot be done any more, since the event loop was shut down. */
    FtpException shutDown() {
        return new FtpConnectionException(
                Reason.DISPOSED,
                "The event loop of the session with " + peer + " was shut down, and the session ended with it",
                null);
    }

    FtpException unavailable(@Nullable FtpCommand unanswered, FtpReply reply) {
        String instead = unanswered == null || isGreeting(unanswered) ? "" : " instead of answering " + unanswered;
        return new FtpConnectionException(
                Reason.SERVICE_UNAVAILABLE,
                peer + " ended the session" + instead + ": " + reply + "; it may have too many users, or be about to"
                        + " stop: try again later, with fewer sessions",
                reply,
                null);
    }

    /** In the reply timeout nothing came. */
    FtpException missed(@Nullable FtpCommand unanswered, String turn) {
        boolean greeting = isGreeting(unanswered);
        String missed = greeting ? "greet" : "answer " + (unanswered == null ? turn : unanswered);
        return new FtpConnectionException(
                Reason.REPLY_TIMEOUT,
                peer + " did not " + missed + " in time" + (greeting ? silent() : NO_TELLING),
                null);
    }

    private String silent() {
        return implicitTls
                ? "; it may not speak FTP on this port"
                : "; on this port it may want TLS from the start (implicit TLS), or not speak FTP";
    }

    FtpException closed(@Nullable FtpCommand unanswered, @Nullable Throwable cause) {
        return new FtpConnectionException(
                TlsErrors.isOfHandshake(cause) ? Reason.TLS_HANDSHAKE : Reason.CLOSED,
                peer + " closed the control connection"
                        + (isGreeting(unanswered) ? " before it greeted" : "")
                        + (cause == null ? "" : ": " + TlsErrors.explain(cause))
                        + (isGreeting(unanswered) ? turnedAway() : ""),
                cause);
    }

    private String turnedAway() {
        return "; it may have too many connections, or not let this address in (TCP wrappers, a firewall)"
                + (implicitTls
                        ? ", or not speak FTP on this port"
                        : ", or want TLS from the start on this port (implicit TLS)");
    }

    private static boolean isGreeting(@Nullable FtpCommand command) {
        return Greeting.COMMAND.equals(command);
    }
}
