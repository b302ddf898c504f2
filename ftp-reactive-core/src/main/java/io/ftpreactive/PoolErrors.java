package io.ftpreactive;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpException.Reason;

/** Says why there is no session. */
final class PoolErrors {

    private PoolErrors() {}

    static FtpException disposed() {
        return new FtpConnectionException(
                Reason.DISPOSED, "The FtpSessionProvider was disposed: it lends no session any more", null);
    }

    /** Two sessions of an account that may have but one. */
    static FtpException onlyOne(SessionPool pool) {
        return new FtpConnectionException(
                Reason.POOL_EXHAUSTED,
                "A copy needs two sessions with " + pool.account().server() + ", and one is all that there may be",
                null);
    }

    /**
     * All sessions are in use.
     *
     * @param how for how long, or since how many wait
     * @param stalled how many transfers wait for their own subscriber or source
     */
    static FtpException exhausted(SessionPool pool, String how, int stalled) {
        int allowed = pool.limit().current();
        Throwable refusal = pool.lastRefusal();
        return new FtpConnectionException(
                Reason.POOL_EXHAUSTED,
                "All " + allowed + " sessions"
                        + (refusal == null ? "" : " that the server allows")
                        + " with " + pool.account().server() + " are in use " + how + advice(stalled)
                        + (refusal == null ? "" : "; a further one was refused: " + refusal.getMessage()),
                refusal);
    }

    private static String advice(int stalled) {
        return stalled == 0
                ? "; raise maxSessions, or do not start an operation within another that waits for it"
                : "; " + stalled + " of them are held by transfers that wait for their own subscriber or source, which"
                        + " may be waiting for a session in turn: copy by copyTo(), do not start an operation within"
                        + " another that waits for it, or raise maxSessions";
    }
}
