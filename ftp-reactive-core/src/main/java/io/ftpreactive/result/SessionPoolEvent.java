package io.ftpreactive.result;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a pool of sessions.
 *
 * @param type what
 * @param pool the sessions of the same server and login afterwards
 * @param cause why, of {@link Type#REFUSED} and {@link Type#EXPIRED}; else null
 */
public record SessionPoolEvent(
        Type type, SessionPoolMetrics pool, @Nullable Throwable cause) {

    /** What can happen. */
    public enum Type {
        /** A session was opened. */
        OPENED,
        /** A session was lent. */
        LENT,
        /** A session came back. */
        RETURNED,
        /** An idle session gave no sign of life. */
        STALE,
        /** An idle session is being closed, since it was idle for too long, is too old, or has changed. */
        EVICTED,
        /** The connection of a session is closed. */
        CLOSED,
        /** The server refused a further session; the limit is lower now. */
        REFUSED,
        /** A caller has waited for too long. */
        EXPIRED
    }

    /**
     * Creates it.
     *
     * @param type what
     * @param pool the sessions of the same server and login afterwards
     * @param cause why, of {@link Type#REFUSED} and {@link Type#EXPIRED}; else null
     */
    public SessionPoolEvent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(pool, "pool");
    }
}
