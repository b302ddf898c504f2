package io.ftpreactive;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a server may mean that does not let in one session more than it allows. There are as many ways to say so as there
 * are servers: 421 or 530 at any step of the login, in any language, a line that is no reply, a connection that is closed,
 * or never made. So the words do not count, but that others logged in with the same credentials.
 */
final class SessionRefusal {

    /** For how long a server may count a session that is closed. */
    static final long LAG_NANOS = Duration.ofSeconds(1).toNanos();

    /** How long to wait before such a server is asked again; twice as long each further time. */
    static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    /** After how long a server that refused a session may allow it. */
    private static final Duration MEMORY = Duration.ofSeconds(10);

    private static final Set<Reason> REASONS = EnumSet.of(
            Reason.SERVICE_UNAVAILABLE,
            Reason.CLOSED,
            Reason.REFUSED,
            Reason.UNREACHABLE,
            Reason.CONNECT_TIMEOUT,
            Reason.REPLY_TIMEOUT);

    private SessionRefusal() {}

    /** For how long no more sessions are opened than a server allowed. */
    static Duration memory(Duration maxIdleTime) {
        return maxIdleTime.compareTo(MEMORY) < 0 ? maxIdleTime : MEMORY;
    }

    /** Whether a login that failed so may have been one too many. */
    static boolean isPossible(Throwable error) {
        return isRefusal(error) || (error instanceof FtpConnectionException lost && REASONS.contains(lost.reason()));
    }

    private static boolean isRefusal(Throwable error) {
        return error instanceof FtpReplyException || error instanceof FtpProtocolException;
    }

    /**
     * Whether it may have been one too many since the server still counts one that is closed. Here its words do count: a
     * wrong password must not be tried again and again.
     */
    static boolean mayLag(Throwable error, long lastClosedNanos) {
        return error instanceof FtpException refused
                && refused.isTransient()
                && System.nanoTime() - lastClosedNanos < LAG_NANOS;
    }
}
