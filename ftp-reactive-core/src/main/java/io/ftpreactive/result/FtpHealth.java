package io.ftpreactive.result;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server can be worked with, as {@link io.ftpreactive.FtpClient#health} found.
 *
 * @param status what was found
 * @param server host and control port
 * @param took how long it took to find out
 * @param cause why it is not {@link Status#UP}, without a password; null if the pool alone is busy
 * @param pool the sessions of the same server and login; null if there are none
 */
public record FtpHealth(
        Status status,
        String server,
        Duration took,
        @Nullable Throwable cause,
        @Nullable SessionPoolMetrics pool) {

    /** What can be found. */
    public enum Status {
        /** The server has answered on a session that is logged in. */
        UP,
        /**
         * The server works, but there is no session for now: all of the pool are lent, or the server lets in no more for
         * the moment.
         */
        BUSY,
        /** The server answers, and refuses the login. */
        LOGIN_REFUSED,
        /**
         * There is no session to be had: the server is not there, does not answer in time, ends what it has begun, or the
         * connection to it cannot be secured.
         */
        DOWN
    }

    /**
     * Creates it.
     *
     * @param status what was found
     * @param server host and control port
     * @param took how long it took to find out
     * @param cause why it is not {@link Status#UP}, or null
     * @param pool the sessions of the same server and login, or null
     */
    public FtpHealth {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(took, "took");
    }

    /**
     * Tells whether operations can be done.
     *
     * @return true if the server works, be it that one would have to wait
     */
    public boolean isUsable() {
        return status == Status.UP || status == Status.BUSY;
    }
}
